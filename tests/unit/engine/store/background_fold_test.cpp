// Folding that nobody waits for: what it does, when the test lets it run.
#include "background_fold.h"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "database_impl.h"
#include "liaison/engine/check.h"

namespace liaison::engine {
namespace {

// Runs work when it is told to.
class HeldExecutor final : public Executor {
 public:
  void submit(Work work) override { held.push_back(std::move(work)); }
  void run_all() {
    while (!held.empty()) {
      const Work work = std::move(held.front());
      held.pop_front();
      work();
    }
  }
  std::deque<Work> held;
};

std::unique_ptr<Database> open_with(Executor& executor) {
  DatabaseEnvironment environment;
  environment.executor = &executor;
  const EnvironmentScope scope(environment);
  return Database::open_in_memory();
}

void add_nodes(Database& db, std::size_t commits) {
  for (std::size_t i = 0; i < commits; ++i) {
    auto tx = db.begin(TransactionMode::Write);
    const LabelId label = tx.writer().label("A");
    tx.writer().create_node({&label, 1}, {});
    tx.commit();
  }
}

std::size_t loose_rows(Database& db) {
  std::size_t count = 0;
  const auto rows = database_impl(db).store->iterate(ColumnFamily::Loose, {});
  for (rows->seek_to_first(); rows->valid(); rows->next()) ++count;
  return count;
}

std::uint64_t scanned_nodes(const Transaction& tx) {
  std::vector<NodeId> nodes;
  const auto scan = tx.reader().scan_nodes();
  while (scan->next(1000, nodes) > 0) {
  }
  return nodes.size();
}

}  // namespace

TEST_CASE("commits gather rows, the executor folds them, and no reader sees a change") {
  HeldExecutor executor;
  const auto db = open_with(executor);
  add_nodes(*db, FenceDirectory::kFoldRows - 2);
  CHECK(executor.held.empty());
  auto before = db->begin(TransactionMode::Read);
  add_nodes(*db, 10);
  REQUIRE(executor.held.size() == 1);  // asked for once, however many commits follow
  const std::size_t loose = loose_rows(*db);
  CHECK(loose > 2 * FenceDirectory::kFoldRows);
  executor.run_all();
  CHECK(loose_rows(*db) < 50);
  const CommitNumber commit = db->published_commit();
  CHECK(scanned_nodes(before) == FenceDirectory::kFoldRows - 2);
  auto after = db->begin(TransactionMode::Read);
  CHECK(scanned_nodes(after) == FenceDirectory::kFoldRows + 8);
  CHECK(db->published_commit() == commit);
  before.rollback();
  after.rollback();
  CHECK(check(*db).clean());
}

TEST_CASE("commits that find folding far behind help, so that loose rows cannot pile up") {
  HeldExecutor executor;  // which is not run until the end
  const auto db = open_with(executor);
  PropertyKeyId key;
  std::vector<NodeId> nodes;
  const auto fill = [&](char letter) { return Value(std::string(4000, letter)); };
  {
    auto tx = db->begin(TransactionMode::Write);
    key = tx.writer().property_key("text");
    for (int i = 0; i < 800; ++i) {
      const PropertyEntry text{key, fill('a')};
      nodes.push_back(tx.writer().create_node({}, {&text, 1}));
    }
    tx.commit();
  }
  const Tables& tables = database_impl(*db).tables;
  REQUIRE(tables.directory().fence_count(TableId::Node) > 100);
  // Each page gathers more than its share of rows, all at about the same time.
  for (char letter = 'b'; letter < 'h'; ++letter) {
    for (std::size_t from = 0; from < nodes.size(); from += 50) {
      auto tx = db->begin(TransactionMode::Write);
      for (std::size_t i = from; i < from + 50; ++i) {
        tx.writer().set_property(EntityKind::Node, nodes[i].value, key, fill(letter));
      }
      tx.commit();
    }
  }
  const std::size_t due = tables.due_count();
  CHECK(due > 0);
  add_nodes(*db, 60);
  CHECK(tables.due_count() <= 64);
  executor.run_all();
  CHECK(tables.due_count() == 0);
  CHECK(check(*db).problems == std::vector<std::string>());
}

TEST_CASE("folding runs beside writers and readers, and stops when the database closes") {
  const auto db = Database::open_in_memory();
  std::vector<std::jthread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] { add_nodes(*db, 800); });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 60; ++i) {
      auto tx = db->begin(TransactionMode::Read);
      CHECK(scanned_nodes(tx) == tx.reader().catalog().node_count());
    }
  });
  threads.clear();
  CHECK(check(*db).clean());
}

}  // namespace liaison::engine
