// A node or relationship as it is stored, in the parts that indexes and constraints look at.
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <vector>

#include "liaison/engine/graph.h"

namespace liaison::engine {

// Its tokens (labels, or the one type) and its properties, both sorted.
struct EntityImage {
  std::vector<std::uint32_t> tokens;
  std::vector<PropertyEntry> properties;
};

struct StoredEntity {
  EntityImage image;
  RelationshipEnds ends{};  // of relationships
};

}  // namespace liaison::engine
