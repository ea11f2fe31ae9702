// One interface for every kind of index: what entries an entity with certain properties has. All
// upkeep follows from it: a change writes the entries that are new and erases those that are gone,
// building an index writes the entries of what exists, and a check compares stored entries with
// what they should be.
// Invariants: an entry's key ends with the entity's id in 8 bytes; what precedes them is the probe
// under which the entity is found. Entries depend on nothing but the definition, the id and the
// properties.
// Thread-safety: immutable. Lifetime: kinds live as long as the process.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/table_id.h"
#include "liaison/engine/catalog.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

// Longest indexed value in bytes as stored. A key that long would still work; one of megabytes
// would sit in every page boundary and fence.
inline constexpr std::size_t kIndexedBytesMax = 32 * 1024;

class Index {
 public:
  virtual ~Index() = default;

  // Throws UsageError when an index of this kind cannot be declared so.
  virtual void check_definition(const IndexDefinition& definition) const = 0;
  virtual TableId table() const = 0;
  // Every entry of the index starts with this.
  virtual std::string prefix(IndexId index) const = 0;
  // Appends the keys of the entries; `properties` are sorted by key. May append a key twice.
  // Throws UsageError for a value too long to be indexed.
  virtual void entries(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties,
                       std::vector<std::string>& out) const = 0;
};

// The kind's implementation. Throws UsageError for a kind this version does not have.
const Index& index_implementation(IndexKind kind);

// The part of an entry key before the entity.
inline std::string_view entry_probe(std::string_view key) {
  return key.substr(0, key.size() - sizeof(std::uint64_t));
}
std::uint64_t entry_entity(std::string_view key);

// Value of a key among sorted properties, or null.
const Value* find_property(std::span<const PropertyEntry> properties, PropertyKeyId key);

}  // namespace liaison::engine
