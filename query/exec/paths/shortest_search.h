// Shortest trails between nodes. The way is chosen by the question: from both ends for the shortest
// trails between two different nodes, from one end for those to every node, and trails by growing
// length for all else (k shortest, groups, a least length above one, back to the start).
// Thread-safety: needs external locking.
#pragma once

#include <optional>
#include <vector>

#include "exec/paths/neighbour_walker.h"
#include "exec/paths/search_side.h"
#include "exec/paths/two_ended_search.h"

namespace liaison::query {

struct FoundTrail {
  NodeId end;
  std::vector<RelationshipId> relationships;  // from the start to the end
};

// So many trails to the same end, of the same length.
struct TrailRun {
  NodeId end;
  std::uint64_t length;
  std::uint64_t count;
};

class ShortestSearch {
 public:
  // *Throws* QueryError when the number of paths comes from a parameter that is none.
  ShortestSearch(const ShortestPath& op, NeighbourWalker& walker, ExecutionContext& context);

  // Finds the trails the selector keeps, from `from` to `to`, or to every node when `to` is unset.
  // `needs_trails`: they are in trails(), else only counted, in runs().
  void run(NodeId from, std::optional<NodeId> to, bool needs_trails);
  void clear() {
    trails_.clear();
    runs_.clear();
  }
  const std::vector<FoundTrail>& trails() const { return trails_; }
  const std::vector<TrailRun>& runs() const { return runs_; }

 private:
  void one_between(NodeId from, NodeId to);
  void all_between(NodeId from, NodeId to);
  void to_all(NodeId from);
  void back_to(NodeId from);
  void between_by_length(NodeId from, NodeId to);
  void to_all_by_length(NodeId from);
  void keep(NodeId end, std::vector<RelationshipId> relationships);
  void keep_trails_of(const SearchSide& side, std::uint32_t slot);
  bool wants_one() const;
  bool by_groups() const;

  const ShortestPath& op_;
  const VarLengthExpand& walk_;
  NeighbourWalker& walker_;
  ExecutionContext& context_;
  std::uint64_t count_;  // paths or groups that the selector keeps
  TwoEndedSearch two_ended_;
  bool needs_trails_ = true;
  std::optional<MemoryCharge> charge_;  // of what is found
  std::vector<FoundTrail> trails_;
  std::vector<TrailRun> runs_;
};

}  // namespace liaison::query
