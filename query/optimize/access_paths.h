// The ways in which declared indexes can find a node or relationship that predicates ask for, with
// the rows each is expected to give. Whoever chooses one keeps all predicates in a filter above: an
// index finds at least what they want.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

struct AccessPath {
  IndexLookup lookup;
  double rows = 0;
};

// What is looked for: an entity that has all of the labels, or the one type.
struct AccessTarget {
  EntityKind entity = EntityKind::Node;
  VariableId variable = 0;
  std::span<const LabelId> labels;         // of a node
  std::optional<RelationshipTypeId> type;  // of a relationship; unset: none has been stored

  bool is_under(std::uint32_t token) const;
};
// Lifetime: the labels outlive it.
AccessTarget nodes_under(VariableId variable, std::span<const LabelId> labels);
AccessTarget relationships_under(VariableId variable, std::optional<RelationshipTypeId> type);

// Every usable path, in the order of the indexes and predicates. Predicates whose values read the
// variable itself or one of `unknown` are of no help.
std::vector<AccessPath> access_paths(const Catalog& catalog, const AccessTarget& target,
                                     const std::vector<Predicate>& predicates,
                                     const VariableSet& unknown);
// The one with the fewest rows.
std::optional<AccessPath> best_access_path(const Catalog& catalog, const AccessTarget& target,
                                           const std::vector<Predicate>& predicates,
                                           const VariableSet& unknown);

}  // namespace liaison::query
