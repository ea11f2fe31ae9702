// Equality, equivalence, comparability and order of values: four relations that openCypher keeps
// apart, and so do we.
// Thread-safety: pure functions.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "liaison/engine/value.h"

namespace liaison {

// `a = b`: nullopt when the answer is null (a null is involved, at any depth that matters).
// Lists of different length are unequal; NaN equals nothing; integer and float compare by value;
// values of different kinds are unequal.
std::optional<bool> equals(const Value& a, const Value& b);

// Sameness for DISTINCT, grouping and set operations: null is null, NaN is NaN, 1 is 1.0.
bool equivalent(const Value& a, const Value& b);
// Consistent with equivalent().
std::size_t hash_value(const Value& value) noexcept;

// `a < b`, `<=`, `>`, `>=`: nullopt when not comparable (a null, or different families of types).
// A comparison with NaN is false: it yields unordered.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

// The total order of ORDER BY, ascending: map, node, relationship, list, path, point, temporal
// kinds, string, boolean, number, NaN, null; bytes stand before strings.
std::strong_ordering order(const Value& a, const Value& b);

struct ValueEquivalent {
  bool operator()(const Value& a, const Value& b) const { return equivalent(a, b); }
};
struct ValueHash {
  std::size_t operator()(const Value& v) const noexcept { return hash_value(v); }
};

}  // namespace liaison
