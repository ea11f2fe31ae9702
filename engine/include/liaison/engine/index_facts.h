// What is true of the data right now, told by an index at no cost: for choosing between two ways to
// the same answer while a statement runs.
// Thread-safety: as GraphReader.
#pragma once

#include <cstdint>
#include <optional>

#include "liaison/engine/graph.h"
#include "liaison/engine/ids.h"

namespace liaison {

// Set: no two entities of the single-key range index share a value, and so many are in it. Exact
// for the reader's view. nullopt: some do, or nothing is known, as when the index is not in the
// read cache, or something under it has changed of late. *Throws* UsageError for another kind of
// index.
std::optional<std::uint64_t> distinct_value_count(const GraphReader& reader, IndexId index);

}  // namespace liaison
