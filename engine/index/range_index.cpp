#include "index/range_index.h"

#include <algorithm>
#include <cmath>

#include "encoding/key_codec.h"
#include "encoding/ordered_value.h"
#include "encoding/record_codec.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

void RangeIndex::check_definition(const IndexDefinition& definition) const {
  if (definition.keys.empty()) throw UsageError("an index needs at least one property key");
  std::vector<PropertyKeyId> keys = definition.keys;
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
    throw UsageError("an index names each property key once");
  }
}

std::string RangeIndex::prefix(IndexId index) const {
  return index_prefix(index);
}

IndexContent RangeIndex::content(const IndexDefinition& definition, std::uint64_t entity,
                                 std::span<const PropertyEntry> properties) const {
  IndexContent out;
  std::string values;
  for (const PropertyKeyId key : definition.keys) {
    const Value* value = find_property(properties, key);
    if (value == nullptr) return out;
    put_ordered_value(values, *value);
  }
  if (values.size() > kIndexedBytesMax) {
    throw UsageError("index `" + definition.name + "`: a value of " +
                     std::to_string(values.size()) + " bytes; at most " +
                     std::to_string(kIndexedBytesMax) + " can be indexed");
  }
  out.entries.push_back({index_key({definition.id, values, entity}), {}});
  return out;
}

std::optional<std::string> RangeIndex::probe(IndexId index, std::span<const Value> values) {
  std::string ordered;
  for (const Value& value : values) {
    if (!is_storable(value)) return std::nullopt;
    if (value.is_float() && std::isnan(value.as_float())) return std::nullopt;
    put_ordered_value(ordered, value);
  }
  return index_prefix(index, ordered);
}

std::optional<RangeIndex::KeyRange> RangeIndex::range(IndexId index,
                                                      const std::optional<RangeBound>& lower,
                                                      const std::optional<RangeBound>& upper) {
  const std::string all = index_prefix(index);
  KeyRange range{all, prefix_successor(all)};
  // A bound brings the range of its own family; two bounds of different families leave nothing.
  for (const std::optional<RangeBound>* bound : {&lower, &upper}) {
    if (!*bound) continue;
    const Value& value = (*bound)->value;
    if (!is_storable(value)) return std::nullopt;
    // Nothing compares with NaN, nor with kinds that have no `<` (durations, points).
    if (compare(value, value) != std::partial_ordering::equivalent) return std::nullopt;
    const auto [first, last] = ordered_family(value);
    range.lower = std::max(range.lower, index_prefix(index, first));
    range.upper = std::min(range.upper, index_prefix(index, last));
  }
  if (lower) {
    const std::string at = index_prefix(index, ordered_value(lower->value));
    range.lower = std::max(range.lower, lower->inclusive ? at : prefix_successor(at));
  }
  if (upper) {
    const std::string at = index_prefix(index, ordered_value(upper->value));
    range.upper = std::min(range.upper, upper->inclusive ? prefix_successor(at) : at);
  }
  if (range.lower >= range.upper) return std::nullopt;
  return range;
}

RangeIndex::KeyRange RangeIndex::prefix_range(IndexId index, std::string_view prefix) {
  const std::string lower = index_prefix(index, ordered_string_prefix(prefix));
  return {lower, prefix_successor(lower)};
}

}  // namespace liaison::engine
