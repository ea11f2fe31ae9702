// What value a property has when several records give one.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "encoding/record_codec.h"
#include "evidence/account.h"
#include "liaison/engine/compare.h"

using namespace liaison;

namespace {

struct Said {
  std::uint64_t document;
  double confidence;
  Value value;
};

// The derived value, the same for every order of the records.
std::optional<Value> derived(const std::vector<Said>& said) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < said.size(); ++i) order.push_back(i);
  std::optional<std::optional<Value>> result;
  do {
    engine::Account account;
    std::uint32_t n = 0;
    for (const std::size_t i : order) {
      EvidenceRecord record;
      record.document = NodeId(said[i].document);
      record.confidence = said[i].confidence;
      if (!said[i].value.is_null()) record.properties = {{"p", said[i].value}};
      account.add(n++, engine::encode_evidence_record(record));
    }
    const std::optional<Value> value = account.value_of("p");
    if (result) {
      CHECK(value.has_value() == (*result).has_value());
      if (value) CHECK(equivalent(*value, **result));
    }
    result = value;
  } while (std::next_permutation(order.begin(), order.end()));
  return *result;
}

std::string text(const std::optional<Value>& value) {
  return value && value->is_string() ? std::string(value->as_string()) : "";
}

}  // namespace

TEST_CASE("no record, no value") {
  CHECK_FALSE(derived({}).has_value());
  CHECK_FALSE(derived({{1, 0.9, Value()}}).has_value());
}

TEST_CASE("the value with the most support wins, counted by documents") {
  CHECK(text(derived({{1, 0.6, "a"}, {2, 0.8, "b"}})) == "b");
  CHECK(text(derived({{1, 0.6, "a"}, {2, 0.8, "b"}, {3, 0.7, "a"}})) == "a");
  // One document that repeats itself is one document.
  CHECK(text(derived({{1, 0.6, "a"}, {1, 0.6, "a"}, {1, 0.6, "a"}, {2, 0.8, "b"}})) == "b");
}

TEST_CASE("a shorter text speaks for the one that continues it") {
  CHECK(text(derived({{1, 0.9, "2025"}, {2, 0.9, "2025"}, {3, 0.5, "2025-11-24"}})) ==
        "2025-11-24");
  CHECK(text(derived({{1, 0.9, "2024"}, {2, 0.9, "2024"}, {3, 0.5, "2025-11-24"}})) == "2024");
}

TEST_CASE("lists add up without duplicates") {
  const auto value = derived({{1, 0.9, Value(ValueList{Value("b"), Value("a")})},
                              {2, 0.9, Value(ValueList{Value("c"), Value("a")})}});
  REQUIRE(value);
  REQUIRE(value->is_list());
  REQUIRE(value->as_list().size() == 3);
  CHECK(value->as_list()[0].as_string() == "a");
  CHECK(value->as_list()[2].as_string() == "c");
}
