#include "core/recent_map.h"

#include <doctest/doctest.h>

#include <string>

using liaison::loaders::RecentMap;

TEST_CASE("what was used lately stays, and what was not goes") {
  constexpr int kHalf = 8;
  RecentMap<std::string, int> map(kHalf);
  const auto name = [](int i) { return "key " + std::to_string(i); };
  for (int i = 0; i < 1000; ++i) {
    CHECK(map.find(name(i)) == nullptr);
    map.put(name(i), i);
    // Looked for all the time.
    REQUIRE(map.find(name(0)) != nullptr);
    CHECK(*map.find(name(0)) == 0);
    for (int back = 0; back < kHalf - 1 && back <= i; ++back) {
      REQUIRE(map.find(name(i - back)) != nullptr);
      CHECK(*map.find(name(i - back)) == i - back);
    }
    CHECK(map.size() <= 2 * kHalf);
  }
  CHECK(map.find(name(500)) == nullptr);
  map.clear();
  CHECK(map.size() == 0);
  CHECK(map.find(name(0)) == nullptr);
}
