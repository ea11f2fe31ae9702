// All tables of a store with their shared fence directory: what a transaction reads from and
// commits into. Built when a store is opened; loads the fences.
// Thread-safety: reads are safe; prepare, written, write and fold_due need the writer lock.
// Lifetime: the key-value store outlives it.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/helper_thread.h"
#include "store/table.h"

namespace liaison::engine {

class TableIngest;

class Tables {
 public:
  explicit Tables(KeyValueStore& store, TableLimits limits = {});

  const Table& operator[](TableId id) const { return *tables_[table_index(id)]; }
  const FenceDirectory& directory() const { return directory_; }

  // The batch that commits a write set. Add what belongs to the same commit (counts, commit
  // number), write it with store.write(), then call written(), all under one hold of the lock.
  TableWrites prepare(const WriteSet& changes) const;
  void written(const TableWrites& writes) { directory_.apply(writes.fences); }
  // The same after an ingest (table_ingest.h).
  void ingested(const FenceChanges& changes) { directory_.apply(changes); }

  // For writing tables in bulk: an ingest of the store, and the way of a table's entries into it
  // (table_ingest.h).
  std::unique_ptr<Ingest> begin_ingest() const { return store_.begin_ingest(); }
  std::unique_ptr<TableIngest> ingest_table(TableId id, Ingest& ingest) const;
  // Where temporary files go.
  std::string scratch_folder() const;

  // Folds up to `count_max` fences that have gathered enough, each in a batch of its own without a
  // commit number, which `write` writes. Returns how many. Between two calls the lock may be given
  // to somebody else.
  std::size_t fold_due(std::size_t count_max, const std::function<void(WriteBatch&)>& write);
  std::size_t due_count() const { return directory_.due_count(); }

  // Helps the holder of the writer lock with large transactions.
  HelperThread& helper() const { return helper_; }

 private:
  KeyValueStore& store_;
  const TableLimits limits_;
  FenceDirectory directory_;
  std::array<std::unique_ptr<Table>, kTableIdEnd> tables_;
  mutable HelperThread helper_;
};

}  // namespace liaison::engine
