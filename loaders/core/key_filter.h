// Which keys may be there: a Bloom filter that grows. What was added is always found; of other keys
// about one in 300 is.
// Blocked as in Putze, Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters"
// (2007): all bits of a key lie in one cache line. It grows by another filter, twice as large, as
// in Almeida et al., "Scalable Bloom Filters" (2007).
// Memory: 2 bytes a key when full, 128 KB at least. Thread-safety: needs external locking.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace liaison::loaders {

class KeyFilter {
 public:
  // Keys are hashes of which every bit is worth the same. Adding one twice may take room twice.
  void add(std::uint64_t key);
  bool may_contain(std::uint64_t key) const;
  // Keys added.
  std::size_t size() const { return size_; }

 private:
  using Block = std::array<std::uint64_t, 8>;
  static constexpr std::size_t kFirstBlocks = 2048;
  static constexpr std::size_t kKeysPerBlock = 32;

  std::vector<std::vector<Block>> layers_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;  // keys until the next layer
};

}  // namespace liaison::loaders
