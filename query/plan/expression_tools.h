// Questions about bound expressions that the planner, the optimizer and the executor share.
// Thread-safety: pure functions.
#pragma once

#include <functional>

#include "plan/logical_operator.h"

namespace liaison::query {

using ExpressionVisitor = std::function<void(const BoundExpression&)>;

// Calls `visit` for the expressions inside a label expression ($(..) parts).
void for_each_dynamic(const LabelExpression& labels, const ExpressionVisitor& visit);
// Pre-order over the whole tree, the expression itself included.
void walk(const BoundExpression& expression, const ExpressionVisitor& visit);

// Adds the free variables: those the expression reads from its row.
void collect_variables(const BoundExpression& expression, VariableSet& out);
VariableSet variables_of(const BoundExpression& expression);

// True when its value cannot depend on what the graph holds: no property or label access on
// something that may be an entity, no subquery, no function over one.
bool is_independent_of_graph(const BoundExpression& expression);

bool is_dynamic(const LabelExpression& labels);

// Whether a set of labels, or one relationship type, satisfies the expression. *Requires* that it
// is not dynamic.
bool matches(const LabelExpression& expression, const std::function<bool(const std::string&)>& has,
             bool has_any);

// The names of `A|B|C`, or nothing when the expression is anything else.
std::optional<std::vector<std::string>> plain_names(const LabelExpression& expression);

}  // namespace liaison::query
