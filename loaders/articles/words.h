// Words: how a text is cut into them and how they are compared.
//
// A word is compared in lower case with tone marks in one place; diacritics count ("Pháp" is a
// country, "phap" is nothing). A WordKey is such a form with its hash, made by the compiler where
// it is written out in the code: most of what the steps ask is "is this word `tại`?".
// Thread-safety: free functions; WordKey is plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::loaders {

using WordId = std::uint32_t;
inline constexpr WordId kUnknownWord = 0;

// FNV-1a of 64 bits.
constexpr std::uint64_t word_hash(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : key) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

struct WordKey {
  template <std::size_t N>
  consteval WordKey(const char (&literal)[N])  // NOLINT(google-explicit-constructor)
      : text(literal, N - 1), hash(word_hash(text)) {}
  constexpr WordKey(std::string_view key)  // NOLINT(google-explicit-constructor)
      : text(key), hash(word_hash(key)) {}
  WordKey(const std::string& key)  // NOLINT(google-explicit-constructor)
      : WordKey(std::string_view(key)) {}

  std::string_view text;
  std::uint64_t hash;
};

// The comparison form of one word.
std::string word_key(std::string_view word);

// Splits a phrase or a text into words, numbers and single punctuation characters.
struct RawToken {
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  enum class Kind : std::uint8_t { Word, Number, Punctuation } kind = Kind::Word;
  bool line_start = false;  // the first one of the text, or a line feed stands before it
};
std::vector<RawToken> split(std::string_view text);

// Whether `c` is a letter in any script; as text::is_letter(), faster for common ones.
bool is_letter(char32_t c);

// Whether a word could be a syllable of Vietnamese: onset and rime as they are written. Marks make
// no difference.
bool is_vietnamese_syllable(std::string_view word);

}  // namespace liaison::loaders
