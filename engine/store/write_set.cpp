#include "store/write_set.h"

#include <utility>

#include "base/fault.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

void WriteSet::put(TableId table, std::string_view key, std::string_view value) {
  set(table, key, value);
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
  before_.clear();
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
    const Undo& undo = undo_.back();
    Changes& changes = tables_[table_index(undo.table)];
    size_bytes_ -= size_of(*undo.entry);
    if (undo.was_present) {
      changes.assign(*undo.entry, before_.back());
      size_bytes_ += size_of(*undo.entry);
      before_.pop_back();
    } else {
      changes.erase(undo.entry->first);
      --change_count_;
    }
    undo_.pop_back();
  }
  --open_marks_;
}

void WriteSet::release(Mark mark) {
  LIAISON_ASSERT(open_marks_ > 0 && mark <= undo_.size());
  // An outer mark still needs what the inner one recorded.
  if (--open_marks_ > 0) return;
  undo_.clear();
  before_.clear();
}

void WriteSet::set(TableId table, std::string_view key, Change change) {
  Changes& changes = tables_[table_index(table)];
  const auto [entry, is_new] = changes.insert(key);
  if (is_new) {
    ++change_count_;
  } else {
    size_bytes_ -= size_of(*entry);
  }
  if (open_marks_ > 0) {
    if (!is_new) before_.emplace_back(entry->second);
    undo_.push_back({entry, table, !is_new});
  }
  changes.assign(*entry, change);
  size_bytes_ += size_of(*entry);
  ++revision_;
}

}  // namespace liaison::engine
