// Statistics of a property from a sample of its chunks.
// Thread-safety: safe; requires a pin. Lifetime: as the column.
#pragma once

#include <optional>
#include <span>

#include "cache/column.h"
#include "liaison/engine/statistics.h"

namespace liaison::engine {

// nullopt while the column has no chunk. Requires a column of properties.
std::optional<ColumnStatistics> sample_statistics(std::span<const Chunk* const> chunks);

// The same, sampled again only when a good part of the chunks is new.
std::optional<ColumnStatistics> known_statistics(Column& column);

}  // namespace liaison::engine
