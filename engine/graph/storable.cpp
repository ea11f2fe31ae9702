#include "graph/storable.h"

#include <algorithm>
#include <bit>

#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

bool is_storable_kind(ValueKind kind) {
  switch (kind) {
    case ValueKind::Null:
    case ValueKind::Map:
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
      return false;
    default:
      return true;
  }
}

}  // namespace

void check_storable(const Value& value, const std::string& key_name) {
  const auto refuse = [&](const std::string& what) {
    throw UsageError("property `" + key_name + "` cannot hold " + what +
                     "; allowed are booleans, numbers, strings, bytes, temporal values, points " +
                     "and lists of these");
  };
  if (!is_storable_kind(value.kind())) refuse(std::string("a ") + kind_name(value.kind()));
  if (!value.is_list()) return;
  for (const Value& element : value.as_list()) {
    if (element.is_null()) refuse("a list with a null in it");
    if (element.is_list()) refuse("a list of lists");
    if (!is_storable_kind(element.kind())) {
      refuse(std::string("a list of ") + kind_name(element.kind()) + " values");
    }
  }
}

std::vector<PropertyEntry> storable_properties(std::span<const PropertyEntry> properties,
                                               const Catalog& catalog) {
  std::vector<PropertyEntry> sorted(properties.begin(), properties.end());
  const auto before = [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; };
  if (!std::is_sorted(sorted.begin(), sorted.end(), before)) {
    std::stable_sort(sorted.begin(), sorted.end(), before);
  }
  std::vector<PropertyEntry> out;
  out.reserve(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i + 1 < sorted.size() && sorted[i + 1].key == sorted[i].key) continue;
    if (sorted[i].value.is_null()) continue;
    check_storable(sorted[i].value, catalog.property_key_name(sorted[i].key));
    out.push_back(std::move(sorted[i]));
  }
  if (out.size() > kPropertiesPerEntityMax) {
    throw UsageError(std::to_string(out.size()) + " properties; at most " +
                     std::to_string(kPropertiesPerEntityMax) + " are allowed");
  }
  return out;
}

bool same_stored(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_float()) {
    return std::bit_cast<std::uint64_t>(a.as_float()) == std::bit_cast<std::uint64_t>(b.as_float());
  }
  if (a.is_list()) {
    const ValueList& left = a.as_list();
    const ValueList& right = b.as_list();
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_stored);
  }
  // Two zoned times can be equivalent as instants and still print differently: they count as
  // changed only when equivalence can tell, which costs nothing as the zone is part of it.
  return equivalent(a, b);
}

}  // namespace liaison::engine
