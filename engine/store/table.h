// A table: an ordered map of entries, kept as pages and loose rows in the key-value store. Reading
// merges the page that covers a key, the loose rows over it and the transaction's own writes; who
// reads cannot tell which an entry came from. Commits append loose rows, or rewrite a page at once
// (many of its entries change, or Folding says so); folding moves loose rows into their page.
//
// Thread-safety: reads are safe from any number of threads. append and fold need the writer lock,
// from building the batch to FenceDirectory::apply after it was written. A cursor belongs to one
// thread. Lifetime: the store and the directory outlive the table, the table outlives its cursors,
// and a view's snapshot and write set outlive the cursors made with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/page_codec.h"
#include "encoding/table_id.h"
#include "kv/key_value_store.h"
#include "store/fence_directory.h"
#include "store/page_writer.h"
#include "store/write_set.h"

namespace liaison::engine {

// What a read sees: the store at `snapshot` (null: the newest written state, only under the writer
// lock) with the changes of `own` (may be null) over it.
struct ReadView {
  const KeyValueSnapshot* snapshot = nullptr;
  const WriteSet* own = nullptr;
};

// A batch in the making, and what it does to the fences. The caller adds its catalog rows to
// `batch`, writes it, and then applies `fences` to the directory.
struct TableWrites {
  WriteBatch batch;
  FenceChanges fences;
};

// Walks the entries of a table in order, between the bounds given to scan(). Meant to be kept and
// seeked often: a seek inside the page it stands on costs no store access for page entries.
class TableCursor {
 public:
  virtual ~TableCursor() = default;
  virtual bool valid() const = 0;
  // First entry >= key, and within the bounds.
  virtual void seek(std::string_view key) = 0;
  virtual void next() = 0;  // requires valid()
  // From here on values of records may leave out properties whose key is not one of these
  // (ascending): reading a few of many columns costs little. Borrowed as long as the cursor lives.
  virtual void keep_properties(std::span<const std::uint32_t> keys) = 0;
  // Good until the cursor moves, and until the view's write set changes.
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
};

// Part of a table as it lies in the store: the page that covers it, and the loose rows over it.
struct TableRun {
  struct LooseRow {
    std::string key;
    std::optional<std::string> value;  // nullopt: the entry is gone
  };
  const Page* page = nullptr;       // null: the table has no pages
  std::span<const LooseRow> loose;  // ascending; each replaces or removes the page's entry
  std::string_view lower, upper;  // the part asked for: of the page's entries too. Empty: no bound
};

class Table {
 public:
  Table(TableId id, KeyValueStore& store, const FenceDirectory& directory, TableLimits limits = {})
      : id_(id), store_(store), directory_(directory), limits_(limits) {}

  TableId id() const { return id_; }

  std::optional<std::string> get(const ReadView& view, std::string_view key) const;
  // One answer per key, in their order. Requires ascending keys: each page is read once.
  void get_many(const ReadView& view, std::span<const std::string> keys,
                std::vector<std::optional<std::string>>& out) const;
  // A cursor over lower <= key < upper, standing on the first entry. Empty: no bound.
  std::unique_ptr<TableCursor> scan(const ReadView& view, std::string_view lower = {},
                                    std::string_view upper = {}) const;

  // The same entries as pages and loose rows, for who decodes pages in bulk: calls `visit` for one
  // run after the other, in order. Reads what is stored at `snapshot` (null: newest written).
  void visit_runs(const KeyValueSnapshot* snapshot, std::string_view lower, std::string_view upper,
                  const std::function<void(const TableRun&)>& visit) const;

  // What becomes of a page for which loose rows have gathered: folding is left to the background,
  // or it is rewritten with this commit's changes in it.
  enum class Folding : std::uint8_t { Later, AtOnce };
  // Adds the changes of a write set to a batch.
  void append(const WriteSet& changes, Folding folding, TableWrites& out) const;
  // Rewrites the page of a fence (and a small neighbour) with its loose rows in it. Returns whether
  // there was anything to do. Invisible to every reader.
  bool fold(std::string_view fence, TableWrites& out) const;
  // Makes `entries` the whole content of the table, whatever its pages look like now: for a table
  // that can be computed again and cannot be read any more.
  void replace_all(const WriteSet& entries, TableWrites& out) const;

 private:
  TableId id_;
  KeyValueStore& store_;
  const FenceDirectory& directory_;
  TableLimits limits_;
};

}  // namespace liaison::engine
