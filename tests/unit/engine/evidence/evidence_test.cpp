// Evidence: what is verified when it is written, and what withdrawing a document takes along.
#include <doctest/doctest.h>

#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

// Two documents, two agencies, and a meeting that both documents tell of.
struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  Transaction tx = db->begin(TransactionMode::Write);
  GraphWriter& w = tx.writer();
  PropertyKeyId text = w.property_key("text");
  PropertyKeyId place = w.property_key("place");
  LabelId document = w.label("Document");
  LabelId agency = w.label("Agency");
  RelationshipTypeId met = w.relationship_type("MET");
  NodeId first = make_document("Bộ Công an họp với Bộ Y tế ở Huế.");
  NodeId second = make_document("Hai bộ họp.");
  NodeId police = w.create_node({&agency, 1}, {});
  NodeId health = w.create_node({&agency, 1}, {});
  RelationshipId meeting = w.create_relationship(met, police, health, {});

  NodeId make_document(const char* body) {
    const PropertyEntry entry{text, body};
    return w.create_node({&document, 1}, {&entry, 1});
  }
  static EvidenceRecord record(NodeId source, const char* quote, std::int64_t start,
                               std::int64_t end, double confidence = 0.9) {
    EvidenceRecord out;
    out.document = source;
    out.quote = quote;
    out.start = start;
    out.end = end;
    out.rule = "by hand";
    out.confidence = confidence;
    return out;
  }
  EvidenceRecord from_first(double confidence = 0.9) const {
    return record(first, "Bộ Công an", 0, 10, confidence);
  }
  EvidenceRecord from_second(double confidence = 0.9) const {
    return record(second, "họp", 7, 10, confidence);
  }
  std::uint32_t say(RelationshipId relationship, const EvidenceRecord& said) {
    return w.add_evidence(EntityKind::Relationship, relationship.value, said);
  }
  Value place_of(RelationshipId relationship) {
    ColumnVector column;
    tx.reader().gather(EntityKind::Relationship, {&relationship.value, 1}, place, column);
    return column.get(0);
  }
  bool exists(NodeId node) {
    std::vector<std::uint8_t> out;
    tx.reader().nodes_exist({&node, 1}, out);
    return out[0] != 0;
  }
  bool exists(RelationshipId relationship) {
    std::vector<std::optional<RelationshipEnds>> out;
    tx.reader().relationship_ends({&relationship, 1}, out);
    return out[0].has_value();
  }
  void commit_clean() {
    tx.commit();
    CHECK(check(*db).problems == std::vector<std::string>());
  }
};

}  // namespace

TEST_CASE("a quote is verified by code points against the document's text") {
  World world;
  CHECK(world.say(world.meeting, world.from_first()) == 0);
  CHECK(world.say(world.meeting, World::record(world.first, "Huế", 29, 32)) == 1);
  // The message says what stands there.
  try {
    world.say(world.meeting, World::record(world.first, "Bộ Y tế", 0, 7));
    FAIL("a wrong quote was taken");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("Bộ Côn") != std::string::npos);
  }
  for (const auto& wrong :
       {World::record(world.first, "", 3, 3), World::record(world.first, "Bộ", -1, 1),
        World::record(world.first, "Huế.", 29, 34), World::record(world.police, "Bộ", 0, 2),
        World::record(NodeId(999999), "Bộ", 0, 2), World::record(world.first, "Bộ", 0, 2, 0.0),
        World::record(world.first, "Bộ", 0, 2, 1.5)}) {
    CHECK_THROWS_AS(world.say(world.meeting, wrong), InputError);
  }
  const auto records = world.tx.reader().evidence(EntityKind::Relationship, world.meeting.value);
  REQUIRE(records.size() == 2);
  CHECK(records[1].record.quote == "Huế");
  CHECK(records[1].n == 1);
  CHECK(world.tx.reader().cited_by(world.first).size() == 2);
  CHECK(world.tx.reader().cited_by(world.second).empty());
  world.commit_clean();
}

TEST_CASE("a fact that two documents support survives the withdrawal of one") {
  World world;
  world.w.mark_extracted(EntityKind::Relationship, world.meeting.value);
  world.say(world.meeting, world.from_first());
  world.say(world.meeting, world.from_second());
  const WithdrawalReport report = world.w.withdraw_document(world.first);
  CHECK(report.records == 1);
  CHECK(report.relationships == 0);
  CHECK(world.exists(world.meeting));
  const WithdrawalReport last = world.w.withdraw_document(world.second);
  CHECK(last.relationships == 1);
  CHECK(!world.exists(world.meeting));
  CHECK(world.exists(world.police));  // asserted by a user, as far as anybody knows
  world.commit_clean();
}

TEST_CASE("what a user asserted stays without evidence") {
  World world;
  world.say(world.meeting, world.from_first());
  CHECK(world.w.withdraw_document(world.first).relationships == 0);
  CHECK(world.exists(world.meeting));
  world.commit_clean();
}

TEST_CASE("extracted nodes go with their last record, once nothing holds on to them") {
  World world;
  GraphWriter& w = world.w;
  w.mark_extracted(EntityKind::Node, world.police.value);
  w.mark_extracted(EntityKind::Node, world.health.value);
  w.mark_extracted(EntityKind::Relationship, world.meeting.value);
  w.add_evidence(EntityKind::Node, world.police.value, world.from_first());
  w.add_evidence(EntityKind::Node, world.health.value, world.from_first());
  world.say(world.meeting, world.from_second());
  // The meeting still stands on the second document, and holds both agencies.
  WithdrawalReport report = w.withdraw_document(world.first);
  CHECK(report.records == 2);
  CHECK(report.nodes == 0);
  CHECK(world.exists(world.police));
  // An agency that gets support again stays when the meeting goes.
  w.add_evidence(EntityKind::Node, world.health.value, world.from_first());
  report = w.withdraw_document(world.second);
  CHECK(report.relationships == 1);
  CHECK(report.nodes == 1);
  CHECK(!world.exists(world.police));
  CHECK(world.exists(world.health));
  world.commit_clean();
}

TEST_CASE("an extracted node that never had a record is left alone") {
  World world;
  world.w.mark_extracted(EntityKind::Node, world.police.value);
  world.w.mark_extracted(EntityKind::Relationship, world.meeting.value);
  world.say(world.meeting, world.from_first());
  CHECK(world.w.withdraw_document(world.first).relationships == 1);
  CHECK(world.exists(world.police));
  world.commit_clean();
}

TEST_CASE("deleting a document withdraws it") {
  World world;
  world.w.mark_extracted(EntityKind::Relationship, world.meeting.value);
  world.say(world.meeting, world.from_first());
  world.w.delete_node(world.first);
  CHECK(!world.exists(world.first));
  CHECK(!world.exists(world.meeting));
  world.commit_clean();
}

TEST_CASE("a document that cannot be deleted keeps what it supports") {
  World world;
  world.w.mark_extracted(EntityKind::Relationship, world.meeting.value);
  world.say(world.meeting, world.from_first());
  world.w.create_relationship(world.met, world.first, world.police, {});
  CHECK_THROWS_AS(world.w.delete_node(world.first), ConstraintError);
  CHECK(world.exists(world.meeting));
  CHECK(world.tx.reader().cited_by(world.first).size() == 1);
  world.commit_clean();
}

TEST_CASE("property values follow the records: the best supported wins") {
  World world;
  EvidenceRecord hue = world.from_first(0.6);
  hue.properties = {{"place", Value("Huế")}};
  EvidenceRecord hanoi = world.from_second(0.8);
  hanoi.properties = {{"place", Value("Hà Nội")}};
  world.say(world.meeting, hue);
  CHECK(world.place_of(world.meeting).as_string() == "Huế");
  const std::uint32_t better = world.say(world.meeting, hanoi);
  CHECK(world.place_of(world.meeting).as_string() == "Hà Nội");
  EvidenceRecord late = world.from_second(0.7);
  late.properties = {{"place", Value("Đà Nẵng")}};
  world.say(world.meeting, late);
  CHECK(world.place_of(world.meeting).as_string() == "Hà Nội");
  world.w.remove_evidence(EntityKind::Relationship, world.meeting.value, better);
  CHECK(world.place_of(world.meeting).as_string() == "Đà Nẵng");
  const WithdrawalReport report = world.w.withdraw_document(world.second);
  CHECK(report.properties == 1);
  CHECK(world.place_of(world.meeting).as_string() == "Huế");
  CHECK(world.w.withdraw_document(world.first).properties == 1);
  CHECK(world.place_of(world.meeting).is_null());
  world.commit_clean();
}

TEST_CASE("a value that a user set is not moved by records") {
  World world;
  EvidenceRecord hue = world.from_first(0.6);
  hue.properties = {{"place", Value("Huế")}};
  world.say(world.meeting, hue);
  world.w.set_property(EntityKind::Relationship, world.meeting.value, world.place, "Sài Gòn");
  CHECK(world.w.withdraw_document(world.first).properties == 0);
  CHECK(world.place_of(world.meeting).as_string() == "Sài Gòn");
  world.commit_clean();
}

TEST_CASE("deleting what has evidence deletes the evidence") {
  World world;
  world.say(world.meeting, world.from_first());
  world.w.delete_relationship(world.meeting);
  CHECK(world.tx.reader().cited_by(world.first).empty());
  world.commit_clean();
}

TEST_CASE("documents that are extracted from documents go in a chain, cycles included") {
  World world;
  GraphWriter& w = world.w;
  const NodeId third = world.make_document("ba");
  w.mark_extracted(EntityKind::Node, world.second.value);
  w.mark_extracted(EntityKind::Node, third.value);
  w.add_evidence(EntityKind::Node, world.second.value, world.from_first());
  w.add_evidence(EntityKind::Node, third.value, world.from_second());
  w.add_evidence(EntityKind::Node, world.first.value, World::record(third, "ba", 0, 2));
  const WithdrawalReport report = w.withdraw_document(world.first);
  CHECK(report.nodes == 2);
  CHECK(!world.exists(third));
  CHECK(world.exists(world.first));
  world.commit_clean();
}
