#include "store/counts.h"

#include <doctest/doctest.h>

#include "kv/memory_store.h"
#include "liaison/engine/error.h"
#include "unit/engine/encoding/encoding_support.h"

namespace liaison::engine {
namespace {

const CountKey kPeople = CountKey::label_of(LabelId{2});
const CountKey kOut = CountKey::at(LabelId{2}, RelationshipTypeId{3}, Direction::Outgoing);
const CountKey kIn = CountKey::at(LabelId{2}, RelationshipTypeId{3}, Direction::Incoming);

TEST_CASE("a count row looks as its header draws it") {
  CHECK(to_hex(count_row_key(kPeople)) == "636F756E740300000002");
  for (const CountKey& key : {CountKey::nodes(), CountKey::relationships(), kPeople, kOut, kIn,
                              CountKey::type_of(RelationshipTypeId{9})}) {
    CHECK(decode_count_row_key(count_row_key(key)) == key);
  }
  CHECK_THROWS_AS(decode_count_row_key("count"), CorruptionError);
  CHECK_THROWS_AS(decode_count_row_key("count\x07"), CorruptionError);
}

TEST_CASE("deltas add up, and what cancels out leaves no trace") {
  CountsDelta first;
  first.add(kPeople, 3);
  first.add(kOut, 1);
  CountsDelta second;
  second.add(kOut, -1);
  second.add(kIn, 2);
  first.add(second);
  CHECK(first.of(kPeople) == 3);
  CHECK(first.of(kOut) == 0);
  CHECK(first.changes().size() == 2);
}

TEST_CASE("counts written with a commit are the counts read after reopening") {
  const auto store = make_memory_store();
  Counts counts = Counts::load(*store);
  for (const std::int64_t by : {300, -1, -299, 5}) {
    CountsDelta delta;
    delta.add(CountKey::nodes(), by);
    delta.add(kIn, by * 2);
    counts.apply(delta);
    WriteBatch batch;
    counts.put_rows(delta, batch);
    store->write(batch);
    CHECK(Counts::load(*store) == counts);
  }
  CHECK(counts.of(CountKey::nodes()) == 5);
  CHECK(counts.of(kIn) == 10);
  CHECK(counts.of(kOut) == 0);
}

TEST_CASE("a count never falls below zero") {
  Counts counts;
  CountsDelta delta;
  delta.add(kPeople, -1);
  CHECK_THROWS_AS(counts.apply(delta), CorruptionError);
}

}  // namespace
}  // namespace liaison::engine
