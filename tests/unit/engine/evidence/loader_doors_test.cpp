// The doors that loaders write through: many records at once, a relationship with its records,
// texts that were made ready elsewhere, and asking for what is there. Each does what the plain
// calls do.
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "liaison/engine/check.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/document_text.h"
#include "liaison/engine/error.h"
#include "liaison/engine/statistics.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

const std::string kText = "Bộ Công an họp với Bộ Y tế ở Huế.";

struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  Transaction tx = db->begin(TransactionMode::Write);
  GraphWriter* w = &tx.writer();
  LabelId agency = w->label("Agency");
  RelationshipTypeId met = w->relationship_type("MET");
  NodeId document = make_document(kText);
  NodeId police = make_agency("police");
  NodeId health = make_agency("health");

  NodeId make_document(const std::string& body) {
    const PropertyEntry entry{w->property_key("text"), body};
    return w->create_node({}, {&entry, 1});
  }
  NodeId make_agency(const char* key) {
    const PropertyEntry entry{w->property_key("key"), key};
    return w->create_node({&agency, 1}, {&entry, 1});
  }
  EvidenceRecord record(ValueMap properties = {}, double confidence = 0.5) const {
    EvidenceRecord made;
    made.document = document;
    made.quote = "Bộ Công an";
    made.end = 10;
    made.rule = "by hand";
    made.confidence = confidence;
    made.properties = std::move(properties);
    return made;
  }
  EvidenceRecord wrong() const {
    EvidenceRecord made = record();
    made.quote = "Bộ Công An";
    return made;
  }
  Value property(EntityKind kind, std::uint64_t entity, const char* name) const {
    const auto key = tx.reader().catalog().property_key(name);
    ColumnVector column;
    if (!key) return {};
    tx.reader().gather(kind, {&entity, 1}, *key, column);
    return column.get(0);
  }
  std::size_t record_count(EntityKind kind, std::uint64_t entity) const {
    return tx.reader().evidence(kind, entity).size();
  }
  bool exists(RelationshipId relationship) const {
    std::vector<std::optional<RelationshipEnds>> out;
    tx.reader().relationship_ends({&relationship, 1}, out);
    return out[0].has_value();
  }
  std::vector<RelationshipId> meetings() {
    std::vector<RelationshipId> found;
    w->find_relationships(met, police, health, found);
    return found;
  }
  void begin() {
    tx = db->begin(TransactionMode::Write);
    w = &tx.writer();
  }
  void commit_clean() {
    tx.commit();
    REQUIRE(check(*db).problems == std::vector<std::string>());
  }
};

}  // namespace

TEST_CASE("of records added at once, one that is refused leaves none") {
  World world;
  const std::uint64_t police = world.police.value;
  const std::uint64_t health = world.health.value;
  world.w->add_evidence(EntityKind::Node, police, world.record({{"head", "Ada"}}));

  std::vector<NewEvidence> batch = {
      {EntityKind::Node, police, world.record({{"head", "Ben"}}, 0.9)},
      {EntityKind::Node, health, world.record({{"head", "Cyd"}})},
      {EntityKind::Node, health, world.wrong()},
  };
  const auto nothing_added = [&] {
    CHECK(world.record_count(EntityKind::Node, police) == 1);
    CHECK(world.record_count(EntityKind::Node, health) == 0);
    CHECK(equivalent(world.property(EntityKind::Node, police, "head"), Value("Ada")));
    CHECK(world.property(EntityKind::Node, health, "head").is_null());
  };
  CHECK_THROWS_AS(world.w->add_evidence(batch), InputError);
  nothing_added();

  // An entity that is not there, though it comes last.
  batch.back() = {EntityKind::Relationship, 77, world.record()};
  CHECK_THROWS_AS(world.w->add_evidence(batch), UsageError);
  nothing_added();

  // A value that a constraint refuses: both become "Ben".
  batch.back() = {EntityKind::Node, health, world.record({{"head", "Ben"}}, 0.9)};
  ConstraintDefinition unique;
  unique.kind = ConstraintKind::Unique;
  unique.token = world.agency.value;
  unique.keys = {world.w->property_key("head")};
  unique.name = world.w->create_constraint(unique).name;
  CHECK_THROWS_AS(world.w->add_evidence(batch), ConstraintError);
  nothing_added();

  // What waited is still good without it.
  batch.pop_back();
  world.w->add_evidence(batch);
  CHECK(equivalent(world.property(EntityKind::Node, police, "head"), Value("Ben")));
  CHECK(equivalent(world.property(EntityKind::Node, health, "head"), Value("Cyd")));
  world.w->add_evidence(std::vector<NewEvidence>());
  world.commit_clean();
}

TEST_CASE("records of many entities at once say what they do one after the other") {
  // Enough entities to be read ahead on two threads, in both kinds, in more than one part.
  constexpr std::uint64_t kEntities = 1500;
  World together;
  World apart;
  const auto entity_of = [](std::uint64_t i) {
    return i % 2 == 0 ? EntityKind::Node : EntityKind::Relationship;
  };
  const auto make_and_say = [&](World& world, std::vector<std::uint64_t>& ids) {
    for (std::uint64_t i = 0; i < kEntities; ++i) {
      const NodeId node = world.make_agency("agency");
      const RelationshipId relationship =
          world.w->create_relationship(world.met, world.police, node, {});
      ids.push_back(entity_of(i) == EntityKind::Node ? node.value : relationship.value);
      for (std::uint64_t n = 0; n < i % 4; ++n) {
        world.w->add_evidence(entity_of(i), ids.back(),
                              world.record({{"name", "n" + std::to_string(n % 2)}}, 0.4));
      }
    }
  };
  std::vector<std::uint64_t> ids;
  std::vector<std::uint64_t> ids_apart;
  make_and_say(together, ids);
  make_and_say(apart, ids_apart);
  REQUIRE(ids == ids_apart);
  // What an optimistic transaction commits in between is not remembered.
  for (World* world : {&together, &apart}) {
    world->tx.commit();
    Transaction other = world->db->begin(TransactionMode::Optimistic);
    other.writer().create_node({}, {});
    other.commit();
    world->begin();
  }

  std::vector<NewEvidence> records;
  for (std::uint64_t i = kEntities; i > 0; --i) {
    for (std::uint64_t n = 0; n <= i % 3; ++n) {
      const EvidenceRecord record =
          together.record({{"name", "n" + std::to_string((i + n) % 3)}}, 0.3 + 0.1 * double(n));
      records.push_back({entity_of(i - 1), ids[i - 1], record});
      apart.w->add_evidence(entity_of(i - 1), ids[i - 1], record);
    }
  }
  records.push_back({EntityKind::Node, 123456, together.record()});
  CHECK_THROWS_AS(together.w->add_evidence(records), UsageError);
  for (std::uint64_t i = 0; i < kEntities; ++i) {
    REQUIRE(together.record_count(entity_of(i), ids[i]) == i % 4);
  }
  records.pop_back();
  together.w->add_evidence(records);
  for (std::uint64_t i = 0; i < kEntities; ++i) {
    CAPTURE(i);
    const auto found = together.tx.reader().evidence(entity_of(i), ids[i]);
    const auto expected = apart.tx.reader().evidence(entity_of(i), ids[i]);
    REQUIRE(found.size() == expected.size());
    for (std::size_t n = 0; n < found.size(); ++n) {
      REQUIRE(found[n].n == expected[n].n);
      REQUIRE(found[n].record.confidence == expected[n].record.confidence);
    }
    REQUIRE(equivalent(together.property(entity_of(i), ids[i], "name"),
                       apart.property(entity_of(i), ids[i], "name")));
  }
  together.commit_clean();
  apart.commit_clean();
}

TEST_CASE("a relationship comes with its records, and goes with them") {
  World world;
  const PropertyEntry role{world.w->property_key("role"), "guest"};
  const EvidenceRecord records[] = {world.record({{"date", "2025"}, {"role", "host"}}),
                                    world.record({{"date", "2025-11"}, {"note", Value()}})};
  const RelationshipId made =
      world.w->create_extracted(world.met, world.police, world.health, {&role, 1}, records);
  const auto found = world.tx.reader().evidence(EntityKind::Relationship, made.value);
  REQUIRE(found.size() == 2);
  CHECK(found[0].n == 0);
  CHECK(found[1].n == 1);
  CHECK(found[1].record.properties.size() == 1);
  CHECK(found[0].record.text == fingerprint(kText));
  CHECK(equivalent(world.property(EntityKind::Relationship, made.value, "date"), Value("2025-11")));
  // What it was made with is the maker's.
  CHECK(equivalent(world.property(EntityKind::Relationship, made.value, "role"), Value("guest")));
  CHECK(world.w->add_evidence(EntityKind::Relationship, made.value,
                              world.record({{"role", "host"}}, 0.9)) == 2);
  CHECK(equivalent(world.property(EntityKind::Relationship, made.value, "role"), Value("guest")));
  CHECK(world.meetings() == std::vector{made});

  const RelationshipId bare =
      world.w->create_extracted(world.met, world.police, world.health, {}, {});
  CHECK(world.record_count(EntityKind::Relationship, bare.value) == 0);
  const WithdrawalReport report = world.w->withdraw_document(world.document);
  CHECK(report.records == 3);
  CHECK(report.relationships == 1);
  CHECK_FALSE(world.exists(made));
  CHECK(world.exists(bare));
  world.commit_clean();
}

TEST_CASE("a relationship says what its records say, with few of them and with many") {
  constexpr int kRecords = 8;
  // What is remembered from one transaction to the next depends on how many there are.
  World world;
  const EvidenceRecord born = world.record({{"role", "guest"}});
  const RelationshipId meeting =
      world.w->create_extracted(world.met, world.police, world.health, {}, {&born, 1});
  world.commit_clean();
  for (int i = 1; i < kRecords; ++i) {
    CAPTURE(i);
    world.begin();
    // Texts of their own: near copies would be one witness.
    std::string text = "Bộ Công an";
    for (int word = 0; word < 20; ++word) text += " " + std::to_string(100 * i + word);
    world.document = world.make_document(text);
    // Every other record gives no property; from the fourth on hosts outnumber guests.
    const ValueMap given = i % 2 == 0 ? ValueMap() : ValueMap{{"role", "host"}};
    const NewEvidence one{EntityKind::Relationship, meeting.value, world.record(given)};
    world.w->add_evidence({&one, 1});
    CHECK(world.record_count(EntityKind::Relationship, meeting.value) == std::size_t(i) + 1);
    const char* const expected = i < 3 ? "guest" : "host";
    CHECK(equivalent(world.property(EntityKind::Relationship, meeting.value, "role"),
                     Value(expected)));
    world.commit_clean();
  }
}

TEST_CASE("a relationship with a record that is refused is not made") {
  World world;
  const EvidenceRecord records[] = {world.record({{"date", "2025"}}), world.wrong()};
  CHECK_THROWS_AS(world.w->create_extracted(world.met, world.police, world.health, {}, records),
                  InputError);
  CHECK_THROWS_AS(world.w->create_extracted(world.met, world.police, NodeId(77), {}, {records, 1}),
                  UsageError);
  // Two indexes, of which the second has no room for the value.
  for (const char* const key : {"date", "note"}) {
    IndexDefinition index;
    index.name = key;
    index.kind = IndexKind::Range;
    index.entity = EntityKind::Relationship;
    index.token = world.met.value;
    index.keys = {world.w->property_key(key)};
    world.w->create_index(index);
  }
  const EvidenceRecord large = world.record({{"date", "2025"}, {"note", std::string(100000, 'x')}});
  CHECK_THROWS_AS(world.w->create_extracted(world.met, world.police, world.health, {}, {&large, 1}),
                  Error);
  CHECK(world.meetings().empty());
  CHECK(world.w->create_extracted(world.met, world.police, world.health, {}, {records, 1}).value >
        0);
  CHECK(world.meetings().size() == 1);
  world.commit_clean();
}

TEST_CASE("a text made ready elsewhere is the document's, or refused") {
  World world;
  CHECK_THROWS_AS(
      world.w->quote_from(world.document, std::make_shared<const DocumentText>("Bộ Y tế")),
      InputError);
  CHECK_THROWS_AS(world.w->quote_from(world.police, std::make_shared<const DocumentText>("")),
                  InputError);
  world.w->quote_from(world.document, std::make_shared<const DocumentText>(kText));
  world.w->add_evidence(EntityKind::Node, world.police.value, world.record());
  // It does not outlive the text that it was made of.
  world.w->set_property(EntityKind::Node, world.document.value, world.w->property_key("text"),
                        "Bộ Y tế");
  CHECK_THROWS_AS(world.w->add_evidence(EntityKind::Node, world.police.value, world.record()),
                  InputError);
  const std::size_t savepoint = world.tx.savepoint();
  world.w->set_property(EntityKind::Node, world.document.value, world.w->property_key("text"),
                        kText);
  world.w->quote_from(world.document, std::make_shared<const DocumentText>(kText));
  world.tx.rollback_to(savepoint);
  CHECK_THROWS_AS(world.w->add_evidence(EntityKind::Node, world.police.value, world.record()),
                  InputError);
  world.commit_clean();
}

TEST_CASE("what is asked for is found, whoever made it, until it goes") {
  World world;
  IndexDefinition keys;
  keys.name = "keys";
  keys.kind = IndexKind::Range;
  keys.token = world.agency.value;
  keys.keys = {world.w->property_key("key")};
  const IndexId index = world.w->create_index(keys).id;
  const auto nodes = [&](const char* key) {
    std::vector<NodeId> found;
    world.w->find_nodes(index, Value(key), found);
    return found;
  };
  const RelationshipId first =
      world.w->create_relationship(world.met, world.police, world.health, {});
  CHECK(world.meetings() == std::vector{first});
  world.tx.commit();

  world.begin();
  CHECK(nodes("police") == std::vector{world.police});
  CHECK(nodes("army").empty());
  CHECK(world.meetings() == std::vector{first});
  const NodeId second_police = world.make_agency("police");
  CHECK(nodes("police") == std::vector{world.police, second_police});
  const RelationshipId second =
      world.w->create_relationship(world.met, world.police, world.health, {});
  const RelationshipTypeId visited = world.w->relationship_type("VISITED");
  world.w->create_relationship(visited, world.police, world.health, {});
  world.w->create_relationship(world.met, world.health, world.police, {});
  CHECK(world.meetings() == std::vector{first, second});
  // Of nodes that this transaction made nothing is stored.
  std::vector<RelationshipId> own;
  world.w->find_relationships(world.met, world.police, second_police, own);
  CHECK(own.empty());
  const RelationshipId third =
      world.w->create_relationship(world.met, world.police, second_police, {});
  const RelationshipId gone =
      world.w->create_relationship(world.met, world.police, second_police, {});
  world.w->delete_relationship(gone);
  world.w->find_relationships(world.met, world.police, second_police, own);
  CHECK(own == std::vector{third});
  world.w->delete_relationship(first);
  CHECK(world.meetings() == std::vector{second});
  std::vector<NodeId> none;
  CHECK_THROWS_AS(world.w->find_nodes(IndexId(999), Value("police"), none), UsageError);
  world.commit_clean();
}

TEST_CASE("a commit that is written is built upon, and seen once it is durable") {
  test::for_each_store([](test::TestDatabase& db) {
    CommitNumber number = 0;
    NodeId made{};
    {
      Transaction tx = db->begin(TransactionMode::Write, CacheUse::Bypass);
      CHECK(tx.base() == db->published_commit());
      made = tx.writer().create_node({}, {});
      number = tx.write();
      CHECK_FALSE(tx.is_open());
      CHECK_THROWS_AS(tx.base(), UsageError);
    }
    const auto sees = [&](const Transaction& tx) {
      std::vector<std::uint8_t> out;
      tx.reader().nodes_exist({&made, 1}, out);
      return out[0] != 0;
    };
    Transaction next = db->begin(TransactionMode::Write);
    CHECK(next.base() == number);
    CHECK(sees(next));
    CHECK_FALSE(sees(db->begin(TransactionMode::Read)));
    next.rollback();
    db->wait_durable(number);
    CHECK(db->published_commit() == number);
    CHECK(sees(db->begin(TransactionMode::Read)));
    CHECK_THROWS_AS(db->wait_durable(number + 1), UsageError);
    db.reopen();
    CHECK(sees(db->begin(TransactionMode::Read, CacheUse::Bypass)));
  });
}
