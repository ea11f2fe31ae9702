// Phrases of all rule tables in one trie over words, so that one walk per position finds everything
// that starts there, and the words of a text as small integers.
// Thread-safety: immutable once compiled.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "articles/words.h"

namespace liaison::loaders {

enum class Table : std::uint8_t;

struct PhraseHit {
  std::uint32_t length = 0;  // words
  std::uint32_t row = 0;
  Table table{};
  std::uint16_t column = 0;
  std::uint32_t alternative = 0;
  std::uint64_t kind = 0;  // word_hash of the row's first column: the kind of a cue
};

class Lexicon {
 public:
  void add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
           std::uint32_t alternative, std::uint64_t kind = 0);
  // To be called after the last add() and before match().
  void compile();
  // kUnknownWord for a word that no phrase holds.
  WordId id(const std::string& key) const;
  // Appends every phrase that starts at words[position], shortest first.
  void match(std::span<const WordId> words, std::size_t position,
             std::vector<PhraseHit>& hits) const;

 private:
  struct Node {
    std::vector<PhraseHit> hits;
    std::vector<std::pair<WordId, std::uint32_t>> next;  // only until compile()
    std::uint32_t hits_begin = 0;                        // in hits_
    std::uint32_t hits_end = 0;
    bool has_next = false;
  };
  std::uint32_t next(std::uint32_t node, WordId word) const;

  std::unordered_map<std::string, WordId> words_;
  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::vector<PhraseHit> hits_;
  std::vector<std::uint32_t> roots_;  // word → node after it at the start of a phrase, 0 for none
  struct Edge {
    std::uint64_t key = 0;  // node << 32 | word
    std::uint32_t node = 0;
  };
  std::vector<Edge> edges_;  // beyond the first word: open addressing, a power of two
};

}  // namespace liaison::loaders
