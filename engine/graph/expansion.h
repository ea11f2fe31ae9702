// Walks adjacency lists of many nodes with one cursor per direction.
// Thread-safety: pure functions over a GraphState.
#pragma once

#include <span>
#include <vector>

#include "graph/graph_state.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

// GraphReader::expand and degree without noting what was read.
void expand_nodes(const GraphState& state, std::span<const NodeId> nodes,
                  std::span<const RelationshipTypeId> types, Direction direction,
                  ExpandResult& out);
void count_degrees(const GraphState& state, std::span<const NodeId> nodes,
                   std::span<const RelationshipTypeId> types, Direction direction,
                   std::vector<std::uint64_t>& out);

}  // namespace liaison::engine
