// Verifies how tables lie in the store: fences without gaps, each with a page that is sound and
// says the same bounds and generation, loose rows only under a fence and generation that exist.
// Thread-safety: pure function over a snapshot.
#pragma once

#include <functional>
#include <string>

#include "kv/key_value_store.h"

namespace liaison::engine {

// Calls `problem` with one sentence for each thing that is wrong. Throws StorageError, and
// CorruptionError when the store itself cannot be read any further.
void check_pages(KeyValueStore& store, const KeyValueSnapshot* snapshot,
                 const std::function<void(std::string)>& problem);

}  // namespace liaison::engine
