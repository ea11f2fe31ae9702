#include "exec/group_table.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

using namespace liaison;
using namespace liaison::query;

TEST_CASE("groups are by equivalence: null, NaN and numbers of one value are one group each") {
  GroupTable table(1);
  bool is_new = false;
  auto group = [&](const Value& value) { return table.find_or_add(std::span(&value, 1), is_new); };
  const auto one = group(Value(1));
  CHECK(is_new);
  CHECK(group(Value(1.0)) == one);
  CHECK_FALSE(is_new);
  const auto null = group(Value());
  CHECK(group(Value()) == null);
  const auto nan = group(Value(std::nan("")));
  CHECK(group(Value(std::nan(""))) == nan);
  CHECK(group(Value("1")) != one);
  CHECK(std::set<std::size_t>{one, null, nan}.size() == 3);
}

TEST_CASE("growing keeps every group findable, numbered in order of first appearance") {
  GroupTable table(2);
  bool is_new = false;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5000; ++i) {
      const Value key[] = {Value(i), Value(std::to_string(i % 7))};
      CHECK(table.find_or_add(key, is_new) == static_cast<std::size_t>(i));
      CHECK(is_new == (round == 0));
    }
  }
  CHECK(table.key(4999, 0).as_integer() == 4999);
}

TEST_CASE("a table without key columns has one group") {
  GroupTable table(0);
  bool is_new = false;
  CHECK(table.find_or_add(std::span<const Value>(), is_new) == 0);
  CHECK(is_new);
  CHECK(table.find_or_add(std::span<const Value>(), is_new) == 0);
  CHECK_FALSE(is_new);
}
