// The file system that RocksDB is given. Everything passes through to the one below, which stays in
// charge of every byte, but for four things:
// - Log files are written over zeros (log_file.h).
// - A table file is opened only once the checksums at its end are right (table_tail.h).
// - The file of options that RocksDB writes, syncs, reads back and compares at every opening, which
//   takes longer than the rest of it, is refused: nobody reads it, and RocksDB goes on.
// - The names in a folder are made durable before CURRENT is replaced: RocksDB syncs the bytes of a
//   new manifest, but a power cut could keep the CURRENT that names it and lose the manifest's own
//   name, on file systems that write names down in any order.
// Thread-safety: as RocksDB asks of a FileSystem.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>

namespace liaison::engine {

std::shared_ptr<rocksdb::FileSystem> make_store_file_system(
    std::shared_ptr<rocksdb::FileSystem> below);

}  // namespace liaison::engine
