#include "core/key_filter.h"

namespace liaison::loaders {

namespace {

constexpr int kBitsPerKey = 6;

// The block of a key, from its high bits: `count` need not be a power of two (Lemire's reduction).
std::size_t block_of(std::uint64_t key, std::size_t count) {
  return static_cast<std::size_t>((key >> 32) * count >> 32);
}

// Calls visit(word, bit) for each bit of a key in its block, until it returns false.
template <class Visit>
bool each_bit(std::uint64_t key, Visit visit) {
  // Nine bits say which of 512, six times.
  std::uint64_t bits = key * 0x9E3779B97F4A7C15u;
  for (int i = 0; i < kBitsPerKey; ++i) {
    if (!visit(bits >> 61, std::uint64_t{1} << (bits >> 55 & 63))) return false;
    bits <<= 9;
  }
  return true;
}

}  // namespace

void KeyFilter::add(std::uint64_t key) {
  if (room_ == 0) {
    const std::size_t blocks = layers_.empty() ? kFirstBlocks : 2 * layers_.back().size();
    layers_.emplace_back(blocks);
    room_ = blocks * kKeysPerBlock;
  }
  std::vector<Block>& layer = layers_.back();
  Block& block = layer[block_of(key, layer.size())];
  each_bit(key, [&](std::size_t word, std::uint64_t bit) {
    block[word] |= bit;
    return true;
  });
  ++size_;
  --room_;
}

bool KeyFilter::may_contain(std::uint64_t key) const {
  for (const std::vector<Block>& layer : layers_) {
    const Block& block = layer[block_of(key, layer.size())];
    if (each_bit(key,
                 [&](std::size_t word, std::uint64_t bit) { return (block[word] & bit) != 0; })) {
      return true;
    }
  }
  return false;
}

}  // namespace liaison::loaders
