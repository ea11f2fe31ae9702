#include "exec/group_counter.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

using namespace liaison;
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

namespace {

using Groups = std::map<std::pair<std::uint64_t, std::uint64_t>, std::int64_t>;

// Everything that is done, a few rows at a time.
void drain(GroupCounter& counter, Groups& to) {
  for (;;) {
    ColumnVector outer, last, counts;
    const std::vector<ColumnVector*> columns{&outer, &last};
    if (!counter.take(7, columns, counts)) return;
    for (std::size_t row = 0; row < counts.size(); ++row) {
      to[{outer.ids()[row], last.ids()[row]}] += counts.integers()[row];
    }
  }
}

// Places of blocks that begin with these ids, the first of them not to be counted at; only even
// words count.
constexpr std::uint64_t kFirsts[] = {0, 10 * 4096, 11 * 4096, 20 * 4096};
bool is_wanted(std::uint64_t word) {
  return word % 2 == 0;
}
std::uint32_t random_place(std::mt19937_64& random) {
  return static_cast<std::uint32_t>(4096 + random() % (3 * 2048) * 2);
}
std::uint64_t word_at(std::uint32_t place) {
  return kFirsts[place / 4096] + place % 4096;
}

}  // namespace

TEST_CASE("words and places are counted alike, also when a count grows too large for its place") {
  for (const std::uint32_t place_count_max : {UINT32_MAX, std::uint32_t{50}}) {
    for (const std::size_t words_before : {0u, 1u, 400u}) {
      CAPTURE(place_count_max);
      CAPTURE(words_before);
      std::mt19937_64 random(7);
      GroupCounter counter(2, true, place_count_max);
      counter.set_types({VectorType::Node, VectorType::Node});
      Groups model, found;
      const std::vector<std::uint64_t> outer{5, 5, 6, 8};
      const std::vector<const std::uint64_t*> outers{outer.data()};
      counter.enter(outers, 0);
      for (std::size_t i = 0; i < words_before; ++i) {
        const std::uint64_t word = word_at(random_place(random)) + random() % 2;
        counter.add(word);
        if (is_wanted(word)) ++model[{5, word}];
      }
      CHECK(counter.use_places(kFirsts, is_wanted) > 0);
      for (std::size_t row = 0; row < outer.size(); ++row) {
        counter.enter(outers, row);
        for (int batch = 0; batch < 30; ++batch) {
          std::vector<std::uint32_t> places;
          for (std::size_t i = random() % 40; i > 0; --i) {
            places.push_back(random() % 3 == 0 ? 4098 : random_place(random));
            ++model[{outer[row], word_at(places.back())}];
          }
          counter.add_places(places);
        }
      }
      counter.close();
      drain(counter, found);
      CHECK(found == model);
      CHECK(counter.waiting() == 0);
    }
  }
}

TEST_CASE("groups that come too seldom go, but not those of outer words that may be cut") {
  for (const bool has_places : {false, true}) {
    CAPTURE(has_places);
    GroupCounter counter(2, true);
    counter.set_types({VectorType::Node, VectorType::Node});
    if (has_places) counter.use_places(kFirsts, is_wanted);
    const std::vector<std::uint64_t> outer{1, 2, 3, 4};
    const std::vector<const std::uint64_t*> outers{outer.data()};
    counter.want_counts_from(2);
    Groups found;
    for (int round = 0; round < 2; ++round) {
      for (std::size_t row = 0; row < outer.size(); ++row) {
        counter.enter(outers, row);
        for (const std::uint32_t place : {4100u, 4102u, 4102u, 8200u, 8200u, 8200u}) {
          if (has_places) {
            counter.add_places(std::vector<std::uint32_t>{place});
          } else {
            counter.add(word_at(place));
          }
        }
      }
      counter.close();
      drain(counter, found);
    }
    const auto count_of = [&](std::uint64_t of, std::uint32_t place) {
      const auto at = found.find({of, word_at(place)});
      return at == found.end() ? 0 : at->second;
    };
    for (const std::uint64_t cut : {1u, 4u}) {
      CHECK(count_of(cut, 4100) == 2);
      CHECK(count_of(cut, 8200) == 6);
    }
    for (const std::uint64_t whole : {2u, 3u}) {
      CHECK(count_of(whole, 4100) == 0);
      CHECK(count_of(whole, 4102) == 4);
      CHECK(count_of(whole, 8200) == 6);
    }
  }
}
