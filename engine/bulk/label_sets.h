// The different sets of labels among the nodes of a load, by a small number each, with what nodes
// of a set have in common: how their records begin.
// Thread-safety: safe. Sets stay where they are once made.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <shared_mutex>
#include <string>
#include <vector>

#include "liaison/engine/ids.h"

namespace liaison::engine {

struct LabelSet {
  std::vector<LabelId> labels;        // sorted
  std::vector<std::uint32_t> tokens;  // the same
  std::string record_start;           // label part of a node record
};

class LabelSets {
 public:
  // Requires sorted labels.
  std::uint32_t number_of(const std::vector<LabelId>& labels);
  const LabelSet& at(std::uint32_t number) const;
  std::uint32_t size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::vector<LabelId>, std::uint32_t> numbers_;
  std::deque<LabelSet> sets_;
};

}  // namespace liaison::engine
