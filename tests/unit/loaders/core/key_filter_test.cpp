#include "core/key_filter.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <vector>

using namespace liaison::loaders;

TEST_CASE("what was added is found, of what was not hardly anything, while the filter grows") {
  std::mt19937_64 random(5);
  std::vector<std::uint64_t> added;
  KeyFilter filter;
  CHECK(!filter.may_contain(0));
  CHECK(!filter.may_contain(random()));
  for (const std::size_t count : {1, 1000, 65536, 65537, 500'000}) {
    CAPTURE(count);
    while (added.size() < count) {
      added.push_back(random());
      filter.add(added.back());
    }
    CHECK(filter.size() == count);
    std::size_t lost = 0;
    for (const std::uint64_t key : added) lost += filter.may_contain(key) ? 0 : 1;
    CHECK(lost == 0);
    std::size_t taken_for_one = 0;
    constexpr std::size_t kOthers = 100'000;
    for (std::size_t i = 0; i < kOthers; ++i) taken_for_one += filter.may_contain(random()) ? 1 : 0;
    CHECK(taken_for_one < kOthers / 200);
  }
}
