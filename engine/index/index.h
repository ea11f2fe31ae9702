// One interface for every kind of index: what entries an entity with certain properties has. All
// upkeep follows from it: a change writes the entries that are new and erases those that are gone,
// building an index writes the entries of what exists, and a check compares stored entries with
// what they should be.
// Invariants: an entry's key ends with the entity's id in 8 bytes; what precedes them is the probe
// under which the entity is found. Content depends on nothing but the definition, the id and the
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

struct IndexEntry {
  std::string key;
  std::string value;  // empty but for postings of full-text indexes
  friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
};

// What an entity has in an index.
struct IndexContent {
  std::vector<IndexEntry> entries;
  // Of full-text indexes: words in the entity's document; more than 0 when it has entries.
  std::uint64_t word_count = 0;
};

class Index {
 public:
  virtual ~Index() = default;

  // Throws UsageError when an index of this kind cannot be declared so.
  virtual void check_definition(const IndexDefinition& definition) const = 0;
  virtual TableId table() const = 0;
  // Every entry of the index starts with this.
  virtual std::string prefix(IndexId index) const = 0;
  // What an entity with these properties has in the index; `properties` are sorted by key. An entry
  // may appear twice. Throws UsageError for a value too long to be indexed.
  virtual IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                               std::span<const PropertyEntry> properties) const = 0;
  // Whether readers note each probe they look up. Otherwise they note the whole index, and a change
  // names nothing narrower.
  virtual bool notes_probes() const { return true; }
};

// The same with the entries sorted and each there once.
IndexContent sorted_content(const IndexDefinition& definition, std::uint64_t entity,
                            std::span<const PropertyEntry> properties);
// Whether an entity with these labels (or this type) belongs to the index.
bool covers(const IndexDefinition& definition, std::span<const std::uint32_t> tokens);

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
