#include "core/entity_resolver.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "support/test_database.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

constexpr std::uint64_t kNodes = 40;

// Bodies that are part of others, and documents that say so.
struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  std::vector<NodeId> nodes;
  EvidenceRecord said;

  World() {
    Transaction tx = db->begin(TransactionMode::Write);
    const PropertyEntry text{tx.writer().property_key("text"), "One."};
    said.document = tx.writer().create_node({}, {&text, 1});
    said.quote = "One";
    said.end = 3;
    for (std::uint64_t i = 0; i < kNodes; ++i) nodes.push_back(tx.writer().create_node({}, {}));
    tx.commit();
  }
  // The pairs of this remainder are related, once somebody has said so.
  void for_each_pair(std::uint64_t remainder, const std::function<void(NodeId, NodeId)>& visit) {
    for (std::uint64_t i = 0; i < kNodes; ++i) {
      for (std::uint64_t j = 0; j < kNodes; ++j) {
        if ((i * kNodes + j) % 3 == remainder) visit(nodes[i], nodes[j]);
      }
    }
  }
  void relate(std::uint64_t remainder) {
    Transaction tx = db->begin(TransactionMode::Write);
    const RelationshipTypeId type = tx.writer().relationship_type("PART_OF");
    for_each_pair(remainder,
                  [&](NodeId a, NodeId b) { tx.writer().create_relationship(type, a, b, {}); });
    tx.commit();
  }
  // How many of the pairs the resolver finds; it makes the others.
  std::size_t resolve(EntityResolver& resolver, std::uint64_t remainder) {
    std::size_t found = 0;
    Transaction tx = db->begin(TransactionMode::Write);
    resolver.begin(tx);
    for_each_pair(remainder, [&](NodeId a, NodeId b) {
      if (!resolver.relationship("PART_OF", a, b, {"", ""}, {&said, 1}).created) ++found;
    });
    tx.commit();
    return found;
  }
  std::size_t pair_count(std::uint64_t remainder) {
    std::size_t count = 0;
    for_each_pair(remainder, [&](NodeId, NodeId) { ++count; });
    return count;
  }
  std::uint64_t relationship_count() {
    return db->begin(TransactionMode::Read).reader().catalog().relationship_count();
  }
};

}  // namespace

TEST_CASE("a relationship is made once, whoever made it, and whatever is remembered") {
  // Without a filter, with one until there are too many relationships for it, and with one.
  for (const std::size_t filtered_max :
       {std::size_t{0}, std::size_t{700}, EntityResolver::kFilteredMax}) {
    CAPTURE(filtered_max);
    World world;
    EntityResolver resolver(filtered_max);
    world.relate(0);
    for (int round = 0; round < 3; ++round) {
      CAPTURE(round);
      CHECK(world.resolve(resolver, 0) == world.pair_count(0));
      resolver.forget();
      CHECK(world.resolve(resolver, 1) == (round == 0 ? 0 : world.pair_count(1)));
      resolver.forget();
    }
    world.relate(2);
    resolver.forget_all();
    CHECK(world.resolve(resolver, 2) == world.pair_count(2));
    CHECK(world.relationship_count() == kNodes * kNodes);
  }
}

TEST_CASE("what another relationship has for an end or a type is not taken for it") {
  World world;
  EntityResolver resolver;
  Transaction tx = world.db->begin(TransactionMode::Write);
  resolver.begin(tx);
  const auto made = [&](std::string_view type, NodeId source, NodeId target,
                        std::string_view form) {
    return resolver.relationship(type, source, target, {"title", form}, {&world.said, 1}).created;
  };
  const NodeId a = world.nodes[0];
  const NodeId b = world.nodes[1];
  CHECK(made("HOLDS_POST", a, b, "minister"));
  CHECK(made("HOLDS_POST", b, a, "minister"));
  CHECK(made("SPOKE_AT", a, b, "minister"));
  CHECK(made("HOLDS_POST", a, b, "chair"));
  CHECK(!made("HOLDS_POST", a, b, "minister"));
  CHECK(!made("SPOKE_AT", a, b, "minister"));
}
