// A check that finds nothing proves nothing unless it finds what was broken on purpose.
#include "liaison/engine/check.h"

#include <doctest/doctest.h>

#include "database_impl.h"
#include "encoding/key_codec.h"
#include "support/test_database.h"

using namespace liaison;
using namespace liaison::engine;

namespace {

struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  LabelId label;
  RelationshipTypeId type;
  IndexId index;
  NodeId a, b;
  RelationshipId relationship;

  World() {
    auto tx = db->begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    label = w.label("A");
    type = w.relationship_type("T");
    IndexDefinition definition;
    definition.token = label.value;
    definition.keys = {w.property_key("text")};
    index = w.create_index(definition).id;
    definition.kind = IndexKind::Name;
    w.create_index(definition);
    const PropertyEntry text{definition.keys[0], "abc"};
    a = w.create_node({&label, 1}, {&text, 1});
    b = w.create_node({&label, 1}, {});
    relationship = w.create_relationship(type, a, b, {});
    EvidenceRecord record;
    record.document = a;
    record.quote = "b";
    record.start = 1;
    record.end = 2;
    w.add_evidence(EntityKind::Relationship, relationship.value, record);
    tx.commit();
    REQUIRE(check(*db).problems == std::vector<std::string>());
  }

  // Commits a change of tables behind the graph's back.
  void break_it(const WriteSet& changes) {
    DatabaseImpl& impl = database_impl(*db);
    WriterLock lock = impl.pipeline.lock_writer();
    TableWrites writes = impl.tables.prepare(changes);
    const CommitNumber number = impl.pipeline.write(lock, std::move(writes.batch));
    impl.tables.written(writes);
    lock.release();
    impl.pipeline.wait_durable(number);
  }
  // The first key of a table, as a victim.
  std::string first_key(TableId table) {
    DatabaseImpl& impl = database_impl(*db);
    const auto published = impl.pipeline.published();
    const auto cursor = impl.tables[table].scan({published->snapshot.get(), nullptr});
    REQUIRE(cursor->valid());
    return std::string(cursor->key());
  }
};

}  // namespace

TEST_CASE("an entry missing from any table is found") {
  for (const TableId table : kTables) {
    CAPTURE(table_name(table));
    World world;
    WriteSet changes;
    changes.erase(table, world.first_key(table));
    world.break_it(changes);
    CHECK(!check(*world.db).clean());
  }
}

TEST_CASE("an entry that nothing calls for is found in any derived table") {
  World sample;
  const NodeId b = sample.b;
  const std::pair<TableId, std::string> extras[] = {
      {TableId::Outgoing, adjacency_key({b, sample.type, sample.a, sample.relationship})},
      {TableId::Incoming, adjacency_key({sample.a, sample.type, b, RelationshipId(77)})},
      {TableId::Label, label_key({LabelId(9), b})},
      {TableId::Label, label_key({sample.label, NodeId(999)})},
      {TableId::Index, index_key({sample.index, "\x60", b.value})},
      {TableId::Index, index_key({IndexId(99), "\x60", b.value})},
      {TableId::Text, text_key(IndexId(2), 1, "x", b.value)},
      {TableId::Cited, cited_key({b, {EntityKind::Relationship, sample.relationship.value, 0}})},
      {TableId::EvidenceIndex, evidence_index_key({3, 0.5, EntityKind::Node, b.value})},
      {TableId::Evidence, evidence_key({EntityKind::Node, 999, 0xFFFFFFFF})},
  };
  for (const auto& [table, key] : extras) {
    CAPTURE(table_name(table));
    World world;  // made alike every time, so the ids are those of the sample
    WriteSet changes;
    changes.put(table, key, table == TableId::Evidence ? "\x01" : "");
    world.break_it(changes);
    CHECK(!check(*world.db).clean());
  }
}

TEST_CASE("a record that cannot be read is a problem, not an exception") {
  World world;
  WriteSet changes;
  changes.put(TableId::Node, node_key(world.b), "\xFF");
  world.break_it(changes);
  const CheckReport report = check(*world.db);
  CHECK(report.problem_count > 0);
}

TEST_CASE("the report says what was looked at") {
  World world;
  const CheckReport report = check(*world.db);
  CHECK(report.nodes == 2);
  CHECK(report.relationships == 1);
  CHECK(report.evidence_records == 1);
  CHECK(report.index_entries == 4);
  CHECK(report.commit == world.db->published_commit());
}
