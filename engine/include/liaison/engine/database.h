// A database folder, or a database in memory. Opening checks the format version and the watermark
// and replays the log; closing (the destructor) flushes.
// Thread-safety: safe. Lifetime: outlives every transaction begun on it (asserted).
#pragma once

#include <memory>
#include <string>

#include "liaison/engine/options.h"
#include "liaison/engine/transaction.h"

namespace liaison {

class Database;
class WorkerPool;

namespace engine {
class DatabaseImpl;
DatabaseImpl& database_impl(Database& database);
}  // namespace engine

class Database {
 public:
  // *Throws* StorageError (I/O, locked by another process), CorruptionError (damaged bytes, or
  // commits missing that were acknowledged), UsageError (not a database folder, unknown version).
  static std::unique_ptr<Database> open(const std::string& path,
                                        const DatabaseOptions& options = {});
  static std::unique_ptr<Database> open_in_memory();
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Transaction begin(TransactionMode mode, CacheUse cache = CacheUse::Normal);
  // Returns when a commit that was written (Transaction::write) is durable and visible, as
  // commit() does. *Throws* OutcomeUnknownError.
  void wait_durable(CommitNumber number);

  // Threads for the queries of this database.
  WorkerPool& workers();

  CommitNumber published_commit() const;
  const std::string& path() const;
  std::uint64_t size_on_disk_bytes() const;

 private:
  friend engine::DatabaseImpl& engine::database_impl(Database& database);
  explicit Database(std::unique_ptr<engine::DatabaseImpl> impl);
  std::unique_ptr<engine::DatabaseImpl> impl_;
};

}  // namespace liaison
