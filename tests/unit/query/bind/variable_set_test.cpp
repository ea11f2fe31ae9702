// Sets of variables, of which those of long statements lie partly outside of the set's own bits.
#include "bind/variable_set.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace liaison::query;

namespace {

std::vector<VariableId> elements(const VariableSet& set) {
  return std::vector<VariableId>(set.begin(), set.end());
}

}  // namespace

TEST_CASE("a set of variables does what std::set does") {
  std::mt19937 random(11);
  for (int round = 0; round < 50; ++round) {
    // The first rounds stay within the bits, the later ones go beyond.
    const VariableId most = 150 + 10 * static_cast<VariableId>(round);
    VariableSet set;
    VariableSet other;
    std::set<VariableId> model;
    std::set<VariableId> other_model;
    for (int step = 0; step < 200; ++step) {
      const VariableId variable = static_cast<VariableId>(random() % most);
      switch (random() % 4) {
        case 0:
          CHECK(set.erase(variable) == model.erase(variable));
          break;
        case 1:
          other.insert(variable);
          other_model.insert(variable);
          break;
        default:
          set.insert(variable);
          model.insert(variable);
      }
      REQUIRE(set.contains(variable) == model.contains(variable));
    }
    CHECK(set.size() == model.size());
    CHECK(elements(set) == std::vector<VariableId>(model.begin(), model.end()));
    VariableSet both = set;
    both.merge(other);
    std::set<VariableId> both_model = model;
    both_model.insert(other_model.begin(), other_model.end());
    CHECK(elements(both) == std::vector<VariableId>(both_model.begin(), both_model.end()));
    both.subtract(other);
    for (VariableId variable : other_model) both_model.erase(variable);
    CHECK(elements(both) == std::vector<VariableId>(both_model.begin(), both_model.end()));
    CHECK((both == set) == (both_model == model));
    both.subtract(set);
    CHECK(both.empty());
    CHECK(both == VariableSet());
  }
}
