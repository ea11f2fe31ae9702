// What records say of many entities, read in the order of the tables before somebody adds to them:
// a page that several have in common is read once.
// Thread-safety: requires that nobody writes through the state meanwhile.
#pragma once

#include <span>
#include <vector>

#include "evidence/evidence_memory.h"
#include "graph/graph_state.h"

namespace liaison::engine {

struct ReadAhead {
  EntityKey entity;
  bool with_stored = false;  // what the entity is itself, not its records alone
};

// One entry for each, in their order, which ascends by entity. `stored` is nullopt where it was not
// asked for, and of what does not exist. Read by two threads when they are many. Requires a state
// that notes no reads.
std::vector<EvidenceMemory::Entry> read_ahead(const GraphState& state,
                                              std::span<const ReadAhead> wanted);

}  // namespace liaison::engine
