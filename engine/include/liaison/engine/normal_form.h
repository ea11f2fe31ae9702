// The normal forms of Unicode Standard Annex 15 by name: composed or decomposed, the K forms with
// compatibility characters (ligatures, widths) replaced.
// Thread-safety: pure function.
#pragma once

#include <string>
#include <string_view>

namespace liaison::text {

enum class NormalForm { Nfc, Nfd, Nfkc, Nfkd };

// Each ill-formed byte counts as one U+FFFD.
std::string normalize(std::string_view text, NormalForm form);

}  // namespace liaison::text
