// What a gather makes of records that it reads one by one.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "encoding/record_codec.h"
#include "liaison/engine/data_chunk.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

// The property in the record of a node or relationship, or null.
inline Value property_of(EntityKind kind, std::string_view record, PropertyKeyId key) {
  auto value = kind == EntityKind::Node ? decode_node_property(record, key)
                                        : decode_relationship_property(record, key);
  return value ? std::move(*value) : Value();
}

// The typed form that holds all values, nulls aside, or Tagged.
inline VectorType common_type(std::span<const Value> values) {
  std::optional<ValueKind> kind;
  for (const Value& value : values) {
    if (value.is_null()) continue;
    if (kind && *kind != value.kind()) return VectorType::Tagged;
    kind = value.kind();
  }
  return kind ? vector_type_of(*kind) : VectorType::Tagged;
}

}  // namespace liaison::engine
