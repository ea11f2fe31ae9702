// Declared indexes and constraints: what they find, what they refuse, and that they follow changes.
#include <doctest/doctest.h>

#include <cmath>

#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  Transaction tx = db->begin(TransactionMode::Write);
  LabelId label = tx.writer().label("Agency");
  RelationshipTypeId type = tx.writer().relationship_type("PART_OF");
  PropertyKeyId name = tx.writer().property_key("name");
  PropertyKeyId aliases = tx.writer().property_key("aliases");

  NodeId node(Value value, Value alias = {}) {
    const PropertyEntry entries[] = {{name, std::move(value)}, {aliases, std::move(alias)}};
    return tx.writer().create_node({&label, 1}, entries);
  }
  IndexDefinition range(std::vector<PropertyKeyId> keys) {
    IndexDefinition index;
    index.token = label.value;
    index.keys = std::move(keys);
    return index;
  }
  std::vector<std::uint64_t> seek(IndexId index, std::vector<Value> probe) {
    SeekResult result;
    tx.reader().seek(index, probe, result);
    return result.entity;
  }
  ConstraintDefinition constraint(ConstraintKind kind, std::vector<PropertyKeyId> keys) {
    ConstraintDefinition out;
    out.kind = kind;
    out.token = label.value;
    out.keys = std::move(keys);
    return out;
  }
  void commit_clean() {
    tx.commit();
    CHECK(check(*db).problems == std::vector<std::string>());
  }
};

std::vector<std::pair<std::uint64_t, int>> pairs(const std::vector<NameHit>& hits) {
  std::vector<std::pair<std::uint64_t, int>> out;
  for (const NameHit& hit : hits) out.emplace_back(hit.node.value, static_cast<int>(hit.match));
  return out;
}

using Hits = std::vector<std::pair<std::uint64_t, int>>;

}  // namespace

TEST_CASE("an index finds what was there before it and what comes after") {
  World world;
  const NodeId before = world.node("a");
  const IndexId index = world.tx.writer().create_index(world.range({world.name})).id;
  const NodeId after = world.node("a");
  const NodeId other = world.node("b");
  CHECK(world.seek(index, {"a"}) == std::vector{before.value, after.value});
  world.tx.writer().set_property(EntityKind::Node, other.value, world.name, "a");
  CHECK(world.seek(index, {"a"}).size() == 3);
  world.tx.writer().remove_label(other, world.label);
  world.tx.writer().delete_node(before);
  CHECK(world.seek(index, {"a"}) == std::vector{after.value});
  CHECK(world.seek(index, {Value()}).empty());
  world.commit_clean();
}

TEST_CASE("numbers are sought by value, and NaN by nothing") {
  World world;
  const IndexId index = world.tx.writer().create_index(world.range({world.name})).id;
  const NodeId one = world.node(1);
  const NodeId also_one = world.node(1.0);
  world.node(std::nan(""));
  world.node(true);
  CHECK(world.seek(index, {1.0}) == std::vector{one.value, also_one.value});
  CHECK(world.seek(index, {std::nan("")}).empty());
  std::vector<std::uint64_t> found;
  world.tx.reader().seek_range(index, RangeBound{0, true}, std::nullopt, found);
  CHECK(found == std::vector{one.value, also_one.value});
  // Bounds of different families leave nothing.
  world.tx.reader().seek_range(index, RangeBound{0, true}, RangeBound{"z", true}, found);
  CHECK(found.empty());
  world.commit_clean();
}

TEST_CASE("prefixes of strings are found, multi-byte letters included") {
  World world;
  const IndexId index = world.tx.writer().create_index(world.range({world.name})).id;
  const NodeId hue = world.node("Huế");
  world.node("Hue");
  const NodeId longer = world.node("Huế đô");
  std::vector<std::uint64_t> found;
  world.tx.reader().seek_prefix(index, "Huế", found);
  CHECK(found == std::vector{hue.value, longer.value});
  world.tx.reader().seek_prefix(index, "", found);
  CHECK(found.size() == 3);
  world.commit_clean();
}

TEST_CASE("several probes at once are answered in their order, also backwards") {
  World world;
  const IndexId index = world.tx.writer().create_index(world.range({world.name})).id;
  const NodeId a = world.node("a");
  const NodeId b = world.node("b");
  const std::vector<Value> probes{"b", "nothing", Value(), "a", "b"};
  SeekResult result;
  world.tx.reader().seek(index, probes, result);
  CHECK(result.probe == std::vector<std::uint32_t>{0, 3, 4});
  CHECK(result.entity == std::vector{b.value, a.value, b.value});
}

TEST_CASE("an index of several keys holds what has all of them") {
  World world;
  const IndexId index = world.tx.writer().create_index(world.range({world.name, world.aliases})).id;
  const NodeId both = world.node("a", 1);
  world.node("a");
  CHECK(world.seek(index, {"a", 1}) == std::vector{both.value});
  CHECK(world.seek(index, {"a", Value()}).empty());
  CHECK_THROWS_AS(world.seek(index, {"a"}), UsageError);
  world.commit_clean();
}

TEST_CASE("names are found at three levels and by initials, exact hits first") {
  World world;
  IndexDefinition definition = world.range({world.name, world.aliases});
  definition.kind = IndexKind::Name;
  const IndexId index = world.tx.writer().create_index(definition).id;
  const NodeId hoa = world.node("Hoà Bình");
  const NodeId other = world.node("Hòa Bình");
  const NodeId police =
      world.node("Bộ Công an", ValueList{Value("BCA"), Value("Ministry of Public Security")});
  std::vector<NameHit> hits;
  world.tx.reader().find_name(index, "Hòa Bình", hits);
  CHECK(pairs(hits) == Hits{{other.value, 0}, {hoa.value, 1}});
  for (const char* written : {"bo cong an", "bca", "MINISTRY of public  security"}) {
    world.tx.reader().find_name(index, written, hits);
    CHECK(pairs(hits) == Hits{{police.value, 2}});
  }
  world.tx.reader().find_name_prefix(index, "bộ c", 10, hits);
  CHECK(pairs(hits) == Hits{{police.value, 2}});
  world.tx.reader().find_name_prefix(index, "h", 1, hits);
  CHECK(hits.size() == 1);
  world.tx.writer().set_property(EntityKind::Node, police.value, world.aliases, Value());
  world.tx.reader().find_name(index, "BCA", hits);
  CHECK(pairs(hits) == Hits{{police.value, 3}});  // no name any more, but the initials of one
  world.tx.reader().find_name(index, "BCB", hits);
  CHECK(hits.empty());
  CHECK_THROWS_AS(world.seek(index, {"a"}), UsageError);
  world.commit_clean();
}

TEST_CASE("a unique constraint refuses the second, exempts null and lets a value move on") {
  World world;
  GraphWriter& w = world.tx.writer();
  w.create_constraint(world.constraint(ConstraintKind::Unique, {world.name}));
  const NodeId a = world.node("a");
  const NodeId free = world.node(Value());
  world.node(Value());
  CHECK_THROWS_AS(world.node("a"), ConstraintError);
  CHECK_THROWS_AS(w.set_property(EntityKind::Node, free.value, world.name, "a"), ConstraintError);
  const NodeId unlabelled = w.create_node({}, std::vector<PropertyEntry>{{world.name, "a"}});
  CHECK_THROWS_AS(w.add_label(unlabelled, world.label), ConstraintError);
  CHECK(world.tx.reader().catalog().node_count() == 4);
  w.set_property(EntityKind::Node, a.value, world.name, "a");  // its own value
  w.set_property(EntityKind::Node, a.value, world.name, "b");
  w.add_label(unlabelled, world.label);
  world.commit_clean();
}

TEST_CASE("a constraint that data contradicts cannot be made, and leaves nothing behind") {
  World world;
  GraphWriter& w = world.tx.writer();
  world.node("a");
  world.node("a");
  world.node(Value());
  CHECK_THROWS_AS(w.create_constraint(world.constraint(ConstraintKind::Unique, {world.name})),
                  ConstraintError);
  CHECK_THROWS_AS(w.create_constraint(world.constraint(ConstraintKind::Exists, {world.name})),
                  ConstraintError);
  CHECK_THROWS_AS(w.create_constraint(world.constraint(ConstraintKind::Key, {world.name})),
                  ConstraintError);
  CHECK(world.tx.reader().catalog().indexes().empty());
  CHECK(world.tx.reader().catalog().constraints().empty());
  world.commit_clean();
}

TEST_CASE("an existence constraint is asked at the end of a statement") {
  World world;
  GraphWriter& w = world.tx.writer();
  w.create_constraint(world.constraint(ConstraintKind::Exists, {world.name}));
  const NodeId node = w.create_node({&world.label, 1}, {});
  w.set_property(EntityKind::Node, node.value, world.name, "late");
  CHECK_NOTHROW(w.check_constraints());
  w.set_property(EntityKind::Node, node.value, world.name, Value());
  CHECK_THROWS_AS(w.check_constraints(), ConstraintError);
  CHECK_THROWS_AS(world.tx.commit(), ConstraintError);
  auto after = world.db->begin(TransactionMode::Read);
  CHECK(after.reader().catalog().node_count() == 0);
}

TEST_CASE("a constraint on a property's type names who breaks it, and is asked at the end too") {
  World world;
  GraphWriter& w = world.tx.writer();
  const NodeId wrong = world.node(5);
  ConstraintDefinition typed = world.constraint(ConstraintKind::PropertyType, {world.name});
  CHECK_THROWS_AS(w.create_constraint(typed), UsageError);  // no type
  typed.type.scalars = PropertyType::kString;
  const std::string who = "node " + std::to_string(wrong.value) + " has a INTEGER";
  CHECK_THROWS_WITH_AS(w.create_constraint(typed), doctest::Contains(who.c_str()), ConstraintError);
  CHECK(world.tx.reader().catalog().constraints().empty());
  w.set_property(EntityKind::Node, wrong.value, world.name, "five");
  w.create_constraint(typed);
  CHECK_THROWS_AS(w.create_constraint(typed), UsageError);
  typed.type.scalars = PropertyType::kInteger;
  CHECK_THROWS_WITH_AS(w.create_constraint(typed), doctest::Contains("STRING of the same property"),
                       UsageError);
  w.set_property(EntityKind::Node, wrong.value, world.name, 6);
  try {
    w.check_constraints();
    FAIL("not refused");
  } catch (const ConstraintError& error) {
    CHECK(error.reason() == ConstraintError::Reason::PropertyType);
    CHECK(std::string(error.what()).find("STRING as `name`") != std::string::npos);
  }
  w.set_property(EntityKind::Node, wrong.value, world.name, Value());
  world.commit_clean();
}

TEST_CASE("an optimistic transaction does not slip past a constraint made meanwhile") {
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  auto first = db->begin(TransactionMode::Write);
  const LabelId label = first.writer().label("A");
  const PropertyKeyId key = first.writer().property_key("p");
  first.commit();
  auto slow = db->begin(TransactionMode::Optimistic);
  const PropertyEntry wrong{key, 1};
  slow.writer().create_node({&label, 1}, {&wrong, 1});
  auto quick = db->begin(TransactionMode::Write);
  ConstraintDefinition typed;
  typed.kind = ConstraintKind::PropertyType;
  typed.token = label.value;
  typed.keys = {key};
  typed.type.scalars = PropertyType::kString;
  quick.writer().create_constraint(typed);
  quick.commit();
  CHECK_THROWS_AS(slow.commit(), ConflictError);
  CHECK(check(*db).problems == std::vector<std::string>());
}

TEST_CASE("definitions outlive the process, and ids of dropped indexes do not come back") {
  test::TestDatabase db(test::TestDatabase::Where::Folder);
  IndexId dropped;
  {
    auto tx = db->begin(TransactionMode::Write);
    IndexDefinition index;
    index.token = tx.writer().label("A").value;
    index.keys = {tx.writer().property_key("p")};
    dropped = tx.writer().create_index(index).id;
    tx.writer().drop_index(dropped);
    ConstraintDefinition key;
    key.name = "keep";
    key.kind = ConstraintKind::Key;
    key.token = index.token;
    key.keys = index.keys;
    tx.writer().create_constraint(key);
    tx.commit();
  }
  db.reopen();
  auto tx = db->begin(TransactionMode::Write);
  const Catalog& catalog = tx.reader().catalog();
  REQUIRE(catalog.constraints().size() == 1);
  CHECK(catalog.constraints()[0].name == "keep");
  CHECK(catalog.constraints()[0].kind == ConstraintKind::Key);
  REQUIRE(catalog.indexes().size() == 1);
  CHECK(catalog.indexes()[0].owned_by_constraint);
  CHECK(catalog.indexes()[0].id > dropped);
  CHECK_THROWS_AS(tx.writer().drop_index(catalog.indexes()[0].id), UsageError);
  const std::uint64_t version = catalog.version();
  tx.writer().drop_constraint("keep");
  CHECK(tx.reader().catalog().version() > version);
  CHECK(tx.reader().catalog().indexes().empty());
  CHECK_THROWS_AS(tx.writer().drop_constraint("keep"), UsageError);
  tx.commit();
  CHECK(check(*db).problems == std::vector<std::string>());
}

TEST_CASE("definitions that a kind cannot have, doubles and clashing names are refused") {
  World world;
  GraphWriter& w = world.tx.writer();
  for (const IndexKind kind : {IndexKind::Text, IndexKind::Point}) {
    IndexDefinition wide = world.range({world.name, world.aliases});
    wide.kind = kind;
    CHECK_THROWS_AS(w.create_index(wide), UsageError);
    wide = world.range({world.name});
    wide.kind = kind;
    wide.further_tokens = {world.label.value + 1};
    CHECK_THROWS_AS(w.create_index(wide), UsageError);
  }
  IndexDefinition texts = world.range({world.name});
  texts.kind = IndexKind::FullText;
  texts.analyzer = "nothing";
  CHECK_THROWS_AS(w.create_index(texts), UsageError);
  IndexDefinition definition = world.range({world.name});
  definition.name = "mine";
  w.create_index(definition);
  CHECK_THROWS_AS(w.create_index(definition), UsageError);
  definition.keys = {world.aliases};
  CHECK_THROWS_AS(w.create_index(definition), UsageError);
  CHECK_THROWS_AS(w.create_index(world.range({world.name, world.name})), UsageError);
  CHECK_THROWS_AS(w.create_index(world.range({})), UsageError);
  CHECK_THROWS_AS(world.node(std::string(100000, 'x')), UsageError);
  CHECK(world.tx.reader().catalog().node_count() == 0);
}

TEST_CASE("an index and a constraint on relationships work alike") {
  World world;
  GraphWriter& w = world.tx.writer();
  const NodeId a = world.node("a");
  ConstraintDefinition unique = world.constraint(ConstraintKind::Unique, {world.name});
  unique.entity = EntityKind::Relationship;
  unique.token = world.type.value;
  const PropertyEntry entry{world.name, 5};
  const RelationshipId first = w.create_relationship(world.type, a, a, {&entry, 1});
  const IndexId index = w.create_constraint(unique).index;
  CHECK_THROWS_AS(w.create_relationship(world.type, a, a, {&entry, 1}), ConstraintError);
  CHECK(world.seek(index, {5}) == std::vector{first.value});
  w.delete_relationship(first);
  CHECK(world.seek(index, {5}).empty());
  world.commit_clean();
}
