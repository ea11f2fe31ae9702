// Graph operations through the public doors, on both stores.
#include <doctest/doctest.h>

#include <algorithm>

#include "liaison/engine/check.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/database.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

std::vector<NodeId> all_of(NodeScan& scan) {
  std::vector<NodeId> nodes;
  while (scan.next(3, nodes) > 0) {
  }
  return nodes;
}

Value property(const GraphReader& reader, NodeId node, PropertyKeyId key) {
  ColumnVector column;
  const std::uint64_t ids[] = {node.value};
  reader.gather(EntityKind::Node, ids, key, column);
  REQUIRE(column.size() == 1);
  return column.get(0);
}

ExpandResult expand(const GraphReader& reader, std::vector<NodeId> nodes, Direction direction,
                    std::vector<RelationshipTypeId> types = {}) {
  ExpandResult result;
  reader.expand(nodes, types, direction, result);
  return result;
}

}  // namespace

TEST_CASE("an empty database has nothing in it and is clean") {
  test::for_each_store([](test::TestDatabase& db) {
    auto tx = db->begin(TransactionMode::Read);
    CHECK(tx.reader().catalog().node_count() == 0);
    CHECK(all_of(*tx.reader().scan_nodes()).empty());
    CHECK(tx.reader().catalog().label("Person") == std::nullopt);
    CHECK(expand(tx.reader(), {NodeId(7)}, Direction::Both).size() == 0);
    CHECK(property(tx.reader(), NodeId(7), PropertyKeyId(1)).is_null());
    CHECK(check(*db).clean());
  });
}

TEST_CASE("a committed node is there for the next reader and after reopening") {
  test::for_each_store([](test::TestDatabase& db) {
    NodeId ada;
    {
      auto tx = db->begin(TransactionMode::Write);
      GraphWriter& w = tx.writer();
      const PropertyEntry name{w.property_key("name"), "Ada"};
      const LabelId person[] = {w.label("Person")};
      ada = w.create_node(person, {&name, 1});
      CHECK(property(tx.reader(), ada, name.key).as_string() == "Ada");
      auto other = db->begin(TransactionMode::Read);
      CHECK(other.reader().catalog().node_count() == 0);
      CHECK(tx.commit() == 1);
    }
    for (int round = 0; round < 2; ++round) {
      auto tx = db->begin(TransactionMode::Read);
      const Catalog& catalog = tx.reader().catalog();
      REQUIRE(catalog.label("Person"));
      REQUIRE(catalog.property_key("name"));
      CHECK(catalog.node_count(*catalog.label("Person")) == 1);
      CHECK(all_of(*tx.reader().scan_label(*catalog.label("Person"))) == std::vector{ada});
      CHECK(property(tx.reader(), ada, *catalog.property_key("name")).as_string() == "Ada");
      tx.rollback();
      CHECK(check(*db).problems == std::vector<std::string>());
      db.reopen();
    }
  });
}
