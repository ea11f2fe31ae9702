// Neighbour lists without the nodes that lack a label. Sources come again and again where pairs are
// counted, and most of a list may be of no use: it is read once and what is left of it kept.
// Thread-safety: needs external locking. Lifetime: of one run, on one view of the graph.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exec/group_counter.h"
#include "exec/label_mask.h"
#include "liaison/engine/neighbour_lists.h"

namespace liaison::query {

class LabelledLists {
 public:
  explicit LabelledLists(MemoryBudget& budget) : charge_(budget) {}

  // The list of a node, of which `list` is what lies in memory; good until the next call. nullopt:
  // it is not kept, and there is no room.
  std::optional<NeighbourView> of(NodeId node, const LabelMask& mask, const NeighbourView& list) {
    if (const auto place = places_.find(node.value)) return kept(*place);
    if (is_full()) return std::nullopt;
    add(mask, list);
    return kept(places_.place_of(node.value));
  }

 private:
  // Beyond it lists are read where they lie.
  static constexpr std::size_t kEntriesMax = std::size_t{1} << 22;

  bool is_full() const { return nodes_.size() >= kEntriesMax || starts_.size() >= kEntriesMax; }
  NeighbourView kept(std::uint32_t place) const {
    const std::size_t begin = starts_[place];
    const std::size_t end = place + 1 < starts_.size() ? starts_[place + 1] : nodes_.size();
    return {{nodes_.data() + begin, end - begin}, {relationships_.data() + begin, end - begin}};
  }
  void add(const LabelMask& mask, const NeighbourView& list) {
    starts_.push_back(nodes_.size());
    const std::size_t before = nodes_.size();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const NodeId node = list.neighbours[i];
      if (!mask.test(node)) continue;
      nodes_.push_back(node.value);
      relationships_.push_back(list.relationships[i].value);
    }
    charge_.add((nodes_.size() - before) * 16 + 24);
  }

  PlaceTable places_;
  std::vector<std::size_t> starts_;  // by place
  std::vector<std::uint64_t> nodes_, relationships_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
