// Step 1: the text in NFC, and its language. Everything after works on this text, whose code points
// the offsets of mentions and evidence count.
// Thread-safety: free functions.
#pragma once

#include <string>
#include <string_view>

namespace liaison::loaders {

// NFC with line ends as they stand; a byte order mark at the start is dropped.
std::string normalise(std::string_view text);

// "vi" when letters with Vietnamese marks are common, else "en".
std::string detect_language(std::string_view nfc_text);

}  // namespace liaison::loaders
