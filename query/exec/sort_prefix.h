// Numbers that stand for the values of a sort key: where two differ, so do the values, in the same
// direction. Most comparisons of a sort then look at two words and at no column.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// The numbers of a column's rows in all chunks, one after the other. Nothing when they are not of
// one plain type. Descending: the other way round.
std::vector<std::uint64_t> sort_prefixes(std::span<const DataChunk> chunks, std::size_t column,
                                         bool descending);

}  // namespace liaison::query
