// Shortest trails between nodes. Two ways, chosen by the question: breadth-first search from both
// ends, for the shortest trails between two different nodes, and trails by growing length for all
// else (k shortest, groups, a least length above one, both ends the same node).
// Thread-safety: needs external locking.
#pragma once

#include <functional>
#include <optional>
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
  std::vector<FoundTrail> by_length(NodeId from, std::optional<NodeId> to);
  std::vector<FoundTrail> to_all(NodeId from);
  bool wants_one() const;

  const ShortestPath& op_;
  const VarLengthExpand& walk_;
  RelationshipFilter& filter_;
  ExecutionContext& context_;
};

}  // namespace liaison::query
