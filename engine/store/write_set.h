// A transaction's private changes: per table an ordered map from entry key to the new value, or to
// nothing for an entry that is gone. Reads merge it over what is stored; commit writes it.
// Savepoints take back a statement that failed halfway while its transaction lives on.
// Thread-safety: needs external locking; reading from several threads is safe while nobody writes.
// Lifetime: cursors that read through a write set must be gone before it is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/table_id.h"
#include "store/sorted_changes.h"

namespace liaison::engine {

class WriteSet {
 public:
  // Borrowed until the entry changes. nullopt: the entry is gone.
  using Change = SortedChanges::Change;
  using Changes = SortedChanges;

  void put(TableId table, std::string_view key, std::string_view value);
  void erase(TableId table, std::string_view key);

  // What this transaction made of a key, or null when it did not touch it. Good until the next
  // change.
  const Change* find(TableId table, std::string_view key) const;
  const Changes& changes(TableId table) const { return tables_[table_index(table)]; }

  bool empty() const { return change_count_ == 0; }
  std::size_t change_count() const { return change_count_; }
  // Bytes of keys and values, for limits; what the map itself costs is not in it.
  std::size_t size_bytes() const { return size_bytes_; }
  // Grows with every change, so that cursors notice one made under them.
  std::uint64_t revision() const { return revision_; }
  void clear();

  // Marks nest: they are ended in the reverse order of their making, each by one of the two.
  using Mark = std::size_t;
  Mark mark();
  // Takes back everything since the mark.
  void rollback_to(Mark mark);
  // Keeps everything since the mark.
  void release(Mark mark);

 private:
  struct Undo {
    Changes::Entry* entry;  // what came later goes first, so it is there
    TableId table;
    bool was_present;  // then the change before is the last of before_
  };
  void set(TableId table, std::string_view key, Change change);
  static std::size_t size_of(const Changes::Entry& entry) {
    return entry.first.size() + (entry.second ? entry.second->size() : 0);
  }

  std::array<Changes, kTableIdEnd> tables_;
  // Kept only while a mark is open.
  std::vector<Undo> undo_;
  std::vector<std::optional<std::string>> before_;
  std::size_t open_marks_ = 0;
  std::size_t change_count_ = 0;
  std::size_t size_bytes_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace liaison::engine
