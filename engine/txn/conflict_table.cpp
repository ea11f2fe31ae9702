#include "txn/conflict_table.h"

#include <algorithm>
#include <vector>

namespace liaison::engine {

void ConflictTable::record(const ChangeSet& changes, CommitNumber number) {
  newest_ = number;
  if (changes.covers_graph() || (changes.objects().size() >= kNamedMax && !has_snapshots())) {
    // Too much changed to name it, or nobody is there to ask for it: who began before has to look
    // again. The latter hits only who began and has not said so yet, or begins before this commit
    // is published.
    last_change_.clear();
    floor_ = number;
    return;
  }
  for (const ObjectHash object : changes.objects()) last_change_[object] = number;
  if (last_change_.size() > objects_max_) prune();
}

bool ConflictTable::unchanged_since(const ReadSet& reads, CommitNumber snapshot) const {
  if (snapshot < floor_) return false;
  if (reads.covers_graph()) return newest_ <= snapshot;
  const auto changed = [&](ObjectHash object) {
    const auto found = last_change_.find(object);
    return found != last_change_.end() && found->second > snapshot;
  };
  return std::none_of(reads.objects().begin(), reads.objects().end(), changed);
}

void ConflictTable::begin_snapshot(CommitNumber number) {
  const std::lock_guard lock(snapshots_mutex_);
  snapshots_.insert(number);
}

bool ConflictTable::has_snapshots() {
  const std::lock_guard lock(snapshots_mutex_);
  return !snapshots_.empty();
}

void ConflictTable::end_snapshot(CommitNumber number) {
  const std::lock_guard lock(snapshots_mutex_);
  const auto found = snapshots_.find(number);
  if (found != snapshots_.end()) snapshots_.erase(found);
}

void ConflictTable::prune() {
  // First what no open transaction can ask for: it reads a newer state. Transactions that begin
  // from now on read the newest published commit, which may lag behind the newest written one by
  // the commits of one shared sync; keeping the newest half leaves room for those.
  std::vector<CommitNumber> numbers;
  numbers.reserve(last_change_.size());
  for (const auto& [object, number] : last_change_) numbers.push_back(number);
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  CommitNumber floor = *middle;
  {
    const std::lock_guard lock(snapshots_mutex_);
    // Spare the oldest open transaction while that frees at least a quarter.
    const auto quarter = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 4);
    std::nth_element(numbers.begin(), quarter, middle);
    if (!snapshots_.empty() && *snapshots_.begin() >= *quarter) {
      floor = std::min(floor, *snapshots_.begin());
    }
  }
  floor_ = std::max(floor_, floor);
  std::erase_if(last_change_, [&](const auto& entry) { return entry.second <= floor_; });
}

}  // namespace liaison::engine
