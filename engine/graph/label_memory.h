// Labels of nodes that a writer looked up: a loader gives the same node many relationships, and
// each of them is counted under the labels of its ends. About 12 MB at most: what was not looked up
// for long goes.
// Invariant: what is remembered is what the tables and the open transaction's changes say. So who
// changes a node's labels or removes it forgets it, and all is forgotten with every rollback, and
// when somebody else has committed.
// Thread-safety: needs external locking.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "liaison/engine/ids.h"

namespace liaison::engine {

class LabelMemory {
 public:
  static constexpr std::size_t kHalfMax = 65536;

  // Null: not known. Good, as what put() returns, until the next call.
  const std::vector<LabelId>* find(NodeId node);
  const std::vector<LabelId>& put(NodeId node, std::vector<LabelId> labels);
  void forget(NodeId node);
  void forget_all();

 private:
  using Entries = std::unordered_map<NodeId, std::vector<LabelId>>;

  void make_room();

  // Two generations: what is used comes into the younger one, and the older one goes as a whole.
  Entries young_;
  Entries old_;
};

}  // namespace liaison::engine
