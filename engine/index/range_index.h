// Values in order: an entry of the index table is (index, ordered value of each key, entity). An
// entity is in it when it has all the keys; a null is in no index. Serves equality (all keys),
// ranges and string prefixes (one key), and stands behind unique and key constraints.
// Thread-safety: immutable.
#pragma once

#include <optional>

#include "index/index.h"

namespace liaison::engine {

class RangeIndex final : public Index {
 public:
  void check_definition(const IndexDefinition& definition) const override;
  TableId table() const override { return TableId::Index; }
  std::string prefix(IndexId index) const override;
  IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties) const override;

  // Start of the entries with these values, one per key; nullopt when nothing can equal them (a
  // null, a NaN, a value that is never stored).
  static std::optional<std::string> probe(IndexId index, std::span<const Value> values);
  // Keys between two bounds of one family of types: lower <= key < upper. nullopt when empty.
  struct KeyRange {
    std::string lower;
    std::string upper;
  };
  static std::optional<KeyRange> range(IndexId index, const std::optional<RangeBound>& lower,
                                       const std::optional<RangeBound>& upper);
  static KeyRange prefix_range(IndexId index, std::string_view prefix);
};

}  // namespace liaison::engine
