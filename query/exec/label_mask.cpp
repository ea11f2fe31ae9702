#include "exec/label_mask.h"

#include <algorithm>

namespace liaison::query {
namespace {

// Reading a label's scan takes about a fourth of the time of as many questions.
constexpr std::uint64_t kQuestionsWorthARead = 4;
constexpr std::uint64_t kExpectedMin = 4096;
// Ids that lie further apart than this, bits for each node, are not worth a mask.
constexpr std::uint64_t kSparsenessMax = 4096;

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
  bits_.clear();
  size_ = 0;
  is_read_ = true;
  if (is_impossible_) return true;
  constexpr std::size_t kIdsAtATime = 16384;
  const auto scan = graph.scan_label(labels_.front());
  std::vector<NodeId> nodes;
  std::vector<std::uint8_t> has;
  for (;;) {
    nodes.clear();
    if (scan->next(kIdsAtATime, nodes) == 0) break;
    for (std::size_t i = 1; i < labels_.size(); ++i) {
      graph.has_label(nodes, labels_[i], has);
      std::size_t kept = 0;
      for (std::size_t at = 0; at < nodes.size(); ++at) {
        if (has[at] != 0) nodes[kept++] = nodes[at];
      }
      nodes.resize(kept);
    }
    if (nodes.empty()) continue;
    if (size_ == 0) first_ = nodes.front().value / 64 * 64;
    const std::uint64_t size = nodes.back().value - first_ + 1;  // a scan is in order
    if (size / kSparsenessMax > graph.catalog().node_count(labels_.front())) {
      worth_ = UINT64_MAX;
      is_read_ = false;
      return false;
    }
    const std::size_t words = (size + 63) / 64;
    charge_.add((words - bits_.size()) * sizeof(std::uint64_t));
    bits_.resize(words, 0);
    size_ = words * 64;
    for (const NodeId node : nodes) {
      bits_[(node.value - first_) / 64] |= std::uint64_t{1} << (node.value - first_) % 64;
    }
  }
  return true;
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
