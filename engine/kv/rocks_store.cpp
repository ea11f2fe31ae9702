#include "kv/rocks_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/fault.h"
#include "kv/column_families.h"
#include "kv/log_chain.h"
#include "kv/rocks_ingest.h"
#include "kv/rocks_log.h"
#include "kv/rocks_options.h"
#include "kv/rocks_status.h"
#include "kv/store_file_system.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"
#include "liaison/engine/stopped.h"

namespace liaison::engine {
namespace {

namespace fs = std::filesystem;

rocksdb::Slice to_slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
std::string_view to_view(const rocksdb::Slice& bytes) {
  return {bytes.data(), bytes.size()};
}

// Notes whether RocksDB stopped because of its log (final) or of background work (which it takes
// up again by itself once there is space).
class ErrorWatch final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                         rocksdb::Status* /*status*/) noexcept override {
    if (reason != rocksdb::BackgroundErrorReason::kFlush &&
        reason != rocksdb::BackgroundErrorReason::kCompaction &&
        reason != rocksdb::BackgroundErrorReason::kFlushNoWAL) {
      log_failed_.store(true);
    }
  }
  bool log_failed() const { return log_failed_.load(); }

 private:
  std::atomic<bool> log_failed_{false};
};

class RocksSnapshot final : public KeyValueSnapshot {
 public:
  RocksSnapshot(rocksdb::DB& database, std::atomic<int>& live)
      : database_(database), snapshot_(database.GetSnapshot()), live_(live) {
    ++live_;
  }
  ~RocksSnapshot() override {
    database_.ReleaseSnapshot(snapshot_);
    --live_;
  }
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB& database_;
  const rocksdb::Snapshot* snapshot_;
  std::atomic<int>& live_;
};

const rocksdb::Snapshot* rocks_snapshot(const KeyValueSnapshot* snapshot) {
  return snapshot == nullptr ? nullptr : static_cast<const RocksSnapshot*>(snapshot)->get();
}

// The one iterator: bounds, total order, and a status that is looked at wherever a move ends.
class RocksIterator final : public KeyValueIterator {
 public:
  RocksIterator(rocksdb::DB& database, rocksdb::ColumnFamilyHandle* handle, ReadRange range,
                const std::string& path, std::atomic<int>& live)
      : lower_bound_(std::move(range.lower_bound)),
        upper_bound_(std::move(range.upper_bound)),
        lower_slice_(lower_bound_),
        upper_slice_(upper_bound_),
        path_(path),
        live_(live) {
    rocksdb::ReadOptions options;
    options.snapshot = rocks_snapshot(range.snapshot);
    options.total_order_seek = true;
    options.verify_checksums = !LIAISON_FAULT("checksums-off");
    if (!lower_bound_.empty()) options.iterate_lower_bound = &lower_slice_;
    if (!upper_bound_.empty()) options.iterate_upper_bound = &upper_slice_;
    iterator_.reset(database.NewIterator(options, handle));
    ++live_;
  }
  ~RocksIterator() override { --live_; }

  bool valid() const override { return iterator_->Valid(); }
  void seek(std::string_view key) override {
    iterator_->Seek(to_slice(key));
    check_end();
  }
  void seek_for_prev(std::string_view key) override {
    iterator_->SeekForPrev(to_slice(key));
    check_end();
  }
  void seek_to_first() override {
    iterator_->SeekToFirst();
    check_end();
  }
  void seek_to_last() override {
    iterator_->SeekToLast();
    check_end();
  }
  void next() override {
    LIAISON_ASSERT(valid());
    iterator_->Next();
    check_end();
  }
  void prev() override {
    LIAISON_ASSERT(valid());
    iterator_->Prev();
    check_end();
  }
  std::string_view key() const override {
    LIAISON_ASSERT(valid());
    return to_view(iterator_->key());
  }
  std::string_view value() const override {
    LIAISON_ASSERT(valid());
    return to_view(iterator_->value());
  }

 private:
  // An iterator that met an error is "not valid" as one at its end is; only its status tells.
  void check_end() const {
    if (LIAISON_FAULT("status-unchecked")) return;
    if (!iterator_->Valid()) check_status(iterator_->status(), "scanning", path_);
  }

  std::string lower_bound_;
  std::string upper_bound_;
  rocksdb::Slice lower_slice_;
  rocksdb::Slice upper_slice_;
  const std::string& path_;
  std::atomic<int>& live_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

using Handles = std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilyCount>;

// What RocksDB borrows while it is open.
struct Machinery {
  std::unique_ptr<rocksdb::Env> env;  // files through our log file system
  LogChainFilter filter;
};

// A store whose log failed is kept for ever instead of being closed; see the header.
void abandon(std::unique_ptr<Machinery> machinery, std::unique_ptr<rocksdb::DB> database,
             const Handles& handles) {
  struct Abandoned {
    std::unique_ptr<Machinery> machinery;
    std::unique_ptr<rocksdb::DB> database;
    Handles handles;
  };
  static std::mutex mutex;
  static auto* abandoned = new std::vector<Abandoned>;
  std::lock_guard lock(mutex);
  abandoned->push_back({std::move(machinery), std::move(database), handles});
}

class RocksStore final : public KeyValueStore {
 public:
  RocksStore(std::string path, std::unique_ptr<Machinery> machinery,
             std::unique_ptr<rocksdb::DB> database,
             std::vector<rocksdb::ColumnFamilyHandle*> handles, std::shared_ptr<ErrorWatch> watch)
      : path_(std::move(path)),
        machinery_(std::move(machinery)),
        database_(std::move(database)),
        watch_(std::move(watch)),
        chain_(machinery_->env->NowMicros()) {
    LIAISON_CHECK(handles.size() == handles_.size());
    std::ranges::copy(handles, handles_.begin());
  }

  ~RocksStore() override {
    LIAISON_ASSERT(live_ == 0);
    if (poisoned()) {
      abandon(std::move(machinery_), std::move(database_), handles_);
      return;
    }
    for (auto* handle : handles_) delete handle;
  }

  std::unique_ptr<KeyValueSnapshot> snapshot() override {
    return std::make_unique<RocksSnapshot>(*database_, live_);
  }

  std::optional<std::string> get(ColumnFamily family, std::string_view key,
                                 const KeyValueSnapshot* at) override {
    std::string value;
    const auto status = database_->Get(read_options(at), handle(family), to_slice(key), &value);
    if (!check_found(status, family, key, path_)) return std::nullopt;
    return value;
  }

  std::optional<HeldBytes> hold(ColumnFamily family, std::string_view key,
                                const KeyValueSnapshot* at) override {
    auto value = std::make_shared<rocksdb::PinnableSlice>();
    const auto status =
        database_->Get(read_options(at), handle(family), to_slice(key), value.get());
    if (!check_found(status, family, key, path_)) return std::nullopt;
    const std::string_view view(value->data(), value->size());
    return HeldBytes(view, std::move(value));
  }

  std::unique_ptr<KeyValueIterator> iterate(ColumnFamily family, ReadRange range) override {
    return std::make_unique<RocksIterator>(*database_, handle(family), std::move(range), path_,
                                           live_);
  }

  void write(const WriteBatch& batch) override {
    refuse_if_poisoned();
    // In the order of their links: RocksDB must see no other one between.
    const std::lock_guard writing(write_mutex_);
    rocksdb::WriteBatch rocks_batch(batch.size_bytes() + batch.operations().size() * 16 + 64);
    chain_.add_to(rocks_batch);
    for (const auto& operation : batch.operations()) {
      const auto status =
          operation.is_delete
              ? rocks_batch.Delete(handle(operation.family), operation.key)
              : rocks_batch.Put(handle(operation.family), operation.key, operation.value);
      check_status(status, "building a batch", path_);
    }
    rocksdb::WriteOptions options;
    options.sync = false;  // sync() does it for many commits at once
    options.disableWAL = false;
    const auto status = database_->Write(options, &rocks_batch);
    if (status.ok()) return;
    // Out of space in background work: refused before anything was written, and it passes.
    if (status.IsNoSpace() && !watch_->log_failed()) check_status(status, "writing", path_);
    poison();
    throw OutcomeUnknownError(
        "database " + path_ +
        ": writing the log failed, the commit may or may not be there: " + status.ToString());
  }

  std::unique_ptr<Ingest> begin_ingest() override {
    refuse_if_poisoned();
    return std::make_unique<RocksIngest>(*database_, handles_, path_);
  }

  void sync() override {
    refuse_if_poisoned();
    if (LIAISON_FAULT("sync-off")) return;
    const auto status = database_->SyncWAL();
    if (status.ok()) return;
    poison();
    throw OutcomeUnknownError("database " + path_ +
                              ": syncing the log failed, commits since the last sync may or may "
                              "not be there: " +
                              status.ToString());
  }

  void flush() override {
    refuse_if_poisoned();
    const std::vector<rocksdb::ColumnFamilyHandle*> handles(handles_.begin(), handles_.end());
    check_status(database_->Flush(rocksdb::FlushOptions(), handles), "flushing", path_);
  }

  std::uint64_t size_on_disk_bytes() override {
    std::uint64_t total = 0;
    std::error_code error;
    // Files come and go under compaction: one that is gone counts nothing.
    for (fs::directory_iterator entry(path_, error), end; !error && entry != end;
         entry.increment(error)) {
      std::error_code size_error;
      const auto size = entry->file_size(size_error);
      if (!size_error) total += size;
    }
    return total;
  }

  const std::string& path() const override { return path_; }

 private:
  static rocksdb::ReadOptions read_options(const KeyValueSnapshot* at) {
    rocksdb::ReadOptions options;
    options.snapshot = rocks_snapshot(at);
    options.verify_checksums = !LIAISON_FAULT("checksums-off");
    return options;
  }

  rocksdb::ColumnFamilyHandle* handle(ColumnFamily family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  bool poisoned() const { return poisoned_.load(); }
  void poison() { poisoned_.store(true); }
  void refuse_if_poisoned() const {
    if (poisoned()) {
      throw StoppedError("database " + path_ +
                         " stopped after a failed log write; restart to recover it");
    }
  }

  const std::string path_;
  std::unique_ptr<Machinery> machinery_;
  std::unique_ptr<rocksdb::DB> database_;
  Handles handles_{};
  std::shared_ptr<ErrorWatch> watch_;
  std::mutex write_mutex_;
  LogChain chain_;  // guarded by write_mutex_
  std::atomic<bool> poisoned_{false};
  std::atomic<int> live_{0};
};

// True for the files that RocksDB makes before CURRENT names a database: a folder with nothing
// else in it is a first open that was interrupted.
bool made_before_current(const std::string& name) {
  return name == "LOCK" || name == "IDENTITY" || name == "MANIFEST-000001" ||
         name.starts_with("LOG") || name.ends_with(".dbtmp");
}

// Makes sure that opening `path` cannot turn a foreign or damaged folder into an empty database.
void check_folder(const std::string& path, bool create_if_missing) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) {
    if (!create_if_missing) throw StorageError("no database at " + path + ": no such folder");
    fs::create_directories(path, error);
    if (error) throw StorageError("cannot make folder " + path + ": " + error.message());
    return;
  }
  if (!fs::is_directory(status)) throw StorageError(path + " is not a folder");

  bool has_current = false;
  bool has_data = false;
  std::string foreign;
  fs::directory_iterator entry(path, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    has_current |= name == "CURRENT";
    has_data |= name.starts_with("MANIFEST-") && name != "MANIFEST-000001";
    has_data |= name.ends_with(".sst") || name == "WATERMARK";
    if (!made_before_current(name)) foreign = name;
  }
  if (error) throw StorageError("cannot read folder " + path + ": " + error.message());
  if (has_current) return;
  if (has_data) {
    throw CorruptionError("database " + path +
                          " is damaged: its file CURRENT is missing. Restore a backup.");
  }
  if (!foreign.empty()) {
    throw StorageError("folder " + path + " is not empty and not a Liaison database (it has " +
                       foreign + " but no file CURRENT)");
  }
  if (!create_if_missing) throw StorageError("no database at " + path + ": the folder is empty");
}

// Each opening begins a log, and RocksDB removes those before only when it flushes: a folder that
// is opened often and never written to would fill with empty ones. Requires the folder's lock. A
// log without a byte holds no commit and is not in the manifest's list.
void remove_empty_logs(const std::string& path, rocksdb::Env& env) {
  std::vector<std::string> logs;
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.ends_with(".log")) logs.push_back(std::move(name));
  }
  // Numbers have leading zeros as far as they are short: longer names are newer.
  std::ranges::sort(logs, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  if (!logs.empty()) logs.pop_back();  // the one that was just begun
  for (const std::string& name : logs) {
    const std::string file = path + "/" + name;
    std::error_code size_error;
    if (fs::file_size(file, size_error) == 0 && !size_error) env.DeleteFile(file);
  }
}

}  // namespace

std::unique_ptr<KeyValueStore> open_rocks_store(const std::string& path,
                                                const RocksStoreOptions& options) {
  check_folder(path, options.create_if_missing);
  auto machinery = std::make_unique<Machinery>();  // outlives the log among the options
  RocksOptions rocks_options = make_rocks_options(options);
  auto watch = std::make_shared<ErrorWatch>();
  rocks_options.database.listeners.push_back(watch);
  rocksdb::Env* below = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  machinery->env = rocksdb::NewCompositeEnv(make_store_file_system(below->GetFileSystem()));
  rocks_options.database.env = machinery->env.get();
  rocks_options.database.wal_filter = &machinery->filter;
  rocks_options.database.info_log = make_rocks_log(path, rocks_options.database);

  rocksdb::DB* database = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  check_opened(rocksdb::DB::Open(rocks_options.database, path,
                                 column_family_descriptors(rocks_options.column_family), &handles,
                                 &database),
               path);
  rocksdb::Env& env = *machinery->env;
  auto store = std::make_unique<RocksStore>(path, std::move(machinery),
                                            std::unique_ptr<rocksdb::DB>(database),
                                            std::move(handles), std::move(watch));
  // Only now: before it was opened, the folder may have been another process's, and its ingest.
  RocksIngest::remove_leftovers(path);
  remove_empty_logs(path, env);
  return store;
}

}  // namespace liaison::engine
