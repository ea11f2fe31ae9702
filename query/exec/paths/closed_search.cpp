#include "exec/paths/closed_search.h"

#include <algorithm>

#include "exec/paths/node_set.h"

namespace liaison::query {
namespace {

constexpr std::uint64_t kUnbounded = 0xFFFFFFFF;

// One way: a walk that comes back for the first time is a trail.
std::optional<std::uint32_t> one_way(NeighbourWalker& walker, MemoryBudget& budget, NodeId start,
                                     Direction direction, std::uint64_t length_max) {
  MemoryCharge charge(budget);
  NodeBitmap seen;
  std::vector<NodeId> frontier{start};
  for (std::uint32_t depth = 0; !frontier.empty() && depth < length_max; ++depth) {
    std::vector<NodeId> next;
    const bool is_open =
        walker.walk(frontier, direction, [&](std::uint32_t, NodeId neighbour, RelationshipId) {
          if (neighbour == start) return false;
          if (seen.insert(neighbour)) next.push_back(neighbour);
          return true;
        });
    if (!is_open) return depth + 1;
    charge.add(next.size() * 12);
    frontier = std::move(next);
  }
  return std::nullopt;
}

struct Reached {
  std::uint32_t distance;
  RelationshipId branch;  // over which first relationship
};

// Both ways: each node remembers over which first relationship it was reached. A relationship
// between two such branches closes a trail through the start, and the shortest one is closed so.
std::optional<std::uint32_t> both_ways(NeighbourWalker& walker, MemoryBudget& budget, NodeId start,
                                       std::uint64_t length_max) {
  MemoryCharge charge(budget);
  NodeMap<Reached> reached;
  reached.try_emplace(start, {0, RelationshipId()});
  NodeBitmap seen;  // the same nodes: most of the last ring's neighbours are not among them
  std::vector<NodeId> frontier{start};
  std::uint64_t best = kUnbounded;
  for (std::uint32_t depth = 0; !frontier.empty(); ++depth) {
    // What closes at this depth is at least 2 * depth + 1 long.
    const std::uint64_t useful = std::min(length_max, best - 1);
    if (2 * std::uint64_t{depth} + 1 > useful) break;
    // Nodes of the next ring can only close trails that are longer still by one.
    const bool goes_deeper = 2 * std::uint64_t{depth} + 2 <= useful;
    std::vector<NodeId> next;
    walker.walk(frontier, Direction::Both,
                [&](std::uint32_t position, NodeId neighbour, RelationshipId relationship) {
                  const NodeId node = frontier[position];
                  const RelationshipId branch =
                      node == start ? relationship : reached.find(node)->branch;
                  if (neighbour == start) {
                    if (node == start || branch != relationship) {
                      best = std::min<std::uint64_t>(best, depth + 1);
                    }
                    return true;
                  }
                  if (!goes_deeper) {
                    if (!seen.contains(neighbour)) return true;
                    const Reached* known = reached.find(neighbour);
                    if (known->branch != branch) {
                      best = std::min<std::uint64_t>(best, depth + known->distance + 1);
                    }
                    return true;
                  }
                  const auto [known, is_new] = reached.try_emplace(neighbour, {depth + 1, branch});
                  if (is_new) {
                    seen.insert(neighbour);
                    next.push_back(neighbour);
                  } else if (known->branch != branch) {
                    best = std::min<std::uint64_t>(best, depth + known->distance + 1);
                  }
                  return true;
                });
    charge.add(next.size() * 64);
    frontier = std::move(next);
  }
  if (best > length_max || best == kUnbounded) return std::nullopt;
  return static_cast<std::uint32_t>(best);
}

}  // namespace

std::optional<std::uint32_t> shortest_closed_trail(NeighbourWalker& walker, MemoryBudget& budget,
                                                   NodeId start, Direction direction,
                                                   std::optional<std::uint64_t> length_max) {
  const std::uint64_t bound = std::min(length_max.value_or(kUnbounded - 1), kUnbounded - 1);
  if (direction != Direction::Both) return one_way(walker, budget, start, direction, bound);
  return both_ways(walker, budget, start, bound);
}

}  // namespace liaison::query
