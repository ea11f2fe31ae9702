#include "exec/sorted_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace liaison::query;

TEST_CASE("searches find what those of the standard library find") {
  std::mt19937_64 random(5);
  for (const std::size_t size : {0u, 1u, 2u, 7u, 63u, 64u, 65u, 300u}) {
    CAPTURE(size);
    for (int round = 0; round < 50; ++round) {
      std::vector<std::uint32_t> numbers(size);
      for (std::uint32_t& number : numbers) number = static_cast<std::uint32_t>(random() % 400);
      std::sort(numbers.begin(), numbers.end());
      const auto position = [&](auto at) { return static_cast<std::size_t>(at - numbers.begin()); };
      for (std::uint64_t number = 0; number <= 401; number += 1 + random() % 9) {
        const auto [first, last] = std::equal_range(numbers.begin(), numbers.end(), number);
        const auto [begin, end] = range_of(numbers.data(), size, number);
        CHECK(end - begin == static_cast<std::size_t>(last - first));
        if (begin < end) CHECK(begin == position(first));
        if (size == 0) continue;
        const std::size_t from = random() % size;
        const auto next = std::lower_bound(numbers.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                                           numbers.end(), number);
        CHECK(first_behind(numbers.data(), size, from, number) == position(next));
      }
      CHECK(range_of(numbers.data(), size, UINT64_MAX) == std::pair(size, size));
      if (size > 0) CHECK(first_behind(numbers.data(), size, 0, UINT64_MAX) == size);
    }
  }
}
