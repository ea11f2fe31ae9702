// RocksDB's log of a database, the file LOG in its folder, without the 450 lines in which RocksDB
// lists its settings whenever it opens: they stand in rocks_options.cpp. Writing them took 2 ms.
// Thread-safety: RocksDB's loggers are safe to share.
#pragma once

#include <rocksdb/options.h>

#include <memory>
#include <string>

namespace liaison::engine {

// Begins the log of the database at `path`, as `options` says where and how long. Null where it
// cannot be begun: RocksDB then tries by itself, and goes without one.
std::shared_ptr<rocksdb::Logger> make_rocks_log(const std::string& path,
                                                const rocksdb::DBOptions& options);

}  // namespace liaison::engine
