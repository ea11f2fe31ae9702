// What writers remember of labels never shows: relationships are counted under the labels that
// their ends have now.
#include "graph/label_memory.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "liaison/engine/check.h"
#include "support/test_database.h"

using namespace liaison;

TEST_CASE("memory that is full forgets what was not looked up for long") {
  engine::LabelMemory memory;
  constexpr std::uint64_t kNodes = 3 * engine::LabelMemory::kHalfMax;
  for (std::uint64_t node = 1; node <= kNodes; ++node) {
    const std::vector<LabelId> labels{LabelId(static_cast<std::uint32_t>(node))};
    REQUIRE(memory.put(NodeId(node), labels) == labels);
    REQUIRE(memory.find(NodeId(1)) != nullptr);
  }
  CHECK(*memory.find(NodeId(1)) == std::vector{LabelId(1)});
  CHECK(memory.find(NodeId(2)) == nullptr);
  REQUIRE(memory.find(NodeId(kNodes)) != nullptr);
  memory.forget(NodeId(kNodes));
  CHECK(memory.find(NodeId(kNodes)) == nullptr);
  memory.forget_all();
  CHECK(memory.find(NodeId(1)) == nullptr);
}

TEST_CASE("labels that change between two relationships of a node are the ones that count") {
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  NodeId node;
  const auto relate = [&](Transaction& tx) {
    tx.writer().create_relationship(tx.writer().relationship_type("R"), node, node, {});
  };
  // The check counts relationships by label, type and side, and compares.
  const auto require_clean = [&] { REQUIRE(check(*db).problems == std::vector<std::string>()); };
  {
    Transaction tx = db->begin(TransactionMode::Write);
    node = tx.writer().create_node({}, {});
    relate(tx);
    tx.commit();
  }
  {
    Transaction tx = db->begin(TransactionMode::Write);
    relate(tx);
    tx.writer().add_label(node, tx.writer().label("A"));
    relate(tx);
    tx.commit();
  }
  require_clean();
  {
    Transaction tx = db->begin(TransactionMode::Write);
    const std::size_t savepoint = tx.savepoint();
    tx.writer().add_label(node, tx.writer().label("B"));
    relate(tx);
    tx.rollback_to(savepoint);
    relate(tx);
    tx.commit();
  }
  require_clean();
  {
    Transaction tx = db->begin(TransactionMode::Write);
    tx.writer().remove_label(node, tx.writer().label("A"));
    relate(tx);
    tx.rollback();
  }
  {
    Transaction tx = db->begin(TransactionMode::Write);
    relate(tx);
    tx.commit();
  }
  require_clean();
  {
    Transaction tx = db->begin(TransactionMode::Optimistic);
    tx.writer().add_label(node, tx.writer().label("C"));
    tx.commit();
  }
  {
    Transaction tx = db->begin(TransactionMode::Write);
    relate(tx);
    tx.commit();
  }
  require_clean();
}
