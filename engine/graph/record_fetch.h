// Reads stored records: of many ids in one sorted pass, handed back in the order asked, or of one.
// Thread-safety: pure functions over a GraphState.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/entity_image.h"
#include "graph/graph_state.h"

namespace liaison::engine {

// Calls `visit(position in ids, record or null)` once per position; positions in no special order.
// Ids may repeat and come in any order; each page is read once.
void fetch_records(const GraphState& state, EntityKind kind, std::span<const std::uint64_t> ids,
                   const std::function<void(std::size_t, const std::string*)>& visit);

// What one entity is at a view; nullopt when it does not exist. Not noted as read.
std::optional<StoredEntity> read_entity(const Tables& tables, const ReadView& view, EntityKind kind,
                                        std::uint64_t entity);

std::vector<std::uint32_t> raw_tokens(std::span<const LabelId> labels);

}  // namespace liaison::engine
