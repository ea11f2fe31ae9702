// An ordered map that has to behave as std::map does, across the borders of its blocks.
#include "store/fence_list.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <string>

#include "support/seed.h"

namespace liaison::engine {
namespace {

using Model = std::map<std::string, std::uint64_t, std::less<>>;  // the generations

FenceState generation(std::uint64_t number) {
  FenceState state;
  state.generation = number;
  return state;
}

std::string random_fence(std::mt19937_64& rng) {
  std::string fence(rng() % 6, '\0');
  for (char& c : fence) c = static_cast<char>("\0\x01z\xFF"[rng() % 4]);
  return fence;
}

void check_same(const FenceList& list, const Model& model) {
  REQUIRE(list.size() == model.size());
  REQUIRE(list.empty() == model.empty());
  if (!model.empty()) REQUIRE(list.first() == model.begin()->first);
  auto at = model.begin();
  list.for_each([&](const FenceList::Entry& entry) {
    REQUIRE(at != model.end());
    REQUIRE(entry.fence == at->first);
    REQUIRE(entry.state.generation == at->second);
    ++at;
    REQUIRE(entry.upper == (at == model.end() ? "" : at->first));
  });
  REQUIRE(at == model.end());
}

void check_lookups(FenceList& list, const Model& model, const std::string& key) {
  const auto exact = model.find(key);
  const FenceState* const found = list.find(key);
  REQUIRE((found != nullptr) == (exact != model.end()));
  if (found != nullptr) REQUIRE(found->generation == exact->second);
  const auto above = model.upper_bound(key);
  if (above == model.begin()) return;
  const FenceList::Entry covering = list.covering(key);
  REQUIRE(covering.fence == std::prev(above)->first);
  REQUIRE(covering.state.generation == std::prev(above)->second);
  REQUIRE(covering.upper == (above == model.end() ? "" : above->first));
}

}  // namespace

TEST_CASE("a list of fences changes as an ordered map does") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 rng(seed);
  FenceList list;
  Model model;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::string fence = random_fence(rng);
    // Grows for a while, then shrinks to nothing.
    const bool removes = rng() % 100 < (i < 10'000 ? 20 : 95);
    if (removes && !model.empty()) {
      const auto some = model.lower_bound(fence);
      const std::string gone = some == model.end() ? model.begin()->first : some->first;
      list.erase(gone);
      model.erase(gone);
    } else {
      list.insert_or_assign(fence, generation(i));
      model.insert_or_assign(fence, i);
    }
    list.erase("not among them");
    check_lookups(list, model, random_fence(rng));
    if (i % 500 == 0) check_same(list, model);
  }
  while (!model.empty()) {
    list.erase(model.begin()->first);
    model.erase(model.begin());
  }
  check_same(list, model);
  list.insert_or_assign("", generation(1));
  CHECK(list.covering("anything").state.generation == 1);
}

TEST_CASE("fences that are appended in order can be changed afterwards") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 rng(seed);
  FenceList list;
  Model model{{"", 0}};
  for (std::uint64_t i = 1; i < 1'000; ++i) model.emplace(std::to_string(10'000 + i), i);
  for (const auto& [fence, number] : model) list.append(fence, generation(number));
  check_same(list, model);
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const std::string fence = std::to_string(10'000 + rng() % 1'000) + random_fence(rng);
    list.insert_or_assign(fence, generation(i));
    model.insert_or_assign(fence, i);
    check_lookups(list, model, fence);
  }
  check_same(list, model);
  list.for_each_state([](FenceState& state) { state.generation = 7; });
  for (auto& [ignored, number] : model) number = 7;
  check_same(list, model);
}

}  // namespace liaison::engine
