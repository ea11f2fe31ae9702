// The adjacency of nodes in one direction and of one type, or of all types, node after node: from
// column chunks with the changes since laid over them, or from the tables where there is no chunk.
// Thread-safety: belongs to one thread. Lifetime: the state outlives it, and its transaction pins
// the cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "cache/read_cache.h"
#include "graph/graph_state.h"

namespace liaison::engine {

class AdjacencyLists {
 public:
  // Parallel arrays, ascending by (type, neighbour, relationship). `types` is null when the lists
  // are of one type.
  struct List {
    const std::uint64_t* neighbours = nullptr;
    const std::uint64_t* relationships = nullptr;
    const std::uint32_t* types = nullptr;
    std::size_t size = 0;
  };
  // Where a clean list lies in its chunk.
  struct Place {
    const AdjacencyChunk* chunk = nullptr;
    std::size_t first = 0;
    std::size_t last = 0;
  };

  // `type` 0 stands for all types.
  AdjacencyLists(const GraphState& state, std::uint32_t type, bool outgoing);

  // Whether a chunk serves the node; builds one, or counts the touch, as the intent says.
  bool has_chunk(NodeId node, ReadIntent intent) {
    load(node, intent);
    return chunk_ != nullptr;
  }
  // True when the node's list is in its chunk as it stands. Requires has_chunk(node), just asked.
  bool is_clean(NodeId node, Place& place) const {
    const std::uint32_t row = row_of(node.value);
    if (own_ != nullptr || (marks_ != nullptr && marks_->newest(row, view_.number) != nullptr)) {
      return false;
    }
    place = {chunk_, chunk_->first(row), chunk_->last(row)};
    return true;
  }
  // The node's list, whatever it takes. Good until the next call.
  List list(NodeId node, ReadIntent intent);
  std::uint32_t type() const { return type_; }

 private:
  struct Delta {
    std::uint32_t type;
    std::uint64_t neighbour;
    std::uint64_t relationship;
    bool is_present;
  };

  void load(NodeId node, ReadIntent intent) {
    const std::uint64_t segment = segment_of(node.value);
    if (segment == segment_ && chunk_ != nullptr) return;
    segment_ = segment;
    chunk_ = static_cast<const AdjacencyChunk*>(cache_.acquire(column_, segment, view_, 1, intent));
    marks_ = chunk_ == nullptr ? nullptr : chunk_->marks.load(std::memory_order_acquire);
  }
  void collect_deltas(NodeId node);
  void merge(std::size_t first, std::size_t last);
  void read_table(NodeId node);
  void push(std::uint32_t type, std::uint64_t neighbour, std::uint64_t relationship);
  List scratch() const;

  const GraphState& state_;
  ReadCache& cache_;
  Column& column_;
  const CacheView view_;
  const std::uint32_t type_;
  const TableId table_;
  const WriteSet* own_;

  std::uint64_t segment_ = UINT64_MAX;
  const AdjacencyChunk* chunk_ = nullptr;
  const Marks* marks_ = nullptr;

  std::vector<Delta> deltas_;
  std::vector<std::uint64_t> neighbours_, relationships_;
  std::vector<std::uint32_t> types_;
  std::unique_ptr<TableCursor> cursor_;
};

}  // namespace liaison::engine
