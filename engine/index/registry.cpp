#include <algorithm>

#include "base/bytes.h"
#include "index/full_text_index.h"
#include "index/index.h"
#include "index/name_index.h"
#include "index/point_index.h"
#include "index/range_index.h"
#include "index/text_index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

const Index& index_implementation(IndexKind kind) {
  static const RangeIndex range;
  static const NameIndex name;
  static const TextIndex text;
  static const FullTextIndex full_text;
  static const PointIndex point;
  switch (kind) {
    case IndexKind::Range:
      return range;
    case IndexKind::Name:
      return name;
    case IndexKind::Text:
      return text;
    case IndexKind::FullText:
      return full_text;
    case IndexKind::Point:
      return point;
  }
  throw UsageError("there are no indexes of kind " + std::to_string(static_cast<int>(kind)));
}

IndexContent sorted_content(const IndexDefinition& definition, std::uint64_t entity,
                            std::span<const PropertyEntry> properties) {
  IndexContent content =
      index_implementation(definition.kind).content(definition, entity, properties);
  std::sort(content.entries.begin(), content.entries.end());
  content.entries.erase(std::unique(content.entries.begin(), content.entries.end()),
                        content.entries.end());
  return content;
}

bool covers(const IndexDefinition& definition, std::span<const std::uint32_t> tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](std::uint32_t token) { return definition.covers_token(token); });
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
