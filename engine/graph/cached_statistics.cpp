#include "cache/column_statistics.h"
#include "graph/cached_reader.h"
#include "liaison/engine/statistics.h"

namespace liaison {

std::optional<ColumnStatistics> column_statistics(const GraphReader& reader, EntityKind kind,
                                                  PropertyKeyId key) {
  const auto* cached = dynamic_cast<const engine::CachedGraphReader*>(&reader);
  if (cached == nullptr) return std::nullopt;
  return engine::known_statistics(cached->property_column(kind, key));
}

}  // namespace liaison
