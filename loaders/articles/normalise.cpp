#include "articles/normalise.h"

#include "articles/words.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

std::string normalise(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text::nfc(text);
}

std::string detect_language(std::string_view nfc_text) {
  std::size_t letters = 0;
  std::size_t marked = 0;
  for (std::size_t i = 0; i < nfc_text.size();) {
    const char32_t c = text::decode(nfc_text, i);
    if (c < 0x80) {
      letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    } else if (is_letter(c)) {
      ++letters;
      ++marked;
    }
  }
  // Vietnamese text marks a fifth of its letters and more; a few names in English text do not reach
  // 5 %.
  return marked * 20 > letters ? "vi" : "en";
}

}  // namespace liaison::loaders
