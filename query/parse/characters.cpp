#include "parse/characters.h"

#include <algorithm>
#include <array>

namespace liaison::query {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Non-ASCII code points that are no part of a name, in order.
constexpr std::array kNotInNames = {
    Range{0x80, 0xA9},        Range{0xAB, 0xB4},       Range{0xB6, 0xB6},
    Range{0xB8, 0xB9},        Range{0xBB, 0xBF},       Range{0xD7, 0xD7},
    Range{0xF7, 0xF7},        Range{0x37E, 0x37E},     Range{0x55A, 0x55F},
    Range{0x589, 0x58F},      Range{0x5BE, 0x5BE},     Range{0x5C0, 0x5C0},
    Range{0x5C3, 0x5C3},      Range{0x5C6, 0x5C6},     Range{0x5F3, 0x5F4},
    Range{0x600, 0x60F},      Range{0x61B, 0x61F},     Range{0x66A, 0x66D},
    Range{0x6D4, 0x6D4},      Range{0x964, 0x965},     Range{0x970, 0x970},
    Range{0xE3F, 0xE3F},      Range{0xE4F, 0xE4F},     Range{0xE5A, 0xE5B},
    Range{0x1680, 0x1680},    Range{0x17D4, 0x17D6},   Range{0x1800, 0x180A},
    Range{0x2000, 0x200B},    Range{0x200E, 0x203E},   Range{0x2041, 0x2053},
    Range{0x2055, 0x2070},    Range{0x2074, 0x207E},   Range{0x2080, 0x208F},
    Range{0x20A0, 0x20CF},    Range{0x2100, 0x2101},   Range{0x2103, 0x2106},
    Range{0x2108, 0x2109},    Range{0x2116, 0x2117},   Range{0x2140, 0x2144},
    Range{0x2190, 0x2BFF},    Range{0x2CF9, 0x2CFF},   Range{0x2E00, 0x2E7F},
    Range{0x2FF0, 0x3004},    Range{0x3008, 0x3020},   Range{0x3030, 0x3030},
    Range{0x303D, 0x3040},    Range{0x30A0, 0x30A0},   Range{0x30FB, 0x30FB},
    Range{0x3200, 0x33FF},    Range{0xD800, 0xF8FF},   Range{0xFD3E, 0xFD4F},
    Range{0xFE10, 0xFE1F},    Range{0xFE30, 0xFE32},   Range{0xFE35, 0xFE4C},
    Range{0xFE50, 0xFE6F},    Range{0xFEFF, 0xFF0F},   Range{0xFF1A, 0xFF20},
    Range{0xFF3B, 0xFF3E},    Range{0xFF40, 0xFF40},   Range{0xFF5B, 0xFF65},
    Range{0xFFE0, 0xFFFF},    Range{0x1F000, 0x1FAFF}, Range{0xE0000, 0xE00FF},
    Range{0xF0000, 0x10FFFF},
};

// Marks that continue a name but cannot start one; the common blocks.
bool is_mark(char32_t c) {
  return c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) ||
         (c >= 0x200C && c <= 0x200D) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

}  // namespace

std::optional<DecodedCharacter> decode_utf8(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(i < text.size() ? text[i] : '\0');
  };
  const unsigned char lead = byte(offset);
  if (lead < 0x80) return DecodedCharacter{lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return std::nullopt;
  char32_t code_point = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned char next = byte(offset + i);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    code_point = code_point << 6 | (next & 0x3Fu);
  }
  const bool overlong = (size == 3 && code_point < 0x800) || (size == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return std::nullopt;
  return DecodedCharacter{code_point, size};
}

void append_utf8(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      text += static_cast<char>(0xE0 | c >> 12);
    } else {
      text += static_cast<char>(0xF0 | c >> 18);
      text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    }
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  text += static_cast<char>(0x80 | (c & 0x3F));
}

bool is_space(char32_t c) {
  if (c < 0x80) return is_ascii_space(c);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool is_name_start(char32_t c) {
  if (c < 0x80) return is_ascii_name_start(c);
  return is_name_part(c) && !is_mark(c);
}

bool is_name_part(char32_t c) {
  if (c < 0x80) return is_ascii_name_part(c);
  const auto after =
      std::upper_bound(kNotInNames.begin(), kNotInNames.end(), c,
                       [](char32_t x, const Range& range) { return x < range.first; });
  return after == kNotInNames.begin() || std::prev(after)->last < c;
}

}  // namespace liaison::query
