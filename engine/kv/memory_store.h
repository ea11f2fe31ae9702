// The key-value seam in memory: an ordered map per family, each key with its versions. For tests,
// for ThreadSanitizer (RocksDB is not instrumented) and for databases that need not last.
// Versions that no snapshot can see are dropped by later writes.
// Thread-safety: as KeyValueStore; readers share a lock, a batch takes it alone.
#pragma once

#include <memory>

#include "kv/key_value_store.h"

namespace liaison::engine {

std::unique_ptr<KeyValueStore> make_memory_store();

namespace detail {
// Versions held of all keys, deletions included: shows tests that old ones go. Requires a store
// from make_memory_store.
std::size_t memory_store_version_count(const KeyValueStore& store);
}  // namespace detail

}  // namespace liaison::engine
