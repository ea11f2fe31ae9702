// Walks bound expressions: the children of a node, and the variables an expression needs from
// outside. Lambda variables are not needed from outside; of a subquery its imports are.
// Thread-safety: pure functions.
#pragma once

#include "bind/bound_expression.h"
#include "bind/function_ref.h"
#include "bind/variable_set.h"

namespace liaison::query {

// Calls `visit` for each direct child (subqueries are not entered).
void for_each_child(const BoundExpression& expression,
                    FunctionRef<void(const BoundExpression&)> visit);

// Variables read by the expression and defined outside of it.
VariableSet free_variables(const BoundExpression& expression);
void collect_free_variables(const BoundExpression& expression, VariableSet& out);

// Whether a call of it always gives the same value for the same row (no rand(), no subquery).
bool is_deterministic(const BoundExpression& expression);
// Whether it holds an EXISTS, COUNT, COLLECT or pattern expression at any depth.
bool contains_subquery(const BoundExpression& expression);

}  // namespace liaison::query
