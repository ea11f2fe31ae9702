// What may be stored as a property: booleans, numbers, strings, bytes, temporal values, points, and
// lists of these. Not maps, nodes, relationships or paths; not lists in lists; no null in a list.
// A list may mix kinds: nothing in the format or the order of values needs them alike.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "liaison/engine/graph.h"

namespace liaison::engine {

// Limits against input that would make one entity larger than anything around it can carry.
inline constexpr std::size_t kPropertiesPerEntityMax = 65536;
inline constexpr std::size_t kLabelsPerNodeMax = 1024;

// Throws UsageError; the message says which property and what was found.
void check_storable(const Value& value, const std::string& key_name);

// Sorted by key, the last of several values of one key, nulls left out. Throws UsageError.
std::vector<PropertyEntry> storable_properties(std::span<const PropertyEntry> properties,
                                               const Catalog& catalog);

// Same kind and same contents: whether storing `b` over `a` would change anything. 1 and 1.0 are
// different here, NaN is NaN, and 0.0 is not -0.0.
bool same_stored(const Value& a, const Value& b);

}  // namespace liaison::engine
