// Deep copies of bound expressions, for the places where one text is used twice (a property map is
// both a property list and a predicate). Subqueries are shared, lambda variables keep their ids:
// a copy stands in a place of its own, so the ids do not meet.
// Thread-safety: pure functions.
#pragma once

#include <functional>

#include "bind/bound_expression.h"

namespace liaison::query {

// What stands in the copy for an expression; null: a copy of it.
using Substitute = std::function<BoundExpressionPtr(const BoundExpression&)>;

BoundExpressionPtr copy(const BoundExpression& expression);
BoundExpressionPtr copy(const BoundExpression& expression, const Substitute& substitute);
BoundExpressionPtr copy(const BoundExpressionPtr& expression);  // null stays null
LabelExpression copy(const LabelExpression& labels);

}  // namespace liaison::query
