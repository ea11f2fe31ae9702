// What only a store on disk has: opening, locking, damage, and a log that fails.
#include "kv/rocks_store.h"

#include <doctest/doctest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "liaison/engine/error.h"
#include "liaison/engine/free_space.h"
#include "support/child_process.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

namespace fs = std::filesystem;
using test::TemporaryDirectory;

RocksStoreOptions small(rocksdb::Env* env = nullptr) {
  return {.block_cache_bytes = std::size_t{8} << 20,
          .write_buffer_bytes = std::size_t{1} << 20,
          .create_if_missing = true,
          .env = env};
}

void put(KeyValueStore& store, const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.put(ColumnFamily::Pages, key, value);
  store.write(batch);
}

template <class ErrorType>
std::string open_error(const std::string& path, const RocksStoreOptions& options = small()) {
  try {
    open_rocks_store(path, options);
  } catch (const ErrorType& error) {
    return error.what();
  }
  FAIL("opened, or threw something else");
  return {};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Files of a kind in a folder.
std::vector<fs::path> files_with(const std::string& folder, const std::string& ending) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  }
  return found;
}

// A file system whose log files fail to append or to sync when told to.
class FailingLogs final : public rocksdb::FileSystemWrapper {
 public:
  std::atomic<bool> fail_append{false};
  std::atomic<bool> fail_sync{false};

  FailingLogs() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FailingLogs"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    auto status = target()->NewWritableFile(name, options, result, debug);
    if (status.ok() && name.ends_with(".log")) {
      *result = std::make_unique<File>(std::move(*result), *this);
    }
    return status;
  }

 private:
  class File final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, FailingLogs& logs)
        : FSWritableFileOwnerWrapper(std::move(file)), logs_(logs) {}
    using FSWritableFileOwnerWrapper::Append;
    using FSWritableFileOwnerWrapper::PositionedAppend;
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
      if (logs_.fail_append) return rocksdb::IOStatus::IOError("append refused by the test");
      return FSWritableFileOwnerWrapper::Append(data, options, debug);
    }
    rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& data, std::uint64_t offset,
                                       const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override {
      if (logs_.fail_append) return rocksdb::IOStatus::IOError("write refused by the test");
      return target()->PositionedAppend(data, offset, options, debug);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
      if (logs_.fail_sync) return rocksdb::IOStatus::IOError("sync refused by the test");
      return FSWritableFileOwnerWrapper::Sync(options, debug);
    }

   private:
    FailingLogs& logs_;
  };
};

// A file system on which table files find no space while it is full.
class FullDisk final : public rocksdb::FileSystemWrapper {
 public:
  std::atomic<bool> full{false};

  FullDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FullDisk"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    if (full && name.ends_with(".sst")) return rocksdb::IOStatus::NoSpace("none left");
    return target()->NewWritableFile(name, options, result, debug);
  }
};

// A file system that notes which manifests have a durable name when CURRENT comes to name one.
class NamesInOrder final : public rocksdb::FileSystemWrapper {
 public:
  struct Switch {
    std::string manifest;
    bool is_durable;
  };
  std::vector<Switch> switches;

  NamesInOrder() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "NamesInOrder"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    if (is_manifest(name)) newest_ = {fs::path(name).filename().string(), false};
    return target()->NewWritableFile(name, options, result, debug);
  }
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override {
    const auto status = target()->NewDirectory(name, options, result, debug);
    if (status.ok()) *result = std::make_unique<Folder>(std::move(*result), *this);
    return status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (to.ends_with("/CURRENT")) switches.push_back(newest_);
    return target()->RenameFile(from, to, options, debug);
  }

 private:
  class Folder final : public rocksdb::FSDirectory {
   public:
    Folder(std::unique_ptr<rocksdb::FSDirectory> below, NamesInOrder& names)
        : below_(std::move(below)), names_(names) {}
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* debug) override {
      names_.newest_.is_durable = true;
      return below_->Fsync(options, debug);
    }

   private:
    std::unique_ptr<rocksdb::FSDirectory> below_;
    NamesInOrder& names_;
  };

  static bool is_manifest(const std::string& name) {
    return fs::path(name).filename().string().starts_with("MANIFEST-");
  }

  Switch newest_{{}, false};
};

// Both outlive an abandoned store, which keeps using them until the process ends.
struct FailingDisk {
  std::shared_ptr<FailingLogs> logs = std::make_shared<FailingLogs>();
  std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(logs);
};
FailingDisk& make_failing_disk() {
  static auto* disks = new std::vector<std::unique_ptr<FailingDisk>>;
  return *disks->emplace_back(std::make_unique<FailingDisk>());
}

}  // namespace

TEST_CASE("a store that is opened again has what was written, flushed or not") {
  TemporaryDirectory folder;
  const std::string path = folder.file("deep/db");
  {
    auto store = open_rocks_store(path, small());
    put(*store, "flushed", "1");
    store->flush();
    put(*store, "logged", "2");
    store->sync();
    CHECK(store->path() == path);
    CHECK(store->size_on_disk_bytes() > 0);
  }
  auto store = open_rocks_store(path, small());
  CHECK(store->get(ColumnFamily::Pages, "flushed") == "1");
  CHECK(store->get(ColumnFamily::Pages, "logged") == "2");
}

TEST_CASE("a folder that is opened often gathers no files") {
  TemporaryDirectory folder;
  { put(*open_rocks_store(folder.file("db"), small()), "k", "v"); }
  const auto file_count = [&] {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder.file("db"))) {
      count += entry.path().filename().string().starts_with("LOG") ? 0 : 1;
    }
    return count;
  };
  for (int i = 0; i < 3; ++i) open_rocks_store(folder.file("db"), small());
  const std::size_t before = file_count();
  for (int i = 0; i < 10; ++i) open_rocks_store(folder.file("db"), small());
  CHECK(file_count() == before);
  CHECK(open_rocks_store(folder.file("db"), small())->get(ColumnFamily::Pages, "k") == "v");
}

TEST_CASE("the log tells what happened, and not all settings again") {
  TemporaryDirectory folder;
  { put(*open_rocks_store(folder.file("db"), small()), "k", "v"); }
  open_rocks_store(folder.file("db"), small());
  std::ifstream file(folder.file("db/LOG"));
  const std::string log(std::istreambuf_iterator<char>(file), {});
  CHECK(contains(log, "RocksDB version"));
  CHECK(contains(log, "Recovering log"));
  CHECK(contains(log, "Shutdown complete"));
  CHECK_FALSE(contains(log, "Options."));
  CHECK_FALSE(contains(log, "flush_block_policy_factory"));
}

TEST_CASE("a manifest has a durable name before CURRENT names it") {
  TemporaryDirectory folder;
  const auto names = std::make_shared<NamesInOrder>();
  const auto env = rocksdb::NewCompositeEnv(names);
  { put(*open_rocks_store(folder.file("db"), small(env.get())), "k", "v"); }
  // A folder is made with one manifest, and each opening begins another.
  const std::size_t made = names->switches.size();
  REQUIRE(made >= 2);
  open_rocks_store(folder.file("db"), small(env.get()));
  REQUIRE(names->switches.size() > made);
  for (const auto& [manifest, is_durable] : names->switches) {
    INFO(manifest);
    CHECK(is_durable);
  }
}

// A power cut may leave half a record at the end of a manifest that is being added to.
TEST_CASE("a manifest is not added to once CURRENT names it") {
  TemporaryDirectory folder;
  auto store = open_rocks_store(folder.file("db"), small());
  const auto current = [&] {
    std::string name;
    std::ifstream(folder.file("db/CURRENT")) >> name;
    return name;
  };
  std::set<std::string> seen{current()};
  for (int i = 0; i < 3; ++i) {
    put(*store, "key" + std::to_string(i), "v");
    store->flush();
    CHECK(seen.insert(current()).second);
  }
}

TEST_CASE("opening a missing or empty folder without leave to create it is an error") {
  TemporaryDirectory folder;
  auto options = small();
  options.create_if_missing = false;
  CHECK(contains(open_error<StorageError>(folder.file("none"), options), "no database at"));
  CHECK_FALSE(fs::exists(folder.file("none")));
  CHECK(contains(open_error<StorageError>(folder.path(), options), "empty"));
}

TEST_CASE("a folder or file that is something else is left alone") {
  TemporaryDirectory folder;
  std::ofstream(folder.file("holiday.txt")) << "photos";
  const std::string message = open_error<StorageError>(folder.path());
  CHECK(contains(message, "not a Liaison database"));
  CHECK(contains(message, "holiday.txt"));
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
  CHECK(contains(open_error<StorageError>(folder.file("holiday.txt")), "not a folder"));
}

TEST_CASE("a first open that was killed before it was done is taken up again") {
  TemporaryDirectory folder;
  for (const char* name : {"LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"}) {
    std::ofstream(folder.file(name)) << "";
  }
  auto store = open_rocks_store(folder.path(), small());
  put(*store, "a", "1");
  CHECK(store->get(ColumnFamily::Pages, "a") == "1");
}

TEST_CASE("a folder that is open elsewhere is refused by name, from this process and another") {
  TemporaryDirectory folder;
  auto store = open_rocks_store(folder.file("db"), small());
  const std::string message = open_error<StorageError>(folder.file("db"));
  CHECK(contains(message, "open in another process"));
  CHECK(contains(message, folder.file("db")));

  test::ChildProcess child("rocks_store child: opens a folder",
                           {{"LIAISON_TEST_FOLDER", folder.file("db")}});
  CHECK(contains(child.read_all(), "open in another process"));
  CHECK(child.wait() == 0);
}

TEST_CASE("rocks_store child: opens a folder" * doctest::skip()) {
  const char* path = std::getenv("LIAISON_TEST_FOLDER");
  if (path == nullptr) return;  // only of use when started by the test above
  std::string said = "opened";
  try {
    open_rocks_store(path, small());
  } catch (const StorageError& error) {
    said = error.what();
  }
  test::write_to_parent(said);
}

TEST_CASE("damage is refused or reported, never read as fewer rows") {
  TemporaryDirectory folder;
  const std::string path = folder.file("db");
  constexpr int kRows = 2000;
  {
    auto store = open_rocks_store(path, small());
    for (int i = 0; i < kRows; ++i) {
      put(*store, "key" + std::to_string(i), std::string(100, static_cast<char>('a' + i % 26)));
    }
    store->flush();
  }
  SUBCASE("CURRENT is missing") {
    fs::remove(path + "/CURRENT");
    CHECK(contains(open_error<CorruptionError>(path), "CURRENT is missing"));
  }
  SUBCASE("a table file is missing") {
    for (const auto& file : files_with(path, ".sst")) fs::remove(file);
    CHECK(contains(open_error<CorruptionError>(path), path));
  }
  SUBCASE("the manifest is garbled") {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (!entry.path().filename().string().starts_with("MANIFEST")) continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(20);
      file << "garbage";
    }
    CHECK(contains(open_error<CorruptionError>(path), path));
  }
  SUBCASE("a byte of a table's rows is flipped") {
    const auto files = files_with(path, ".sst");
    REQUIRE(!files.empty());
    for (const auto& name : files) {
      std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(1000);
      const char byte = static_cast<char>(file.get());
      file.seekp(1000);
      file.put(static_cast<char>(byte ^ 0x10));
    }
    auto store = open_rocks_store(path, small());
    auto iterator = store->iterate(ColumnFamily::Pages, {});
    int rows = 0;
    CHECK_THROWS_AS(
        [&] {
          for (iterator->seek_to_first(); iterator->valid(); iterator->next()) ++rows;
        }(),
        CorruptionError);
    CHECK(rows < kRows);
  }
}

TEST_CASE("a database of another program is not taken for ours") {
  TemporaryDirectory folder;
  {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* raw = nullptr;
    REQUIRE(rocksdb::DB::Open(options, folder.file("db"), &raw).ok());
    std::unique_ptr<rocksdb::DB> database(raw);
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    REQUIRE(database->CreateColumnFamily(options, "theirs", &handle).ok());
    database->DestroyColumnFamilyHandle(handle);
  }
  CHECK(contains(open_error<StorageError>(folder.file("db")), "not Liaison's"));
}

TEST_CASE("a failed sync leaves the outcome unknown and stops writing for good") {
  TemporaryDirectory folder;
  FailingDisk& disk = make_failing_disk();
  const std::string path = folder.file("db");
  {
    auto store = open_rocks_store(path, small(disk.env.get()));
    put(*store, "before", "1");
    store->sync();
    disk.logs->fail_sync = true;
    put(*store, "during", "2");
    CHECK_THROWS_AS(store->sync(), OutcomeUnknownError);
    disk.logs->fail_sync = false;
    CHECK_THROWS_AS(put(*store, "after", "3"), StorageError);
    CHECK_THROWS_AS(store->sync(), StorageError);
    CHECK_THROWS_AS(store->flush(), StorageError);
    CHECK(store->get(ColumnFamily::Pages, "before") == "1");
  }
  // Never closed, so its lock is still held: only a new process recovers it.
  CHECK(contains(open_error<StorageError>(path, small(disk.env.get())), "open in another process"));
}

TEST_CASE("a failed log write leaves the outcome unknown and stops writing for good") {
  TemporaryDirectory folder;
  FailingDisk& disk = make_failing_disk();
  auto store = open_rocks_store(folder.file("db"), small(disk.env.get()));
  put(*store, "before", "1");
  disk.logs->fail_append = true;
  CHECK_THROWS_AS(put(*store, "during", "2"), OutcomeUnknownError);
  disk.logs->fail_append = false;
  CHECK_THROWS_AS(put(*store, "after", "3"), StorageError);
  CHECK(store->get(ColumnFamily::Pages, "before") == "1");
}

TEST_CASE("a full disk under table files refuses writes, keeps reading, and passes") {
  TemporaryDirectory folder;
  const auto disk = std::make_shared<FullDisk>();
  const auto env = rocksdb::NewCompositeEnv(disk);
  {
    auto store = open_rocks_store(folder.file("db"), small(env.get()));
    put(*store, "before", "1");
    store->sync();
    disk->full = true;
    CHECK_THROWS_AS(store->flush(), StorageFullError);
    CHECK_THROWS_AS(put(*store, "during", "2"), StorageFullError);
    CHECK(store->get(ColumnFamily::Pages, "before") == "1");
    CHECK(store->get(ColumnFamily::Pages, "during") == std::nullopt);
    disk->full = false;
    // RocksDB looks again every five seconds.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    bool is_taken = false;
    while (!is_taken && std::chrono::steady_clock::now() < deadline) {
      try {
        put(*store, "after", "3");
        is_taken = true;
      } catch (const StorageFullError&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
    CHECK(is_taken);
    store->sync();
  }
  auto store = open_rocks_store(folder.file("db"), small());
  CHECK(store->get(ColumnFamily::Pages, "before") == "1");
  CHECK(store->get(ColumnFamily::Pages, "after") == "3");
}

}  // namespace liaison::engine
