// Which nodes carry some labels, for an operator that asks about very many of them: one bit per
// node, read from the label's scan once so many were asked about that it pays; until then the graph
// is asked, a chunk at a time.
// Thread-safety: needs external locking; threads keep one each. Lifetime: of one run, on one view
// of the graph.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exec/execution_context.h"
#include "liaison/engine/ids.h"

namespace liaison::query {

class LabelMask {
 public:
  explicit LabelMask(MemoryBudget& budget) : charge_(budget) {}

  // Asks for nodes that carry all of these labels. None: every node will do.
  void begin(const GraphReader& graph, const std::vector<std::string>& labels);

  bool is_all() const { return labels_.empty() && !is_impossible_; }

  // Notes that `count` nodes will be asked about. True: test() may be called from now on.
  bool expect(const GraphReader& graph, std::size_t count) {
    if (is_read_ || is_all()) return is_read_;
    expected_ += count;
    return expected_ >= worth_ && read(graph);
  }
  // *Requires* that expect() said so.
  bool test(NodeId node) const {
    const std::uint64_t place = node.value - first_;
    return place < size_ && (bits_[place / 64] >> (place % 64) & 1) != 0;
  }

  // Positions of the nodes that carry the labels, at any time.
  void select(const GraphReader& graph, std::span<const NodeId> nodes,
              std::vector<std::uint32_t>& positions) const;

 private:
  bool read(const GraphReader& graph);

  std::vector<LabelId> labels_;
  bool is_impossible_ = false;  // one of the labels is of no node at all
  std::uint64_t expected_ = 0;
  std::uint64_t worth_ = 0;  // so many nodes asked about are worth the reading
  bool is_read_ = false;
  std::uint64_t first_ = 0;
  std::uint64_t size_ = 0;
  std::vector<std::uint64_t> bits_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
