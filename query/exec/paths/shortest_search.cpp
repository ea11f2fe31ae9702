#include "exec/paths/shortest_search.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace liaison::query {
namespace {

constexpr std::size_t kBatch = kChunkCapacity;
constexpr std::uint32_t kNone = 0xFFFFFFFF;

Direction reverse(Direction direction) {
  switch (direction) {
    case Direction::Outgoing:
      return Direction::Incoming;
    case Direction::Incoming:
      return Direction::Outgoing;
    case Direction::Both:
      break;
  }
  return Direction::Both;
}

struct Arrival {
  NodeId previous;
  RelationshipId relationship;
};

// One side of a breadth-first search: distance of each node reached, and every way to arrive at it
// over a shortest trail.
class Side {
 public:
  Side(NodeId start, Direction direction) : direction_(direction), frontier_{start} {
    distance_[start] = 0;
  }

  const std::vector<NodeId>& frontier() const { return frontier_; }
  std::uint32_t depth() const { return depth_; }
  std::optional<std::uint32_t> distance(NodeId node) const {
    const auto found = distance_.find(node);
    if (found == distance_.end()) return std::nullopt;
    return found->second;
  }
  const std::vector<Arrival>& arrivals(NodeId node) const {
    static const std::vector<Arrival> kEmpty;
    const auto found = arrivals_.find(node);
    return found == arrivals_.end() ? kEmpty : found->second;
  }

  // One level further. `keep_all`: every arrival, not only the first.
  void advance(RelationshipFilter& filter, ExecutionContext& context, bool keep_all,
               MemoryCharge& charge) {
    std::vector<NodeId> next;
    ExpandResult found;
    ++depth_;
    for (std::size_t begin = 0; begin < frontier_.size(); begin += kBatch) {
      const std::size_t end = std::min(begin + kBatch, frontier_.size());
      filter.expand(context, std::span(frontier_).subspan(begin, end - begin), direction_, found);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const NodeId node = found.neighbour[i];
        const auto [at, is_new] = distance_.try_emplace(node, depth_);
        if (is_new) next.push_back(node);
        if (is_new || (keep_all && at->second == depth_)) {
          arrivals_[node].push_back(
              {frontier_[begin + found.source_row[i]], found.relationship[i]});
          charge.add(96);
        }
      }
    }
    frontier_ = std::move(next);
  }

 private:
  Direction direction_;
  std::uint32_t depth_ = 0;
  std::vector<NodeId> frontier_;
  std::unordered_map<NodeId, std::uint32_t> distance_;
  std::unordered_map<NodeId, std::vector<Arrival>> arrivals_;
};

// Every shortest trail from the side's start to `node`, as relationships from `node` backwards.
void trails_back(const Side& side, NodeId node, bool all, std::vector<RelationshipId>& trail,
                 const std::function<void(const std::vector<RelationshipId>&)>& visit) {
  if (side.distance(node) == 0u) {
    visit(trail);
    return;
  }
  for (const Arrival& arrival : side.arrivals(node)) {
    trail.push_back(arrival.relationship);
    trails_back(side, arrival.previous, all, trail, visit);
    trail.pop_back();
    if (!all) return;
  }
}

}  // namespace

bool ShortestSearch::wants_one() const {
  return op_.selector == PathSelector::AnyShortest ||
         ((op_.selector == PathSelector::Any || op_.selector == PathSelector::ShortestK) &&
          op_.count == 1);
}

std::vector<FoundTrail> ShortestSearch::run(NodeId from, std::optional<NodeId> to) {
  if (walk_.length_max && *walk_.length_max < walk_.length_min) return {};
  const bool simple = walk_.restrictor == PathRestrictor::Trail && walk_.length_min <= 1 &&
                      (wants_one() || op_.selector == PathSelector::AllShortest ||
                       (op_.selector == PathSelector::ShortestGroups && op_.count == 1));
  if (!simple) return by_length(from, to, nullptr);
  if (to && *to != from) return from_both_ends(from, *to);
  const bool starts_at_once = walk_.length_min == 0;
  if (to) return starts_at_once ? by_length(from, to, nullptr) : back_to(from);
  std::vector<FoundTrail> found = to_all(from);
  if (starts_at_once) {
    found.push_back({from, {}});
  } else {
    for (FoundTrail& trail : back_to(from)) found.push_back(std::move(trail));
  }
  return found;
}

// Breadth first against the walking direction, so that distances are those to the start. Each node
// remembers over which first relationship it was reached: an edge between two such branches closes
// a trail through the start.
std::optional<ShortestSearch::Closed> ShortestSearch::shortest_closed(NodeId from) {
  const bool both_ways = walk_.direction == Direction::Both;
  MemoryCharge charge(context_.memory());
  std::unordered_map<NodeId, RelationshipId> branch;
  std::unordered_map<NodeId, std::uint32_t> distance{{from, 0}};
  std::vector<NodeId> frontier{from};
  std::uint32_t best = kNone;
  ExpandResult found;
  for (std::uint32_t depth = 0; !frontier.empty(); ++depth) {
    // What closes beyond this level is longer than 2 * depth, one way longer than depth.
    if (best <= (both_ways ? 2 * depth : depth)) break;
    if (walk_.length_max && depth >= *walk_.length_max) break;
    std::vector<NodeId> next;
    for (std::size_t begin = 0; begin < frontier.size(); begin += kBatch) {
      const std::size_t end = std::min(begin + kBatch, frontier.size());
      filter_.expand(context_, std::span(frontier).subspan(begin, end - begin),
                     reverse(walk_.direction), found);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const NodeId node = frontier[begin + found.source_row[i]];
        const NodeId neighbour = found.neighbour[i];
        const RelationshipId relationship = found.relationship[i];
        const RelationshipId own_branch = node == from ? relationship : branch[node];
        if (neighbour == from) {
          if (!both_ways || node == from || own_branch != relationship) {
            best = std::min(best, depth + 1);
          }
          continue;
        }
        const auto [at, is_new] = distance.try_emplace(neighbour, depth + 1);
        if (is_new) {
          branch[neighbour] = own_branch;
          next.push_back(neighbour);
          charge.add(96);
        } else if (both_ways && branch[neighbour] != own_branch) {
          best = std::min(best, depth + at->second + 1);
        }
      }
    }
    frontier = std::move(next);
  }
  if (best == kNone || (walk_.length_max && best > *walk_.length_max)) return std::nullopt;
  return Closed{best, std::move(distance)};
}

std::vector<FoundTrail> ShortestSearch::back_to(NodeId from) {
  const auto closed = shortest_closed(from);
  if (!closed) return {};
  return by_length(from, from, &*closed);
}

std::vector<FoundTrail> ShortestSearch::from_both_ends(NodeId from, NodeId to) {
  const bool all = !wants_one();
  MemoryCharge charge(context_.memory());
  Side left(from, walk_.direction);
  Side right(to, reverse(walk_.direction));
  // Nodes where the two searches meet after this many steps in all: the shortest length.
  std::vector<NodeId> meeting;
  while (meeting.empty()) {
    if (left.frontier().empty() || right.frontier().empty()) return {};
    if (walk_.length_max && left.depth() + right.depth() >= *walk_.length_max) return {};
    const bool advance_left = left.frontier().size() <= right.frontier().size();
    Side& side = advance_left ? left : right;
    const Side& other = advance_left ? right : left;
    side.advance(filter_, context_, all, charge);
    for (NodeId node : side.frontier()) {
      if (other.distance(node)) meeting.push_back(node);
    }
  }
  // The side that moved last has just reached the other's outermost ring, so all meeting nodes lie
  // on trails of the same length, and no shortest trail meets elsewhere at this depth.
  std::vector<FoundTrail> result;
  for (NodeId node : meeting) {
    std::vector<RelationshipId> back;
    trails_back(left, node, all, back, [&](const std::vector<RelationshipId>& to_start) {
      std::vector<RelationshipId> ahead;
      trails_back(right, node, all, ahead, [&](const std::vector<RelationshipId>& to_end) {
        if (!all && !result.empty()) return;
        FoundTrail trail{to, {to_start.rbegin(), to_start.rend()}};
        trail.relationships.insert(trail.relationships.end(), to_end.begin(), to_end.end());
        charge.add(trail.relationships.size() * 8 + 32);
        result.push_back(std::move(trail));
      });
    });
    if (!all) break;
  }
  return result;
}

std::vector<FoundTrail> ShortestSearch::to_all(NodeId from) {
  const bool all = !wants_one();
  MemoryCharge charge(context_.memory());
  Side side(from, walk_.direction);
  std::vector<FoundTrail> result;
  while (!side.frontier().empty() && (!walk_.length_max || side.depth() < *walk_.length_max)) {
    side.advance(filter_, context_, all, charge);
    for (NodeId node : side.frontier()) {
      std::vector<RelationshipId> back;
      trails_back(side, node, all, back, [&](const std::vector<RelationshipId>& trail) {
        charge.add(trail.size() * 8 + 32);
        result.push_back({node, {trail.rbegin(), trail.rend()}});
      });
    }
  }
  return result;
}

std::vector<FoundTrail> ShortestSearch::by_length(NodeId from, std::optional<NodeId> to,
                                                  const Closed* bound) {
  auto can_close = [&](NodeId node, std::uint32_t length) {
    if (!bound) return true;
    const auto distance = bound->distance.find(node);
    return distance != bound->distance.end() && length + distance->second <= bound->length;
  };
  struct Step {
    std::uint32_t parent;
    NodeId node;
    RelationshipId relationship;
  };
  struct Kept {
    std::uint64_t trails = 0;
    std::uint64_t groups = 0;
    std::uint32_t last_length = kNone;
  };
  MemoryCharge charge(context_.memory());
  std::vector<Step> steps{{kNone, from, RelationshipId()}};
  std::vector<std::uint32_t> level{0};
  std::unordered_map<NodeId, Kept> kept;
  std::vector<FoundTrail> result;
  auto offer = [&](std::uint32_t trail, std::uint32_t length) {
    const NodeId node = steps[trail].node;
    if (length < walk_.length_min || (to && *to != node)) return;
    Kept& so_far = kept[node];
    const bool new_group = so_far.last_length != length;
    bool wanted;
    switch (op_.selector) {
      case PathSelector::AllShortest:
        wanted = so_far.groups == 0 || !new_group;
        break;
      case PathSelector::ShortestGroups:
        wanted = so_far.groups < op_.count || !new_group;
        break;
      default:
        wanted = so_far.trails < (wants_one() ? 1 : op_.count);
        break;
    }
    if (!wanted) return;
    ++so_far.trails;
    so_far.groups += new_group;
    so_far.last_length = length;
    FoundTrail found{node, {}};
    for (std::uint32_t at = trail; steps[at].parent != kNone; at = steps[at].parent) {
      found.relationships.push_back(steps[at].relationship);
    }
    std::reverse(found.relationships.begin(), found.relationships.end());
    charge.add(found.relationships.size() * 8 + 32);
    result.push_back(std::move(found));
  };
  auto is_complete = [&](std::uint32_t length) {
    if (!to) return false;
    const Kept& so_far = kept[*to];
    switch (op_.selector) {
      case PathSelector::AllShortest:
        return so_far.groups > 0 && so_far.last_length <= length;
      case PathSelector::ShortestGroups:
        return so_far.groups >= op_.count;
      default:
        return so_far.trails >= (wants_one() ? 1 : op_.count);
    }
  };
  // How often walks have gone on from a node, by how far they still are from the least length: of
  // the shortest walks through it, the first so many are enough, as any can be continued alike.
  const bool is_walk = walk_.restrictor == PathRestrictor::Walk;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Kept> expanded;
  auto goes_on = [&](std::uint32_t trail, std::uint32_t length) {
    const NodeId node = steps[trail].node;
    if (walk_.restrictor == PathRestrictor::Simple && length > 0 && node == from) return false;
    if (!is_walk) return true;
    Kept& so_far = expanded[{node.value, std::min<std::uint64_t>(length, walk_.length_min)}];
    const bool new_group = so_far.last_length != length;
    const std::uint64_t count = wants_one() ? 1 : op_.count;
    const bool by_group =
        op_.selector == PathSelector::AllShortest || op_.selector == PathSelector::ShortestGroups;
    if (by_group ? new_group && so_far.groups >= count : so_far.trails >= count) return false;
    ++so_far.trails;
    so_far.groups += new_group;
    so_far.last_length = length;
    return true;
  };
  offer(0, 0);
  for (std::uint32_t length = 1; !level.empty(); ++length) {
    if (is_complete(length - 1) || (walk_.length_max && length > *walk_.length_max)) break;
    std::vector<std::uint32_t> next;
    ExpandResult found;
    std::vector<NodeId> nodes;
    for (std::size_t begin = 0; begin < level.size(); begin += kBatch) {
      const std::size_t end = std::min(begin + kBatch, level.size());
      nodes.clear();
      for (std::size_t i = begin; i < end; ++i) nodes.push_back(steps[level[i]].node);
      filter_.expand(context_, nodes, walk_.direction, found);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const std::uint32_t parent = level[begin + found.source_row[i]];
        bool repeated = false;
        const bool nodes_differ = walk_.restrictor == PathRestrictor::Acyclic ||
                                  walk_.restrictor == PathRestrictor::Simple;
        for (std::uint32_t at = parent; !is_walk && steps[at].parent != kNone;
             at = steps[at].parent) {
          repeated = repeated || steps[at].relationship == found.relationship[i] ||
                     (nodes_differ && steps[at].node == found.neighbour[i]);
        }
        if (walk_.restrictor == PathRestrictor::Acyclic && found.neighbour[i] == from) {
          repeated = true;
        }
        if (repeated || !can_close(found.neighbour[i], length)) continue;
        steps.push_back({parent, found.neighbour[i], found.relationship[i]});
        charge.add(sizeof(Step) + sizeof(std::uint32_t));
        const auto trail = static_cast<std::uint32_t>(steps.size() - 1);
        if (goes_on(trail, length)) next.push_back(trail);
        offer(trail, length);
      }
    }
    level = std::move(next);
  }
  return result;
}

}  // namespace liaison::query
