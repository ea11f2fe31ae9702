// Finds the place of an element in a vector by what it is, without a copy of it: open addressing
// over places, four bytes for each slot and at most half of them taken. Few elements are looked
// through instead.
// Thread-safety: needs external locking. Elements never go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace liaison::engine {

class PlaceTable {
 public:
  // Places 0 to size - 1 are taken. `is_it(place)`: whether the element there is the wanted one,
  // whose hash is `hash`.
  template <class IsIt>
  std::optional<std::uint32_t> find(std::uint64_t hash, IsIt is_it) const {
    if (slots_.empty()) {
      for (std::uint32_t place = 0; place < size_; ++place) {
        if (is_it(place)) return place;
      }
      return std::nullopt;
    }
    for (std::size_t at = slot_of(hash);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0) return std::nullopt;
      if (is_it(slots_[at] - 1)) return slots_[at] - 1;
    }
  }

  // Takes the next place. `hash_at(place)`: of any element up to it.
  template <class HashAt>
  void push_back(HashAt hash_at) {
    ++size_;
    if (size_ <= kLookedThroughMax) return;
    if (slots_.size() >= 2 * std::size_t{size_}) {
      put(size_ - 1, hash_at(size_ - 1));
      return;
    }
    slots_.assign(slots_.empty() ? 4 * (kLookedThroughMax + 1) : 2 * slots_.size(), 0);
    for (std::uint32_t place = 0; place < size_; ++place) put(place, hash_at(place));
  }

  std::size_t size_bytes() const { return slots_.capacity() * sizeof(std::uint32_t); }

 private:
  static constexpr std::uint32_t kLookedThroughMax = 15;

  // The high bits of a product depend on all bits of the hash (Fibonacci hashing).
  std::size_t slot_of(std::uint64_t hash) const {
    return (hash * 0x9E3779B97F4A7C15u >> 32) & (slots_.size() - 1);
  }
  void put(std::uint32_t place, std::uint64_t hash) {
    std::size_t at = slot_of(hash);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = place + 1;
  }

  std::vector<std::uint32_t> slots_;  // place + 1, or 0; a power of two of them
  std::uint32_t size_ = 0;
};

}  // namespace liaison::engine
