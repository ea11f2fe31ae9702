// One side of a breadth-first search: the nodes in the order in which they were reached, and every
// way (or the first one) to arrive at each over a shortest trail.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"

namespace liaison::query {

class SearchSide {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // `keep_all`: every arrival, and how many shortest trails lead to a node.
  SearchSide(NodeId start, Direction direction, bool keep_all, MemoryBudget& budget);

  std::uint32_t depth() const { return depth_; }
  // The nodes of the outermost ring: slots from ring_begin() to slot_count().
  std::uint32_t ring_begin() const { return ring_begin_; }
  std::uint32_t slot_count() const { return static_cast<std::uint32_t>(nodes_.size()); }
  std::size_t ring_size() const { return nodes_.size() - ring_begin_; }
  NodeId node(std::uint32_t slot) const { return nodes_[slot]; }
  // kNone: not reached.
  std::uint32_t slot_of(NodeId node) const {
    const std::uint32_t* slot = slots_.find(node);
    return slot ? *slot : kNone;
  }
  // *Throws* QueryError(ArithmeticError) when it is beyond 64 bits.
  std::uint64_t trail_count(std::uint32_t slot) const;

  // One ring further.
  void advance(NeighbourWalker& walker);

  // Calls visit(relationships from the node backwards to the start) for every trail kept. False
  // from `visit` ends it.
  using TrailVisitor = std::function<bool(const std::vector<RelationshipId>&)>;
  bool trails_back(std::uint32_t slot, std::vector<RelationshipId>& trail,
                   const TrailVisitor& visit) const;

 private:
  struct Arrival {
    std::uint32_t previous;  // slot
    std::uint32_t next;      // arrival at the same node, or kNone
    RelationshipId relationship;
  };
  static constexpr std::uint64_t kTooMany = std::numeric_limits<std::uint64_t>::max();

  Direction direction_;
  bool keep_all_;
  std::uint32_t depth_ = 0;
  std::uint32_t ring_begin_ = 0;
  NodeMap<std::uint32_t> slots_;
  std::vector<NodeId> nodes_;
  std::vector<std::uint32_t> arrival_of_;  // by slot: the first arrival
  std::vector<std::uint64_t> counts_;      // by slot, when keep_all_
  std::vector<Arrival> arrivals_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
