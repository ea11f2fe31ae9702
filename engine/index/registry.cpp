#include <algorithm>

#include "base/bytes.h"
#include "catalog/schema.h"
#include "index/index.h"
#include "index/name_index.h"
#include "index/range_index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

const Index& index_implementation(IndexKind kind) {
  static const RangeIndex range;
  static const NameIndex name;
  switch (kind) {
    case IndexKind::Range:
      return range;
    case IndexKind::Name:
      return name;
    case IndexKind::Text:
    case IndexKind::FullText:
    case IndexKind::Point:
      break;
  }
  throw UsageError(std::string("this version has no ") + index_kind_name(kind) +
                   " indexes; range and name indexes can be declared");
}

std::uint64_t entry_entity(std::string_view key) {
  ByteReader reader(key, "index entry key");
  if (key.size() < sizeof(std::uint64_t)) reader.fail("shorter than an entity id");
  return load_big_endian<std::uint64_t>(key.data() + key.size() - sizeof(std::uint64_t));
}

const Value* find_property(std::span<const PropertyEntry> properties, PropertyKeyId key) {
  const auto found = std::lower_bound(
      properties.begin(), properties.end(), key,
      [](const PropertyEntry& entry, PropertyKeyId wanted) { return entry.key < wanted; });
  return found == properties.end() || found->key != key ? nullptr : &found->value;
}

}  // namespace liaison::engine
