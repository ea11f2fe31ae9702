#include "plan_cache.h"

#include <iterator>
#include <utility>

namespace liaison::query {

PreparedStatement PlanCache::find(std::string_view text) {
  const std::lock_guard lock(mutex_);
  const auto found = by_text_.find(text);
  if (found == by_text_.end()) return {};
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void PlanCache::put(std::string_view text, PreparedStatement prepared) {
  if (entries_max_ == 0) return;
  std::list<Entry> gone;  // taken apart when others may look up again
  const std::lock_guard lock(mutex_);
  const auto found = by_text_.find(text);
  if (found != by_text_.end()) {
    std::swap(found->second->second, prepared);
    entries_.splice(entries_.begin(), entries_, found->second);
    return;
  }
  if (entries_.size() == entries_max_) {
    by_text_.erase(entries_.back().first);
    gone.splice(gone.begin(), entries_, std::prev(entries_.end()));
  }
  entries_.emplace_front(std::string(text), std::move(prepared));
  by_text_.emplace(entries_.front().first, entries_.begin());
}

}  // namespace liaison::query
