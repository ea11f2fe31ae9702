#include "store/write_set.h"

#include <iterator>

#include "base/fault.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

void WriteSet::put(TableId table, std::string_view key, std::string value) {
  set(table, key, std::move(value));
}

void WriteSet::erase(TableId table, std::string_view key) {
  set(table, key, std::nullopt);
}

const WriteSet::Change* WriteSet::find(TableId table, std::string_view key) const {
  const Changes& changes = tables_[table_index(table)];
  const auto at = changes.find(key);
  return at == changes.end() ? nullptr : &at->second;
}

void WriteSet::clear() {
  LIAISON_ASSERT(open_marks_ == 0);
  for (Changes& changes : tables_) changes.clear();
  undo_.clear();
  change_count_ = 0;
  size_bytes_ = 0;
  ++revision_;
}

WriteSet::Mark WriteSet::mark() {
  ++open_marks_;
  return undo_.size();
}

void WriteSet::rollback_to(Mark mark) {
  LIAISON_ASSERT(open_marks_ > 0 && mark <= undo_.size());
  ++revision_;
  while (undo_.size() > mark) {
    if (LIAISON_FAULT("savepoint-kept") && undo_.size() == mark + 1) {
      undo_.pop_back();
      break;
    }
    Undo& undo = undo_.back();
    Changes& changes = tables_[table_index(undo.table)];
    const auto at = undo.at;
    size_bytes_ -= size_of(at->first, at->second);
    if (undo.was_present) {
      at->second = std::move(undo.before);
      size_bytes_ += size_of(at->first, at->second);
    } else {
      changes.erase(at);
      --change_count_;
    }
    undo_.pop_back();
  }
  --open_marks_;
}

void WriteSet::release(Mark mark) {
  LIAISON_ASSERT(open_marks_ > 0 && mark <= undo_.size());
  // An outer mark still needs what the inner one recorded.
  if (--open_marks_ == 0) undo_.clear();
}

void WriteSet::set(TableId table, std::string_view key, Change change) {
  Changes& changes = tables_[table_index(table)];
  // Keys often come in order.
  const auto at = changes.empty() || std::prev(changes.end())->first < key
                      ? changes.end()
                      : changes.lower_bound(key);
  const bool is_present = at != changes.end() && at->first == key;
  size_bytes_ += size_of(key, change);
  if (is_present) {
    size_bytes_ -= size_of(key, at->second);
    at->second.swap(change);
    if (open_marks_ > 0) undo_.push_back({table, at, true, std::move(change)});
  } else {
    const auto added = changes.emplace_hint(at, std::string(key), std::move(change));
    ++change_count_;
    if (open_marks_ > 0) undo_.push_back({table, added, false, std::nullopt});
  }
  ++revision_;
}

}  // namespace liaison::engine
