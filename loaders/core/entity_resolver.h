// Finds what a loader's record stands for in the graph, or makes it: nodes by a key property under
// an index, relationships by type, both ends and properties that are part of their identity. What
// it makes is marked as extracted, so that it goes with its last record of evidence.
// What it has found lately it remembers: twice kRememberedNodes and kRememberedRelationships at
// most, about 40 MB. Of all other relationships it knows, once it has looked for many, which cannot
// be there (key_filter.h): about 2 bytes each, up to kFilteredMax of them.
// Thread-safety: needs external locking. Lifetime: the transaction it works in outlives its use.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/key_filter.h"
#include "core/recent_map.h"
#include "liaison/engine/graph.h"
#include "liaison/engine/transaction.h"

namespace liaison::loaders {

template <class IdType>
struct Resolved {
  IdType id;
  bool created = false;
};

// Index that answers "which node with `label` has `key` = x", if one is declared.
const IndexDefinition* find_key_index(const Catalog& catalog, std::string_view label,
                                      std::string_view key);

// The node with this label whose `key` property is `value`; among several that of the lowest id.
std::optional<NodeId> find_node(const GraphReader& reader, const IndexDefinition& index,
                                std::string_view value);

// A value as far as it tells relationships apart.
std::string identity_form(std::string_view value);

class EntityResolver {
 public:
  static constexpr std::size_t kRememberedNodes = 65536;
  static constexpr std::size_t kRememberedRelationships = 131072;
  static constexpr std::size_t kFilteredMax = std::size_t{8} << 20;

  explicit EntityResolver(std::size_t filtered_max = kFilteredMax) : filtered_max_(filtered_max) {}

  // Works in this transaction from here on.
  void begin(Transaction& transaction);
  // Forgets what it has found: required after anything was removed or taken back.
  void forget();
  // The same, when others have written since. Who makes relationships besides the resolver is one
  // of the others, but for types that it is not asked for.
  void forget_all();

  // *Requires* an index over (label, key). Properties besides the key are the caller's business.
  Resolved<NodeId> node(std::string_view label, std::string_view key, std::string_view value);

  // A property that tells two relationships of one type and ends apart. Spelling differences that
  // mean nothing (case, place of tone marks, spaces) do not; an empty value stands for none.
  struct Discriminator {
    std::string_view property;  // empty: type and ends are the whole identity
    std::string_view form;      // identity_form() of the value
  };
  // A new relationship is made with `records`, which give it its properties. To a known one the
  // caller adds them.
  Resolved<RelationshipId> relationship(std::string_view type, NodeId source, NodeId target,
                                        const Discriminator& discriminator,
                                        std::span<const EvidenceRecord> records);

 private:
  struct RelationshipKey {
    RelationshipTypeId type;
    NodeId source;
    NodeId target;
    std::string form;  // of the discriminator
    bool operator==(const RelationshipKey&) const = default;
  };
  struct RelationshipKeyHash {
    std::size_t operator()(const RelationshipKey& key) const;
  };

  std::optional<RelationshipId> find_relationship(RelationshipTypeId type, NodeId source,
                                                  NodeId target, std::string_view property,
                                                  std::string_view form);
  void read_filter();

  const std::size_t filtered_max_;
  Transaction* transaction_ = nullptr;
  RecentMap<std::string, NodeId> known_nodes_{kRememberedNodes};  // by label, key and value
  RecentMap<RelationshipKey, RelationshipId, RelationshipKeyHash> known_relationships_{
      kRememberedRelationships};
  // Type and ends of every relationship that was there when it was read or was made here since, and
  // of some that were taken back; nullopt: not known.
  std::optional<KeyFilter> filter_;
  std::uint64_t looked_for_ = 0;  // relationships, without a filter
  // What was found last.
  std::vector<NodeId> found_nodes_;
  std::vector<RelationshipId> between_;
};

}  // namespace liaison::loaders
