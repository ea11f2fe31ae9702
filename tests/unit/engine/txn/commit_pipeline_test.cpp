#include "txn/commit_pipeline.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <random>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "kv/memory_store.h"
#include "kv/rocks_store.h"
#include "liaison/engine/error.h"
#include "support/child_process.h"
#include "support/seed.h"
#include "support/temporary_directory.h"
#include "txn/commit_row.h"

namespace liaison::engine {

// The tests' own idea of the state that travels with a commit.
struct CatalogState {
  CommitNumber commit;
};

namespace {

// A store in memory that knows what was synced, and can hold up or fail its syncs.
class RecordingStore final : public KeyValueStore {
 public:
  std::atomic<CommitNumber> synced{0};
  std::atomic<int> syncs{0};
  std::atomic<bool> fail_sync{false};
  std::function<void()> on_sync;  // set before threads start

  std::unique_ptr<KeyValueSnapshot> snapshot() override { return inner_->snapshot(); }
  std::optional<std::string> get(ColumnFamily family, std::string_view key,
                                 const KeyValueSnapshot* at) override {
    return inner_->get(family, key, at);
  }
  std::unique_ptr<KeyValueIterator> iterate(ColumnFamily family, ReadRange range) override {
    return inner_->iterate(family, std::move(range));
  }
  void write(const WriteBatch& batch) override { inner_->write(batch); }
  std::unique_ptr<Ingest> begin_ingest() override { return inner_->begin_ingest(); }
  void sync() override {
    // Only what was written when a sync began is sure to be durable when it ends.
    const CommitNumber covered = read_commit_row(*inner_).number;
    if (on_sync) on_sync();
    if (fail_sync) throw OutcomeUnknownError("sync refused by the test");
    synced = std::max<CommitNumber>(synced, covered);
    ++syncs;
  }
  void flush() override {}
  std::uint64_t size_on_disk_bytes() override { return 0; }
  const std::string& path() const override { return inner_->path(); }

 private:
  std::unique_ptr<KeyValueStore> inner_ = make_memory_store();
};

// A pipeline with a state that follows it as a database's catalog would.
struct Bench {
  RecordingStore store;
  std::shared_ptr<const CatalogState> state;  // changes only between write and release
  CommitPipeline pipeline;

  explicit Bench(CommitPipelineOptions options = {}) : pipeline(store, std::move(options)) {
    state = std::make_shared<CatalogState>(CatalogState{pipeline.recovered()});
    pipeline.start([this] { return state; });
  }

  CommitNumber commit_unsynced(const std::string& key = "k") {
    WriterLock lock = pipeline.lock_writer();
    WriteBatch batch;
    batch.put(ColumnFamily::Loose, key, "v");
    const CommitNumber number = pipeline.write(lock, std::move(batch));
    state = std::make_shared<CatalogState>(CatalogState{number});
    return number;
  }
  CommitNumber commit(const std::string& key = "k") {
    const CommitNumber number = commit_unsynced(key);
    pipeline.wait_durable(number);
    return number;
  }
};

}  // namespace

TEST_CASE("a commit is published with its number, its rows and its state, and not before") {
  Bench bench;
  CHECK(bench.pipeline.published()->commit == 0);
  const CommitNumber number = bench.commit_unsynced("a");
  CHECK(number == 1);
  auto before = bench.pipeline.published();
  CHECK(before->commit == 0);
  CHECK(bench.store.get(ColumnFamily::Loose, "a", before->snapshot.get()) == std::nullopt);
  bench.pipeline.wait_durable(number);
  auto after = bench.pipeline.published();
  CHECK(after->commit == 1);
  CHECK(after->state->commit == 1);
  CHECK(bench.store.get(ColumnFamily::Loose, "a", after->snapshot.get()) == "v");
  CHECK(read_commit_row(bench.store, after->snapshot.get()).number == 1);
  CHECK(bench.store.get(ColumnFamily::Loose, "a", before->snapshot.get()) == std::nullopt);
  CHECK_THROWS_AS(bench.pipeline.wait_durable(2), UsageError);
}

TEST_CASE("commits that wait while a sync runs share the next one") {
  constexpr int kThreads = 16;
  Bench bench;
  const int syncs_before = bench.store.syncs;
  std::latch all_written(kThreads);
  bench.store.on_sync = [&] { all_written.wait(); };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        const CommitNumber number = bench.commit_unsynced();
        all_written.count_down();
        bench.pipeline.wait_durable(number);
        CHECK(bench.store.synced >= number);
      });
    }
  }
  CHECK(bench.pipeline.published()->commit == kThreads);
  CHECK(bench.store.syncs - syncs_before <= 2);
}

TEST_CASE("those who wait for the sync after this one are all served, one of them leads") {
  constexpr int kThreads = 16;
  Bench bench;
  bench.store.on_sync = [] { std::this_thread::sleep_for(std::chrono::microseconds(200)); };
  const int syncs_before = bench.store.syncs;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int commit = 0; commit < 50; ++commit) {
          const CommitNumber number = bench.commit();
          CHECK(bench.store.synced >= number);
        }
      });
    }
  }
  CHECK(bench.pipeline.published()->commit == kThreads * 50);
  CHECK(bench.store.syncs - syncs_before < kThreads * 50);
}

TEST_CASE("with 16 writers readers see whole commits in order, each synced before it is seen") {
  constexpr int kThreads = 16;
  constexpr int kCommits = 200;
  Bench bench;
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  {
    std::vector<std::jthread> readers;
    for (int reader = 0; reader < 2; ++reader) {
      readers.emplace_back([&] {
        CommitNumber last = 0;
        do {
          auto published = bench.pipeline.published();
          if (published->commit > bench.store.synced) ++wrong;
          if (published->commit < last) ++wrong;
          if (published->state->commit != published->commit) ++wrong;
          if (read_commit_row(bench.store, published->snapshot.get()).number != published->commit) {
            ++wrong;
          }
          last = published->commit;
        } while (!done);
      });
    }
    {
      std::vector<std::jthread> writers;
      for (int writer = 0; writer < kThreads; ++writer) {
        writers.emplace_back([&] {
          for (int i = 0; i < kCommits; ++i) {
            const CommitNumber number = bench.commit();
            if (bench.store.synced < number) ++wrong;
            if (bench.pipeline.published()->commit < number) ++wrong;
          }
        });
      }
    }
    done = true;
  }
  CHECK(wrong == 0);
  CHECK(bench.pipeline.published()->commit == kThreads * kCommits);
  CHECK(bench.pipeline.statistics().commits == kThreads * kCommits);
  CHECK(bench.pipeline.statistics().syncs <= kThreads * kCommits + 1);
}

TEST_CASE("a statement that holds the writer lock does not delay the answer to earlier commits") {
  Bench bench;
  const CommitNumber number = bench.commit_unsynced();
  WriterLock long_statement = bench.pipeline.lock_writer();
  bench.pipeline.wait_durable(number);
  CHECK(bench.pipeline.published()->commit == number);
  CHECK_FALSE(bench.pipeline.try_lock_writer().held());
  long_statement.release();
  CHECK(bench.pipeline.try_lock_writer().held());
}

TEST_CASE("published() does not wait for a sync that hangs") {
  Bench bench;
  const CommitNumber number = bench.commit_unsynced();
  std::latch in_sync(1), go_on(1);
  bench.store.on_sync = [&] {
    in_sync.count_down();
    go_on.wait();
  };
  std::jthread waiter([&] { bench.pipeline.wait_durable(number); });
  in_sync.wait();
  CHECK(bench.pipeline.published()->commit == 0);
  CHECK(bench.commit_unsynced() == 2);  // nor do writers
  go_on.count_down();
  waiter.join();
  // What was written after the sync began is not covered by it.
  CHECK(bench.pipeline.published()->commit == 1);
}

TEST_CASE("a failed sync is unknown to its whole group and final for everybody after") {
  Bench bench;
  bench.commit("before");
  constexpr int kThreads = 4;
  std::latch all_written(kThreads);
  bench.store.on_sync = [&] {
    all_written.wait();
    // So that those who wrote after the snapshot wait for the next sync, which never comes.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  bench.store.fail_sync = true;
  std::atomic<int> unknown{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        const CommitNumber number = bench.commit_unsynced();
        all_written.count_down();
        try {
          bench.pipeline.wait_durable(number);
        } catch (const OutcomeUnknownError&) {
          ++unknown;
        }
      });
    }
  }
  CHECK(unknown == kThreads);
  bench.store.fail_sync = false;
  CHECK_THROWS_AS(bench.pipeline.lock_writer(), StorageError);
  CHECK_THROWS_AS(bench.pipeline.close(), OutcomeUnknownError);
  CHECK(bench.pipeline.published()->commit == 1);
  CHECK_NOTHROW(bench.pipeline.wait_durable(1));
}

TEST_CASE("buffered commits are published at once and synced at close") {
  Bench bench({.durability = Durability::Buffered});
  bench.commit();
  bench.commit();
  CHECK(bench.pipeline.published()->commit == 2);
  CHECK(bench.store.syncs == 0);
  bench.pipeline.close();
  CHECK(bench.store.synced == 2);
  CHECK_THROWS_AS(bench.pipeline.lock_writer(), UsageError);
  CHECK_NOTHROW(bench.pipeline.close());
}

TEST_CASE("maintenance takes no commit number and shows in the next published snapshot") {
  Bench bench;
  bench.commit();
  {
    WriterLock lock = bench.pipeline.lock_writer();
    WriteBatch batch;
    batch.put(ColumnFamily::Pages, "folded", "page");
    bench.pipeline.write_maintenance(lock, std::move(batch));
    CHECK(bench.pipeline.written() == 1);
  }
  auto old = bench.pipeline.published();
  CHECK(bench.store.get(ColumnFamily::Pages, "folded", old->snapshot.get()) == std::nullopt);
  bench.pipeline.sync();
  auto now = bench.pipeline.published();
  CHECK(now->commit == 1);
  CHECK(bench.store.get(ColumnFamily::Pages, "folded", now->snapshot.get()) == "page");
}

TEST_CASE("a write that is refused takes no number") {
  Bench bench;
  {
    WriterLock lock = bench.pipeline.lock_writer();
    CHECK_THROWS_AS(bench.pipeline.write_with(
                        lock, [](CommitNumber, const std::string&) { throw StorageError("full"); }),
                    StorageError);
  }
  CHECK(bench.commit() == 1);
}

TEST_CASE("a store below its watermark is refused with the gap, until the loss is accepted") {
  test::TemporaryDirectory folder;
  const std::string path = folder.file("WATERMARK");
  WatermarkFile::create(path, 0, system_clock());
  {
    Bench bench({.watermark_path = path});
    for (int i = 0; i < 5; ++i) bench.commit();
    CHECK(WatermarkFile::open(path, system_clock())->commit() == 5);
  }
  // The next store in memory starts empty: all five are gone.
  RecordingStore empty;
  CHECK_THROWS_WITH_AS(
      CommitPipeline(empty, {.watermark_path = path}),
      doctest::Contains("5 commits acknowledged before the last stop are missing (numbers 1 to 5); "
                        "the store holds 0"),
      CorruptionError);
  CHECK(WatermarkFile::open(path, system_clock())->commit() == 5);
  {
    CommitPipeline accepted(empty, {.watermark_path = path, .accept_loss = true});
    CHECK(accepted.recovered() == 0);
  }
  CHECK_NOTHROW(CommitPipeline(empty, {.watermark_path = path}));
}

TEST_CASE("a store with commits but without a watermark is refused") {
  test::TemporaryDirectory folder;
  RecordingStore store;
  WriteBatch batch;
  put_commit_row(batch, {.number = 7});
  store.write(batch);
  const std::string path = folder.file("WATERMARK");
  CHECK_THROWS_WITH_AS(CommitPipeline(store, {.watermark_path = path}),
                       doctest::Contains("is missing"), CorruptionError);
  CommitPipeline accepted(store, {.watermark_path = path, .accept_loss = true});
  CHECK(WatermarkFile::open(path, system_clock())->commit() == 7);
}

// The kill test: a child commits batches of three keys from three threads and tells us each commit
// once it is durable; it is killed at a random moment; then everything it told must be there, and
// whatever is there must be whole.
namespace {

constexpr int kWriters = 3;
constexpr int kKeysPerCommit = 3;

std::string row_key(std::uint64_t writer, std::uint64_t index, int part) {
  std::string key;
  put_u8(key, static_cast<std::uint8_t>(part));  // the parts of a commit lie far apart
  put_u64(key, writer);
  put_u64(key, index);
  return key;
}

ColumnFamily row_family(int part) {
  return static_cast<ColumnFamily>(part % kColumnFamilyCount);
}

// Commits of a writer found in the store, checked to be whole, without gap and equal in all parts.
std::uint64_t count_whole(KeyValueStore& store, std::uint64_t writer, int& torn) {
  std::uint64_t found[kKeysPerCommit] = {};
  std::string values[kKeysPerCommit];
  for (int part = 0; part < kKeysPerCommit; ++part) {
    auto iterator = store.iterate(row_family(part), {.lower_bound = row_key(writer, 0, part),
                                                     .upper_bound = row_key(writer + 1, 0, part)});
    for (iterator->seek_to_first(); iterator->valid(); iterator->next()) {
      if (iterator->key() != row_key(writer, found[part], part)) ++torn;  // a gap
      ++found[part];
      values[part] += std::to_string(iterator->value().size()) + ",";
    }
  }
  for (int part = 1; part < kKeysPerCommit; ++part) {
    if (found[part] != found[0] || values[part] != values[0]) ++torn;
  }
  return found[0];
}

struct Opened {
  std::unique_ptr<KeyValueStore> store;
  std::shared_ptr<const CatalogState> state = std::make_shared<CatalogState>();
  std::unique_ptr<CommitPipeline> pipeline;

  explicit Opened(const std::string& path)
      : store(open_rocks_store(path, {.block_cache_bytes = std::size_t{8} << 20,
                                      .write_buffer_bytes = std::size_t{1} << 20})),
        pipeline(std::make_unique<CommitPipeline>(
            *store, CommitPipelineOptions{.watermark_path = path + "/" + kWatermarkFileName})) {
    pipeline->start([this] { return state; });
  }
};

}  // namespace

TEST_CASE("commit_pipeline child: commits until killed" * doctest::skip()) {
  const char* path = std::getenv("LIAISON_TEST_FOLDER");
  if (path == nullptr) return;  // only of use when started by the test below
  Opened database(path);
  std::vector<std::jthread> threads;
  for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
    int torn = 0;
    const std::uint64_t first = count_whole(*database.store, writer, torn);
    threads.emplace_back([&database, writer, first] {
      std::mt19937_64 random(first + writer);
      for (std::uint64_t index = first;; ++index) {
        const std::size_t size = std::size_t{1} << random() % 14;
        WriteBatch batch;
        for (int part = 0; part < kKeysPerCommit; ++part) {
          batch.put(row_family(part), row_key(writer, index, part), std::string(size, 'x'));
        }
        WriterLock lock = database.pipeline->lock_writer();
        const CommitNumber number = database.pipeline->write(lock, std::move(batch));
        lock.release();
        database.pipeline->wait_durable(number);
        std::string told;
        put_u64(told, writer);
        put_u64(told, index);
        put_u64(told, number);
        test::write_to_parent(told);
      }
    });
  }
}

TEST_CASE("after kill -9 every commit that was told durable is there, and all are whole") {
  constexpr int kRounds = 20;
  // On a slow machine, or under a sanitizer, a child may be dead before it has told of anything.
  constexpr int kRoundsMax = 20 * kRounds;
  constexpr std::uint64_t kAcknowledgedMin = 100;
  const auto seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  test::TemporaryDirectory folder;
  const std::string path = folder.file("db");
  std::uint64_t acknowledged = 0;
  std::uint64_t told_next[kWriters] = {};
  CommitNumber told_commit = 0;
  int round = 0;
  for (; round < kRounds || (acknowledged < kAcknowledgedMin && round < kRoundsMax); ++round) {
    {
      test::ChildProcess child("commit_pipeline child: commits until killed",
                               {{"LIAISON_TEST_FOLDER", path}});
      std::jthread killer([&, delay = std::chrono::milliseconds(20 + random() % 180)] {
        std::this_thread::sleep_for(delay);  // the moment of death is what the test varies
        child.kill();
      });
      const std::string told = child.read_all();
      killer.join();
      CHECK(child.wait() == -SIGKILL);
      ByteReader reader(told, "acknowledgements");
      while (!reader.empty()) {
        const std::uint64_t writer = reader.read_u64();
        REQUIRE(writer < kWriters);
        told_next[writer] = reader.read_u64() + 1;
        told_commit = std::max(told_commit, reader.read_u64());
        ++acknowledged;
      }
    }
    Opened database(path);
    int torn = 0;
    std::uint64_t total = 0;
    for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
      const std::uint64_t count = count_whole(*database.store, writer, torn);
      CHECK(count >= told_next[writer]);
      total += count;
    }
    CHECK(torn == 0);
    CHECK(database.pipeline->recovered() >= told_commit);
    CHECK(database.pipeline->recovered() == total);
    CHECK(database.pipeline->published()->commit == total);
    if (round % 4 == 3) database.pipeline->close();
  }
  MESSAGE(round, " kills, ", acknowledged, " commits acknowledged, seed ", seed);
  CHECK(acknowledged >= kAcknowledgedMin);  // else the rounds tested nothing
}

}  // namespace liaison::engine
