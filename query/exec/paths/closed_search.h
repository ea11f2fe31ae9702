// The shortest trail that leads from a node back to it.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "exec/paths/neighbour_walker.h"

namespace liaison::query {

// Its length. Unset: there is none, or none within `length_max`.
std::optional<std::uint32_t> shortest_closed_trail(NeighbourWalker& walker, MemoryBudget& budget,
                                                   NodeId start, Direction direction,
                                                   std::optional<std::uint64_t> length_max);

}  // namespace liaison::query
