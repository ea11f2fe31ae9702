// Shortest trails between nodes. The way is chosen by the question: breadth-first search from both
// ends for the shortest trails between two different nodes, from one end for those to every node,
// a bounded search for the shortest trails back to the start, and trails by growing length for all
// else (k shortest, groups, a least length above one).
// Thread-safety: needs external locking.
#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "exec/paths/relationship_filter.h"

namespace liaison::query {

struct FoundTrail {
  NodeId end;
  std::vector<RelationshipId> relationships;  // from the start to the end
};

class ShortestSearch {
 public:
  ShortestSearch(const ShortestPath& op, RelationshipFilter& filter, ExecutionContext& context)
      : op_(op), walk_(op.walk), filter_(filter), context_(context) {}

  // The trails the selector keeps, from `from` to `to`, or to every node when `to` is unset.
  std::vector<FoundTrail> run(NodeId from, std::optional<NodeId> to);

 private:
  std::vector<FoundTrail> from_both_ends(NodeId from, NodeId to);
  // How long the shortest trail back to a node is, and how far from it the others lie.
  struct Closed {
    std::uint32_t length;
    std::unordered_map<NodeId, std::uint32_t> distance;
  };
  std::optional<Closed> shortest_closed(NodeId from);
  std::vector<FoundTrail> back_to(NodeId from);
  // `bound` set: only trails that can still close in its length.
  std::vector<FoundTrail> by_length(NodeId from, std::optional<NodeId> to, const Closed* bound);
  std::vector<FoundTrail> to_all(NodeId from);
  bool wants_one() const;

  const ShortestPath& op_;
  const VarLengthExpand& walk_;
  RelationshipFilter& filter_;
  ExecutionContext& context_;
};

}  // namespace liaison::query
