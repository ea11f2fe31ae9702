#include "store/fence_list.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::engine {

void FenceList::Block::insert(std::size_t i, std::string_view fence, const FenceState& state) {
  const std::size_t at = begin(i);
  keys.insert(at, fence);
  ends.insert(ends.begin() + static_cast<std::ptrdiff_t>(i), static_cast<std::uint32_t>(at));
  for (std::size_t k = i; k < ends.size(); ++k) ends[k] += static_cast<std::uint32_t>(fence.size());
  states.insert(states.begin() + static_cast<std::ptrdiff_t>(i), state);
}

void FenceList::Block::erase(std::size_t i) {
  const std::size_t length = ends[i] - begin(i);
  keys.erase(begin(i), length);
  ends.erase(ends.begin() + static_cast<std::ptrdiff_t>(i));
  for (std::size_t k = i; k < ends.size(); ++k) ends[k] -= static_cast<std::uint32_t>(length);
  states.erase(states.begin() + static_cast<std::ptrdiff_t>(i));
}

FenceList::Block FenceList::Block::split_off_half() {
  Block upper;
  const std::size_t half = states.size() / 2;
  for (std::size_t i = half; i < states.size(); ++i) {
    upper.insert(upper.states.size(), fence(i), states[i]);
  }
  keys.resize(begin(half));
  ends.resize(half);
  states.resize(half);
  return upper;
}

std::optional<FenceList::Place> FenceList::place_of(std::string_view key) const {
  const auto block =
      std::ranges::upper_bound(blocks_, key, {}, [](const Block& b) { return b.fence(0); });
  if (block == blocks_.begin()) return std::nullopt;
  const Block& covering = *std::prev(block);
  std::size_t low = 0;
  std::size_t high = covering.states.size();
  while (high - low > 1) {
    const std::size_t middle = std::midpoint(low, high);
    (covering.fence(middle) <= key ? low : high) = middle;
  }
  return Place{static_cast<std::size_t>(block - blocks_.begin()) - 1, low};
}

FenceList::Entry FenceList::entry(Place at) const {
  const Block& block = blocks_[at.block];
  std::string_view upper;
  if (at.index + 1 < block.states.size()) {
    upper = block.fence(at.index + 1);
  } else if (at.block + 1 < blocks_.size()) {
    upper = blocks_[at.block + 1].fence(0);
  }
  return {block.fence(at.index), upper, block.states[at.index]};
}

FenceList::Entry FenceList::covering(std::string_view key) const {
  const auto place = place_of(key);
  LIAISON_ASSERT(place);
  return entry(*place);
}

FenceState* FenceList::find(std::string_view fence) {
  const auto place = place_of(fence);
  if (!place || blocks_[place->block].fence(place->index) != fence) return nullptr;
  return &blocks_[place->block].states[place->index];
}

void FenceList::append(std::string_view fence, const FenceState& state) {
  LIAISON_ASSERT(blocks_.empty() || blocks_.back().fence(blocks_.back().states.size() - 1) < fence);
  if (blocks_.empty() || blocks_.back().states.size() == kBlockFencesMax) {
    if (!blocks_.empty()) blocks_.back().keys.shrink_to_fit();
    blocks_.emplace_back();
    blocks_.back().ends.reserve(kBlockFencesMax);
    blocks_.back().states.reserve(kBlockFencesMax);
  }
  Block& last = blocks_.back();
  last.insert(last.states.size(), fence, state);
  ++size_;
}

void FenceList::insert_or_assign(std::string_view fence, const FenceState& state) {
  if (FenceState* known = find(fence)) {
    *known = state;
    return;
  }
  const auto place = place_of(fence);
  if (blocks_.empty()) blocks_.emplace_back();
  const std::size_t at = place ? place->block : 0;
  const std::size_t index = place ? place->index + 1 : 0;
  blocks_[at].insert(index, fence, state);
  ++size_;
  if (blocks_[at].states.size() > kBlockFencesMax) {
    Block upper = blocks_[at].split_off_half();
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(upper));
  }
}

void FenceList::erase(std::string_view fence) {
  const auto place = place_of(fence);
  if (!place || blocks_[place->block].fence(place->index) != fence) return;
  blocks_[place->block].erase(place->index);
  --size_;
  if (blocks_[place->block].states.empty()) {
    blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(place->block));
  }
}

}  // namespace liaison::engine
