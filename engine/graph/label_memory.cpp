#include "graph/label_memory.h"

#include <utility>

namespace liaison::engine {

void LabelMemory::make_room() {
  if (young_.size() < kHalfMax) return;
  old_ = std::move(young_);
  young_ = Entries();
}

const std::vector<LabelId>* LabelMemory::find(NodeId node) {
  const auto young = young_.find(node);
  if (young != young_.end()) return &young->second;
  auto old = old_.extract(node);
  if (old.empty()) return nullptr;
  make_room();
  return &young_.insert(std::move(old)).position->second;
}

const std::vector<LabelId>& LabelMemory::put(NodeId node, std::vector<LabelId> labels) {
  make_room();
  return young_.insert_or_assign(node, std::move(labels)).first->second;
}

void LabelMemory::forget(NodeId node) {
  young_.erase(node);
  old_.erase(node);
}

void LabelMemory::forget_all() {
  young_.clear();
  old_.clear();
}

}  // namespace liaison::engine
