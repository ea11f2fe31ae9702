// What a transaction read and what it changed, as graph objects: the labels of a node, its
// properties, one of its adjacency lists, the nodes of a label, the entities with one indexed
// value. An object is known by a 64-bit hash of its kind and numbers: two objects that share a hash
// can cost a needless conflict and never hide a real one.
//
// Every change names each object it touches, from the narrow one to the widest, so a reader names
// only what it looked at: adding (a)-[:KNOWS]->(b) changes a's KNOWS list, the list of all types of
// a, the same of b, and the set of relationships.
// Thread-safety: pure functions; the sets need external locking, except that ReadSet::add is safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/place_table.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

// Stands for "of every type" and "any" in an object.
inline constexpr std::uint32_t kAnyToken = 0;

enum class ObjectKind : std::uint8_t {
  Graph,             // anything at all
  AllNodes,          // which nodes exist (and how many)
  LabelSet,          // which nodes have a label (and how many)
  NodeLabels,        // whether a node exists, and its labels
  NodeProperties,    // properties of a node
  Adjacency,         // relationships of a node by direction and type
  AllRelationships,  // which relationships exist, by type or all
  Relationship,      // whether a relationship exists, and its properties
  LabelTypeCount,    // how many relationships of a type leave or reach nodes of a label
  IndexValue,        // entities under one indexed value
  IndexRange,        // entities of an index, whatever their value
  Evidence,          // records of an entity
  Citations,         // records that cite a document
  EvidenceIndex,     // which entities have records, and how much support they give
};

using ObjectHash = std::uint64_t;

inline ObjectHash object_hash(ObjectKind kind, std::uint64_t a = 0, std::uint64_t b = 0) {
  return hash_combine(hash_u64(static_cast<std::uint64_t>(kind), a), b);
}
inline ObjectHash adjacency_object(NodeId node, Direction direction, std::uint32_t type) {
  return object_hash(ObjectKind::Adjacency, node.value,
                     (std::uint64_t{type} << 8) | static_cast<std::uint8_t>(direction));
}
inline ObjectHash index_value_object(IndexId index, std::string_view encoded) {
  return object_hash(ObjectKind::IndexValue, index.value, hash_bytes(encoded));
}

// Objects beyond this many coarsen to the whole graph: such a transaction conflicts with any
// commit, and its memory stays bounded.
inline constexpr std::size_t kReadSetObjectsMax = 65536;
// The same for what a commit changes: one that changes more conflicts with any transaction that
// read before it. Fewer, as every change of a loader would be noted and nobody asks for most.
inline constexpr std::size_t kChangeSetObjectsMax = 16384;

// Objects, each once, in the order in which they came.
class ObjectSet {
 public:
  void add(ObjectHash object) {
    if (places_.find(object, [&](std::uint32_t place) { return objects_[place] == object; })) {
      return;
    }
    objects_.push_back(object);
    places_.push_back([&](std::uint32_t place) { return objects_[place]; });
  }
  std::size_t size() const { return objects_.size(); }
  const std::vector<ObjectHash>& list() const { return objects_; }

 private:
  std::vector<ObjectHash> objects_;
  PlaceTable places_;
};

class ReadSet {
 public:
  void add(ObjectHash object);
  bool covers_graph() const { return covers_graph_; }
  std::size_t size() const { return objects_.size(); }
  const std::vector<ObjectHash>& objects() const { return objects_.list(); }

 private:
  std::mutex mutex_;
  ObjectSet objects_;
  bool covers_graph_ = false;
};

// Objects a transaction changed. Beyond kChangeSetObjectsMax it says "everything".
class ChangeSet {
 public:
  void add(ObjectHash object);
  // Says that anything at all may have changed.
  void cover_graph() { covers_graph_ = true; }
  bool covers_graph() const { return covers_graph_; }
  const std::vector<ObjectHash>& objects() const { return objects_.list(); }

 private:
  ObjectSet objects_;
  bool covers_graph_ = false;
};

}  // namespace liaison::engine
