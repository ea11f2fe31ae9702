// Character classes and terminal width.
#include <unicode/uchar.h>

#include <array>

#include "liaison/engine/text.h"

namespace liaison::text {
namespace {

UChar32 ucs(char32_t c) {
  return static_cast<UChar32>(c);
}

std::size_t width_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  switch (u_charType(ucs(c))) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(ucs(c), UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_WIDE || width == U_EA_FULLWIDTH) return 2;
  return u_hasBinaryProperty(ucs(c), UCHAR_EMOJI_PRESENTATION) ? 2 : 1;
}

}  // namespace

bool is_letter(char32_t c) {
  return u_isalpha(ucs(c)) != 0;
}
bool is_digit(char32_t c) {
  return u_isdigit(ucs(c)) != 0;
}
bool is_upper(char32_t c) {
  return u_isupper(ucs(c)) != 0 || u_istitle(ucs(c)) != 0;
}
bool is_lower(char32_t c) {
  return u_islower(ucs(c)) != 0;
}
bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return u_isUWhiteSpace(ucs(c)) != 0;
}
bool is_punctuation(char32_t c) {
  return u_ispunct(ucs(c)) != 0;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) columns += width_of(decode(text, i));
  return columns;
}

std::string_view truncate_to_width(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    used += width_of(decode(text, i));
    if (used > columns) return text.substr(0, start);
  }
  return text;
}

}  // namespace liaison::text
