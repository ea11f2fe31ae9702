// The parts of an open database in the order in which they stand on each other, and the state that
// changes with each commit under the writer lock.
// Thread-safety: the parts are safe as they say; `written_state`, `stored_tokens`, `conflicts`,
// `evidence` and `labels` belong to the holder of the writer lock.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "background_fold.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/file_access.h"
#include "cache/read_cache.h"
#include "catalog/catalog_state.h"
#include "catalog/token_table.h"
#include "evidence/evidence_memory.h"
#include "graph/id_allocator.h"
#include "graph/label_memory.h"
#include "kv/key_value_store.h"
#include "liaison/engine/database.h"
#include "liaison/engine/options.h"
#include "liaison/engine/worker_pool.h"
#include "store/tables.h"
#include "txn/commit_pipeline.h"
#include "txn/conflict_table.h"
#include "txn/space_guard.h"

namespace rocksdb {
class Env;
}

namespace liaison::engine {

// What a database takes from outside. All of it outlives the database.
struct DatabaseEnvironment {
  const Clock* clock = &system_clock();
  FileAccess* files = &system_files();  // of the watermark
  rocksdb::Env* env = nullptr;          // files of the store; null: the operating system's
  SpaceGuard::Probe free_space = free_space_at;
  Executor* executor = nullptr;  // null: one thread of its own
};

// While it lives, the databases that this thread opens stand on `environment`: a test brings its
// own clock, a disk that loses power, or an executor that it drives itself.
class EnvironmentScope {
 public:
  explicit EnvironmentScope(const DatabaseEnvironment& environment);
  ~EnvironmentScope();
  EnvironmentScope(const EnvironmentScope&) = delete;
  EnvironmentScope& operator=(const EnvironmentScope&) = delete;

 private:
  const DatabaseEnvironment* before_;
};

class DatabaseImpl {
 public:
  // Takes a store that is open; makes it a database when it is empty. Throws as Database::open.
  DatabaseImpl(std::unique_ptr<KeyValueStore> opened, std::string where,
               const DatabaseOptions& options, const DatabaseEnvironment& environment);
  ~DatabaseImpl();
  DatabaseImpl(const DatabaseImpl&) = delete;
  DatabaseImpl& operator=(const DatabaseImpl&) = delete;

  const std::string path;
  const std::unique_ptr<KeyValueStore> store;
  CommitPipeline pipeline;
  TokenTable tokens;
  Tables tables;
  IdAllocator ids;
  ConflictTable conflicts;
  EvidenceMemory evidence;
  LabelMemory labels;  // holds as long as `evidence` does
  // Null when it is switched off.
  std::unique_ptr<ReadCache> cache;
  // Catalog of the newest written commit; shared with the transactions that read it.
  std::shared_ptr<const CatalogState> written_state;
  TokenBounds stored_tokens;  // what the store has rows for
  std::atomic<int> open_transactions{0};
  // Indexes with more entries than this are made in bulk: below, an ingest and its flush cost more
  // than the rows. Set while nobody writes.
  std::size_t index_rows_max = 16'384;
  SpaceGuard space;
  ThreadExecutor own_executor;
  BackgroundFolder folder;
  WorkerPool workers;
};

// The engine behind a Database, for the parts of the engine that work on a whole store (check).
DatabaseImpl& database_impl(Database& database);

}  // namespace liaison::engine
