// A set of words that the code writes out, made by the compiler: whether a word of a text is in it
// costs one or two comparisons, however many the set has.
// Thread-safety: immutable.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "articles/words.h"

namespace liaison::loaders {

template <std::size_t N>
class WordSet {
 public:
  // Equal words count once.
  consteval explicit WordSet(const WordKey (&words)[N]) {
    for (const WordKey& word : words) {
      std::size_t at = word.hash & kMask;
      while (!slots_[at].empty() && slots_[at] != word.text) at = (at + 1) & kMask;
      slots_[at] = word.text;
      hashes_[at] = word.hash;
    }
  }

  bool contains(std::uint64_t hash, std::string_view key) const {
    for (std::size_t at = hash & kMask; !slots_[at].empty(); at = (at + 1) & kMask) {
      if (hashes_[at] == hash && slots_[at] == key) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kSlots = std::bit_ceil(N * 3);
  static constexpr std::size_t kMask = kSlots - 1;

  // Open addressing; an empty text is a free slot.
  std::array<std::uint64_t, kSlots> hashes_{};
  std::array<std::string_view, kSlots> slots_{};
};

}  // namespace liaison::loaders
