#include "bulk/label_sets.h"

#include <mutex>

#include "base/varint.h"

namespace liaison::engine {

std::uint32_t LabelSets::number_of(const std::vector<LabelId>& labels) {
  {
    const std::shared_lock lock(mutex_);
    const auto found = numbers_.find(labels);
    if (found != numbers_.end()) return found->second;
  }
  const std::unique_lock lock(mutex_);
  const auto [place, is_new] = numbers_.emplace(labels, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) {
    LabelSet set;
    set.labels = labels;
    put_varint(set.record_start, labels.size());
    std::uint32_t before = 0;
    for (const LabelId label : labels) {
      set.tokens.push_back(label.value);
      put_varint(set.record_start, label.value - before);
      before = label.value;
    }
    sets_.push_back(std::move(set));
  }
  return place->second;
}

const LabelSet& LabelSets::at(std::uint32_t number) const {
  const std::shared_lock lock(mutex_);
  return sets_[number];
}

std::uint32_t LabelSets::size() const {
  const std::shared_lock lock(mutex_);
  return static_cast<std::uint32_t>(sets_.size());
}

}  // namespace liaison::engine
