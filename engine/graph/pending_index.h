// An index that a transaction has made in bulk: its entries wait as sorted files beside the store
// and become part of it with the commit. The transaction itself cannot read them there, so whoever
// looks into the index before has them written as rows of the transaction instead (settle_index).
// Thread-safety: belongs to the transaction. Lifetime: gone before the writer lock is released.
#pragma once

#include <functional>
#include <memory>

#include "kv/key_value_store.h"
#include "store/fence_directory.h"

namespace liaison::engine {

struct PendingIndex {
  TableId table;
  std::unique_ptr<Ingest> ingest;
  FenceChanges fences;
  // Writes the entries into the transaction's write set; all of them or none.
  std::function<void()> write_rows;
};

}  // namespace liaison::engine
