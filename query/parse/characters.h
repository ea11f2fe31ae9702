// Which code points separate, form names, or are neither. An approximation of Unicode's identifier
// rule by blocks: letters, marks and digits of every script form names; punctuation, symbols,
// private use and emoji do not (they need backticks). It is kept here, as the query component has
// no Unicode library and a name is a matter of syntax, not of text search.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace liaison::query {

struct DecodedCharacter {
  char32_t code_point;
  std::size_t size;  // in bytes
};

// The code point at `offset`, or nothing when the bytes there are no valid UTF-8.
// Requires: offset < text.size().
std::optional<DecodedCharacter> decode_utf8(std::string_view text, std::size_t offset);

void append_utf8(std::string& text, char32_t code_point);

// The rules for ASCII, which most of a text is.
constexpr bool is_ascii_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
}
constexpr bool is_ascii_name_start(char32_t c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}
constexpr bool is_ascii_name_part(char32_t c) {
  return is_ascii_name_start(c) || (c >= '0' && c <= '9');
}

bool is_space(char32_t code_point);
bool is_name_start(char32_t code_point);
bool is_name_part(char32_t code_point);

}  // namespace liaison::query
