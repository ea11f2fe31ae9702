// How many rows to expect of each operator, from the catalog's counts and rules of thumb: for
// EXPLAIN, and for patterns that are matched for the rows of what comes before them.
// Thread-safety: needs external locking. Lifetime: the catalog outlives it.
#pragma once

#include <map>

#include "liaison/engine/catalog.h"
#include "optimize/cardinality.h"
#include "plan/logical_operator.h"

namespace liaison::query {

class Estimates {
 public:
  explicit Estimates(const Catalog& catalog) : catalog_(catalog) {}

  // Sets estimated_rows of one operator, whose children have theirs. `argument_rows`: rows of its
  // Argument.
  void set(LogicalOperator& op, double argument_rows);
  // Of a whole tree, children first.
  void set_tree(LogicalOperator& op, double argument_rows);

 private:
  // What is known of a node variable.
  struct Known {
    RequiredLabels labels;
    bool is_walked_to = false;
    const LabelExpression* types = nullptr;
    Direction direction = Direction::Both;
  };

  double rows_of(const LogicalOperator& op, double argument_rows);
  // The node was found in an index, so it has the index's label.
  void know_label_of(VariableId variable, IndexId index);
  double fan(VariableId from, const LabelExpression* types, Direction direction) const;
  double walk_fan(const VarLengthExpand& walk) const;
  double share(const BoundExpression& predicate);
  void reach(VariableId node, const LabelExpression* types, Direction direction);
  double population(VariableId node) const;

  const Catalog& catalog_;
  std::map<VariableId, Known> known_;
};

// Sets estimated_rows of every operator of the plan.
void estimate_plan(LogicalPlan& plan, const Catalog& catalog);

}  // namespace liaison::query
