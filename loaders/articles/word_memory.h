// A memory of the words met with what is known of each: a language has few and a corpus repeats
// them.
// Thread-safety: needs external locking. Lifetime: the lexicon outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "articles/lexicon.h"
#include "articles/words.h"

namespace liaison::loaders {

// What is known of a word by its spelling. What every token asks for comes first and fills one line
// of a processor's cache.
struct alignas(64) Word {
  std::uint64_t hash = 0;  // of key
  WordId id = kUnknownWord;
  RawToken::Kind kind = RawToken::Kind::Word;
  bool is_syllable = false;   // of Vietnamese, by its letters
  bool capital = false;       // first letter is upper case
  bool all_capitals = false;  // at least two letters, all upper case
  PhraseStart phrases;        // that begin with it
  std::string key;
  std::string folded;  // text::fold() of the surface
  std::string surface;
};

// Gives each spelling its Word once. Forgets everything when it has grown large and is asked to.
class WordMemory {
 public:
  explicit WordMemory(const Lexicon& lexicon);
  // Good until trim().
  const Word& of(std::string_view surface, RawToken::Kind kind);
  void trim();

 private:
  static constexpr std::size_t kWordsMax = 100'000;
  void grow();

  const Lexicon& lexicon_;
  std::deque<Word> words_;
  struct Slot {
    std::uint64_t head = 0;  // the first eight bytes of the surface: most words have no more
    std::uint32_t size = 0;  // of the surface
    std::uint32_t hash = 0;  // of the surface
    const Word* word = nullptr;
  };
  std::vector<Slot> slots_;  // open addressing, a power of two
};

}  // namespace liaison::loaders
