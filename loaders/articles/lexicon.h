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

// One of 64 bits for a kind of cue. Two kinds may share one: a bit that is not set says no.
constexpr std::uint64_t cue_bit(std::uint64_t kind) {
  return std::uint64_t{1} << (kind & 63);
}

constexpr std::uint32_t table_bit(Table table) {
  return std::uint32_t{1} << static_cast<unsigned>(table);
}

// All phrases that start at one place of a text, longest first; of one length those of the tables
// and rows that were added first come first. Borrowed from the lexicon.
struct Phrases {
  std::span<const PhraseHit> hits;
  std::uint32_t tables = 0;  // table_bit() of each one's table
  std::uint64_t cues = 0;    // cue_bit() of those of Table::Cues
};

// Where the phrases with one first word start: what a reader needs to see that none goes on behind
// it, which is nearly always so.
struct PhraseStart {
  std::uint64_t next_words = 0;  // a bit for each word that goes on from here: id modulo 64
  std::uint32_t node = 0;        // in the lexicon
  Phrases phrases;               // of this word alone
};

class Lexicon {
 public:
  Lexicon() = default;
  // What it lends points into it.
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;
  Lexicon(Lexicon&&) = default;
  Lexicon& operator=(Lexicon&&) = default;

  void add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
           std::uint32_t alternative, std::uint64_t kind = 0);
  // To be called after the last add() and before the functions below.
  void compile();
  // kUnknownWord for a word that no phrase holds.
  WordId id(const std::string& key) const;
  PhraseStart start(WordId word) const;
  // The phrases whose first word has that start and whose further ones are word_at(first),
  // word_at(first + 1) and so on, `end` not included. Borrowed from `start` or the lexicon.
  template <class WordAt>
  const Phrases& match(const PhraseStart& start, std::size_t first, std::size_t end,
                       WordAt word_at) const {
    const Phrases* found = &start.phrases;
    std::uint64_t next_words = start.next_words;
    std::uint32_t node = start.node;
    for (; first < end && next_words != 0; ++first) {
      const WordId word = word_at(first);
      if ((next_words >> (word & 63) & 1) == 0) break;
      node = next(node, word);
      if (node == 0) break;
      found = &nodes_[node].phrases;
      next_words = nodes_[node].next_words;
    }
    return *found;
  }

 private:
  // A place in the trie: behind the words that lead to it.
  struct Node {
    Phrases phrases;               // those that end here or on the way
    std::uint64_t next_words = 0;  // as in PhraseStart
  };
  struct Edge {
    std::uint64_t key = 0;  // edge_key()
    std::uint32_t node = 0;
  };
  // A node until compile(): how it is reached, and the phrases that end there.
  struct Draft {
    std::uint32_t before = 0;
    WordId word = kUnknownWord;
    std::vector<PhraseHit> hits;
  };
  std::uint32_t next(std::uint32_t node, WordId word) const;

  std::unordered_map<std::string, WordId> words_;
  std::vector<Draft> drafts_ = std::vector<Draft>(1);  // a node after the one before it
  std::unordered_map<std::uint64_t, std::uint32_t> draft_edges_;
  std::vector<Node> nodes_;
  std::vector<PhraseHit> hits_;
  std::vector<std::uint32_t> starts_;
  std::vector<Edge> edges_;  // beyond the first word: open addressing, a power of two
};

}  // namespace liaison::loaders
