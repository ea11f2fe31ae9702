// Builds chunks from a table's pages and loose rows at one snapshot. Pages are decoded column by
// column, without going through keys and records; loose rows are laid over them.
// Thread-safety: pure functions over the tables.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cache/chunk.h"
#include "store/tables.h"

namespace liaison::engine {

enum class ColumnKind : std::uint8_t {
  Outgoing,              // token: relationship type, 0 for all of them
  Incoming,              // likewise
  NodeProperty,          // token: property key
  RelationshipProperty,  // likewise
  Label,                 // token: label
  NodeRecords,           // no token
  RelationshipRecords,   // no token
  Index,                 // token: index; one segment holds all of it
};
inline constexpr std::size_t kColumnKinds = 8;

struct ColumnId {
  ColumnKind kind = ColumnKind::NodeRecords;
  std::uint32_t token = 0;
};

// The chunk of one segment; its commit number is left to the caller. Null for an index that takes
// more than `bytes_max`.
// Throws CorruptionError for stored bytes that contradict the format.
std::unique_ptr<Chunk> build_chunk(const Tables& tables, const KeyValueSnapshot* snapshot,
                                   ColumnId column, std::uint64_t segment,
                                   std::size_t bytes_max = SIZE_MAX);

// Label chunks of `count` segments in one pass, for scans.
std::vector<std::unique_ptr<Chunk>> build_label_chunks(const Tables& tables,
                                                       const KeyValueSnapshot* snapshot,
                                                       std::uint32_t label, std::uint64_t segment,
                                                       std::size_t count);

}  // namespace liaison::engine
