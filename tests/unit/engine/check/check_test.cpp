// A check that finds nothing proves nothing unless it finds what was broken on purpose.
#include "liaison/engine/check.h"

#include <doctest/doctest.h>

#include "database_impl.h"
#include "encoding/key_codec.h"
#include "liaison/engine/error.h"
#include "store/counts.h"
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
  // Writes rows of the store behind everybody's back, in a commit of their own.
  void break_rows(WriteBatch batch) {
    DatabaseImpl& impl = database_impl(*db);
    WriterLock lock = impl.pipeline.lock_writer();
    const CommitNumber number = impl.pipeline.write(lock, std::move(batch));
    lock.release();
    impl.pipeline.wait_durable(number);
  }
  // Folds a table, so that it has a page.
  void make_page(TableId table) {
    DatabaseImpl& impl = database_impl(*db);
    WriterLock lock = impl.pipeline.lock_writer();
    TableWrites writes;
    REQUIRE(impl.tables[table].fold({}, writes));
    impl.pipeline.write_maintenance(lock, std::move(writes.batch));
    impl.tables.written(writes);
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

constexpr TableId kDerived[] = {TableId::Outgoing,     TableId::Incoming, TableId::Label,
                                TableId::Index,        TableId::Text,     TableId::Cited,
                                TableId::EvidenceIndex};

TEST_CASE("what a repair finds nothing wrong with it leaves alone") {
  World world;
  const CommitNumber before = world.db->published_commit();
  const RepairReport report = repair(*world.db);
  CHECK(!report.changed());
  CHECK(report.before.clean());
  CHECK(world.db->published_commit() == before);
}

TEST_CASE("a missing entry of any derived table is put back by a repair") {
  for (const TableId table : kDerived) {
    CAPTURE(table_name(table));
    World world;
    WriteSet changes;
    changes.erase(table, world.first_key(table));
    world.break_it(changes);
    const RepairReport report = repair(*world.db);
    CHECK(!report.before.clean());
    CHECK(report.entries_added == 1);
    CHECK(report.entries_removed == 0);
    CHECK(report.commit == report.before.commit + 1);
    CHECK(check(*world.db).problems == std::vector<std::string>());
  }
}

TEST_CASE("an entry too many in any derived table is taken away by a repair") {
  World sample;
  const NodeId b = sample.b;
  const std::pair<TableId, std::string> extras[] = {
      {TableId::Outgoing, adjacency_key({b, sample.type, sample.a, sample.relationship})},
      {TableId::Incoming, adjacency_key({sample.a, sample.type, b, RelationshipId(77)})},
      {TableId::Label, label_key({LabelId(9), b})},
      {TableId::Index, index_key({sample.index, "\x60", b.value})},
      {TableId::Index, index_key({IndexId(99), "\x60", b.value})},
      {TableId::Text, text_key(IndexId(2), 1, "x", b.value)},
      {TableId::Cited, cited_key({b, {EntityKind::Relationship, sample.relationship.value, 0}})},
      {TableId::EvidenceIndex, evidence_index_key({3, 0.5, EntityKind::Node, b.value})},
  };
  for (const auto& [table, key] : extras) {
    CAPTURE(table_name(table));
    World world;
    WriteSet changes;
    changes.put(table, key, "");
    world.break_it(changes);
    const RepairReport report = repair(*world.db);
    CHECK(report.entries_removed == 1);
    CHECK(report.entries_added == 0);
    CHECK(check(*world.db).problems == std::vector<std::string>());
  }
}

TEST_CASE("counts that are wrong are counted again by a repair, also after opening anew") {
  test::TestDatabase db(test::TestDatabase::Where::Folder);
  {
    auto tx = db->begin(TransactionMode::Write);
    const LabelId label = tx.writer().label("A");
    tx.writer().create_node({&label, 1}, {});
    tx.commit();
    DatabaseImpl& impl = database_impl(*db);
    WriterLock lock = impl.pipeline.lock_writer();
    WriteBatch batch;
    batch.put(ColumnFamily::Catalog, count_row_key(CountKey::nodes()), "\x07");
    batch.put(ColumnFamily::Catalog, count_row_key(CountKey::type_of(RelationshipTypeId(1))),
              "\x02");
    batch.erase(ColumnFamily::Catalog, count_row_key(CountKey::label_of(label)));
    const CommitNumber number = impl.pipeline.write(lock, std::move(batch));
    lock.release();
    impl.pipeline.wait_durable(number);
  }
  db.reopen();
  CHECK(check(*db).problem_count == 3);
  CHECK(repair(*db).counts_corrected == 3);
  CHECK(check(*db).clean());
  db.reopen();
  CHECK(check(*db).clean());
  auto tx = db->begin(TransactionMode::Read);
  CHECK(tx.reader().catalog().node_count() == 1);
}

TEST_CASE("a derived table with a page that cannot be read is made anew by a repair") {
  for (const TableId table : kDerived) {
    CAPTURE(table_name(table));
    World world;
    world.make_page(table);
    REQUIRE(check(*world.db).clean());
    WriteBatch batch;
    batch.put(ColumnFamily::Pages, page_key(table, {}), "no page at all");
    world.break_rows(std::move(batch));
    CHECK(!check(*world.db).clean());
    const RepairReport report = repair(*world.db);
    CHECK(report.tables_rebuilt == std::vector<std::string>{table_name(table)});
    CHECK(check(*world.db).problems == std::vector<std::string>());
  }
}

TEST_CASE("damaged records stop a repair before it changes anything") {
  World world;
  world.make_page(TableId::Node);
  WriteBatch batch;
  batch.put(ColumnFamily::Pages, page_key(TableId::Node, {}), "no page at all");
  world.break_rows(std::move(batch));
  const CommitNumber before = world.db->published_commit();
  CHECK_THROWS_AS(repair(*world.db), CorruptionError);
  CHECK(world.db->published_commit() == before);
}

TEST_CASE("pages and loose rows that do not fit together are found") {
  World world;
  world.make_page(TableId::Label);
  DatabaseImpl& impl = database_impl(*world.db);
  const auto page = impl.store->get(ColumnFamily::Pages, page_key(TableId::Label, {}));
  WriteBatch batch;
  SUBCASE("a loose row of an old generation") {
    batch.put(ColumnFamily::Loose, loose_prefix(TableId::Label, {}, 0) + "abc", "\x01");
  }
  SUBCASE("a loose row under no fence") {
    batch.put(ColumnFamily::Loose, loose_prefix(TableId::Label, "zz", 0) + "zzz", "\x01");
  }
  SUBCASE("a page without its fence row") {
    batch.erase(ColumnFamily::Pages, fence_row_key(TableId::Label, {}));
  }
  SUBCASE("a fence row without its page") {
    batch.put(ColumnFamily::Pages, fence_row_key(TableId::Label, "zz"), "\x01");
  }
  SUBCASE("a fence row of another generation") {
    batch.put(ColumnFamily::Pages, fence_row_key(TableId::Label, {}), "\x09");
  }
  SUBCASE("a page that is flipped") {
    std::string bytes = page.value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    batch.put(ColumnFamily::Pages, page_key(TableId::Label, {}), bytes);
  }
  world.break_rows(std::move(batch));
  CHECK(!check(*world.db).clean());
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
