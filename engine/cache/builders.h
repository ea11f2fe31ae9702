// The builders of single kinds of chunks; chunk_builder.h chooses among them.
// Thread-safety: pure functions over the tables.
#pragma once

#include "cache/chunk_builder.h"

namespace liaison::engine {

std::unique_ptr<Chunk> build_adjacency(const Tables& tables, const KeyValueSnapshot* snapshot,
                                       ColumnId column, std::uint64_t segment);
std::unique_ptr<Chunk> build_property(const Tables& tables, const KeyValueSnapshot* snapshot,
                                      ColumnId column, std::uint64_t segment);
std::unique_ptr<Chunk> build_node_records(const Tables& tables, const KeyValueSnapshot* snapshot,
                                          std::uint64_t segment);
std::unique_ptr<Chunk> build_relationship_records(const Tables& tables,
                                                  const KeyValueSnapshot* snapshot,
                                                  std::uint64_t segment);

// Null when the index takes more than `bytes_max`.
std::unique_ptr<Chunk> build_index(const Tables& tables, const KeyValueSnapshot* snapshot,
                                   std::uint32_t index, std::size_t bytes_max);

}  // namespace liaison::engine
