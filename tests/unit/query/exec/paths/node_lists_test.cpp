// What searches and cycles do with whole lists of nodes, against the obvious way to do it.
#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "exec/paths/list_intersection.h"
#include "exec/paths/node_set.h"

namespace liaison::query {
namespace {

// Ascending numbers below `bound`, some of them several times.
std::vector<std::uint32_t> some_numbers(std::mt19937_64& random, std::size_t count,
                                        std::uint32_t bound) {
  std::vector<std::uint32_t> numbers(count);
  for (std::uint32_t& number : numbers) number = static_cast<std::uint32_t>(random() % bound);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

struct List {
  List(const std::vector<std::uint32_t>& numbers, std::uint64_t first, bool is_wide)
      : base(first), narrow(numbers) {
    for (const std::uint32_t number : numbers) wide.push_back(first + number);
    view = is_wide ? IdList<NodeId>(wide.data(), wide.size())
                   : IdList<NodeId>(base, narrow.data(), narrow.size());
  }
  List(const List&) = delete;
  std::uint64_t base;
  std::vector<std::uint32_t> narrow;
  std::vector<std::uint64_t> wide;
  IdList<NodeId> view;
};

TEST_CASE("a list of ids reads the same whatever its width") {
  const List narrow({3, 4, 4, 9}, 1ull << 40, false);
  const List wide({3, 4, 4, 9}, 1ull << 40, true);
  CHECK(std::equal(narrow.view.begin(), narrow.view.end(), wide.view.begin(), wide.view.end()));
  CHECK(narrow.view[3] == NodeId((1ull << 40) + 9));
  std::vector<std::uint64_t> copy(2);
  narrow.view.subspan(1, 2).copy_to(copy.data());
  CHECK(copy == std::vector<std::uint64_t>{(1ull << 40) + 4, (1ull << 40) + 4});
  CHECK(IdList<NodeId>().empty());
}

TEST_CASE("an intersection has every common node once, with its runs in both lists") {
  std::mt19937_64 random(31);
  for (int round = 0; round < 3000; ++round) {
    // From lists of like length to a few against many.
    const std::size_t short_size = random() % 40;
    const std::size_t long_size = random() % (round % 2 == 0 ? 40 : 3000);
    const std::uint32_t bound = 1 + static_cast<std::uint32_t>(random() % 400);
    const std::uint64_t base = round % 3 == 0 ? 0 : 1000 + random() % 50;
    const List a(some_numbers(random, short_size, bound), base, random() % 2 == 0);
    const List b(some_numbers(random, long_size, bound), base + random() % 20, random() % 2 == 0);
    std::vector<std::uint64_t> common;
    std::set_intersection(a.wide.begin(), a.wide.end(), b.wide.begin(), b.wide.end(),
                          std::back_inserter(common));
    common.erase(std::unique(common.begin(), common.end()), common.end());
    const std::vector<NodeId> expected(common.begin(), common.end());
    for (const bool swapped : {false, true}) {
      const List& left = swapped ? b : a;
      const List& right = swapped ? a : b;
      std::vector<NodeId> found;
      intersect_lists(left.view, right.view, [&](NodeId node, ListRun of_left, ListRun of_right) {
        found.push_back(node);
        for (const auto& [list, run] : {std::pair(&left, of_left), std::pair(&right, of_right)}) {
          const auto [first, last] =
              std::equal_range(list->wide.begin(), list->wide.end(), node.value);
          REQUIRE(run.first == static_cast<std::size_t>(first - list->wide.begin()));
          REQUIRE(run.last == static_cast<std::size_t>(last - list->wide.begin()));
        }
      });
      REQUIRE(found == expected);
    }
    const NodeId wanted(base + random() % bound);
    const ListRun run = find_run(b.view, wanted);
    const auto [first, last] = std::equal_range(b.wide.begin(), b.wide.end(), wanted.value);
    REQUIRE(run.size() == static_cast<std::size_t>(last - first));
    REQUIRE(run.first == static_cast<std::size_t>(first - b.wide.begin()));
  }
}

TEST_CASE("a search that goes on from an entry finds what one over the whole list finds") {
  std::mt19937_64 random(5);
  for (const std::size_t size : {0u, 1u, 2u, 7u, 63u, 64u, 65u, 300u}) {
    CAPTURE(size);
    for (int round = 0; round < 50; ++round) {
      const std::uint64_t base = round % 2 == 0 ? 0 : 1000;
      const List list(some_numbers(random, size, 400), base, round % 3 != 0);
      const auto& ids = list.wide;
      const auto position = [&](auto at) { return static_cast<std::size_t>(at - ids.begin()); };
      const auto skip = [&](std::size_t begin, std::uint64_t node) {
        return list.view.visit([&](const auto* numbers, std::uint64_t start) {
          return skip_to(numbers, start, size, begin, node);
        });
      };
      for (std::uint64_t number = 0; number <= 401; number += 1 + random() % 9) {
        const NodeId node(base + number);
        const auto [first, last] = std::equal_range(ids.begin(), ids.end(), node.value);
        const ListRun run = find_run(list.view, node);
        CHECK(run.first == position(first));
        CHECK(run.last == position(last));
        const std::size_t before = position(first) == 0 ? 0 : random() % position(first);
        const ListRun later = find_run(list.view, node, before);
        CHECK(later.first == position(first));
        CHECK(later.last == position(last));
        if (size == 0) continue;
        const std::size_t begin = random() % size;
        const auto next = std::lower_bound(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                           ids.end(), node.value);
        CHECK(skip(begin, node.value) == position(next));
      }
      CHECK(find_run(list.view, NodeId(UINT64_MAX)).first == size);
      CHECK(find_run(list.view, NodeId(5), size).first == size);
      if (size > 0) CHECK(skip(0, UINT64_MAX) == size);
    }
  }
}

TEST_CASE("a bitmap takes whole lists, tells the new ones, and gives them back in order") {
  std::mt19937_64 random(7);
  NodeBitmap bitmap;
  for (int round = 0; round < 50; ++round) {
    bitmap.clear();
    std::set<std::uint64_t> model;
    for (int i = 0; i < 20; ++i) {
      const List list(some_numbers(random, random() % 300, 30'000), 77, i % 2 == 0);
      std::vector<NodeId> fresh(list.narrow.size());
      const std::size_t count = list.view.visit([&](const auto* ids, std::uint64_t base) {
        return bitmap.insert_all(ids, base, list.view.size(), fresh.data());
      });
      fresh.resize(count);
      std::vector<NodeId> expected;
      for (const std::uint64_t id : list.wide) {
        if (model.insert(id).second) expected.emplace_back(id);
      }
      REQUIRE(fresh == expected);
    }
    std::vector<NodeId> all;
    bitmap.append_to(all);
    const std::vector<NodeId> expected(model.begin(), model.end());
    REQUIRE(all == expected);
    for (const std::uint64_t id : model) REQUIRE(!bitmap.insert(NodeId(id)));
  }
}

TEST_CASE("nodes are sorted, few or many") {
  std::mt19937_64 random(9);
  NodeBitmap scratch;
  for (const std::size_t size : {0, 1, 2, 511, 512, 5000}) {
    std::vector<NodeId> nodes;
    for (std::size_t i = 0; i < size; ++i) nodes.emplace_back(1 + i * 37);
    const std::vector<NodeId> expected = nodes;
    std::shuffle(nodes.begin(), nodes.end(), random);
    sort_nodes(nodes, scratch);
    CHECK(nodes == expected);
  }
}

}  // namespace
}  // namespace liaison::query
