// Trails between two nodes in the order of their length, for k shortest paths, groups of them, and
// least lengths above one: depth first for each length in turn, going only where the distance to
// the end (breadth first from there) still fits. So the work follows the trails that are kept, and
// those just as long, not all that start at the node.
// Thread-safety: needs external locking.
#pragma once

#include <functional>

#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"

namespace liaison::query {

class TrailSearch {
 public:
  TrailSearch(const VarLengthExpand& walk, NeighbourWalker& walker, ExecutionContext& context)
      : walk_(walk), walker_(walker), charge_(context.memory()) {}

  struct Visitor {
    // Relationships from the start on. False ends the search.
    std::function<bool(const std::vector<RelationshipId>&)> trail;
    // After the last trail of a length of which there were any. False ends the search.
    std::function<bool()> end_of_length;
  };
  // *Throws* QueryError(LimitExceeded) after very many steps.
  void run(NodeId from, NodeId to, const Visitor& visitor);

 private:
  struct Neighbour {
    NodeId node;
    RelationshipId relationship;
  };
  struct Frame {
    NodeId node;
    std::vector<Neighbour> next;
    std::size_t at = 0;
  };

  // All trails of exactly this length. False: the visitor ended the search.
  bool of_length(std::uint64_t length, const Visitor& visitor, bool& found);
  void enter(NodeId node, std::uint64_t length);
  bool may_step(NodeId neighbour, RelationshipId relationship, bool is_last) const;
  // Nodes up to this far from the end get their distance.
  void measure(std::uint64_t distance);

  const VarLengthExpand& walk_;
  NeighbourWalker& walker_;
  MemoryCharge charge_;
  NodeId from_;
  NodeId to_;
  NodeMap<std::uint32_t> distance_;
  std::vector<NodeId> outermost_;  // empty: every node that leads to the end is measured
  std::uint32_t measured_ = 0;
  std::vector<Frame> frames_;
  std::size_t depth_ = 0;  // frames in use
  std::vector<RelationshipId> trail_;
  bool was_cut_ = false;  // a longer trail may exist
  std::uint64_t steps_ = 0;
};

}  // namespace liaison::query
