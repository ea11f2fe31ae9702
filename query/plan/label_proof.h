// Whether the catalog's counts prove that every relationship of some types ends at a node with a
// label. The planner guesses with it, the executor relies on it: counts are exact at a snapshot.
// Thread-safety: pure functions.
#pragma once

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

bool holds(const LabelProof& proof, const Catalog& catalog);

}  // namespace liaison::query
