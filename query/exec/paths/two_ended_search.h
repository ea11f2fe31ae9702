// The shortest way between two different nodes: breadth first from both ends, the smaller frontier
// first, with a bitmap of the nodes seen on each side. Stops at the first node on which the sides
// meet.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"

namespace liaison::query {

class TwoEndedSearch {
 public:
  TwoEndedSearch(NeighbourWalker& walker, MemoryBudget& budget) : walker_(walker), budget_(budget) {}

  // Length of the shortest walk. Unset: there is none, or none within `length_max`. *Requires*
  // from != to.
  std::optional<std::uint32_t> length(NodeId from, NodeId to, Direction direction,
                                      std::optional<std::uint64_t> length_max);
  // The same, and the relationships of one such walk, from `from` to `to`.
  std::optional<std::vector<RelationshipId>> way(NodeId from, NodeId to, Direction direction,
                                                 std::optional<std::uint64_t> length_max);

 private:
  struct Step {
    std::uint32_t previous;  // position in the ring before
    RelationshipId relationship;
  };
  struct Ring {
    std::vector<NodeId> nodes;
    std::vector<Step> steps;  // parallel to nodes, empty when nobody asks for the way
  };
  struct Side {
    NodeBitmap seen;
    std::vector<Ring> rings;
    Direction direction = Direction::Both;
    std::uint32_t depth() const { return static_cast<std::uint32_t>(rings.size() - 1); }
    void start(NodeId node, Direction walked);
  };

  std::optional<std::uint32_t> search(NodeId from, NodeId to, Direction direction,
                                      std::optional<std::uint64_t> length_max, bool keep_way);
  // Whether the sides have met.
  bool advance(Side& side, const Side& other, bool keep_way, MemoryCharge& charge);
  static void follow_back(const Side& side, std::size_t ring, std::uint32_t position,
                          std::vector<RelationshipId>& out);

  NeighbourWalker& walker_;
  MemoryBudget& budget_;
  Side left_;
  Side right_;
  NodeId met_;
};

}  // namespace liaison::query
