#include "exec/label_mask.h"

#include <algorithm>
#include <tuple>

namespace liaison::query {
namespace {

// Reading a label's scan takes much less time than as many questions, where chunks are there and
// where they are not.
constexpr std::uint64_t kQuestionsWorthARead = 16;
constexpr std::uint64_t kExpectedMin = 4096;
// A label whose nodes lie further apart than this is not worth a mask.
constexpr std::uint64_t kBlocksPerNodeMax = 64;
constexpr std::size_t kWords = std::tuple_size_v<decltype(NodeBlock::bits)>;

}  // namespace

void LabelMask::begin(const GraphReader& graph, const std::vector<std::string>& labels) {
  labels_.clear();
  is_impossible_ = false;
  is_read_ = false;
  expected_ = 0;
  std::uint64_t count = UINT64_MAX;
  for (const std::string& name : labels) {
    const auto label = graph.catalog().label(name);
    is_impossible_ = is_impossible_ || !label;
    if (!label) continue;
    labels_.push_back(*label);
    count = std::min(count, graph.catalog().node_count(*label));
  }
  // The rarest label is the one to scan.
  std::sort(labels_.begin(), labels_.end(), [&](LabelId a, LabelId b) {
    return graph.catalog().node_count(a) < graph.catalog().node_count(b);
  });
  worth_ = is_impossible_ ? 0 : std::max(kExpectedMin, count / kQuestionsWorthARead);
}

bool LabelMask::read(const GraphReader& graph) {
  is_read_ = true;
  block_count_ = 0;
  number_of_.assign(1, 0);
  first_of_.assign(1, 0);
  bits_.assign(kWords, 0);
  if (is_impossible_) return true;
  const std::uint64_t count = graph.catalog().node_count(labels_.front());
  const auto scan = scan_label_blocks(graph, labels_.front());
  for (NodeBlock block; scan->next(block);) {
    const std::uint64_t number = block.first / NodeBlock::kIds;
    if (block_count_ == 0) first_block_ = number;
    const std::uint64_t blocks = number - first_block_ + 1;  // they come in order
    if (blocks > kBlocksPerNodeMax * count) {
      worth_ = UINT64_MAX;
      is_read_ = false;
      return false;
    }
    charge_.add((blocks - block_count_) * sizeof(std::uint32_t) + kWords * sizeof(std::uint64_t));
    block_count_ = blocks;
    number_of_.resize(blocks + 1, 0);
    number_of_[blocks - 1] = static_cast<std::uint32_t>(first_of_.size());
    first_of_.push_back(block.first);
    bits_.insert(bits_.end(), block.bits.begin(), block.bits.end());
  }
  for (std::size_t i = 1; i < labels_.size(); ++i) intersect(graph, labels_[i]);
  return true;
}

void LabelMask::intersect(const GraphReader& graph, LabelId label) {
  std::vector<std::uint64_t> both(bits_.size(), 0);
  const auto scan = scan_label_blocks(graph, label);
  for (NodeBlock block; scan->next(block);) {
    const std::uint64_t word = place_of(block.first) / 64;
    if (word == 0) continue;  // none of its nodes has the others
    for (std::size_t i = 0; i < kWords; ++i) both[word + i] = bits_[word + i] & block.bits[i];
  }
  bits_.swap(both);
}

void LabelMask::select(const GraphReader& graph, std::span<const NodeId> nodes,
                       std::vector<std::uint32_t>& positions) const {
  positions.clear();
  if (is_impossible_) return;
  if (is_read_) {
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (test(nodes[i])) positions.push_back(i);
    }
    return;
  }
  std::vector<std::uint8_t> all(nodes.size(), 1);
  std::vector<std::uint8_t> has;
  for (const LabelId label : labels_) {
    graph.has_label(nodes, label, has);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] &= has[i];
  }
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (all[i] != 0) positions.push_back(i);
  }
}

}  // namespace liaison::query
