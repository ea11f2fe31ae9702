// Which commit changed a graph object last: what an optimistic transaction's read set is held
// against. The table forgets only by raising its floor: nothing is known about commits at or below
// it, so a transaction that read an older state conflicts. Until then an object that is not in the
// table was last changed at or below the floor.
// Thread-safety: needs external locking (the writer lock), except snapshot bookkeeping: safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <unordered_map>

#include "txn/read_set.h"

namespace liaison::engine {

class ConflictTable {
 public:
  // A commit that changes more objects is not remembered by name when no optimistic transaction is
  // open: a thousand names cost more than the commit.
  static constexpr std::size_t kNamedMax = 256;

  // At most this many objects are remembered (about 32 bytes each).
  explicit ConflictTable(std::size_t objects_max = std::size_t{1} << 20)
      : objects_max_(objects_max) {}

  // A store that was just opened knows nothing about the commits before.
  void start_at(CommitNumber number) { floor_ = newest_ = number; }

  // Requires growing commit numbers.
  void record(const ChangeSet& changes, CommitNumber number);
  // Whether everything read at `snapshot` is still as it was.
  bool unchanged_since(const ReadSet& reads, CommitNumber snapshot) const;
  CommitNumber floor() const { return floor_; }
  std::size_t size() const { return last_change_.size(); }

  // Optimistic transactions say which commit they read, so that pruning spares them.
  void begin_snapshot(CommitNumber number);
  void end_snapshot(CommitNumber number);

 private:
  void prune();
  bool has_snapshots();

  std::size_t objects_max_;
  CommitNumber floor_ = 0;
  CommitNumber newest_ = 0;
  std::unordered_map<ObjectHash, CommitNumber> last_change_;
  std::mutex snapshots_mutex_;
  std::multiset<CommitNumber> snapshots_;  // guarded by snapshots_mutex_
};

}  // namespace liaison::engine
