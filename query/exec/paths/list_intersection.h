// What two sorted neighbour lists have in common. Lists of like length are merged, a short one is
// looked up in a long one by halves; neither way has a branch that depends on how the lists mix,
// which no processor can foresee.
// Thread-safety: pure functions.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "liaison/engine/id_list.h"
#include "liaison/engine/ids.h"

namespace liaison::query {

// Entries [first, last) of a list.
struct ListRun {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t size() const { return last - first; }
};

namespace detail {

// Position of the first of `count` ascending ids that is not below `wanted`.
template <class T>
std::size_t lower_position(const T* ids, std::uint64_t base, std::size_t count,
                           std::uint64_t wanted) {
  if (count == 0) return 0;
  const T* at = ids;
  while (count > 1) {
    const std::size_t half = count / 2;
    at += half & -static_cast<std::size_t>(base + at[half - 1] < wanted ? 1 : 0);
    count -= half;
  }
  return static_cast<std::size_t>(at - ids) + (base + *at < wanted ? 1 : 0);
}

template <class T>
std::size_t run_end(const T* ids, std::size_t first, std::size_t size) {
  std::size_t end = first + 1;
  while (end < size && ids[end] == ids[first]) ++end;
  return end;
}

template <class A, class B, class Visit>
void merge_lists(const A* a, std::uint64_t a_base, std::size_t a_size, const B* b,
                 std::uint64_t b_base, std::size_t b_size, Visit&& visit) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a_size && j < b_size) {
    const std::uint64_t left = a_base + a[i];
    const std::uint64_t right = b_base + b[j];
    if (left == right) {
      const ListRun of_a{i, run_end(a, i, a_size)};
      const ListRun of_b{j, run_end(b, j, b_size)};
      visit(NodeId(left), of_a, of_b);
      i = of_a.last;
      j = of_b.last;
      continue;
    }
    i += left < right ? 1 : 0;
    j += right < left ? 1 : 0;
  }
}

// Looks the entries of `a` up in `b`.
template <class A, class B, class Visit>
void probe_list(const A* a, std::uint64_t a_base, std::size_t a_size, const B* b,
                std::uint64_t b_base, std::size_t b_size, Visit&& visit) {
  // In a short list every look-up begins at its start: then they do not wait for each other.
  constexpr std::size_t kShort = 256;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < a_size;) {
    const std::uint64_t wanted = a_base + a[i];
    const std::size_t at = begin + lower_position(b + begin, b_base, b_size - begin, wanted);
    if (b_size > kShort) begin = at;
    if (at < b_size && b_base + b[at] == wanted) {
      const ListRun of_a{i, run_end(a, i, a_size)};
      visit(NodeId(wanted), of_a, ListRun{at, run_end(b, at, b_size)});
      i = of_a.last;
    } else {
      ++i;
    }
  }
}

}  // namespace detail

// The entries for a node in a sorted list.
inline ListRun find_run(const IdList<NodeId>& list, NodeId node) {
  return list.visit([&](const auto* ids, std::uint64_t base) {
    const std::size_t first = detail::lower_position(ids, base, list.size(), node.value);
    if (first == list.size() || base + ids[first] != node.value) return ListRun{first, first};
    return ListRun{first, detail::run_end(ids, first, list.size())};
  });
}

// Position of the first entry from `begin` on that is not below a node, or the list's size. It is
// mostly near: looks in steps that double, then by halves. *Requires* begin < size.
template <class T>
std::size_t skip_to(const T* ids, std::uint64_t base, std::size_t size, std::size_t begin,
                    std::uint64_t node) {
  std::size_t low = begin;
  std::size_t step = 1;
  while (low + step < size && base + ids[low + step] < node) {
    low += step;
    step *= 2;
  }
  const std::size_t high = std::min(low + step + 1, size);
  return low + detail::lower_position(ids + low, base, high - low, node);
}

// The same, from entry `begin` on, where all before it are below the node.
inline ListRun find_run(const IdList<NodeId>& list, NodeId node, std::size_t begin) {
  if (begin >= list.size()) return {list.size(), list.size()};
  return list.visit([&](const auto* ids, std::uint64_t base) {
    const std::size_t first = skip_to(ids, base, list.size(), begin, node.value);
    if (first == list.size() || base + ids[first] != node.value) return ListRun{first, first};
    return ListRun{first, detail::run_end(ids, first, list.size())};
  });
}

namespace detail {

// Requires that `a` is not the longer one.
template <class Visit>
void intersect_ordered(const IdList<NodeId>& a, const IdList<NodeId>& b, Visit&& visit) {
  if (a.empty()) return;
  // Steps of a merge and of looking up, which has some more to do per entry.
  const std::size_t merged = a.size() + b.size();
  const std::size_t probed = a.size() * (static_cast<std::size_t>(std::bit_width(b.size())) + 2);
  a.visit([&](const auto* left, std::uint64_t left_base) {
    b.visit([&](const auto* right, std::uint64_t right_base) {
      if (merged <= probed) {
        merge_lists(left, left_base, a.size(), right, right_base, b.size(), visit);
      } else {
        probe_list(left, left_base, a.size(), right, right_base, b.size(), visit);
      }
    });
  });
}

}  // namespace detail

// Calls visit(node, its run in a, its run in b) for each node that is in both, ascending.
template <class Visit>
void intersect_lists(const IdList<NodeId>& a, const IdList<NodeId>& b, Visit&& visit) {
  if (a.size() <= b.size()) {
    detail::intersect_ordered(a, b, visit);
  } else {
    detail::intersect_ordered(
        b, a, [&](NodeId node, ListRun of_b, ListRun of_a) { visit(node, of_a, of_b); });
  }
}

}  // namespace liaison::query
