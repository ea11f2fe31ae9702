#include "exec/finished_groups.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <vector>

using namespace liaison;
using namespace liaison::query;

namespace {

DataChunk numbers(const std::vector<std::int64_t>& values) {
  DataChunk chunk;
  chunk.columns().resize(1);
  std::copy(values.begin(), values.end(), chunk.column(0).write_integers(values.size()));
  chunk.set_row_count(values.size());
  return chunk;
}

std::vector<std::int64_t> all(FinishedGroups& groups) {
  groups.sort();
  std::vector<std::int64_t> values;
  while (groups.next()) {
    const DataChunk chunk = groups.take_next();
    const auto part = chunk.column(0).integers();
    values.insert(values.end(), part.begin(), part.end());
  }
  return values;
}

}  // namespace

TEST_CASE("finished groups of two threads come in the order of their first rows") {
  MemoryBudget budget(0);
  FinishedGroups groups(budget), others(budget);
  groups.add({0, 0}, numbers({1, 2}));
  groups.add({3, 1}, numbers({7}));
  others.add({2, 5}, numbers({5, 6}));
  others.add({1, 0}, numbers({3, 4}));
  groups.take_over(others);
  CHECK(groups.row_count() == 7);
  CHECK(others.row_count() == 0);
  CHECK(others.next() == nullptr);
  CHECK(all(groups) == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("what a thread has handed over stays charged when it goes") {
  MemoryBudget budget(10'000);
  FinishedGroups groups(budget);
  {
    FinishedGroups others(budget);
    others.add({0, 0}, numbers(std::vector<std::int64_t>(1000)));
    groups.take_over(others);
  }
  CHECK_THROWS(groups.add({1, 0}, numbers(std::vector<std::int64_t>(1000))));
}

TEST_CASE("groups with less than a number are left out") {
  MemoryBudget budget(0);
  FinishedGroups groups(budget);
  groups.add({0, 0}, numbers({1, 9, 2}));
  groups.add({0, 3}, numbers({1, 1}));
  groups.add({0, 5}, numbers({9, 3}));
  std::vector<std::int64_t> counts;
  groups.append_counts(0, counts);
  CHECK(counts == std::vector<std::int64_t>{1, 9, 2, 1, 1, 9, 3});
  CHECK(least_wanted(counts, 3) == 3);
  groups.keep_from(0, 3);
  CHECK(groups.row_count() == 3);
  CHECK(all(groups) == std::vector<std::int64_t>{9, 9, 3});
}

TEST_CASE("of very many groups those stay that may be among the largest, equal ones too") {
  MemoryBudget budget(4 << 20);
  FinishedGroups groups(budget);
  std::uint32_t place = 0;
  std::size_t most = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::int64_t> values(1000);
    std::iota(values.begin(), values.end(), 0);
    groups.add({0, place++}, numbers(values));
    groups.keep_largest(0, 10);
    most = std::max(most, groups.row_count());
  }
  CHECK(most <= FinishedGroups::kRowsMin + 1000);
  std::vector<std::int64_t> counts;
  groups.append_counts(0, counts);
  // The largest of each round are all as large as the tenth.
  CHECK(std::count(counts.begin(), counts.end(), 999) == 3000);
  CHECK(least_wanted(counts, 10) == 999);
}
