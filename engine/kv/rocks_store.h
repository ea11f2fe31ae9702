// The key-value seam on disk: one folder, kept by RocksDB. The folder belongs to one process at a
// time. A failed log write or sync is final (the store is poisoned: reads go on, writes refuse)
// and such a store is never closed, because RocksDB may wait for ever there; the process should
// end soon after.
// Thread-safety: as KeyValueStore.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "kv/key_value_store.h"

namespace rocksdb {
class Env;
}

namespace liaison::engine {

struct RocksStoreOptions {
  // Bound on cached blocks and write buffers together.
  std::size_t block_cache_bytes = std::size_t{256} << 20;
  std::size_t write_buffer_bytes = std::size_t{64} << 20;
  bool create_if_missing = true;
  // File access for fault injection; null is the operating system's. Borrowed, outlives the store.
  rocksdb::Env* env = nullptr;
};

// Opens the database in `path`, after recovering its log.
// Throws StorageError: absent (and not to be made), not a Liaison database, open in another
// process, I/O. Throws CorruptionError: files that are damaged or do not fit together.
std::unique_ptr<KeyValueStore> open_rocks_store(const std::string& path,
                                                const RocksStoreOptions& options);

}  // namespace liaison::engine
