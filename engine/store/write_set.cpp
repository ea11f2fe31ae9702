#include "store/write_set.h"

#include <utility>

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
  const Changes::Entry* const entry = tables_[table_index(table)].find(key);
  return entry == nullptr ? nullptr : &entry->second;
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
    auto& [key, change] = *undo.entry;
    size_bytes_ -= size_of(key, change);
    if (undo.was_present) {
      change = std::move(undo.before);
      size_bytes_ += size_of(key, change);
    } else {
      tables_[table_index(undo.table)].erase(key);
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
  const auto [entry, is_new] = tables_[table_index(table)].insert(key);
  size_bytes_ += size_of(key, change);
  if (is_new) {
    ++change_count_;
  } else {
    size_bytes_ -= size_of(key, entry->second);
  }
  entry->second.swap(change);
  if (open_marks_ > 0) undo_.push_back({table, entry, !is_new, std::move(change)});
  ++revision_;
}

}  // namespace liaison::engine
