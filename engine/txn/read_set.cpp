#include "txn/read_set.h"

namespace liaison::engine {

void ReadSet::add(ObjectHash object) {
  const std::lock_guard lock(mutex_);
  if (covers_graph_) return;
  objects_.add(object);
  if (objects_.size() > kReadSetObjectsMax) {
    covers_graph_ = true;
    objects_ = {};
  }
}

void ChangeSet::add(ObjectHash object) {
  if (covers_graph_) return;
  objects_.add(object);
  if (objects_.size() > kChangeSetObjectsMax) {
    covers_graph_ = true;
    objects_ = {};
  }
}

}  // namespace liaison::engine
