// Indexes made in bulk: sorted files beside the store that the commit takes in. Whatever a
// transaction does around it, the index is the one that rows would have made.
#include <doctest/doctest.h>

#include "database_impl.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

struct Graph {
  explicit Graph(test::TestDatabase::Where where, std::int64_t count = 600) : db(where) {
    engine::database_impl(*db).index_rows_max = 0;
    Transaction tx = db->begin(TransactionMode::Write);
    label = tx.writer().label("Town");
    type = tx.writer().relationship_type("ROAD");
    key = tx.writer().property_key("id");
    name = tx.writer().property_key("name");
    for (std::int64_t i = 0; i < count; ++i) add(tx, i);
    for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
      const PropertyEntry entries[] = {{key, static_cast<std::int64_t>(i)}};
      tx.writer().create_relationship(type, nodes[i], nodes[i + 1], entries);
    }
    tx.commit();
  }
  NodeId add(Transaction& tx, std::int64_t id) {
    const PropertyEntry entries[] = {{key, id}, {name, "town number " + std::to_string(id)}};
    nodes.push_back(tx.writer().create_node({&label, 1}, entries));
    return nodes.back();
  }
  IndexDefinition definition(IndexKind kind, EntityKind entity = EntityKind::Node) const {
    IndexDefinition index;
    index.kind = kind;
    index.entity = entity;
    index.token = entity == EntityKind::Node ? label.value : type.value;
    index.keys = {kind == IndexKind::Range ? key : name};
    return index;
  }
  ConstraintDefinition unique() const {
    ConstraintDefinition constraint;
    constraint.kind = ConstraintKind::Unique;
    constraint.token = label.value;
    constraint.keys = {key};
    constraint.name = "one_town";
    return constraint;
  }
  static std::vector<std::uint64_t> seek(const GraphReader& reader, IndexId index, Value value) {
    SeekResult result;
    const Value probe[] = {std::move(value)};
    reader.seek(index, probe, result);
    return result.entity;
  }
  void expect_clean() { CHECK(check(*db).problems == std::vector<std::string>()); }

  test::TestDatabase db;
  LabelId label;
  RelationshipTypeId type;
  PropertyKeyId key;
  PropertyKeyId name;
  std::vector<NodeId> nodes;
};

constexpr test::TestDatabase::Where kPlaces[] = {test::TestDatabase::Where::Memory,
                                                 test::TestDatabase::Where::Folder};

}  // namespace

TEST_CASE("every kind of index made in bulk is whole, and follows what comes after") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    IndexId range;
    for (const IndexKind kind :
         {IndexKind::Range, IndexKind::Name, IndexKind::Text, IndexKind::FullText}) {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      const IndexId id = tx.writer().create_index(graph.definition(kind)).id;
      if (kind == IndexKind::Range) range = id;
      tx.commit();
    }
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      tx.writer().create_index(graph.definition(IndexKind::Range, EntityKind::Relationship));
      tx.commit();
    }
    graph.expect_clean();
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      tx.writer().delete_relationship(RelationshipId(
          Graph::seek(tx.reader(), tx.reader().catalog().indexes().back().id, 0).front()));
      tx.writer().delete_node(graph.nodes[0]);
      graph.add(tx, 5);
      tx.commit();
    }
    graph.expect_clean();
    const Transaction tx = graph.db->begin(TransactionMode::Read);
    CHECK(Graph::seek(tx.reader(), range, 0).empty());
    CHECK(Graph::seek(tx.reader(), range, 5).size() == 2);
    CHECK(Graph::seek(tx.reader(), range, 599) == std::vector{graph.nodes[599].value});
  }
}

TEST_CASE("a transaction reads the index it made, and changes it, before it commits") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    Transaction tx = graph.db->begin(TransactionMode::Write);
    const GraphReader& reader = tx.reader();
    const IndexId first = tx.writer().create_index(graph.definition(IndexKind::Range)).id;
    CHECK(Graph::seek(reader, first, 7) == std::vector{graph.nodes[7].value});
    const IndexId second = tx.writer().create_index(graph.definition(IndexKind::Name)).id;
    CHECK(second != first);
    const NodeId added = graph.add(tx, 7);
    CHECK(Graph::seek(reader, first, 7) == std::vector{graph.nodes[7].value, added.value});
    tx.commit();
    graph.expect_clean();
  }
}

TEST_CASE("writes beside an index that nobody has read end up in it") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    Transaction tx = graph.db->begin(TransactionMode::Write);
    const IndexId index = tx.writer().create_index(graph.definition(IndexKind::Range)).id;
    const NodeId added = graph.add(tx, 1000);
    tx.writer().set_property(EntityKind::Node, graph.nodes[3].value, graph.key, 1001);
    tx.commit();
    graph.expect_clean();
    const Transaction after = graph.db->begin(TransactionMode::Read);
    CHECK(Graph::seek(after.reader(), index, 1000) == std::vector{added.value});
    CHECK(Graph::seek(after.reader(), index, 1001) == std::vector{graph.nodes[3].value});
    CHECK(Graph::seek(after.reader(), index, 3).empty());
  }
}

TEST_CASE("an index made in bulk is rolled back with its transaction or savepoint") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      tx.writer().create_index(graph.definition(IndexKind::Range));
      tx.rollback();
    }
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      tx.writer().create_index(graph.definition(IndexKind::Range));
      const std::size_t savepoint = tx.savepoint();
      tx.writer().create_index(graph.definition(IndexKind::Name));
      tx.rollback_to(savepoint);
      tx.commit();
    }
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      const std::size_t savepoint = tx.savepoint();
      tx.writer().create_index(graph.definition(IndexKind::Text));
      tx.rollback_to(savepoint);
      tx.commit();
    }
    graph.expect_clean();
    const Transaction tx = graph.db->begin(TransactionMode::Read);
    REQUIRE(tx.reader().catalog().indexes().size() == 1);
    const IndexDefinition& kept = tx.reader().catalog().indexes().front();
    CHECK(kept.kind == IndexKind::Range);
    CHECK(Graph::seek(tx.reader(), kept.id, 9) == std::vector{graph.nodes[9].value});
  }
}

TEST_CASE("a unique constraint made in bulk names the nodes that break it, and leaves nothing") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    NodeId twin;
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      twin = graph.add(tx, 300);
      tx.commit();
    }
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      try {
        tx.writer().create_constraint(graph.unique());
        FAIL("no error");
      } catch (const ConstraintError& error) {
        CHECK(std::string(error.what()) == "constraint `one_town` cannot be made: nodes " +
                                               std::to_string(graph.nodes[300].value) + " and " +
                                               std::to_string(twin.value) + " have the same value");
      }
      tx.writer().delete_node(twin);
      tx.commit();
    }
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      tx.writer().create_constraint(graph.unique());
      CHECK_THROWS_AS(graph.add(tx, 300), ConstraintError);
      tx.commit();
    }
    graph.expect_clean();
    Transaction tx = graph.db->begin(TransactionMode::Write);
    CHECK_THROWS_AS(graph.add(tx, 300), ConstraintError);
  }
}

TEST_CASE("who reads meanwhile sees neither the index nor its files") {
  for (const auto where : kPlaces) {
    Graph graph(where);
    const Transaction before = graph.db->begin(TransactionMode::Read);
    IndexId index;
    {
      Transaction tx = graph.db->begin(TransactionMode::Write);
      index = tx.writer().create_index(graph.definition(IndexKind::Range)).id;
      CHECK(before.reader().catalog().indexes().empty());
      tx.commit();
    }
    CHECK(before.reader().catalog().indexes().empty());
    std::vector<NodeId> seen;
    const auto scan = before.reader().scan_label(graph.label);
    while (scan->next(1000, seen) > 0) {
    }
    CHECK(seen == graph.nodes);
    const Transaction after = graph.db->begin(TransactionMode::Read);
    CHECK(Graph::seek(after.reader(), index, 11).size() == 1);
  }
}

TEST_CASE("an index made in bulk survives reopening, beside one in the same table") {
  Graph graph(test::TestDatabase::Where::Folder, 3000);
  IndexId ids[2];
  for (IndexId& id : ids) {
    Transaction tx = graph.db->begin(TransactionMode::Write);
    IndexDefinition definition = graph.definition(IndexKind::Range);
    if (&id != ids) definition.keys.push_back(graph.name);
    id = tx.writer().create_index(definition).id;
    tx.commit();
  }
  graph.db.reopen();
  graph.expect_clean();
  const Transaction tx = graph.db->begin(TransactionMode::Read);
  CHECK(Graph::seek(tx.reader(), ids[0], 2999) == std::vector{graph.nodes[2999].value});
}
