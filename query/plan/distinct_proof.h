// Whether a property tells the nodes of a label apart, by an index over it and the catalog's
// counts: both are exact at a snapshot. Thread-safety: as the reader.
#pragma once

#include "liaison/engine/graph.h"
#include "plan/logical_operator.h"

namespace liaison::query {

bool holds(const DistinctProperty& property, const GraphReader& graph);

}  // namespace liaison::query
