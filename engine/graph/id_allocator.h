// Hands out node and relationship ids: from 1, never the same one twice, not even after a crash.
// A mark in the store says up to where ids may have been given out; it is made durable before the
// first id below it is shown, a block at a time, and the rest of a block is skipped by the next
// opening. Ids of transactions that are rolled back are lost.
//
// Nodes of one label set lie together: from its 1,024th node on a set takes segments of 4,096 ids
// for itself, smaller sets share. That is locality, not meaning: nobody reads a label off an id.
// Thread-safety: safe. Lifetime: the store outlives it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "kv/key_value_store.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

inline constexpr std::uint64_t kSegmentIds = 4096;
inline constexpr std::uint64_t kOwnSegmentsFrom = 1024;

class IdAllocator {
 public:
  // Reads the marks; starts after them.
  explicit IdAllocator(KeyValueStore& store);

  NodeId next_node(std::span<const LabelId> labels);  // sorted labels
  RelationshipId next_relationship();
  // For bulk load: the first of kSegmentIds ids for nodes, and of `count` ids for relationships.
  // What is taken later lies higher.
  NodeId take_node_segment();
  RelationshipId take_relationships(std::uint64_t count);
  // Ids given out so far are below it.
  std::uint64_t bound(EntityKind kind) const;

 private:
  struct Range {
    std::uint64_t next = 0;
    std::uint64_t end = 0;  // exclusive
  };
  struct LabelSetIds {
    std::uint64_t seen = 0;
    Range own;
  };
  // The next `count` ids after everything given out so far; reserves durably when needed.
  Range take(EntityKind kind, std::uint64_t count);

  KeyValueStore& store_;
  mutable std::mutex mutex_;
  // Per kind: ids below `next` are given out or skipped, ids below `end` are reserved on disk.
  std::array<Range, 2> reserved_;
  Range shared_nodes_;
  std::map<std::vector<LabelId>, LabelSetIds> label_sets_;
};

}  // namespace liaison::engine
