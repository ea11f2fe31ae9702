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
// Relationships to expect from one node with these labels.
double estimate_degree(const Catalog& catalog, const std::vector<std::string>& from_labels,
                       const LabelExpression* types, Direction direction);

}  // namespace liaison::query
