// What records say of many entities, read in the order of the tables before somebody adds to them:
// a page that several have in common is read once.
// Thread-safety: requires that nobody writes through the state meanwhile.
#pragma once

#include <span>
#include <vector>

#include "evidence/evidence_memory.h"
#include "graph/graph_state.h"

namespace liaison::engine {

// One entry for each entity, in their order, which ascends. `stored` is nullopt of those that do
// not exist. Read by two threads when they are many. Requires a state that notes no reads.
std::vector<EvidenceMemory::Entry> read_ahead(const GraphState& state,
                                              std::span<const EntityKey> entities);

}  // namespace liaison::engine
