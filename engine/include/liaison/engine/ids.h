// Identifiers of graph objects and of catalog tokens. Each is its own type, so that a node id
// cannot be passed where a relationship id is wanted. Zero is never a valid node or relationship
// id; ids are never reused, not even after the object is deleted.
// Thread-safety: immutable values.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace liaison {

// A strongly typed integer. Tag makes the types distinct, Rep is the stored width.
template <class Tag, class Rep>
struct Id {
  using rep = Rep;
  Rep value = 0;

  constexpr Id() = default;
  constexpr explicit Id(Rep raw) : value(raw) {}
  friend constexpr auto operator<=>(Id, Id) = default;
};

using NodeId = Id<struct NodeIdTag, std::uint64_t>;
using RelationshipId = Id<struct RelationshipIdTag, std::uint64_t>;

// Tokens: the small integers the catalog gives to names. Never reused, never renamed.
using LabelId = Id<struct LabelIdTag, std::uint32_t>;
using RelationshipTypeId = Id<struct RelationshipTypeIdTag, std::uint32_t>;
using PropertyKeyId = Id<struct PropertyKeyIdTag, std::uint32_t>;
using IndexId = Id<struct IndexIdTag, std::uint32_t>;

// Number of a commit; 0 is the empty database. Grows by one per write transaction.
using CommitNumber = std::uint64_t;

// Direction of a step as seen from the node it starts at.
enum class Direction : std::uint8_t { Outgoing, Incoming, Both };

// The two kinds of graph object that carry properties, indexes and evidence.
enum class EntityKind : std::uint8_t { Node = 0, Relationship = 1 };

}  // namespace liaison

template <class Tag, class Rep>
struct std::hash<liaison::Id<Tag, Rep>> {
  std::size_t operator()(liaison::Id<Tag, Rep> id) const noexcept {
    // Ids are dense integers: spread them, as hash tables take the low bits.
    std::uint64_t x = static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(x ^ (x >> 32));
  }
};
