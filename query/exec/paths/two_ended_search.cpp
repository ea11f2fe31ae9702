#include "exec/paths/two_ended_search.h"

#include <algorithm>

namespace liaison::query {

void TwoEndedSearch::Side::start(NodeId node, Direction walked) {
  seen.clear();
  seen.insert(node);
  rings.assign(1, Ring{{node}, {}});
  direction = walked;
}

std::optional<std::uint32_t> TwoEndedSearch::length(NodeId from, NodeId to, Direction direction,
                                                    std::optional<std::uint64_t> length_max) {
  return search(from, to, direction, length_max, false);
}

std::optional<std::vector<RelationshipId>> TwoEndedSearch::way(
    NodeId from, NodeId to, Direction direction, std::optional<std::uint64_t> length_max) {
  const auto length = search(from, to, direction, length_max, true);
  if (!length) return std::nullopt;
  // The node on which the sides met is in the outermost ring of both.
  auto position_in = [&](const Side& side) {
    const auto& nodes = side.rings.back().nodes;
    return static_cast<std::uint32_t>(std::find(nodes.begin(), nodes.end(), met_) - nodes.begin());
  };
  std::vector<RelationshipId> relationships;
  follow_back(left_, left_.depth(), position_in(left_), relationships);
  std::reverse(relationships.begin(), relationships.end());
  follow_back(right_, right_.depth(), position_in(right_), relationships);
  return relationships;
}

std::optional<std::uint32_t> TwoEndedSearch::search(NodeId from, NodeId to, Direction direction,
                                                    std::optional<std::uint64_t> length_max,
                                                    bool keep_way) {
  MemoryCharge charge(budget_);
  left_.start(from, direction);
  right_.start(to, reverse(direction));
  while (true) {
    const std::size_t left = left_.rings.back().nodes.size();
    const std::size_t right = right_.rings.back().nodes.size();
    if (left == 0 || right == 0) return std::nullopt;
    if (length_max && left_.depth() + right_.depth() >= *length_max) return std::nullopt;
    const bool met = left <= right ? advance(left_, right_, keep_way, charge)
                                   : advance(right_, left_, keep_way, charge);
    if (met) return left_.depth() + right_.depth();
  }
}

bool TwoEndedSearch::advance(Side& side, const Side& other, bool keep_way, MemoryCharge& charge) {
  Ring next;
  const bool goes_on = walker_.walk(
      side.rings.back().nodes, side.direction,
      [&](std::uint32_t position, NodeId neighbour, RelationshipId relationship) {
        if (!side.seen.insert(neighbour)) return true;
        next.nodes.push_back(neighbour);
        if (keep_way) next.steps.push_back({position, relationship});
        if (!other.seen.contains(neighbour)) return true;
        met_ = neighbour;
        return false;
      });
  charge.add(next.nodes.size() * (keep_way ? 28 : 12));
  side.rings.push_back(std::move(next));
  return !goes_on;
}

void TwoEndedSearch::follow_back(const Side& side, std::size_t ring, std::uint32_t position,
                                 std::vector<RelationshipId>& out) {
  for (; ring > 0; --ring) {
    const Step& step = side.rings[ring].steps[position];
    out.push_back(step.relationship);
    position = step.previous;
  }
}

}  // namespace liaison::query
