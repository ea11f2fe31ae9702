// A set of words that the code writes out, made by the compiler: whether a word of a text is in it
// is nearly always answered by one bit of a constant, else by one or two comparisons.
// Thread-safety: immutable.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
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
      filter_ |= filter_bit(word.hash);
    }
  }

  // `hash` is word_hash(key).
  bool contains(std::uint64_t hash, const std::string& key) const {
    if ((filter_ & filter_bit(hash)) == 0) return false;
    for (std::size_t at = hash & kMask; !slots_[at].empty(); at = (at + 1) & kMask) {
      if (hashes_[at] == hash && slots_[at] == key) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kSlots = std::bit_ceil(N * 3);
  static constexpr std::size_t kMask = kSlots - 1;
  static constexpr std::uint64_t filter_bit(std::uint64_t hash) {
    return std::uint64_t{1} << (hash >> 58);
  }

  std::uint64_t filter_ = 0;  // a bit that is not set says no
  // Open addressing; an empty text is a free slot.
  std::array<std::uint64_t, kSlots> hashes_{};
  std::array<std::string_view, kSlots> slots_{};
};

}  // namespace liaison::loaders
