#include "exec/paths/trail_search.h"

#include <algorithm>

#include "liaison/engine/error.h"

namespace liaison::query {
namespace {

constexpr std::uint64_t kStepsMax = 200'000'000;  // some tens of seconds

}  // namespace

void TrailSearch::run(NodeId from, NodeId to, const Visitor& visitor) {
  from_ = from;
  to_ = to;
  distance_.try_emplace(to, 0);
  outermost_.assign(1, to);
  for (std::uint64_t length = walk_.length_min;; ++length) {
    if (walk_.length_max && length > *walk_.length_max) return;
    measure(length);
    was_cut_ = false;
    bool found = false;
    if (!of_length(length, visitor, found)) return;
    if (found && !visitor.end_of_length()) return;
    if (!was_cut_) return;
  }
}

void TrailSearch::measure(std::uint64_t distance) {
  while (measured_ < distance && !outermost_.empty()) {
    ++measured_;
    std::vector<NodeId> next;
    walker_.walk(outermost_, reverse(walk_.direction),
                 [&](std::uint32_t, NodeId neighbour, RelationshipId) {
                   if (distance_.try_emplace(neighbour, measured_).second) {
                     next.push_back(neighbour);
                   }
                   return true;
                 });
    charge_.add(next.size() * 32);
    outermost_ = std::move(next);
  }
}

bool TrailSearch::of_length(std::uint64_t length, const Visitor& visitor, bool& found) {
  depth_ = 0;
  trail_.clear();
  const std::uint32_t* start = distance_.find(from_);
  if (!start || *start > length) {
    was_cut_ = start || !outermost_.empty();
    return true;
  }
  enter(from_, length);
  while (depth_ > 0) {
    if (trail_.size() == length) {
      was_cut_ = true;
      found = true;
      if (!visitor.trail(trail_)) return false;
      --depth_;
      if (!trail_.empty()) trail_.pop_back();
      continue;
    }
    Frame& frame = frames_[depth_ - 1];
    if (frame.at == frame.next.size()) {
      --depth_;
      if (!trail_.empty()) trail_.pop_back();
      continue;
    }
    const Neighbour step = frame.next[frame.at++];
    trail_.push_back(step.relationship);
    enter(step.node, length);
  }
  return true;
}

void TrailSearch::enter(NodeId node, std::uint64_t length) {
  if (++steps_ > kStepsMax) {
    throw QueryError("ExecutionError", ErrorPhase::Runtime, "LimitExceeded",
                     "The search for shortest paths took more than " + std::to_string(kStepsMax) +
                         " steps: give it an upper bound, or ask for fewer paths.");
  }
  if (depth_ == frames_.size()) frames_.emplace_back();
  Frame& frame = frames_[depth_++];
  frame.node = node;
  frame.next.clear();
  frame.at = 0;
  if (trail_.size() == length) return;
  const std::uint64_t left = length - trail_.size() - 1;
  const NodeId nodes[] = {node};
  walker_.walk(nodes, walk_.direction,
               [&](std::uint32_t, NodeId neighbour, RelationshipId relationship) {
                 const std::uint32_t* distance = distance_.find(neighbour);
                 if (distance && *distance <= left) {
                   if (may_step(neighbour, relationship, left == 0)) {
                     frame.next.push_back({neighbour, relationship});
                   }
                 } else if (distance || !outermost_.empty()) {
                   was_cut_ = true;
                 }
                 return true;
               });
}

bool TrailSearch::may_step(NodeId neighbour, RelationshipId relationship, bool is_last) const {
  if (walk_.restrictor == PathRestrictor::Walk) return true;
  if (std::find(trail_.begin(), trail_.end(), relationship) != trail_.end()) return false;
  if (walk_.restrictor == PathRestrictor::Trail) return true;
  const bool may_close = walk_.restrictor == PathRestrictor::Simple && is_last;
  for (std::size_t i = may_close ? 1 : 0; i < depth_; ++i) {
    if (frames_[i].node == neighbour) return false;
  }
  return true;
}

}  // namespace liaison::query
