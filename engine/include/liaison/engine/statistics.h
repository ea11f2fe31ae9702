// What the read cache knows about the values of a property: for choosing a plan, never for an
// answer. Taken from the chunks that happen to be in memory, so it may be absent, and may be older
// than the reader's commit by what was changed since.
// Thread-safety: plain data; column_statistics as GraphReader.
#pragma once

#include <cstdint>
#include <optional>

#include "liaison/engine/graph.h"
#include "liaison/engine/value.h"

namespace liaison {

struct ColumnStatistics {
  // Ids that were looked at, with or without an entity behind them, and how many had the property.
  std::uint64_t ids_seen = 0;
  std::uint64_t value_count = 0;
  // Among the values seen. Null unless all of them are numbers of one kind, or dates.
  Value minimum;
  Value maximum;
  // Different values among those seen, to about 4 %: of numbers, booleans, dates and strings.
  double distinct_estimate = 0;
};

// Of a property of nodes or relationships. Costs nothing for what was asked before and a fraction
// of a millisecond otherwise. nullopt: nothing is known.
std::optional<ColumnStatistics> column_statistics(const GraphReader& reader, EntityKind kind,
                                                  PropertyKeyId key);

}  // namespace liaison
