// Reads stored records of many ids in one sorted pass, and hands them back in the order asked.
// Thread-safety: pure functions over a GraphState.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/graph_state.h"

namespace liaison::engine {

// Calls `visit(position in ids, record or null)` once per position; positions in no special order.
// Ids may repeat and come in any order; each page is read once.
void fetch_records(const GraphState& state, EntityKind kind, std::span<const std::uint64_t> ids,
                   const std::function<void(std::size_t, const std::string*)>& visit);

}  // namespace liaison::engine
