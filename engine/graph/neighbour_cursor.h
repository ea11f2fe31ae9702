// Neighbour lists read from the adjacency tables.
// Thread-safety: as NeighbourCursor. Lifetime: the state outlives the cursor.
#pragma once

#include <memory>

#include "graph/graph_state.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

// *Requires* Outgoing or Incoming. Every list that is read is noted in the state's read set.
std::unique_ptr<NeighbourCursor> make_neighbour_cursor(const GraphState& state,
                                                       RelationshipTypeId type,
                                                       Direction direction);

}  // namespace liaison::engine
