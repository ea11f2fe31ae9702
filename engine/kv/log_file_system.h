// A file system whose log files are filled with zeros ahead of use: a log record then overwrites
// bytes that are there, and its sync has no file size and no block allocation to write down (an
// overwrite syncs in about two thirds of the time of an append). Everything else passes through to
// the file system below, which stays in charge of every byte.
//
// Invariants: a log file's bytes are what was appended, followed by zeros; closing cuts the zeros
// off. A killed process leaves them, and replay takes them for the end (see log_chain.h for zeros
// elsewhere).
//
// It also refuses the file of options that RocksDB writes, syncs, reads back and compares at every
// opening, which takes longer than the rest of it: nobody reads that file, and RocksDB goes on.
//
// And it makes the names in a folder durable before CURRENT is replaced: RocksDB syncs the bytes of
// a new manifest, but a power cut could keep the CURRENT that names it and lose the manifest's own
// name, on file systems that write names down in any order.
// Thread-safety: as RocksDB asks of a FileSystem; a log's sync may run beside its appends.
#pragma once

#include <rocksdb/file_system.h>

#include <cstddef>
#include <memory>

namespace liaison::engine {

// Bytes written ahead at a time: about a thousand small commits, one or two milliseconds.
inline constexpr std::size_t kLogAheadBytes = std::size_t{256} << 10;

std::shared_ptr<rocksdb::FileSystem> make_log_file_system(
    std::shared_ptr<rocksdb::FileSystem> below);

}  // namespace liaison::engine
