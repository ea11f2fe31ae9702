// Which nodes carry some labels, for an operator that asks about very many of them: one bit per
// node of the blocks of ids in which there are any, read from the label's scan once so many were
// asked about that it pays; until then the graph is asked, a chunk at a time.
// Thread-safety: needs external locking; threads keep one each. Lifetime: of one run, on one view
// of the graph.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exec/execution_context.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/node_blocks.h"

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
  // So many were expected by now.
  std::uint64_t expected() const { return expected_; }

  // What follows *requires* that expect() said so. Blocks of ids in which a node has the labels are
  // numbered from 1 on, in order, and so are the places of their ids: a place is less than
  // place_count(). All other ids have places of block 0.
  std::uint64_t place_of(std::uint64_t node) const {
    const std::uint64_t block = std::min(node / NodeBlock::kIds - first_block_, block_count_);
    return std::uint64_t{number_of_[block]} * NodeBlock::kIds + node % NodeBlock::kIds;
  }
  // The first id above a node of block 0 that may have the labels, or UINT64_MAX.
  std::uint64_t next_after(std::uint64_t node) const {
    const auto next = std::upper_bound(first_of_.begin() + 1, first_of_.end(), node);
    return next == first_of_.end() ? UINT64_MAX : *next;
  }
  std::uint64_t node_at(std::uint64_t place) const {
    return first_of_[place / NodeBlock::kIds] + place % NodeBlock::kIds;
  }
  std::uint64_t place_count() const { return first_of_.size() * NodeBlock::kIds; }
  // The first id of each block; of block 0 it says nothing.
  std::span<const std::uint64_t> block_firsts() const { return first_of_; }
  // 1 if the node at a place has the labels, else 0.
  std::uint64_t bit(std::uint64_t place) const { return bits_[place / 64] >> (place % 64) & 1; }
  bool test(NodeId node) const { return bit(place_of(node.value)) != 0; }

  // Positions of the nodes that carry the labels, at any time.
  void select(const GraphReader& graph, std::span<const NodeId> nodes,
              std::vector<std::uint32_t>& positions) const;

 private:
  bool read(const GraphReader& graph);
  void intersect(const GraphReader& graph, LabelId label);

  std::vector<LabelId> labels_;
  bool is_impossible_ = false;  // one of the labels is of no node at all
  std::uint64_t expected_ = 0;
  std::uint64_t worth_ = 0;  // so many nodes asked about are worth the reading
  bool is_read_ = false;
  std::uint64_t first_block_ = 0;
  std::uint64_t block_count_ = 0;         // from the first block with such a node to the last one
  std::vector<std::uint32_t> number_of_;  // by block, and 0 for all others at the end
  std::vector<std::uint64_t> first_of_;   // by number
  std::vector<std::uint64_t> bits_;       // by place
  MemoryCharge charge_;
};

}  // namespace liaison::query
