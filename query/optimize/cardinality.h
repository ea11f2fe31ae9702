// How many rows to expect: the little the optimizer needs, out of the catalog's exact counts and a
// few rules of thumb for predicates.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// `n.key = value` with a value that does not read `n`.
struct KeyEquality {
  std::string key;
  Predicate value;
};
std::vector<KeyEquality> key_equalities(VariableId variable,
                                        const std::vector<Predicate>& predicates);
// The value of `id(n) = value`. Null: there is none.
Predicate id_equality(VariableId variable, const std::vector<Predicate>& predicates);

// Labels the node must have, by name: the conjuncts of its label expression.
void required_labels(const LabelExpression& labels, std::vector<std::string>& out);

// A range index over one of the labels whose keys all have an equality. Null: there is none.
const IndexDefinition* usable_index(const Catalog& catalog, const std::vector<std::string>& labels,
                                    const std::vector<KeyEquality>& equalities);

double nodes_with(const Catalog& catalog, const std::vector<std::string>& labels);
// Nodes to expect at a place in a pattern, found by the best access there is. Equalities with a
// value that reads one of `unknown` are of no help yet.
double estimate_node(const Catalog& catalog, const std::vector<std::string>& labels,
                     VariableId variable, const std::vector<Predicate>& predicates,
                     const VariableSet& unknown);
// Whether an id or an index finds those nodes, so that no scan is needed.
bool has_direct_access(const Catalog& catalog, const std::vector<std::string>& labels,
                       VariableId variable, const std::vector<Predicate>& predicates,
                       const VariableSet& unknown);

// Share of rows for which the predicate is true: rules of thumb. `population`: how many entities
// there are of the kind it is about.
double selectivity(const BoundExpression& predicate, double population);

// Relationships of the types that leave (arrive at) nodes with all of the labels. `types` null:
// of every type. Under Both, relationships count at each end.
double relationships_at(const Catalog& catalog, const std::vector<std::string>& labels,
                        const LabelExpression* types, Direction direction);
// Share of the walks over such relationships that end at a node with the labels.
double share_ending_at(const Catalog& catalog, const std::vector<std::string>& labels,
                       const LabelExpression* types, Direction direction);
// Nodes that may stand at the start of such a walk: those of the label that all of them have,
// or else all nodes.
double nodes_at_start(const Catalog& catalog, const LabelExpression* types, Direction direction);

Direction reversed(Direction direction);

}  // namespace liaison::query
