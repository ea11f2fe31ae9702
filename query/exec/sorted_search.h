// Searches in ascending numbers, such as lists of neighbours: mostly short, and what is looked for
// mostly near.
// Thread-safety: pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace liaison::query {

// From where to where `number` is; an empty range when it is not there.
template <class Number>
std::pair<std::size_t, std::size_t> range_of(const Number* numbers, std::size_t size,
                                             std::uint64_t number) {
  constexpr std::size_t kShort = 64;  // looking at all of them is quicker than any search
  std::size_t begin = 0;
  if (size > kShort) {
    begin = static_cast<std::size_t>(std::lower_bound(numbers, numbers + size, number) - numbers);
    if (begin < size && numbers[begin] != number) begin = size;
  }
  while (begin < size && numbers[begin] != number) ++begin;
  std::size_t end = begin;
  while (end < size && numbers[end] == number) ++end;
  return {begin, end};
}

// Position of the first number behind `begin` that is not below `bound`, or `size`. Looks in steps
// that double (galloping search). *Requires* begin < size.
template <class Number>
std::size_t first_behind(const Number* numbers, std::size_t size, std::size_t begin,
                         std::uint64_t bound) {
  std::size_t step = 1;
  while (begin + step < size && numbers[begin + step] < bound) {
    begin += step;
    step *= 2;
  }
  const std::size_t end = std::min(begin + step, size);
  return static_cast<std::size_t>(std::lower_bound(numbers + begin + 1, numbers + end, bound) -
                                  numbers);
}

}  // namespace liaison::query
