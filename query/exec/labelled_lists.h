// Neighbour lists without the nodes that lack a label. Sources come again and again where pairs are
// counted, and most of a list may be of no use: when a node comes the second time its list is read
// once more and what is left of it kept.
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
  // Where neighbours have the labels of this mask. Lifetime: the mask outlives it, and has been
  // read before anything is kept.
  LabelledLists(const LabelMask& mask, MemoryBudget& budget) : mask_(mask), charge_(budget) {}

  // Where a list lies that is kept.
  struct Extent {
    std::uint64_t begin;
    std::uint32_t size;
    std::uint32_t read_size;  // before nodes without the labels went
  };
  // A list that is kept: places of nodes in the mask, ascending, and relationships beside them.
  struct List {
    std::span<const std::uint32_t> places;
    const std::uint64_t* relationships;
  };
  // The list that is kept for a node, if there is one.
  std::optional<Extent> find(NodeId node) const {
    const auto entry = entries_.find(node.value);
    if (!entry || extents_[*entry].begin == kSeen) return std::nullopt;
    return extents_[*entry];
  }
  // Good until the next keep().
  List list(const Extent& extent) const {
    return {{places_.data() + extent.begin, extent.size}, relationships_.data() + extent.begin};
  }
  // Fetches the beginning of a list: they lie all over memory.
  void prefetch(const Extent& extent) const {
    constexpr std::size_t kLinePlaces = 16;
    __builtin_prefetch(places_.data() + extent.begin);
    __builtin_prefetch(places_.data() + extent.begin + kLinePlaces);
  }

  // Notes that a node came, of which `list` is what lies in memory. Its list if it is kept from now
  // on.
  std::optional<Extent> keep(NodeId node, const NeighbourView& list) {
    if (places_.size() >= kPlacesMax || extents_.size() >= kPlacesMax || list.size() > UINT32_MAX ||
        mask_.place_count() > UINT32_MAX) {
      return std::nullopt;
    }
    const std::uint32_t entry = entries_.place_of(node.value);
    if (entry == extents_.size()) {
      extents_.push_back({kSeen, 0, 0});
      charge_.add(sizeof(Extent) + 32);
      return std::nullopt;
    }
    extents_[entry] = add(list);
    return extents_[entry];
  }

 private:
  // Beyond it lists are read where they lie.
  static constexpr std::size_t kPlacesMax = std::size_t{1} << 22;
  static constexpr std::uint64_t kSeen = UINT64_MAX;

  Extent add(const NeighbourView& list) {
    const std::size_t begin = places_.size();
    places_.resize(begin + list.size());
    relationships_.resize(begin + list.size());
    std::size_t end = begin;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::uint64_t place = mask_.place_of(list.neighbours[i].value);
      places_[end] = static_cast<std::uint32_t>(place);
      relationships_[end] = list.relationships[i].value;
      end += mask_.bit(place);
    }
    places_.resize(end);
    relationships_.resize(end);
    charge_.add((end - begin) * (sizeof(std::uint32_t) + sizeof(std::uint64_t)));
    return {begin, static_cast<std::uint32_t>(end - begin),
            static_cast<std::uint32_t>(list.size())};
  }

  const LabelMask& mask_;
  PlaceTable entries_;
  std::vector<Extent> extents_;  // by entry
  std::vector<std::uint32_t> places_;
  std::vector<std::uint64_t> relationships_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
