// Texts in other encodings than UTF-8.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace liaison::text {

// Whether the name is one that to_utf8() knows: the names of IANA and the usual others, in any case
// ("UTF-16LE", "windows-1258", "latin1").
bool is_known_encoding(std::string_view name);

// The text in UTF-8; nullopt when the bytes are not in that encoding. `iso-8859-1` and `us-ascii`
// are read as windows-1252, as browsers do. *Requires* a known encoding.
std::optional<std::string> to_utf8(std::string_view bytes, std::string_view encoding);

}  // namespace liaison::text
