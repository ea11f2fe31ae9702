// The adjacency of nodes in one direction and of one type, or of all types, node after node: from
// column chunks with the changes since laid over them, or from the tables where there is no chunk.
// Thread-safety: belongs to one thread. Lifetime: the state outlives it, and its transaction pins
// the cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cache/read_cache.h"
#include "graph/graph_state.h"
#include "liaison/engine/neighbour_lists.h"

namespace liaison::engine {

class AdjacencyLists {
 public:
  // Parallel lists, ascending by (type, neighbour, relationship). `types` is null when they are of
  // one type.
  struct List {
    IdList<NodeId> neighbours;
    IdList<RelationshipId> relationships;
    const std::uint32_t* types = nullptr;
    std::size_t size() const { return neighbours.size(); }
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
  bool is_clean(NodeId node) const {
    return own_ == nullptr &&
           (marks_ == nullptr || marks_->newest(row_of(node.value), view_.number) == nullptr);
  }
  bool is_clean(NodeId node, Place& place) const {
    if (!is_clean(node)) return false;
    const std::uint32_t row = row_of(node.value);
    place = {chunk_, chunk_->first(row), chunk_->last(row)};
    return true;
  }
  // The node's list, whatever it takes. Good until the next call of either.
  List list(NodeId node, ReadIntent intent);
  // The lists of many nodes, in their order.
  void read(std::span<const NodeId> nodes, ReadIntent intent, std::vector<NeighbourView>& out);
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
  // A transaction that writes may have begun to after this was made.
  void note_own_changes() {
    own_ = state_.writes && !state_.own.changes(table_).empty() ? &state_.own : nullptr;
  }
  List clean_list(const AdjacencyChunk& chunk, std::uint32_t row) const {
    const std::size_t first = chunk.first(row);
    const std::size_t last = chunk.last(row);
    return {chunk.neighbours.list<NodeId>(first, last),
            chunk.relationships.list<RelationshipId>(first, last),
            type_ == 0 ? chunk.types.data() + first : nullptr};
  }
  // The list of a node out of its chunk and the changes over it, in the vectors below unless there
  // are none. Requires has_chunk(node), just asked.
  List assemble(NodeId node);
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

  // Of read(): where each list is, those that have to be put together, and what these consist of.
  struct Row {
    const AdjacencyChunk* chunk;
    std::uint32_t row;
    bool is_clean;
  };
  std::vector<Row> rows_;
  std::vector<std::uint32_t> others_;
  struct Kept {
    std::vector<std::uint64_t> neighbours, relationships;
  };
  std::vector<Kept> kept_;
};

}  // namespace liaison::engine
