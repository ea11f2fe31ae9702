// An ordered map that has to behave as std::map does, whatever the keys look like.
#include "store/sorted_changes.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/seed.h"

namespace liaison::engine {
namespace {

using Model = std::map<std::string, std::optional<std::string>, std::less<>>;

// Keys that differ late, that are beginnings of each other, and that hold zero bytes: what a
// comparison of first bytes could get wrong.
std::string random_key(std::mt19937_64& rng) {
  static constexpr std::size_t kSizesMax = 24;
  std::string key(rng() % kSizesMax, '\0');
  static constexpr std::array kBeginnings{"", "a common beginning", "a common bend",
                                          "a common beginning of many more bytes than that"};
  key.insert(0, kBeginnings[rng() % kBeginnings.size()]);
  for (char& c : key) {
    if (rng() % 4 == 0) c = static_cast<char>("\0\x01z\xFF"[rng() % 4]);
  }
  return key;
}

void check_same(const SortedChanges& changes, const Model& model) {
  REQUIRE(changes.size() == model.size());
  REQUIRE(changes.empty() == model.empty());
  auto at = changes.begin();
  for (const auto& [key, change] : model) {
    REQUIRE(at != changes.end());
    REQUIRE(at->first == key);
    REQUIRE(at->second == change);
    ++at;
  }
  REQUIRE(at == changes.end());
}

void check_bounds(const SortedChanges& changes, const Model& model, std::string_view key) {
  const auto same = [&](SortedChanges::Iterator at, Model::const_iterator expected) {
    if (expected == model.end()) return at == changes.end();
    return at != changes.end() && at->first == expected->first;
  };
  REQUIRE(same(changes.lower_bound(key), model.lower_bound(key)));
  REQUIRE(same(changes.upper_bound(key), model.upper_bound(key)));
  REQUIRE((changes.find(key) != nullptr) == (model.find(key) != model.end()));
}

TEST_CASE("insertions and erasures in any order leave what a map holds") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 rng(seed);
  SortedChanges changes;
  Model model;
  check_bounds(changes, model, "nothing is there");
  for (int round = 0; round < 20000; ++round) {
    const std::string key = random_key(rng);
    // Mostly growing, then mostly shrinking, so that leaves run empty.
    const bool grows = rng() % 10 < (round < 12000 ? 9 : 2);
    if (grows) {
      const auto [entry, is_new] = changes.insert(key);
      REQUIRE(entry->first == key);
      REQUIRE(is_new == !model.contains(key));
      // Values come shorter and longer than what was there, empty, and not at all.
      std::optional<std::string> value;
      if (rng() % 8 != 0) value = std::string(rng() % 40, static_cast<char>('a' + rng() % 26));
      changes.assign(*entry, value);
      model[key] = value;
    } else if (const auto at = model.lower_bound(key); at != model.end()) {
      changes.erase(at->first);
      model.erase(at);
    }
    check_bounds(changes, model, random_key(rng));
    if (round % 1000 == 0) check_same(changes, model);
  }
  check_same(changes, model);
  SortedChanges moved = std::move(changes);
  check_same(moved, model);
  moved.clear();
  check_same(moved, {});
}

TEST_CASE("runs of keys, upwards, downwards and in the middle, make deep trees") {
  for (const int step : {1, -1, 7919}) {
    SortedChanges changes;
    Model model;
    std::vector<const SortedChanges::Entry*> entries;
    for (int i = 0; i < 30000; ++i) {
      const int number = step == -1 ? 30000 - i : i * step % 30011;
      std::string key = std::to_string(1000000 + number);
      key.insert(0, 3, '\0');
      const auto [entry, is_new] = changes.insert(key);
      REQUIRE(is_new);
      changes.assign(*entry, key);
      entries.push_back(entry);
      model[key] = key;
    }
    check_same(changes, model);
    // Entries stay where they were made.
    for (const SortedChanges::Entry* entry : entries) REQUIRE(entry->first == *entry->second);
    for (const auto& [key, change] : model) REQUIRE(changes.find(key)->second == change);
    while (!model.empty()) {
      changes.erase(model.begin()->first);
      model.erase(model.begin());
      if (model.size() % 5000 == 0) check_same(changes, model);
    }
  }
}

TEST_CASE("a value may be made of the value that it replaces") {
  SortedChanges changes;
  const auto [entry, is_new] = changes.insert("key");
  REQUIRE(is_new);
  changes.assign(*entry, "0123456789");
  changes.assign(*entry, entry->second->substr(3, 5));
  CHECK(entry->second == "34567");
  changes.assign(*entry, entry->second->substr(1));
  CHECK(entry->second == "4567");
  changes.assign(*entry, std::nullopt);
  CHECK(entry->second == std::nullopt);
  const std::string large(100000, 'x');
  changes.assign(*entry, large);
  CHECK(entry->second == large);
  changes.assign(*entry, "");
  CHECK(entry->second == "");
}

}  // namespace
}  // namespace liaison::engine
