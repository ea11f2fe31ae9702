// What encoding the bytes of a file are in, and the text they stand for.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace liaison::loaders {

// The text of a file in UTF-8, without byte order mark. Bytes are UTF-8 unless they begin with the
// byte order mark of UTF-16. *Throws* InputError when they are not.
std::string decode_text(std::string bytes);

// The same for a page of HTML, which may also name its encoding in a `meta` element of its first
// 1024 bytes. That counts only where the bytes are not UTF-8: pages that were converted often keep
// the name of what they were. *Throws* InputError, also for encodings that are not known.
std::string decode_html(std::string bytes);

}  // namespace liaison::loaders
