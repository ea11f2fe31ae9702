// Dirty marks, builders and epochs, one interleaving at a time: commits, snapshots and builds are
// ordered by the test, background work runs when the test says so.
#include <doctest/doctest.h>

#include <deque>
#include <memory>

#include "cache/column_statistics.h"
#include "cache/read_cache.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "kv/memory_store.h"

namespace liaison::engine {
namespace {

class ManualExecutor final : public Executor {
 public:
  void submit(Work work) override { waiting_.push_back(std::move(work)); }
  std::size_t run_all() {
    const std::size_t count = waiting_.size();
    while (!waiting_.empty()) {
      Work work = std::move(waiting_.front());
      waiting_.pop_front();
      work();
    }
    return count;
  }

 private:
  std::deque<Work> waiting_;
};

constexpr PropertyKeyId kKey{1};
constexpr ColumnId kProperty{ColumnKind::NodeProperty, 1};

// A store with nodes that have one integer property; what the commit pipeline does, by hand.
class Fixture {
 public:
  explicit Fixture(std::size_t capacity_bytes = 1 << 30, std::uint32_t touches = 1)
      : store_(make_memory_store()), tables_(*store_) {
    ReadCacheOptions options;
    options.capacity_bytes = capacity_bytes;
    options.touches_to_build = touches;
    options.written = [this] { return written_; };
    options.published = [this] { return published_; };
    options.id_bound = [](EntityKind) { return std::uint64_t{100} * kSegmentRows; };
    options.executor = &executor;
    cache = std::make_unique<ReadCache>(tables_, options);
  }

  void commit(const WriteSet& changes) {
    const TableWrites writes = tables_.prepare(changes);
    store_->write(writes.batch);
    tables_.written(writes);
    ++written_;
    cache->mark(changes, written_);
  }
  void set(std::uint64_t id, std::int64_t value) {
    WriteSet changes;
    put(changes, id, value);
    commit(changes);
  }
  static void put(WriteSet& changes, std::uint64_t id, std::int64_t value) {
    const PropertyEntry entries[] = {{kKey, Value(value)}};
    changes.put(TableId::Node, node_key(NodeId(id)), encode_node_record({}, entries));
  }
  void publish() {
    published_ = {written_, std::shared_ptr<const KeyValueSnapshot>(store_->snapshot())};
  }
  BuildSnapshot snapshot() const { return published_; }
  CommitNumber written() const { return written_; }

  // What a reader at a snapshot finds in the cache, or nothing when it has to read the table.
  std::optional<std::int64_t> read(std::uint64_t id, const BuildSnapshot& at) {
    const auto* chunk = static_cast<const PropertyChunk*>(
        cache->acquire(cache->column(kProperty), segment_of(id), {at.number, at.snapshot.get()}, 1,
                       ReadIntent::Point));
    if (chunk == nullptr) return std::nullopt;
    const Marks* marks = chunk->marks.load();
    const Mark* mark = marks == nullptr ? nullptr : marks->newest(row_of(id), at.number);
    return mark != nullptr ? mark->value.as_integer() : chunk->value(row_of(id)).as_integer();
  }
  Column& column() { return cache->column(kProperty); }
  std::unique_ptr<Chunk> build(std::uint64_t segment, const BuildSnapshot& at) {
    return build_chunk(tables_, at.snapshot.get(), kProperty, segment);
  }

  ManualExecutor executor;

 private:
  std::unique_ptr<KeyValueStore> store_;
  Tables tables_;
  CommitNumber written_ = 0;
  BuildSnapshot published_;

 public:
  std::unique_ptr<ReadCache> cache;
};

struct Counted final : Epochs::Retired {
  explicit Counted(int& count) : alive(count) { ++alive; }
  ~Counted() override { --alive; }
  int& alive;
};

}  // namespace

TEST_CASE("what is retired is freed when the pins of that moment are gone, and not before") {
  Epochs epochs;
  int alive = 0;
  Epochs::Pin before = epochs.pin();
  Epochs::Pin also_before = epochs.pin();
  epochs.retire(std::make_unique<Counted>(alive), 10);
  Epochs::Pin after = epochs.pin();
  CHECK(alive == 1);
  before.release();
  CHECK(alive == 1);
  CHECK(epochs.retired_bytes() == 10);
  also_before.release();
  CHECK(alive == 0);
  CHECK(epochs.retired_bytes() == 0);
  epochs.retire(std::make_unique<Counted>(alive), 10);
  CHECK(alive == 1);
  after.release();
  CHECK(alive == 0);
  epochs.retire(std::make_unique<Counted>(alive), 10);  // nobody is there
  CHECK(alive == 0);
}

TEST_CASE("a row's marks are found from the newest that the reader sees to the oldest") {
  Marks marks(4);
  for (const auto& [commit, row] : {std::pair<CommitNumber, std::uint16_t>{3, 7}, {5, 7}, {5, 8}}) {
    Mark mark;
    mark.commit = commit;
    mark.row = row;
    marks.append(std::move(mark));
  }
  CHECK(marks.newest(7, 2) == nullptr);
  CHECK(marks.newest(7, 3)->commit == 3);
  CHECK(marks.newest(7, 9)->commit == 5);
  CHECK(marks.previous(*marks.newest(7, 9))->commit == 3);
  CHECK(marks.previous(*marks.newest(7, 3)) == nullptr);
  CHECK(marks.newest(9, 9) == nullptr);
  const auto copy = marks.copy_after(3, 1);
  CHECK(copy->count() == 2);
  CHECK(copy->newest(7, 4) == nullptr);
  CHECK(copy->newest(8, 5)->commit == 5);
}

TEST_CASE("a chunk serves its commit and later ones; older readers go to the tables") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 10);
  fixture.publish();
  const BuildSnapshot old = fixture.snapshot();
  fixture.set(1, 20);
  fixture.publish();
  const BuildSnapshot now = fixture.snapshot();
  CHECK(fixture.read(1, now) == 20);
  CHECK(fixture.read(1, old) == std::nullopt);
  fixture.set(1, 30);
  CHECK(fixture.read(1, now) == 20);  // not published yet: the mark is beyond the reader
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == 30);
  CHECK(fixture.read(1, now) == 20);
}

TEST_CASE("a commit between a builder's snapshot and its end is marked") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 10);
  fixture.publish();
  const BuildSnapshot at = fixture.snapshot();
  REQUIRE(fixture.column().begin_build(0, at.number));
  CHECK_FALSE(fixture.column().begin_build(0, at.number));  // one at a time
  fixture.set(1, 20);
  auto chunk = fixture.build(0, at);
  fixture.set(1, 30);
  std::size_t freed = 0;
  REQUIRE(fixture.column().end_build(0, at.number, std::move(chunk), freed) != nullptr);
  CHECK(fixture.read(1, at) == 10);
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == 30);
}

TEST_CASE("a commit that nobody marked refuses builds from before it") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 10);
  fixture.publish();
  const BuildSnapshot before = fixture.snapshot();
  // Nobody has asked for the segment: the change is only noted.
  fixture.set(1, 20);
  CHECK(fixture.read(1, before) == std::nullopt);
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == 20);
  CHECK(fixture.read(1, before) == std::nullopt);
}

TEST_CASE("a segment that was asked for keeps marks before there is a chunk") {
  Fixture fixture(1 << 30, 2);
  const auto pin = fixture.cache->pin();
  fixture.set(1, 10);
  fixture.publish();
  const BuildSnapshot before = fixture.snapshot();
  CHECK(fixture.read(1, before) == std::nullopt);  // a first touch
  fixture.set(1, 20);
  REQUIRE(fixture.column().begin_build(0, before.number));
  std::size_t freed = 0;
  REQUIRE(fixture.column().end_build(0, before.number, fixture.build(0, before), freed) != nullptr);
  CHECK(fixture.read(1, before) == 10);
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == 20);
}

TEST_CASE("touches of single rows build in the background, once they are enough") {
  Fixture fixture(1 << 30, 3);
  const auto pin = fixture.cache->pin();
  fixture.set(1, 10);
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == std::nullopt);
  CHECK(fixture.read(1, fixture.snapshot()) == std::nullopt);
  CHECK(fixture.executor.run_all() == 0);
  CHECK(fixture.read(1, fixture.snapshot()) == std::nullopt);  // never waits
  CHECK(fixture.executor.run_all() == 1);
  CHECK(fixture.read(1, fixture.snapshot()) == 10);
}

TEST_CASE("many marks rebuild the chunk in the background; older readers keep their answers") {
  Fixture fixture;
  auto pin = fixture.cache->pin();
  for (std::uint64_t id = 1; id <= 600; ++id) fixture.set(id, 1);
  fixture.publish();
  const BuildSnapshot before = fixture.snapshot();
  REQUIRE(fixture.read(1, before) == 1);
  for (std::uint64_t id = 1; id <= 400; ++id) fixture.set(id, 2);
  fixture.publish();
  CHECK(fixture.read(400, fixture.snapshot()) == 2);
  CHECK(fixture.column().chunk(0)->marks.load()->count() == 400);
  CHECK(fixture.executor.run_all() == 1);
  CHECK(fixture.column().chunk(0)->commit == fixture.written());
  CHECK(fixture.column().chunk(0)->marks.load() == nullptr);
  CHECK(fixture.read(400, fixture.snapshot()) == 2);
  CHECK(fixture.read(400, before) == std::nullopt);
  CHECK(fixture.cache->statistics().retired_bytes > 0);
  pin.release();
  CHECK(fixture.cache->statistics().retired_bytes == 0);
}

TEST_CASE("marks of a commit that was rebuilt around stay with the new chunk") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  for (std::uint64_t id = 1; id <= 300; ++id) fixture.set(id, 1);
  fixture.publish();
  REQUIRE(fixture.read(1, fixture.snapshot()) == 1);
  for (std::uint64_t id = 1; id <= 300; ++id) fixture.set(id, 2);
  fixture.publish();
  fixture.set(7, 3);  // written and not published when the rebuild takes its snapshot
  CHECK(fixture.executor.run_all() == 1);
  CHECK(fixture.read(7, fixture.snapshot()) == 2);
  fixture.publish();
  CHECK(fixture.read(7, fixture.snapshot()) == 3);
}

TEST_CASE("a commit with more changes than marks are kept takes the chunk out") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 1);
  fixture.publish();
  const BuildSnapshot before = fixture.snapshot();
  REQUIRE(fixture.read(1, before) == 1);
  WriteSet changes;
  for (std::uint64_t id = 1; id <= Column::kMarksMax + 1; ++id) Fixture::put(changes, id, 5);
  fixture.commit(changes);
  CHECK(fixture.read(1, before) == std::nullopt);
  fixture.publish();
  CHECK(fixture.read(1, fixture.snapshot()) == 5);
  CHECK(fixture.cache->statistics().chunks == 1);
}

TEST_CASE("a change that leaves a property as it was marks nothing") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 1);
  fixture.publish();
  REQUIRE(fixture.read(1, fixture.snapshot()) == 1);
  fixture.set(1, 1);
  CHECK(fixture.column().chunk(0)->marks.load() == nullptr);
  fixture.set(1, 2);
  fixture.set(1, 1);
  CHECK(fixture.column().chunk(0)->marks.load()->count() == 2);
}

TEST_CASE("statistics of a property come from its chunks") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  CHECK_FALSE(known_statistics(fixture.column()));
  WriteSet changes;
  for (std::uint64_t id = 1; id <= 3000; ++id) {
    Fixture::put(changes, id, static_cast<std::int64_t>(id % 500) - 7);
  }
  fixture.commit(changes);
  fixture.publish();
  REQUIRE(fixture.read(1, fixture.snapshot()) == -6);
  const auto statistics = known_statistics(fixture.column());
  REQUIRE(statistics);
  CHECK(statistics->ids_seen == kSegmentRows);
  CHECK(statistics->value_count == 3000);
  CHECK(statistics->minimum.as_integer() == -7);
  CHECK(statistics->maximum.as_integer() == 492);
  CHECK(statistics->distinct_estimate == doctest::Approx(500).epsilon(0.15));
}

TEST_CASE("writing by other means than a write set forgets all chunks") {
  Fixture fixture;
  const auto pin = fixture.cache->pin();
  fixture.set(1, 1);
  fixture.publish();
  const BuildSnapshot before = fixture.snapshot();
  REQUIRE(fixture.read(1, before) == 1);
  fixture.cache->forget_all(fixture.written() + 1);
  CHECK(fixture.read(1, before) == std::nullopt);
  CHECK(fixture.cache->statistics().chunks == 0);
  CHECK(fixture.cache->statistics().bytes == 0);
}

TEST_CASE("a budget of one chunk keeps one chunk and answers all the same") {
  Fixture fixture(1);
  const auto pin = fixture.cache->pin();
  WriteSet changes;
  for (std::uint64_t segment = 0; segment < 10; ++segment) {
    Fixture::put(changes, segment * kSegmentRows + 5, static_cast<std::int64_t>(segment));
  }
  fixture.commit(changes);
  fixture.publish();
  for (int round = 0; round < 2; ++round) {
    for (std::uint64_t segment = 0; segment < 10; ++segment) {
      CHECK(fixture.read(segment * kSegmentRows + 5, fixture.snapshot()) ==
            static_cast<std::int64_t>(segment));
      CHECK(fixture.cache->statistics().chunks == 1);
    }
  }
  CHECK(fixture.cache->statistics().evictions == 19);
}

}  // namespace liaison::engine
