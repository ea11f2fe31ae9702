#include "exec/paths/search_side.h"

namespace liaison::query {

SearchSide::SearchSide(NodeId start, Direction direction, bool keep_all, MemoryBudget& budget)
    : direction_(direction),
      keep_all_(keep_all),
      nodes_{start},
      arrival_of_{kNone},
      counts_{1},
      charge_(budget) {
  slots_.try_emplace(start, 0);
}

std::uint64_t SearchSide::trail_count(std::uint32_t slot) const {
  if (counts_[slot] == kTooMany) {
    throw QueryError("ArithmeticError", ErrorPhase::Runtime, "IntegerOverflow",
                     "There are more shortest paths between two nodes than an integer can count.");
  }
  return counts_[slot];
}

void SearchSide::advance(NeighbourWalker& walker) {
  const std::vector<NodeId> frontier(nodes_.begin() + ring_begin_, nodes_.end());
  const std::uint32_t frontier_begin = ring_begin_;
  const std::size_t arrivals_before = arrivals_.size();
  ring_begin_ = slot_count();
  ++depth_;
  walker.walk(
      frontier, direction_,
      [&](std::uint32_t position, NodeId neighbour, RelationshipId relationship) {
        const auto [slot, is_new] = slots_.try_emplace(neighbour, slot_count());
        const std::uint32_t previous = frontier_begin + position;
        if (is_new) {
          nodes_.push_back(neighbour);
          arrival_of_.push_back(kNone);
          if (keep_all_) counts_.push_back(0);
        } else if (!keep_all_ || *slot < ring_begin_) {
          return true;
        }
        arrivals_.push_back({previous, arrival_of_[*slot], relationship});
        arrival_of_[*slot] = static_cast<std::uint32_t>(arrivals_.size() - 1);
        if (keep_all_ && __builtin_add_overflow(counts_[*slot], counts_[previous],
                                                &counts_[*slot])) {
          counts_[*slot] = kTooMany;
        }
        return true;
      });
  charge_.add(ring_size() * 40 + (arrivals_.size() - arrivals_before) * sizeof(Arrival));
}

bool SearchSide::trails_back(std::uint32_t slot, std::vector<RelationshipId>& trail,
                             const TrailVisitor& visit) const {
  if (slot == 0) return visit(trail);
  for (std::uint32_t at = arrival_of_[slot]; at != kNone; at = arrivals_[at].next) {
    trail.push_back(arrivals_[at].relationship);
    const bool goes_on = trails_back(arrivals_[at].previous, trail, visit);
    trail.pop_back();
    if (!goes_on) return false;
  }
  return true;
}

}  // namespace liaison::query
