// Deep copies of bound expressions, for the places where one text is used twice (a property map is
// both a property list and a predicate). Subqueries are shared, lambda variables keep their ids:
// a copy stands in a place of its own, so the ids do not meet.
// Thread-safety: pure functions.
#pragma once

#include "bind/bound_expression.h"

namespace liaison::query {

BoundExpressionPtr copy(const BoundExpression& expression);
BoundExpressionPtr copy(const BoundExpressionPtr& expression);  // null stays null
LabelExpression copy(const LabelExpression& labels);

}  // namespace liaison::query
