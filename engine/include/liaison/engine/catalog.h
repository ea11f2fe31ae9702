// The catalog: names and their tokens, index and constraint definitions, exact counts. A
// transaction sees one version of it.
// Thread-safety: Catalog is immutable while a transaction that only reads holds it; a writing
// transaction's catalog grows by its own thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/ids.h"
#include "liaison/engine/property_type.h"

namespace liaison {

enum class IndexKind : std::uint8_t { Range = 1, Text = 2, Name = 3, FullText = 4, Point = 5 };

struct IndexDefinition {
  IndexId id;
  std::string name;
  IndexKind kind = IndexKind::Range;
  EntityKind entity = EntityKind::Node;
  std::uint32_t token = 0;  // LabelId or RelationshipTypeId, as `entity` says
  std::vector<PropertyKeyId> keys;
  bool owned_by_constraint = false;
  // Of FullText indexes: labels or types besides `token`, ascending, and how texts become words
  // (a name of full_text.h; empty: the default). Of Name indexes the engine sets the latter.
  std::vector<std::uint32_t> further_tokens;
  std::string analyzer;

  bool covers_token(std::uint32_t other) const {
    return other == token ||
           std::find(further_tokens.begin(), further_tokens.end(), other) != further_tokens.end();
  }
  // Whether both are the same index but for name and id.
  bool says_the_same(const IndexDefinition& other) const {
    return kind == other.kind && entity == other.entity && token == other.token &&
           keys == other.keys && further_tokens == other.further_tokens;
  }
};

enum class ConstraintKind : std::uint8_t { Unique = 1, Exists = 2, Key = 3, PropertyType = 4 };

// Whether two entities must differ in the keys: such a constraint has an index.
constexpr bool demands_uniqueness(ConstraintKind kind) {
  return kind == ConstraintKind::Unique || kind == ConstraintKind::Key;
}
// Whether each key must be there.
constexpr bool demands_existence(ConstraintKind kind) {
  return kind == ConstraintKind::Exists || kind == ConstraintKind::Key;
}

struct ConstraintDefinition {
  std::string name;
  ConstraintKind kind = ConstraintKind::Unique;
  EntityKind entity = EntityKind::Node;
  std::uint32_t token = 0;
  std::vector<PropertyKeyId> keys;
  IndexId index;      // of Unique and Key
  PropertyType type;  // of PropertyType, which is on one key

  // Whether both are about the same properties and demand the same kind of thing of them.
  bool is_about_the_same(const ConstraintDefinition& other) const {
    return kind == other.kind && entity == other.entity && token == other.token &&
           keys == other.keys;
  }
};

class Catalog {
 public:
  virtual ~Catalog() = default;

  // Token of a name, or nullopt if no data ever used it.
  virtual std::optional<LabelId> label(std::string_view name) const = 0;
  virtual std::optional<RelationshipTypeId> relationship_type(std::string_view name) const = 0;
  virtual std::optional<PropertyKeyId> property_key(std::string_view name) const = 0;
  // Name of a token. *Requires* a token of this catalog.
  virtual const std::string& label_name(LabelId id) const = 0;
  virtual const std::string& relationship_type_name(RelationshipTypeId id) const = 0;
  virtual const std::string& property_key_name(PropertyKeyId id) const = 0;
  // All names in token order (for listings and suggestions).
  virtual std::vector<std::string> labels() const = 0;
  virtual std::vector<std::string> relationship_types() const = 0;
  virtual std::vector<std::string> property_keys() const = 0;

  virtual const std::vector<IndexDefinition>& indexes() const = 0;
  virtual const std::vector<ConstraintDefinition>& constraints() const = 0;

  // Exact counts at this version, own uncommitted changes included.
  virtual std::uint64_t node_count() const = 0;
  virtual std::uint64_t relationship_count() const = 0;
  virtual std::uint64_t node_count(LabelId label) const = 0;
  virtual std::uint64_t relationship_count(RelationshipTypeId type) const = 0;
  // Relationships of `type` whose source (Outgoing) or target (Incoming) has `label`.
  virtual std::uint64_t relationship_count(LabelId label, RelationshipTypeId type,
                                           Direction direction) const = 0;

  // Grows whenever a definition or token changes: plans are cached by it.
  virtual std::uint64_t version() const = 0;

  // The same catalog for choosing a plan. Counts read through it decide how an answer is found and
  // not what it is, so an optimistic transaction does not conflict over them.
  virtual const Catalog& for_planning() const { return *this; }
};

}  // namespace liaison
