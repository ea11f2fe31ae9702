#include "exec/group_counter.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace liaison::query;

TEST_CASE("places follow first appearance, through growth, emptying and smaller rounds after it") {
  std::mt19937_64 random(11);
  PlaceTable table;
  for (const std::size_t keys : {3u, 5000u, 40u, 1u, 700u, 20000u, 2u}) {
    CAPTURE(keys);
    table.clear();
    std::map<std::uint64_t, std::uint32_t> model;
    for (std::size_t i = 0; i < keys * 3; ++i) {
      const std::uint64_t key = random() % keys * 0x100000001ull;
      CHECK(table.find(key).has_value() == (model.count(key) != 0));
      const auto place = model.emplace(key, static_cast<std::uint32_t>(model.size())).first->second;
      CHECK(table.place_of(key) == place);
      CHECK(table.find(key) == place);
    }
    CHECK(table.count() == model.size());
  }
}
