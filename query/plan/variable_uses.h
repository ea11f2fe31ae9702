// How a whole plan, subqueries included, makes use of each variable: rules that give a path or a
// list of relationships up for its length must know every place that reads it.
// Thread-safety: immutable once made. Lifetime: independent of the plan.
#pragma once

#include <vector>

#include "plan/logical_operator.h"

namespace liaison::query {

struct VariableUse {
  std::size_t lengths = 0;  // length(x), size(x)
  std::size_t counts = 0;   // count(x)
  std::size_t minima = 0;   // min(x), min(x + 1)
  std::size_t in_paths = 0;
  std::size_t others = 0;
  std::size_t total() const { return lengths + counts + minima + in_paths + others; }
};

class VariableUses {
 public:
  explicit VariableUses(const LogicalPlan& plan);
  const VariableUse& of(VariableId variable) const;

 private:
  void add_tree(const LogicalOperator& op);
  void add(const BoundExpression& expression, bool may_rewrite);

  VariableUse& use(VariableId variable);

  std::vector<VariableUse> uses_;  // by variable, as far as they are used
};

// The variable of a call like length(x) or size(x). Null: the expression is no such call.
const BoundVariable* measured_variable(const BoundExpression& expression);
// The variable x of count(x) without DISTINCT. Null: the expression is no such call.
const BoundVariable* counted_variable(const BoundExpression& expression);

}  // namespace liaison::query
