#include "bulk/node_places.h"

#include <algorithm>

#include "liaison/engine/assert.h"

namespace liaison::engine {

std::string NodePlaces::text(std::uint64_t node) const {
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), node,
                       [](std::uint64_t wanted, const Run& run) { return wanted < run.node; });
  if (after != runs_.begin()) {
    const Run& run = *std::prev(after);
    if (node - run.node < run.size) {
      return *run.path + ", line " + std::to_string(run.line + (node - run.node));
    }
  }
  return "node " + std::to_string(node);
}

void NodeLabelSets::add_segment(std::uint64_t first, std::uint64_t ids,
                                std::vector<std::uint32_t> sets) {
  if (segments_.empty()) {
    base_ = first;
    ids_ = ids;
  }
  LIAISON_CHECK(ids == ids_ && first >= base_ && (first - base_) % ids_ == 0);
  const auto place = static_cast<std::size_t>((first - base_) / ids_);
  LIAISON_CHECK(place >= segments_.size());
  segments_.resize(place + 1);
  if (sets.size() == 1) {
    segments_[place].set = sets.front();
  } else {
    segments_[place].mixed = static_cast<std::uint32_t>(mixed_.size());
    mixed_.push_back(std::move(sets));
  }
}

}  // namespace liaison::engine
