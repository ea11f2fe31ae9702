#include <vector>

#include "graph/cached_reader.h"
#include "graph/graph_reader.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/gather.h"

namespace liaison {

void gather(const GraphReader& reader, EntityKind kind, std::span<const std::uint64_t> ids,
            std::span<const PropertyKeyId> keys, std::span<ColumnVector* const> columns) {
  LIAISON_ASSERT(keys.size() == columns.size());
  // Many ids are mostly in the cache, and what is missing of one key is not missing of another.
  constexpr std::size_t kFewIds = 64;
  if (keys.size() > 1 && ids.size() <= kFewIds) {
    if (const auto* tables = dynamic_cast<const engine::TableGraphReader*>(&reader)) {
      return tables->gather_many(kind, ids, keys, columns);
    }
    if (const auto* cached = dynamic_cast<const engine::CachedGraphReader*>(&reader)) {
      return cached->gather_many(kind, ids, keys, columns);
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) reader.gather(kind, ids, keys[i], *columns[i]);
}

}  // namespace liaison
