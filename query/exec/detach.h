// At the border of the query layer references to nodes and relationships become copies with
// labels, type and properties: results outlive their transaction. Fetched in batches.
// Thread-safety: needs external locking.
#pragma once

#include "exec/execution_context.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// Replaces every reference in the chunk, at any depth. Deleted nodes come out without labels and
// properties, deleted relationships still with their type.
void detach_entities(const ExecutionContext& context, DataChunk& chunk);

}  // namespace liaison::query
