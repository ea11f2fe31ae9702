// Neighbour lists without the nodes that lack a label. Sources come again and again where pairs are
// counted, and most of a list may be of no use: it is read once and what is left of it kept.
// Thread-safety: needs external locking. Lifetime: of one run, on one view of the graph.
#pragma once

#include <optional>
#include <vector>

#include "exec/group_counter.h"
#include "exec/label_mask.h"
#include "liaison/engine/graph.h"

namespace liaison::query {

class LabelledLists {
 public:
  explicit LabelledLists(MemoryBudget& budget) : charge_(budget) {}

  // The list of a node; good until the next call. nullopt: it is not kept, and there is no room.
  std::optional<NeighbourList> of(NodeId node, const LabelMask& mask, NeighbourCursor& cursor) {
    if (const auto place = places_.find(node.value)) return kept(*place);
    if (is_full()) return std::nullopt;
    add(node, mask, cursor);
    return kept(places_.place_of(node.value));
  }

 private:
  // Beyond it lists are read where they lie.
  static constexpr std::size_t kEntriesMax = std::size_t{1} << 22;

  bool is_full() const { return nodes_.size() >= kEntriesMax || starts_.size() >= kEntriesMax; }
  NeighbourList kept(std::uint32_t place) const {
    const std::size_t begin = starts_[place];
    const std::size_t end = place + 1 < starts_.size() ? starts_[place + 1] : nodes_.size();
    return {std::span(nodes_).subspan(begin, end - begin),
            std::span(relationships_).subspan(begin, end - begin)};
  }
  void add(NodeId node, const LabelMask& mask, NeighbourCursor& cursor) {
    const NeighbourList list = cursor.list(node);
    starts_.push_back(nodes_.size());
    const std::size_t before = nodes_.size();
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!mask.test(list.neighbours[i])) continue;
      nodes_.push_back(list.neighbours[i]);
      relationships_.push_back(list.relationships[i]);
    }
    charge_.add((nodes_.size() - before) * 16 + 24);
  }

  PlaceTable places_;
  std::vector<std::size_t> starts_;  // by place
  std::vector<NodeId> nodes_;
  std::vector<RelationshipId> relationships_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
