#include "liaison/engine/compare.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace liaison {
namespace {

const double kNaN = std::nan("");

std::vector<Value> one_of_each() {
  // In ascending order, each strictly below the next.
  return {
      Value(ValueMap{}),
      Value(ValueMap{{"a", 1}}),
      Value(ValueMap{{"a", 2}}),
      Value::node(NodeId(1)),
      Value::node(NodeId(2)),
      Value::relationship(RelationshipId(1)),
      Value(ValueList{}),
      Value(ValueList{1}),
      Value(ValueList{1, "a"}),
      Value(ValueList{1, 2}),
      Value(ValueList{1, nullptr}),
      Value(ValueList{2}),
      Value::path(PathData{{Value::node(NodeId(1))}, {}}),
      Value(Point{.srid = 7203, .x = 1, .y = 2, .z = 0}),
      Value(DateTime{0, 0, 0, kNoZone}),
      Value(LocalDateTime{0, 0}),
      Value(Date{0}),
      Value(Date{1}),
      Value(Time{LocalTime{0}, 0}),
      Value(LocalTime{0}),
      Value(Duration{0, 1, 0, 0}),
      Value(Duration{1, 0, 0, 0}),
      Value(""),
      Value("a"),
      Value("b"),
      Value("đ"),
      Value(false),
      Value(true),
      Value(-std::numeric_limits<double>::infinity()),
      Value(INT64_MIN),
      Value(-1.5),
      Value(0),
      Value(0.5),
      Value(1),
      Value(9007199254740992.0),
      Value(std::int64_t{9007199254740993}),
      Value(std::numeric_limits<double>::infinity()),
      Value(kNaN),
      Value(),
  };
}

TEST_CASE("the total order is the documented one and its reverse") {
  const auto values = one_of_each();
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      CHECK(order(values[i], values[j]) == (i <=> j));
    }
  }
}

TEST_CASE("equivalence agrees with the order, and hashes agree with equivalence") {
  const auto values = one_of_each();
  for (const Value& a : values) {
    for (const Value& b : values) {
      CHECK(equivalent(a, b) == (order(a, b) == 0));
      if (equivalent(a, b)) CHECK(hash_value(a) == hash_value(b));
    }
  }
  CHECK(equivalent(Value(1), Value(1.0)));
  CHECK(hash_value(Value(1)) == hash_value(Value(1.0)));
  CHECK(equivalent(Value(0.0), Value(-0.0)));
  CHECK(hash_value(Value(0.0)) == hash_value(Value(-0.0)));
}

TEST_CASE("equality with null is null, at any depth that matters") {
  CHECK_FALSE(equals(Value(), Value()).has_value());
  CHECK_FALSE(equals(Value(1), Value()).has_value());
  CHECK_FALSE(equals(Value(ValueList{1, nullptr}), Value(ValueList{1, nullptr})).has_value());
  CHECK(equals(Value(ValueList{1}), Value(ValueList{1, nullptr})) == false);
  CHECK(equals(Value(ValueList{1, nullptr}), Value(ValueList{2, nullptr})) == false);
  CHECK_FALSE(equals(Value(ValueMap{{"a", nullptr}}), Value(ValueMap{{"a", 1}})).has_value());
  CHECK(equals(Value(ValueMap{{"a", nullptr}}), Value(ValueMap{{"b", 1}})) == false);
}

TEST_CASE("equality compares numbers by value and everything else by kind first") {
  CHECK(equals(Value(1), Value(1.0)) == true);
  CHECK(equals(Value(std::int64_t{9007199254740993}), Value(9007199254740992.0)) == false);
  CHECK(equals(Value(kNaN), Value(kNaN)) == false);
  CHECK(equals(Value("1"), Value(1)) == false);
  CHECK(equals(Value(ValueMap{{"a", 1}, {"b", 2}}), Value(ValueMap{{"b", 2}, {"a", 1}})) == true);
}

TEST_CASE("a comparison of different families is null and one with NaN is false") {
  CHECK_FALSE(compare(Value(1), Value("a")).has_value());
  CHECK_FALSE(compare(Value(true), Value(1)).has_value());
  CHECK_FALSE(compare(Value(Duration{}), Value(Duration{})).has_value());
  const auto unordered = compare(Value(kNaN), Value(1));
  REQUIRE(unordered.has_value());
  CHECK(*unordered == std::partial_ordering::unordered);
  CHECK(compare(Value(1), Value(1.5)) == std::partial_ordering::less);
  CHECK(compare(Value(ValueList{1, 2}), Value(ValueList{1, 3})) == std::partial_ordering::less);
  CHECK(compare(Value(ValueList{1}), Value(ValueList{1, 0})) == std::partial_ordering::less);
  CHECK_FALSE(compare(Value(ValueList{1, nullptr}), Value(ValueList{1, 3})).has_value());
  CHECK(compare(Value(ValueList{1, nullptr}), Value(ValueList{2, nullptr})) ==
        std::partial_ordering::less);
}

TEST_CASE("a value keeps its content through copies and moves") {
  Value text("Bộ Công an");
  Value copy = text;
  Value moved = std::move(text);
  CHECK(copy.as_string() == "Bộ Công an");
  CHECK(moved.as_string() == "Bộ Công an");
  copy = Value(ValueList{moved, 1});
  CHECK(copy.as_list()[0].as_string() == "Bộ Công an");
  copy = copy.as_list()[0];
  CHECK(copy.as_string() == "Bộ Công an");
  CHECK(sizeof(Value) == 16);
}

}  // namespace
}  // namespace liaison
