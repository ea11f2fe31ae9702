// A log file that is filled with zeros ahead of use: a record then overwrites bytes that are there,
// and its sync has no file size and no block allocation to write down (an overwrite syncs in about
// two thirds of the time of an append).
//
// Invariants: a log file's bytes are what was appended, followed by zeros; closing cuts the zeros
// off. A killed process leaves them, and replay takes them for the end (see log_chain.h for zeros
// elsewhere).
// Thread-safety: as RocksDB asks of a file: a sync may run beside the appends.
#pragma once

#include <rocksdb/file_system.h>

#include <cstddef>
#include <memory>

namespace liaison::engine {

// Bytes written ahead at a time: about a thousand small commits, one or two milliseconds.
inline constexpr std::size_t kLogAheadBytes = std::size_t{256} << 10;

// Takes a new, empty file that is not written around the page cache.
std::unique_ptr<rocksdb::FSWritableFile> make_log_file(
    std::unique_ptr<rocksdb::FSWritableFile> file);

}  // namespace liaison::engine
