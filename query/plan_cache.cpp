#include "plan_cache.h"

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
  const std::lock_guard lock(mutex_);
  const auto found = by_text_.find(text);
  if (found != by_text_.end()) {
    found->second->second = std::move(prepared);
    entries_.splice(entries_.begin(), entries_, found->second);
    return;
  }
  if (entries_.size() == entries_max_) {
    by_text_.erase(entries_.back().first);
    entries_.pop_back();
  }
  entries_.emplace_front(std::string(text), std::move(prepared));
  by_text_.emplace(entries_.front().first, entries_.begin());
}

}  // namespace liaison::query
