// How many rows to expect: the little the optimizer needs, out of the catalog's exact counts and a
// few rules of thumb for predicates.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// `n.key = value` with a value that does not read `n`. The key refers to the predicate.
struct KeyEquality {
  std::string_view key;
  Predicate value;
  Predicate whole;
};
std::vector<KeyEquality> key_equalities(VariableId variable,
                                        const std::vector<Predicate>& predicates);
// `id(n) = value`.
struct IdEquality {
  Predicate value;
  Predicate whole;
};
std::optional<IdEquality> id_equality(VariableId variable,
                                      const std::vector<Predicate>& predicates);

// Labels that a node must have, as the catalog knows them.
struct RequiredLabels {
  std::vector<LabelId> ids;
  bool all_known = true;  // false: no node of the graph has all of them

  bool empty() const { return ids.empty() && all_known; }
  void add(const Catalog& catalog, std::string_view label);
  void add(const RequiredLabels& others);
};
// Adds the conjuncts of a label expression.
void add_required_labels(const Catalog& catalog, const LabelExpression& labels,
                         RequiredLabels& out);

// A range index over one of the labels whose keys all have an equality. Null: there is none.
const IndexDefinition* usable_index(const Catalog& catalog, const RequiredLabels& labels,
                                    const std::vector<KeyEquality>& equalities);

double nodes_with(const Catalog& catalog, const RequiredLabels& labels);
double nodes_with(const Catalog& catalog, std::string_view label);
// Nodes to expect at a place in a pattern, found by the best access there is. Equalities with a
// value that reads one of `unknown` are of no help yet.
double estimate_node(const Catalog& catalog, const RequiredLabels& labels, VariableId variable,
                     const std::vector<Predicate>& predicates, const VariableSet& unknown);
// Whether an id or an index finds those nodes, so that no scan is needed.
bool has_direct_access(const Catalog& catalog, const RequiredLabels& labels, VariableId variable,
                       const std::vector<Predicate>& predicates, const VariableSet& unknown);

// Share of rows for which the predicate is true: rules of thumb. `population`: how many entities
// there are of the kind it is about.
double selectivity(const BoundExpression& predicate, double population);

// The types that a walk may take.
struct WalkedTypes {
  std::vector<RelationshipTypeId> ids;  // that the expression names and the graph has, or all
  bool are_named = false;
};
// `types` null: every type.
WalkedTypes walked_types(const Catalog& catalog, const LabelExpression* types);

// Relationships of the types that leave (arrive at) nodes with all of the labels. Under Both,
// relationships count at each end.
double relationships_at(const Catalog& catalog, const RequiredLabels& labels,
                        const WalkedTypes& types, Direction direction);
// Share of the walks over such relationships that end at a node with the labels.
double share_ending_at(const Catalog& catalog, const RequiredLabels& labels,
                       const WalkedTypes& types, Direction direction);
// Nodes that may stand at the start of such a walk: those of the label that all of them have,
// or else all nodes.
double nodes_at_start(const Catalog& catalog, const WalkedTypes& types, Direction direction);

Direction reversed(Direction direction);

}  // namespace liaison::query
