#include "exec/paths/shortest_search.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "exec/paths/closed_search.h"
#include "exec/paths/path_count.h"
#include "exec/paths/trail_search.h"

namespace liaison::query {

ShortestSearch::ShortestSearch(const ShortestPath& op, NeighbourWalker& walker,
                               ExecutionContext& context)
    : op_(op),
      walk_(op.walk),
      walker_(walker),
      context_(context),
      count_(path_count(context.eval(), op.count)),
      two_ended_(walker, context.memory()) {}

bool ShortestSearch::wants_one() const {
  return op_.selector == PathSelector::AnyShortest ||
         ((op_.selector == PathSelector::Any || op_.selector == PathSelector::ShortestK) &&
          count_ == 1);
}

bool ShortestSearch::by_groups() const {
  return op_.selector == PathSelector::AllShortest || op_.selector == PathSelector::ShortestGroups;
}

void ShortestSearch::run(NodeId from, std::optional<NodeId> to, bool needs_trails) {
  needs_trails_ = needs_trails;
  clear();
  charge_.emplace(context_.memory());
  if (walk_.length_max && *walk_.length_max < walk_.length_min) return;
  const bool shortest_only =
      walk_.length_min <= 1 && (wants_one() || op_.selector == PathSelector::AllShortest ||
                                (op_.selector == PathSelector::ShortestGroups && count_ == 1));
  if (shortest_only && to && *to != from) {
    // Between different nodes the shortest walks go through no node twice, so whatever the
    // pattern forbids to repeat, they are the same.
    wants_one() ? one_between(from, *to) : all_between(from, *to);
  } else if (shortest_only && walk_.restrictor == PathRestrictor::Trail) {
    if (!to) to_all(from);
    if (walk_.length_min == 0) {
      keep(from, {});
    } else {
      back_to(from);
    }
  } else if (to) {
    between_by_length(from, *to);
  } else {
    to_all_by_length(from);
  }
}

void ShortestSearch::keep(NodeId end, std::vector<RelationshipId> relationships) {
  if (!needs_trails_) {
    if (!runs_.empty() && runs_.back().end == end && runs_.back().length == relationships.size()) {
      ++runs_.back().count;
    } else {
      charge_->add(sizeof(TrailRun));
      runs_.push_back({end, relationships.size(), 1});
    }
    return;
  }
  charge_->add(relationships.size() * sizeof(RelationshipId) + sizeof(FoundTrail));
  trails_.push_back({end, std::move(relationships)});
}

void ShortestSearch::one_between(NodeId from, NodeId to) {
  if (!needs_trails_) {
    const auto length = two_ended_.length(from, to, walk_.direction, walk_.length_max);
    if (length) runs_.push_back({to, *length, 1});
    return;
  }
  auto way = two_ended_.way(from, to, walk_.direction, walk_.length_max);
  if (way) keep(to, std::move(*way));
}

void ShortestSearch::all_between(NodeId from, NodeId to) {
  SearchSide left(from, walk_.direction, true, context_.memory());
  SearchSide right(to, reverse(walk_.direction), true, context_.memory());
  // Nodes on which the two searches meet after this many steps in all: the shortest length. Each
  // shortest trail has exactly one node in the outermost rings of both.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> meeting;  // slot on the left, on the right
  while (meeting.empty()) {
    if (left.ring_size() == 0 || right.ring_size() == 0) return;
    if (walk_.length_max && left.depth() + right.depth() >= *walk_.length_max) return;
    const bool advance_left = left.ring_size() <= right.ring_size();
    SearchSide& side = advance_left ? left : right;
    const SearchSide& other = advance_left ? right : left;
    side.advance(walker_);
    for (std::uint32_t slot = side.ring_begin(); slot < side.slot_count(); ++slot) {
      const std::uint32_t found = other.slot_of(side.node(slot));
      if (found == SearchSide::kNone) continue;
      meeting.emplace_back(advance_left ? slot : found, advance_left ? found : slot);
    }
  }
  if (!needs_trails_) {
    std::uint64_t total = 0;
    for (const auto& [on_left, on_right] : meeting) {
      std::uint64_t count = 0;
      if (__builtin_mul_overflow(left.trail_count(on_left), right.trail_count(on_right), &count) ||
          __builtin_add_overflow(total, count, &total)) {
        throw QueryError("ArithmeticError", ErrorPhase::Runtime, "IntegerOverflow",
                         "There are more shortest paths between two nodes than an integer can "
                         "count.");
      }
    }
    runs_.push_back({to, left.depth() + right.depth(), total});
    return;
  }
  for (const auto& [on_left, at_right] : meeting) {
    const auto& on_right = at_right;  // named, for the lambda inside
    std::vector<RelationshipId> back;
    left.trails_back(on_left, back, [&](const std::vector<RelationshipId>& to_start) {
      std::vector<RelationshipId> ahead;
      return right.trails_back(on_right, ahead, [&](const std::vector<RelationshipId>& to_end) {
        std::vector<RelationshipId> trail(to_start.rbegin(), to_start.rend());
        trail.insert(trail.end(), to_end.begin(), to_end.end());
        keep(to, std::move(trail));
        return true;
      });
    });
    context_.check_cancelled();
  }
}

void ShortestSearch::keep_trails_of(const SearchSide& side, std::uint32_t slot) {
  std::vector<RelationshipId> back;
  side.trails_back(slot, back, [&](const std::vector<RelationshipId>& trail) {
    keep(side.node(slot), {trail.rbegin(), trail.rend()});
    return true;
  });
}

void ShortestSearch::to_all(NodeId from) {
  SearchSide side(from, walk_.direction, !wants_one(), context_.memory());
  while (side.ring_size() > 0 && (!walk_.length_max || side.depth() < *walk_.length_max)) {
    side.advance(walker_);
    for (std::uint32_t slot = side.ring_begin(); slot < side.slot_count(); ++slot) {
      if (needs_trails_) {
        keep_trails_of(side, slot);
      } else {
        charge_->add(sizeof(TrailRun));
        runs_.push_back({side.node(slot), side.depth(), wants_one() ? 1 : side.trail_count(slot)});
      }
    }
  }
}

void ShortestSearch::back_to(NodeId from) {
  // Asked first, as looking for trails by length would not end where none leads back.
  if (shortest_closed_trail(walker_, context_.memory(), from, walk_.direction, walk_.length_max)) {
    between_by_length(from, from);
  }
}

void ShortestSearch::between_by_length(NodeId from, NodeId to) {
  std::uint64_t found = 0;
  std::uint64_t groups = 0;
  const std::uint64_t wanted =
      op_.selector == PathSelector::AllShortest || wants_one() ? 1 : count_;
  if (wanted == 0) return;
  TrailSearch(walk_, walker_, context_)
      .run(from, to,
           {[&](const std::vector<RelationshipId>& trail) {
              keep(to, trail);
              ++found;
              return by_groups() || found < wanted;
            },
            [&] {
              ++groups;
              return !by_groups() || groups < wanted;
            }});
}

// Breadth first over trails rather than nodes: several may lead to the same node.
void ShortestSearch::to_all_by_length(NodeId from) {
  struct Step {
    std::uint32_t parent;
    NodeId node;
    RelationshipId relationship;
  };
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Kept {
    std::uint64_t trails = 0;
    std::uint64_t groups = 0;
    std::uint32_t last_length = kNone;
    void add(std::uint32_t length) {
      ++trails;
      groups += last_length != length;
      last_length = length;
    }
  };
  const std::uint64_t wanted =
      op_.selector == PathSelector::AllShortest || wants_one() ? 1 : count_;
  auto has_room = [&](const Kept& so_far, std::uint32_t length) {
    return by_groups() ? so_far.groups < wanted || so_far.last_length == length
                       : so_far.trails < wanted;
  };
  std::vector<Step> steps{{kNone, from, RelationshipId()}};
  std::vector<std::uint32_t> level{0};
  std::unordered_map<NodeId, Kept> kept;
  auto offer = [&](std::uint32_t trail, std::uint32_t length) {
    if (length < walk_.length_min) return;
    Kept& so_far = kept[steps[trail].node];
    if (!has_room(so_far, length)) return;
    so_far.add(length);
    std::vector<RelationshipId> relationships;
    for (std::uint32_t at = trail; steps[at].parent != kNone; at = steps[at].parent) {
      relationships.push_back(steps[at].relationship);
    }
    std::reverse(relationships.begin(), relationships.end());
    keep(steps[trail].node, std::move(relationships));
  };
  // How often walks have gone on from a node, by how far they still are from the least length: of
  // the shortest walks through it, the first so many are enough, as any can be continued alike.
  const bool is_walk = walk_.restrictor == PathRestrictor::Walk;
  const bool nodes_differ =
      walk_.restrictor == PathRestrictor::Acyclic || walk_.restrictor == PathRestrictor::Simple;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Kept> expanded;
  auto goes_on = [&](std::uint32_t trail, std::uint32_t length) {
    const NodeId node = steps[trail].node;
    if (walk_.restrictor == PathRestrictor::Simple && length > 0 && node == from) return false;
    if (!is_walk) return true;
    Kept& so_far = expanded[{node.value, std::min<std::uint64_t>(length, walk_.length_min)}];
    if (!has_room(so_far, length)) return false;
    so_far.add(length);
    return true;
  };
  MemoryCharge charge(context_.memory());
  offer(0, 0);
  for (std::uint32_t length = 1; !level.empty(); ++length) {
    if (walk_.length_max && length > *walk_.length_max) break;
    std::vector<std::uint32_t> next;
    std::vector<NodeId> nodes;
    for (std::uint32_t trail : level) nodes.push_back(steps[trail].node);
    walker_.walk(nodes, walk_.direction,
                 [&](std::uint32_t position, NodeId neighbour, RelationshipId relationship) {
                   const std::uint32_t parent = level[position];
                   for (std::uint32_t at = parent; !is_walk && steps[at].parent != kNone;
                        at = steps[at].parent) {
                     if (steps[at].relationship == relationship) return true;
                     if (nodes_differ && steps[at].node == neighbour) return true;
                   }
                   if (walk_.restrictor == PathRestrictor::Acyclic && neighbour == from)
                     return true;
                   steps.push_back({parent, neighbour, relationship});
                   charge.add(sizeof(Step) + sizeof(std::uint32_t));
                   const auto trail = static_cast<std::uint32_t>(steps.size() - 1);
                   if (goes_on(trail, length)) next.push_back(trail);
                   offer(trail, length);
                   return true;
                 });
    level = std::move(next);
  }
}

}  // namespace liaison::query
