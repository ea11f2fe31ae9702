// What writers remember of evidence never shows: a record that is added to remembered ones leads to
// what all of them together do.
#include "evidence/evidence_memory.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "liaison/engine/check.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

// A thing that documents speak of.
struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  NodeId thing;

  World() {
    Transaction tx = db->begin(TransactionMode::Write);
    thing = tx.writer().create_node({}, {});
    tx.writer().mark_extracted(EntityKind::Node, thing.value);
    tx.commit();
  }

  static NodeId document(GraphWriter& w, const std::string& body) {
    const PropertyEntry text{w.property_key("text"), body};
    return w.create_node({}, {&text, 1});
  }
  static EvidenceRecord record(NodeId source, double confidence, ValueMap properties) {
    EvidenceRecord made;
    made.document = source;
    made.quote = "One";
    made.end = 3;
    made.confidence = confidence;
    made.properties = std::move(properties);
    return made;
  }
  void say(GraphWriter& w, NodeId source, double confidence, ValueMap properties) const {
    w.add_evidence(EntityKind::Node, thing.value,
                   record(source, confidence, std::move(properties)));
  }
  Value property(const Transaction& tx, const char* name) const {
    const auto key = tx.reader().catalog().property_key(name);
    ColumnVector column;
    if (!key) return {};
    tx.reader().gather(EntityKind::Node, {&thing.value, 1}, *key, column);
    return column.get(0);
  }
  void require_clean() { REQUIRE(check(*db).problems == std::vector<std::string>()); }
};

// Twenty words that start with "One"; every `variant` gives others.
std::string text_of(int variant) {
  std::string text = "One";
  for (int word = 1; word < 20; ++word) {
    text += " w" + std::to_string(variant) + "x" + std::to_string(word);
  }
  return text;
}

struct Said {
  std::string text;
  double confidence;
  ValueMap properties;
};

// Different texts, the same text under other documents, near copies (until there are too many texts
// to compare), and values that continue others, also after there are so many documents that only
// what they come to is remembered.
std::vector<Said> told() {
  std::vector<Said> all;
  const char* const dates[] = {"2025", "2025-11", "2025-11-24", "2024-01"};
  for (int i = 0; i < 150; ++i) {
    std::string text = text_of(i % 7 == 3 ? i - 3 : i);
    if (i % 5 == 4) text = text_of(i - 1) + " more";
    ValueMap properties = {{"date", dates[(i * 7 + i / 4) % 4]},
                           {"names", Value(ValueList{Value("n" + std::to_string(i % 9)), "a"})}};
    if (i > 90 && i % 13 == 0) properties.emplace_back("head", "h1 of " + std::to_string(i));
    if (i % 13 != 0 && i % 3 == 0) properties.emplace_back("head", "h" + std::to_string(i % 4));
    all.push_back({std::move(text), 0.3 + 0.01 * (i % 11), std::move(properties)});
  }
  return all;
}

}  // namespace

TEST_CASE("records taken in one by one, remembered or read, say the same") {
  World remembered;
  World read;
  NodeId before_remembered{};
  NodeId before_read{};
  for (const Said& said : told()) {
    for (World* world : {&remembered, &read}) {
      // Optimistic transactions remember nothing.
      Transaction tx =
          world->db->begin(world == &read ? TransactionMode::Optimistic : TransactionMode::Write);
      const NodeId source = World::document(tx.writer(), said.text);
      world->say(tx.writer(), source, said.confidence, said.properties);
      // A document that repeats itself, and one that comes back later.
      world->say(tx.writer(), source, said.confidence + 0.05, said.properties);
      NodeId& before = world == &read ? before_read : before_remembered;
      if (before.value != 0) world->say(tx.writer(), before, 0.2, {{"date", "2024"}});
      before = source;
      tx.commit();
    }
    Transaction one = remembered.db->begin(TransactionMode::Read);
    Transaction other = read.db->begin(TransactionMode::Read);
    for (const char* const name : {"date", "names", "head"}) {
      CAPTURE(said.text);
      CHECK(equivalent(remembered.property(one, name), read.property(other, name)));
    }
  }
  remembered.require_clean();
  read.require_clean();
}

TEST_CASE("records added at once say what they do one after the other") {
  for (const std::size_t batch_size : {std::size_t{2}, std::size_t{7}, std::size_t{100}}) {
    CAPTURE(batch_size);
    World together;
    World apart;
    std::vector<NewEvidence> batch;
    const auto add = [&](GraphWriter& w) {
      w.add_evidence(batch);
      batch.clear();
    };
    Transaction one = together.db->begin(TransactionMode::Write);
    Transaction other = apart.db->begin(TransactionMode::Write);
    NodeId before{};
    for (const Said& said : told()) {
      const NodeId source = World::document(one.writer(), said.text);
      REQUIRE(World::document(other.writer(), said.text) == source);
      const auto say = [&](NodeId document, double confidence, const ValueMap& properties) {
        batch.push_back({EntityKind::Node, together.thing.value,
                         World::record(document, confidence, properties)});
        apart.say(other.writer(), document, confidence, properties);
      };
      say(source, said.confidence, said.properties);
      say(source, said.confidence + 0.05, said.properties);
      if (before.value != 0) say(before, 0.2, {{"date", "2024"}});
      before = source;
      if (batch.size() >= batch_size) {
        add(one.writer());
        for (const char* const name : {"date", "names", "head"}) {
          REQUIRE(equivalent(together.property(one, name), apart.property(other, name)));
        }
      }
    }
    add(one.writer());
    one.commit();
    other.commit();
    together.require_clean();
    apart.require_clean();
    const Transaction a = together.db->begin(TransactionMode::Read);
    const Transaction b = apart.db->begin(TransactionMode::Read);
    const auto records = a.reader().evidence(EntityKind::Node, together.thing.value);
    const auto expected = b.reader().evidence(EntityKind::Node, apart.thing.value);
    REQUIRE(records.size() == expected.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      REQUIRE(records[i].n == expected[i].n);
      REQUIRE(records[i].record.document == expected[i].record.document);
      REQUIRE(records[i].record.confidence == expected[i].record.confidence);
      REQUIRE(records[i].record.text == expected[i].record.text);
    }
  }
}

TEST_CASE("what is rolled back or refused is not remembered") {
  World world;
  Transaction tx = world.db->begin(TransactionMode::Write);
  GraphWriter& w = tx.writer();
  const NodeId first = World::document(w, text_of(1));
  const NodeId second = World::document(w, text_of(2));
  world.say(w, first, 0.5, {{"head", "Ada"}});
  const std::size_t savepoint = tx.savepoint();
  world.say(w, second, 0.9, {{"head", "Ben"}});
  CHECK(equivalent(world.property(tx, "head"), Value("Ben")));
  tx.rollback_to(savepoint);
  CHECK(equivalent(world.property(tx, "head"), Value("Ada")));
  CHECK_THROWS_AS(world.say(w, second, 7, {{"head", "Ben"}}), InputError);
  world.say(w, second, 0.4, {{"head", "Ben"}});
  CHECK(equivalent(world.property(tx, "head"), Value("Ada")));
  tx.commit();
  world.require_clean();
  {
    Transaction lost = world.db->begin(TransactionMode::Write);
    world.say(lost.writer(), second, 0.9, {{"head", "Ben"}});
  }
  Transaction last = world.db->begin(TransactionMode::Write);
  const auto records = last.reader().evidence(EntityKind::Node, world.thing.value);
  REQUIRE(records.size() == 2);
  world.say(last.writer(), second, 0.4, {{"head", "Ben"}});
  CHECK(last.reader().evidence(EntityKind::Node, world.thing.value).back().n == 2);
  CHECK(equivalent(world.property(last, "head"), Value("Ada")));
  last.commit();
  world.require_clean();
}

TEST_CASE("what another transaction commits in between counts") {
  World world;
  const auto say = [&](TransactionMode mode, int text, const char* head) {
    Transaction tx = world.db->begin(mode);
    world.say(tx.writer(), World::document(tx.writer(), text_of(text)), 0.5, {{"head", head}});
    tx.commit();
  };
  say(TransactionMode::Write, 1, "Ada");
  say(TransactionMode::Optimistic, 2, "Ben");
  say(TransactionMode::Optimistic, 3, "Ben");
  say(TransactionMode::Write, 4, "Ada");
  say(TransactionMode::Write, 5, "Ada");
  Transaction tx = world.db->begin(TransactionMode::Read);
  const auto records = tx.reader().evidence(EntityKind::Node, world.thing.value);
  REQUIRE(records.size() == 5);
  CHECK(records.back().n == 4);
  CHECK(support_of(records).documents == 5);
  CHECK(equivalent(world.property(tx, "head"), Value("Ada")));
  world.require_clean();
}

TEST_CASE("a property that a user sets between two records stays the user's") {
  World world;
  Transaction tx = world.db->begin(TransactionMode::Write);
  GraphWriter& w = tx.writer();
  world.say(w, World::document(w, text_of(1)), 0.5, {{"head", "Ada"}});
  const std::size_t savepoint = tx.savepoint();
  w.set_property(EntityKind::Node, world.thing.value, w.property_key("head"), "Eve");
  world.say(w, World::document(w, text_of(2)), 0.9, {{"head", "Ben"}});
  CHECK(equivalent(world.property(tx, "head"), Value("Eve")));
  tx.rollback_to(savepoint);
  world.say(w, World::document(w, text_of(3)), 0.9, {{"head", "Ben"}});
  CHECK(equivalent(world.property(tx, "head"), Value("Ben")));
  tx.commit();
  world.require_clean();
}

TEST_CASE("memory that is full forgets what was not used for long, and no more") {
  engine::EvidenceMemory memory(1 << 20);
  memory.begin(7);
  for (std::uint64_t entity = 1; entity <= 20000; ++entity) {
    memory.put(EntityKind::Node, entity, {});
    CHECK(memory.find(EntityKind::Node, 1) != nullptr);
  }
  CHECK(memory.find(EntityKind::Node, 20000) != nullptr);
  CHECK(memory.find(EntityKind::Node, 2) == nullptr);
  memory.committed(8);
  memory.begin(8);
  CHECK(memory.find(EntityKind::Node, 20000) != nullptr);
  const engine::EvidenceMemory::Mark mark = memory.mark();
  memory.touch(EntityKind::Node, 20000);
  memory.put(EntityKind::Relationship, 20000, {});
  memory.rollback_to(mark);
  CHECK(memory.find(EntityKind::Node, 20000) == nullptr);
  CHECK(memory.find(EntityKind::Relationship, 20000) == nullptr);
  CHECK(memory.find(EntityKind::Node, 1) != nullptr);
  memory.begin(9);
  CHECK(memory.find(EntityKind::Node, 1) == nullptr);
}
