// Optimistic transactions against each other: each pair of bodies runs in every interleaving of
// begin, body and commit, and must end as if one had run after the other.
#include <doctest/doctest.h>

#include <functional>
#include <thread>

#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"
#include "txn/conflict_table.h"

using namespace liaison;

namespace {

struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  LabelId person, doctor;
  RelationshipTypeId knows;
  PropertyKeyId name, on_call;
  NodeId ada, bob;

  World() {
    auto tx = db->begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    person = w.label("Person");
    doctor = w.label("Doctor");
    knows = w.relationship_type("KNOWS");
    name = w.property_key("name");
    on_call = w.property_key("on_call");
    ada = node(w, person, "ada");
    bob = node(w, person, "bob");
    tx.commit();
  }
  NodeId node(GraphWriter& w, LabelId label, const char* text) const {
    const PropertyEntry properties[] = {{name, text}, {on_call, 1}};
    return w.create_node({&label, 1}, properties);
  }
};

std::int64_t integer(const GraphReader& reader, NodeId node, PropertyKeyId key) {
  ColumnVector column;
  reader.gather(EntityKind::Node, {&node.value, 1}, key, column);
  return column.get(0).as_integer();
}

std::size_t count(NodeScan& scan) {
  std::vector<NodeId> nodes;
  while (scan.next(100, nodes) > 0) {
  }
  return nodes.size();
}

using Body = std::function<void(World&, Transaction&)>;

struct Outcome {
  int commits = 0;
  int conflicts = 0;
};

void finish(Transaction& tx, Outcome& outcome) {
  try {
    tx.commit();
    ++outcome.commits;
  } catch (const ConflictError&) {
    ++outcome.conflicts;
  }
  CHECK(!tx.is_open());
}

// Both begin before either commits: the four orders of bodies and commits.
Outcome run_pair(World& world, const Body& a, const Body& b, int order) {
  Outcome outcome;
  auto first = world.db->begin(TransactionMode::Optimistic);
  auto second = world.db->begin(TransactionMode::Optimistic);
  switch (order) {
    case 0:  // both bodies, then both commits
      a(world, first);
      b(world, second);
      finish(first, outcome);
      finish(second, outcome);
      break;
    case 1:  // the other commits first
      a(world, first);
      b(world, second);
      finish(second, outcome);
      finish(first, outcome);
      break;
    case 2:  // the second body runs on its old snapshot after the first has committed
      a(world, first);
      finish(first, outcome);
      b(world, second);
      finish(second, outcome);
      break;
    default:
      b(world, second);
      finish(second, outcome);
      a(world, first);
      finish(first, outcome);
  }
  CHECK(check(*world.db).problems == std::vector<std::string>());
  return outcome;
}

// One of the two must give way, whatever the order.
void must_conflict(const Body& a, const Body& b) {
  for (int order = 0; order < 4; ++order) {
    CAPTURE(order);
    World world;
    const Outcome outcome = run_pair(world, a, b, order);
    CHECK(outcome.commits == 1);
    CHECK(outcome.conflicts == 1);
  }
}

void must_not_conflict(const Body& a, const Body& b) {
  for (int order = 0; order < 4; ++order) {
    CAPTURE(order);
    World world;
    CHECK(run_pair(world, a, b, order).commits == 2);
  }
}

}  // namespace

TEST_CASE("two increments of one counter conflict: no update is lost") {
  const Body increment = [](World& world, Transaction& tx) {
    const std::int64_t value = integer(tx.reader(), world.ada, world.on_call);
    tx.writer().set_property(EntityKind::Node, world.ada.value, world.on_call, value + 1);
  };
  must_conflict(increment, increment);
}

TEST_CASE("write skew conflicts: each reads both and changes the other's") {
  const auto leave = [](bool ada) {
    return [ada](World& world, Transaction& tx) {
      const std::int64_t both = integer(tx.reader(), world.ada, world.on_call) +
                                integer(tx.reader(), world.bob, world.on_call);
      if (both < 2) return;
      const NodeId leaving = ada ? world.ada : world.bob;
      tx.writer().set_property(EntityKind::Node, leaving.value, world.on_call, 0);
    };
  };
  must_conflict(leave(true), leave(false));
}

TEST_CASE("a phantom by label conflicts: both count and then add") {
  const Body add = [](World& world, Transaction& tx) {
    if (count(*tx.reader().scan_label(world.doctor)) == 0) {
      world.node(tx.writer(), world.doctor, "only one");
    }
  };
  must_conflict(add, add);
  const Body add_by_count = [](World& world, Transaction& tx) {
    if (tx.reader().catalog().node_count(world.doctor) == 0) {
      world.node(tx.writer(), world.doctor, "only one");
    }
  };
  must_conflict(add_by_count, add_by_count);
  const Body add_by_label = [](World& world, Transaction& tx) {
    if (count(*tx.reader().scan_label(world.doctor)) == 0) {
      tx.writer().add_label(world.ada, world.doctor);
    }
  };
  must_conflict(add_by_label, add);
}

TEST_CASE("insert if absent by an index conflicts, and another value does not") {
  const auto insert = [](const char* wanted) {
    return [wanted](World& world, Transaction& tx) {
      const IndexId index = tx.reader().catalog().indexes().at(0).id;
      SeekResult found;
      const Value probe(wanted);
      tx.reader().seek(index, {&probe, 1}, found);
      if (found.entity.empty()) world.node(tx.writer(), world.person, wanted);
    };
  };
  for (int order = 0; order < 4; ++order) {
    CAPTURE(order);
    World world;
    auto tx = world.db->begin(TransactionMode::Write);
    IndexDefinition index;
    index.token = world.person.value;
    index.keys = {world.name};
    tx.writer().create_index(index);
    tx.commit();
    CHECK(run_pair(world, insert("cyd"), insert("cyd"), order).commits == 1);
    CHECK(run_pair(world, insert("dan"), insert("eve"), order).commits == 2);
  }
}

TEST_CASE("two creations of one unique value: one of them fails, always") {
  const Body create = [](World& world, Transaction& tx) {
    world.node(tx.writer(), world.person, "cyd");
  };
  for (int order = 0; order < 4; ++order) {
    CAPTURE(order);
    World world;
    auto tx = world.db->begin(TransactionMode::Write);
    ConstraintDefinition unique;
    unique.token = world.person.value;
    unique.keys = {world.name};
    tx.writer().create_constraint(unique);
    tx.commit();
    CHECK(run_pair(world, create, create, order).commits == 1);
  }
}

TEST_CASE("deleting a node conflicts with giving it a relationship") {
  const Body remove = [](World& world, Transaction& tx) { tx.writer().delete_node(world.bob); };
  const Body connect = [](World& world, Transaction& tx) {
    tx.writer().create_relationship(world.knows, world.ada, world.bob, {});
  };
  must_conflict(remove, connect);
}

TEST_CASE("adding a label conflicts with giving the node a relationship: counts stay exact") {
  const Body mark = [](World& world, Transaction& tx) {
    tx.writer().add_label(world.bob, world.doctor);
  };
  const Body connect = [](World& world, Transaction& tx) {
    tx.writer().create_relationship(world.knows, world.ada, world.bob, {});
  };
  must_conflict(mark, connect);
}

TEST_CASE("reading a neighbourhood conflicts with a relationship of that type") {
  const Body connect = [](World& world, Transaction& tx) {
    ExpandResult found;
    tx.reader().expand({&world.ada, 1}, {&world.knows, 1}, Direction::Both, found);
    if (found.size() == 0) {
      tx.writer().create_relationship(world.knows, world.bob, world.ada, {});
    }
  };
  must_conflict(connect, connect);
}

TEST_CASE("a new index conflicts with a writer that did not know it") {
  const Body index = [](World& world, Transaction& tx) {
    IndexDefinition definition;
    definition.token = world.person.value;
    definition.keys = {world.name};
    tx.writer().create_index(definition);
  };
  const Body write = [](World& world, Transaction& tx) {
    world.node(tx.writer(), world.person, "cyd");
  };
  must_conflict(index, write);
}

TEST_CASE("changes of different things do not conflict") {
  must_not_conflict(
      [](World& world, Transaction& tx) {
        tx.writer().set_property(EntityKind::Node, world.ada.value, world.on_call, 5);
      },
      [](World& world, Transaction& tx) {
        tx.writer().set_property(EntityKind::Node, world.bob.value, world.on_call, 6);
      });
  const Body create = [](World& world, Transaction& tx) {
    world.node(tx.writer(), world.person, "new");
    tx.reader().catalog().for_planning().node_count(world.person);
  };
  must_not_conflict(create, create);
  // Two relationships at one hub: neither reads the hub's list.
  const Body connect = [](World& world, Transaction& tx) {
    const NodeId made = world.node(tx.writer(), world.person, "new");
    tx.writer().create_relationship(world.knows, made, world.ada, {});
  };
  must_not_conflict(connect, connect);
}

TEST_CASE("a reading transaction commits whatever others do, on one snapshot") {
  World world;
  auto reading = world.db->begin(TransactionMode::Optimistic);
  CHECK(integer(reading.reader(), world.ada, world.on_call) == 1);
  auto writing = world.db->begin(TransactionMode::Write);
  writing.writer().set_property(EntityKind::Node, world.ada.value, world.on_call, 2);
  writing.commit();
  CHECK(integer(reading.reader(), world.ada, world.on_call) == 1);
  CHECK_NOTHROW(reading.commit());
}

TEST_CASE("a failed or rolled back transaction leaves nothing") {
  World world;
  {
    auto tx = world.db->begin(TransactionMode::Optimistic);
    world.node(tx.writer(), world.doctor, "gone");
    tx.rollback();
    CHECK(!tx.is_open());
    CHECK_THROWS_AS(tx.commit(), UsageError);
  }
  {
    auto tx = world.db->begin(TransactionMode::Write);
    world.node(tx.writer(), world.doctor, "gone too");
  }
  auto tx = world.db->begin(TransactionMode::Read);
  CHECK(tx.reader().catalog().node_count(world.doctor) == 0);
  CHECK(tx.reader().catalog().node_count() == 2);
  CHECK_THROWS_AS(tx.writer(), AccessError);
}

TEST_CASE("the conflict table forgets only by raising its floor") {
  engine::ConflictTable table(8);
  table.start_at(10);
  engine::ReadSet reads;
  reads.add(1);
  CHECK(table.unchanged_since(reads, 10));
  CHECK(!table.unchanged_since(reads, 9));  // nothing is known about commit 10
  engine::ChangeSet change;
  change.add(1);
  table.record(change, 11);
  CHECK(!table.unchanged_since(reads, 10));
  CHECK(table.unchanged_since(reads, 11));
  for (std::uint64_t n = 12; n < 40; ++n) {
    engine::ChangeSet other;
    other.add(n);
    table.record(other, n);
    CHECK(table.size() <= 8);
  }
  CHECK(table.floor() > 11);
  CHECK(!table.unchanged_since(reads, 10));
  CHECK(table.unchanged_since(reads, 39));
}

TEST_CASE("a read set too large to keep stands for the whole graph") {
  engine::ReadSet reads;
  for (std::uint64_t n = 0; n <= engine::kReadSetObjectsMax; ++n) reads.add(n);
  CHECK(reads.covers_graph());
  engine::ConflictTable table;
  table.start_at(1);
  CHECK(table.unchanged_since(reads, 1));
  engine::ChangeSet change;
  change.add(~std::uint64_t{0});
  table.record(change, 2);
  CHECK(!table.unchanged_since(reads, 1));
}

TEST_CASE("eight threads that count with optimistic transactions lose nothing") {
  World world;
  constexpr int kThreads = 8;
  constexpr int kEach = 40;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        for (int done = 0; done < kEach;) {
          auto tx = world.db->begin(TransactionMode::Optimistic);
          const std::int64_t value = integer(tx.reader(), world.ada, world.on_call);
          tx.writer().set_property(EntityKind::Node, world.ada.value, world.on_call, value + 1);
          try {
            tx.commit();
            ++done;
          } catch (const ConflictError&) {
          }
        }
      });
    }
  }
  auto tx = world.db->begin(TransactionMode::Read);
  CHECK(integer(tx.reader(), world.ada, world.on_call) == 1 + kThreads * kEach);
}

TEST_CASE("readers during writes see whole commits only") {
  World world;
  std::atomic<bool> stop{false};
  std::atomic<int> seen{0};
  std::atomic<int> wrong{0};
  std::vector<std::jthread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      while (!stop) {
        auto tx = world.db->begin(TransactionMode::Read);
        // Each commit adds a doctor, a relationship to ada, and one to ada's counter.
        const auto doctors = count(*tx.reader().scan_label(world.doctor));
        std::vector<std::uint64_t> degree;
        tx.reader().degree({&world.ada, 1}, {}, Direction::Incoming, degree);
        const bool whole = doctors == degree[0] &&
                           doctors == tx.reader().catalog().node_count(world.doctor) &&
                           static_cast<std::int64_t>(doctors) + 1 ==
                               integer(tx.reader(), world.ada, world.on_call);
        if (!whole) ++wrong;
        ++seen;
      }
    });
  }
  for (int i = 0; i < 150 || seen < 10; ++i) {
    auto tx = world.db->begin(i % 2 == 0 ? TransactionMode::Write : TransactionMode::Optimistic);
    const NodeId doctor = world.node(tx.writer(), world.doctor, "d");
    tx.writer().create_relationship(world.knows, doctor, world.ada, {});
    const std::int64_t value = integer(tx.reader(), world.ada, world.on_call);
    tx.writer().set_property(EntityKind::Node, world.ada.value, world.on_call, value + 1);
    tx.commit();
  }
  stop = true;
  readers.clear();
  CHECK(wrong == 0);
  CHECK(seen >= 10);
  CHECK(check(*world.db).clean());
}
