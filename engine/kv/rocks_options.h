// How RocksDB is run: every setting in one place, each with its reason. Invariants that the engine
// relies on: the log is always written, recovery stops at the first record that does not check,
// one cache bounds memory, keys are in total order with no prefix extractor and no merge operator.
// Thread-safety: pure function.
#pragma once

#include <rocksdb/options.h>

#include "kv/rocks_store.h"

namespace liaison::engine {

struct RocksOptions {
  rocksdb::DBOptions database;
  rocksdb::ColumnFamilyOptions column_family;
};

RocksOptions make_rocks_options(const RocksStoreOptions& options);

}  // namespace liaison::engine
