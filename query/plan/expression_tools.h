// Questions about bound expressions that the planner, the optimizer and the executor share.
// Thread-safety: pure functions.
#pragma once

#include "bind/expression_walk.h"
#include "bind/function_ref.h"
#include "plan/logical_operator.h"

namespace liaison::query {

using ExpressionVisitor = FunctionRef<void(const BoundExpression&)>;

// Calls `visit` for the expressions inside a label expression ($(..) parts).
void for_each_dynamic(const LabelExpression& labels, ExpressionVisitor visit);
// Pre-order over the whole tree, the expression itself included.
void walk(const BoundExpression& expression, ExpressionVisitor visit);

// True when its value cannot depend on what the graph holds: no property or label access on
// something that may be an entity, no subquery, no function over one.
bool is_independent_of_graph(const BoundExpression& expression);

bool is_dynamic(const LabelExpression& labels);

// Whether a set of labels, or one relationship type, satisfies the expression. *Requires* that it
// is not dynamic.
bool matches(const LabelExpression& expression, FunctionRef<bool(const std::string&)> has,
             bool has_any);

// The sides of `left = right` where one reads only the variable and the other reads others, but not
// it: a key to join on. Nothing for any other expression.
struct JoinKey {
  Predicate own;
  Predicate other;
};
std::optional<JoinKey> join_key(Predicate predicate, VariableId variable);

// The names of `A|B|C`, or nothing when the expression is anything else.
std::optional<std::vector<std::string>> plain_names(const LabelExpression& expression);

}  // namespace liaison::query
