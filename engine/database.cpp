#include "liaison/engine/database.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "database_impl.h"
#include "encoding/format_version.h"
#include "kv/memory_store.h"
#include "kv/rocks_store.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"
#include "liaison/engine/free_space.h"
#include "txn/transaction_impl.h"

namespace liaison {

namespace engine {

namespace {

constexpr const char* kWatermarkFile = "WATERMARK";

thread_local const DatabaseEnvironment* chosen_environment = nullptr;

DatabaseEnvironment environment_of_thread() {
  return chosen_environment == nullptr ? DatabaseEnvironment{} : *chosen_environment;
}

// Checks the format row; writes it into an empty store.
std::unique_ptr<KeyValueStore> with_checked_format(std::unique_ptr<KeyValueStore> store,
                                                   const std::string& path) {
  const std::string key(kFormatVersionKey);
  if (const auto row = store->get(ColumnFamily::Catalog, key)) {
    FormatVersion found;
    try {
      found = decode_format_version(*row);
      require_readable(found);
    } catch (const StorageError& error) {
      throw UsageError("'" + path + "': " + error.what());
    }
    // From here on the store may hold what the smaller minor version did not know.
    if (found.minor < kFormatVersion.minor) {
      WriteBatch batch;
      batch.put(ColumnFamily::Catalog, key, encode_format_version(kFormatVersion));
      store->write(batch);
      store->sync();
    }
    return store;
  }
  for (const ColumnFamily family :
       {ColumnFamily::Catalog, ColumnFamily::Pages, ColumnFamily::Loose, ColumnFamily::Default}) {
    const auto iterator = store->iterate(family, {});
    iterator->seek_to_first();
    if (iterator->valid()) throw UsageError("'" + path + "' is not a Liaison database");
  }
  WriteBatch batch;
  batch.put(ColumnFamily::Catalog, key, encode_format_version(kFormatVersion));
  store->write(batch);
  store->sync();
  return store;
}

// Of the machine. A guess where it does not say.
std::size_t memory_bytes() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_bytes = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_bytes <= 0) return std::size_t{4} << 30;
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_bytes);
}

CommitPipelineOptions pipeline_options(const std::string& path, const DatabaseOptions& options,
                                       const DatabaseEnvironment& environment) {
  CommitPipelineOptions result;
  result.durability = options.durability;
  if (!path.empty()) result.watermark_path = path + "/" + kWatermarkFile;
  result.accept_loss = options.accept_loss;
  result.files = environment.files;
  return result;
}

// A folder with other things in it is somebody else's: nothing may be written there.
void refuse_foreign_folder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) {
    throw UsageError("'" + path + "' is a file; a database is a folder");
  }
  if (fs::exists(path + "/CURRENT", error)) return;
  fs::directory_iterator entries(path, error);
  if (error) throw StorageError("cannot read folder '" + path + "': " + error.message());
  for (const auto& entry : entries) {
    // What a first opening leaves behind when it is killed before the store exists.
    const std::string name = entry.path().filename().string();
    if (name == kWatermarkFile || name == "LOCK" || name.starts_with("LOG") ||
        name.starts_with("MANIFEST-") || name == "IDENTITY" || name.ends_with(".dbtmp") ||
        name.ends_with(".log")) {
      continue;
    }
    throw UsageError("'" + path + "' is not a database folder: it holds '" + name + "'");
  }
}

}  // namespace

DatabaseImpl::DatabaseImpl(std::unique_ptr<KeyValueStore> opened, std::string where,
                           const DatabaseOptions& options, const DatabaseEnvironment& environment)
    : path(std::move(where)),
      store(with_checked_format(std::move(opened), path)),
      pipeline(*store, pipeline_options(path, options, environment), *environment.clock),
      tables(*store),
      ids(*store),
      written_state(CatalogState::load(*store, tokens)),
      stored_tokens(tokens.bounds()),
      space(path, FreeSpaceLimits{}, *environment.clock, environment.free_space),
      folder(pipeline, tables,
             environment.executor == nullptr ? own_executor : *environment.executor) {
  conflicts.start_at(pipeline.recovered());
  pipeline.start([this] { return written_state; });
  if (options.cache_capacity_bytes == 0) return;
  ReadCacheOptions cache_options;
  cache_options.capacity_bytes = options.cache_capacity_bytes == DatabaseOptions::kQuarterOfMemory
                                     ? memory_bytes() / 4
                                     : options.cache_capacity_bytes;
  cache_options.touches_to_build = std::max(options.cache_touches, 1u);
  cache_options.written = [this] { return pipeline.written(); };
  cache_options.published = [this] {
    const std::shared_ptr<const Published> published = pipeline.published();
    return BuildSnapshot{published->commit, published->snapshot};
  };
  cache_options.id_bound = [this](EntityKind kind) { return ids.bound(kind); };
  cache_options.executor = &own_executor;
  cache = std::make_unique<ReadCache>(tables, std::move(cache_options));
}

DatabaseImpl& database_impl(Database& database) {
  return *database.impl_;
}

EnvironmentScope::EnvironmentScope(const DatabaseEnvironment& environment)
    : before_(std::exchange(chosen_environment, &environment)) {}
EnvironmentScope::~EnvironmentScope() {
  chosen_environment = before_;
}

DatabaseImpl::~DatabaseImpl() {
  LIAISON_ASSERT(open_transactions == 0);
  folder.stop();
  try {
    pipeline.close();
  } catch (const Error&) {
    // What was acknowledged is durable; the next opening recovers it from the log.
  }
}

}  // namespace engine

void set_free_space_limits(Database& database, const FreeSpaceLimits& limits) {
  engine::database_impl(database).space.set_limits(limits);
}

Database::Database(std::unique_ptr<engine::DatabaseImpl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  const engine::DatabaseEnvironment environment = engine::environment_of_thread();
  std::unique_ptr<engine::KeyValueStore> store;
  if (options.in_memory) {
    store = engine::make_memory_store();
  } else {
    if (path.empty()) throw UsageError("a database needs a folder");
    engine::refuse_foreign_folder(path);
    engine::RocksStoreOptions store_options;
    store_options.block_cache_bytes = options.block_cache_bytes;
    store_options.write_buffer_bytes = options.write_buffer_bytes;
    store_options.create_if_missing = options.create_if_missing;
    store_options.env = environment.env;
    store = engine::open_rocks_store(path, store_options);
  }
  return std::unique_ptr<Database>(new Database(std::make_unique<engine::DatabaseImpl>(
      std::move(store), options.in_memory ? std::string() : path, options, environment)));
}

std::unique_ptr<Database> Database::open_in_memory() {
  DatabaseOptions options;
  options.in_memory = true;
  return open({}, options);
}

Transaction Database::begin(TransactionMode mode, CacheUse cache) {
  return Transaction(std::make_unique<engine::TransactionImpl>(*impl_, mode, cache));
}

void Database::wait_durable(CommitNumber number) {
  impl_->pipeline.wait_durable(number);
}

WorkerPool& Database::workers() {
  return impl_->workers;
}

CommitNumber Database::published_commit() const {
  return impl_->pipeline.published()->commit;
}
const std::string& Database::path() const {
  return impl_->path;
}
std::uint64_t Database::size_on_disk_bytes() const {
  return impl_->store->size_on_disk_bytes();
}

}  // namespace liaison
