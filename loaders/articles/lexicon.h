// Phrases of all rule tables in one trie over words, so that one walk per position finds everything
// that starts there, and the words of a text as small integers. A phrase is compared in lower case
// with tone marks in one place; diacritics count ("Pháp" is a country, "phap" is nothing).
// Thread-safety: immutable once built; WordTable is per document.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liaison::loaders {

enum class Table : std::uint8_t;

using WordId = std::uint32_t;
inline constexpr WordId kUnknownWord = 0;

// The comparison form of one word.
std::string word_key(std::string_view word);

// Splits a phrase or a text into words, numbers and single punctuation characters.
struct RawToken {
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  enum class Kind : std::uint8_t { Word, Number, Punctuation } kind = Kind::Word;
};
std::vector<RawToken> split(std::string_view text);

struct PhraseHit {
  std::uint32_t length = 0;  // words
  std::uint32_t row = 0;
  Table table{};
  std::uint16_t column = 0;
  std::uint32_t alternative = 0;
};

class Lexicon {
 public:
  Lexicon();
  void add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
           std::uint32_t alternative);
  // kUnknownWord for a word that no phrase holds.
  WordId id(const std::string& key) const;
  // Appends every phrase that starts at words[position], shortest first.
  void match(std::span<const WordId> words, std::size_t position,
             std::vector<PhraseHit>& hits) const;

 private:
  struct Node {
    std::vector<PhraseHit> hits;
  };
  std::unordered_map<std::string, WordId> words_;
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;  // node << 32 | word → node
  std::vector<Node> nodes_;
};

}  // namespace liaison::loaders
