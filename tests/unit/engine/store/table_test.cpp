#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "encoding/key_codec.h"
#include "kv/memory_store.h"
#include "liaison/engine/error.h"
#include "store/located_page.h"
#include "store/tables.h"

namespace liaison::engine {
namespace {

void commit(KeyValueStore& store, Tables& tables, const WriteSet& changes) {
  const TableWrites writes = tables.prepare(changes);
  store.write(writes.batch);
  tables.written(writes);
}

std::size_t count_keys(KeyValueStore& store, ColumnFamily family) {
  std::size_t count = 0;
  const auto at = store.iterate(family, {});
  for (at->seek_to_first(); at->valid(); at->next()) ++count;
  return count;
}

std::size_t count_entries(const Table& table, const ReadView& view) {
  std::size_t count = 0;
  for (const auto at = table.scan(view); at->valid(); at->next()) ++count;
  return count;
}

WriteSet nodes(std::uint64_t first, std::uint64_t count, const std::string& value) {
  WriteSet changes;
  for (std::uint64_t i = 0; i < count; ++i) {
    changes.put(TableId::Text, node_key(NodeId{first + i}), value);
  }
  return changes;
}

TEST_CASE("small commits leave loose rows, a large run goes straight into pages") {
  const auto store = make_memory_store();
  Tables tables(*store);
  commit(*store, tables, nodes(1, 10, "v"));
  CHECK(count_keys(*store, ColumnFamily::Loose) == 10);
  CHECK(count_keys(*store, ColumnFamily::Pages) == 0);
  commit(*store, tables, nodes(100, 20000, "value"));
  // The loose rows went along; what is left are the ends of the fences.
  CHECK(count_keys(*store, ColumnFamily::Loose) == tables.directory().fence_count(TableId::Text));
  CHECK(tables.directory().fence_count(TableId::Text) > 2);
  CHECK(count_entries(tables[TableId::Text], {}) == 20010);
}

TEST_CASE("gathered rows become due, are folded once, and no snapshot sees it") {
  const auto store = make_memory_store();
  Tables tables(*store);
  for (std::uint64_t i = 0; i < FenceDirectory::kFoldRows - 1; ++i) {
    commit(*store, tables, nodes(1 + i, 1, "v"));
  }
  CHECK(tables.due_count() == 0);
  commit(*store, tables, nodes(9000, 1, "v"));
  CHECK(tables.due_count() == 1);
  const auto snapshot = store->snapshot();
  CHECK(tables.fold_due(10, [&](WriteBatch& batch) { store->write(batch); }) == 1);
  CHECK(tables.due_count() == 0);
  CHECK(count_keys(*store, ColumnFamily::Loose) == 1);
  CHECK(count_entries(tables[TableId::Text], {snapshot.get(), nullptr}) ==
        FenceDirectory::kFoldRows);
  CHECK(count_entries(tables[TableId::Text], {}) == FenceDirectory::kFoldRows);
}

TEST_CASE("opening counts the loose rows of each fence, unless there are too many") {
  const auto store = make_memory_store();
  Tables tables(*store);
  commit(*store, tables, nodes(1, 20000, "value"));
  REQUIRE(tables.directory().fence_count(TableId::Text) > 2);
  commit(*store, tables, nodes(1, 3, "new"));
  commit(*store, tables, nodes(19990, 20, "new"));
  const std::vector<FenceInfo> before = tables.directory().fences(TableId::Text);
  REQUIRE(before.front().state.loose_rows == 3);
  REQUIRE(before.back().state.loose_rows == 20);

  const Tables again(*store);
  const std::vector<FenceInfo> after = again.directory().fences(TableId::Text);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    CAPTURE(i);
    CHECK(after[i].fence == before[i].fence);
    CHECK(after[i].state.generation == before[i].state.generation);
    CHECK(after[i].state.loose_rows == before[i].state.loose_rows);
  }
  CHECK(after.front().state.loose_bytes > 0);
  CHECK(again.directory().fences(TableId::Evidence).front().state.is_clean());

  WriteBatch many;
  const FenceInfo& last = before.back();
  for (std::uint64_t i = 0; i < FenceDirectory::kCountedAtOpenMax; ++i) {
    many.put(ColumnFamily::Loose,
             loose_prefix(TableId::Text, last.fence, last.state.generation) +
                 node_key(NodeId{100'000 + i}),
             loose_value("v"));
  }
  store->write(many);
  const Tables full(*store);
  CHECK(full.directory().fences(TableId::Text).front().state.loose_rows == std::nullopt);
}

TEST_CASE("a loose row under a generation that its fence does not have is damage") {
  const auto store = make_memory_store();
  Tables tables(*store);
  commit(*store, tables, nodes(1, 1000, "value"));
  const FenceInfo fence = tables.directory().fences(TableId::Text).front();
  WriteBatch batch;
  batch.put(
      ColumnFamily::Loose,
      loose_prefix(TableId::Text, fence.fence, fence.state.generation + 1) + node_key(NodeId{5}),
      loose_value("v"));
  store->write(batch);
  CHECK_THROWS_WITH_AS(Tables{*store}, doctest::Contains("fence or generation that is no more"),
                       CorruptionError);
}

TEST_CASE("a large commit folds what falls due with it, and no snapshot sees it") {
  const auto store = make_memory_store();
  TableLimits limits;
  limits.large_commit_rows = 2;
  Tables tables(*store, limits);
  // A page, and nearly as many rows over it as make it due, some of them of entries that go.
  commit(*store, tables, nodes(1, 1000, "old"));
  REQUIRE(count_keys(*store, ColumnFamily::Pages) > 0);
  const std::size_t ends = count_keys(*store, ColumnFamily::Loose);
  constexpr std::uint64_t kBatch = 73;
  for (std::uint64_t i = 0; i + 1 < FenceDirectory::kFoldRows / kBatch; ++i) {
    commit(*store, tables, nodes(1 + i * kBatch, kBatch, "new"));
  }
  WriteSet gone;
  for (std::uint64_t i = 0; i < kBatch; ++i) {
    gone.erase(TableId::Text, node_key(NodeId{900 + i}));
  }
  commit(*store, tables, gone);
  REQUIRE(count_keys(*store, ColumnFamily::Loose) ==
          ends + FenceDirectory::kFoldRows / kBatch * kBatch);
  REQUIRE(tables.due_count() == 0);

  const auto snapshot = store->snapshot();
  commit(*store, tables, nodes(2000, kBatch, "newest"));
  CHECK(tables.due_count() == 0);
  CHECK(count_keys(*store, ColumnFamily::Loose) == tables.directory().fence_count(TableId::Text));
  CHECK(count_entries(tables[TableId::Text], {}) == 1000);
  CHECK(count_entries(tables[TableId::Text], {snapshot.get(), nullptr}) == 1000 - kBatch);
  CHECK(tables[TableId::Text].get({}, node_key(NodeId{1})) == "new");
  CHECK(tables[TableId::Text].get({}, node_key(NodeId{999})) == "old");
  CHECK(tables[TableId::Text].get({}, node_key(NodeId{2001})) == "newest");
  CHECK(!tables[TableId::Text].get({}, node_key(NodeId{901})));
  CHECK(!tables[TableId::Text].get({snapshot.get(), nullptr}, node_key(NodeId{2001})));
}

TEST_CASE("a lost first page is corruption, not an empty table") {
  const auto store = make_memory_store();
  Tables tables(*store);
  commit(*store, tables, nodes(1, 20000, "value"));
  const std::vector<FenceInfo> fences = tables.directory().fences(TableId::Text);
  REQUIRE(fences.size() > 2);
  for (const std::size_t lost : {std::size_t{0}, std::size_t{1}, fences.size() - 1}) {
    const std::string key = page_key(TableId::Text, fences[lost].fence);
    const std::string kept = *store->get(ColumnFamily::Pages, key);
    WriteBatch loss;
    loss.erase(ColumnFamily::Pages, key);
    store->write(loss);
    const auto snapshot = store->snapshot();
    const std::string probe = fences[lost].fence.empty() ? node_key(NodeId{1}) : fences[lost].fence;
    CHECK_THROWS_AS(tables[TableId::Text].get({snapshot.get(), nullptr}, probe), CorruptionError);
    CHECK_THROWS_AS(tables[TableId::Text].get({}, probe), CorruptionError);
    CHECK_THROWS_AS(count_entries(tables[TableId::Text], {snapshot.get(), nullptr}),
                    CorruptionError);
    WriteBatch repair;
    repair.put(ColumnFamily::Pages, key, kept);
    store->write(repair);
  }
}

TEST_CASE("a loose row is present, gone, or corrupt") {
  CHECK(decode_loose_value(loose_value(std::string("x"))) == std::string_view("x"));
  CHECK(decode_loose_value(loose_value(std::string())) == std::string_view());
  CHECK(!decode_loose_value(loose_value(std::nullopt)));
  CHECK_THROWS_AS(decode_loose_value(""), CorruptionError);
  CHECK_THROWS_AS(decode_loose_value("\2x"), CorruptionError);
  CHECK_THROWS_AS(decode_loose_value(std::string_view("\0x", 2)), CorruptionError);
}

TEST_CASE("marks in a write set nest, and size follows what is in it") {
  WriteSet changes;
  changes.put(TableId::Node, "a", "1");
  const WriteSet::Mark outer = changes.mark();
  changes.put(TableId::Node, "a", "22");
  const WriteSet::Mark inner = changes.mark();
  changes.erase(TableId::Node, "a");
  changes.put(TableId::Label, "b", "");
  CHECK(changes.change_count() == 2);
  changes.release(inner);
  changes.rollback_to(outer);
  CHECK(changes.change_count() == 1);
  CHECK(changes.size_bytes() == 2);
  CHECK(*changes.find(TableId::Node, "a") == WriteSet::Change("1"));
  CHECK(changes.find(TableId::Label, "b") == nullptr);
}

TEST_CASE("readers with snapshots go on while a writer commits, splits and folds") {
  const auto store = make_memory_store();
  TableLimits limits;
  limits.page_bytes = 400;
  limits.page_bytes_max = 600;
  limits.small_page_bytes = 100;
  limits.rewrite_changes = 40;
  Tables tables(*store, limits);
  // Every commit replaces all values by its number: a snapshot sees one number only.
  constexpr std::uint64_t kEntries = 200;
  commit(*store, tables, nodes(1, kEntries, "0"));
  std::mutex writer_lock;
  std::shared_ptr<KeyValueSnapshot> published = store->snapshot();
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::atomic<int> scans = 0;
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      while (!done || scans < 20) {
        std::shared_ptr<KeyValueSnapshot> snapshot;
        {
          const std::lock_guard lock(writer_lock);
          snapshot = published;
        }
        const ReadView view{snapshot.get(), nullptr};
        const auto cursor = tables[TableId::Text].scan(view);
        const std::string number(cursor->value());
        std::size_t count = 0;
        for (; cursor->valid(); cursor->next(), ++count) {
          if (cursor->value() != number) ++torn;
        }
        if (count != kEntries) ++torn;
        if (tables[TableId::Text].get(view, node_key(NodeId{77})) != number) ++torn;
        ++scans;
      }
    });
  }
  for (int number = 1; number <= 60; ++number) {
    {
      // Some of the entries leave loose rows, some rewrite their page.
      const std::lock_guard lock(writer_lock);
      commit(*store, tables,
             nodes(1, kEntries, std::string(1 + number % 20, 'x') + std::to_string(number)));
      published = store->snapshot();
    }
    const std::lock_guard lock(writer_lock);
    for (const FenceInfo& fence : tables.directory().fences(TableId::Text)) {
      TableWrites writes;
      if (!tables[TableId::Text].fold(fence.fence, writes)) continue;
      store->write(writes.batch);
      tables.written(writes);
    }
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(torn == 0);
  CHECK(scans >= 20);
}

}  // namespace
}  // namespace liaison::engine
