// Several properties of the same nodes or relationships at once: a record that is not in the read
// cache is read once for all of them.
// Thread-safety: as the reader's.
#pragma once

#include <cstdint>
#include <span>

#include "liaison/engine/graph.h"

namespace liaison {

// The same as reader.gather() for each key: columns[i] gets the values of keys[i], one per id.
// *Requires* as many columns as keys, all different.
void gather(const GraphReader& reader, EntityKind kind, std::span<const std::uint64_t> ids,
            std::span<const PropertyKeyId> keys, std::span<ColumnVector* const> columns);

}  // namespace liaison
