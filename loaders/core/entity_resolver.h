// Finds what a loader's record stands for in the graph, or makes it: nodes by a key property under
// an index, relationships by type, both ends and properties that are part of their identity. What
// it makes is marked as extracted, so that it goes with its last record of evidence.
// Thread-safety: needs external locking. Lifetime: the transaction outlives it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

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

class EntityResolver {
 public:
  explicit EntityResolver(Transaction& transaction);

  // Forgets which nodes it has found: required after nodes were removed or changes taken back.
  void forget_nodes() { known_nodes_.clear(); }

  // *Requires* an index over (label, key). Properties besides the key are the caller's business.
  Resolved<NodeId> node(std::string_view label, std::string_view key, std::string_view value);

  // A property that tells two relationships of one type and ends apart. Spelling differences that
  // mean nothing (case, place of tone marks, spaces) do not; an empty value stands for none. A new
  // relationship has no properties: they come with the record of evidence that the caller adds.
  struct Discriminator {
    std::string_view property;  // empty: type and ends are the whole identity
    std::string_view value;
  };
  Resolved<RelationshipId> relationship(std::string_view type, NodeId source, NodeId target,
                                        const Discriminator& discriminator);

 private:
  Transaction& transaction_;
  std::unordered_map<std::string, NodeId> known_nodes_;  // by label, key and value
};

}  // namespace liaison::loaders
