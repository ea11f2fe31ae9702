// Sorted runs as RocksDB table files: written in a folder of their own inside the store's, and
// moved into the store by one IngestExternalFiles over all families, which the manifest records as
// one step. The folder goes with the ingest; one left behind by a killed process is removed when
// the store is opened.
// Thread-safety: as Ingest. Lifetime: the database outlives it.
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "kv/key_value_store.h"

namespace liaison::engine {

class RocksIngest final : public Ingest {
 public:
  using Handles = std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilyCount>;

  RocksIngest(rocksdb::DB& database, const Handles& handles, const std::string& path);
  ~RocksIngest() override;
  RocksIngest(const RocksIngest&) = delete;
  RocksIngest& operator=(const RocksIngest&) = delete;

  std::unique_ptr<SortedRun> run(ColumnFamily family) override;
  void commit() override;

  // Removes the folder of an ingest that was killed. Throws StorageError.
  static void remove_leftovers(const std::string& path);

 private:
  friend class RocksRun;
  std::string next_file();
  void add_files(ColumnFamily family, std::vector<std::string>&& files);

  rocksdb::DB& database_;
  const Handles handles_;
  const std::string& path_;
  const std::string folder_;
  std::atomic<std::uint64_t> next_number_{1};
  std::mutex mutex_;
  std::array<std::vector<std::string>, kColumnFamilyCount> files_;
};

}  // namespace liaison::engine
