// What an operator reads and what it adds to the row: the questions behind column pruning and
// predicate placement. Each is answered for every operator, without a catch-all.
// Thread-safety: pure functions.
#pragma once

#include "plan/expression_tools.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// Calls `visit` for every expression of the operator itself, not of its children.
void for_each_expression(const LogicalOperator& op, ExpressionVisitor visit);
// Variables the operator itself reads from its input (of its expressions and beyond).
VariableSet used_variables(const LogicalOperator& op);
// Those that it names itself, outside of expressions.
VariableSet directly_used_variables(const LogicalOperator& op);
// Variables the operator itself adds to its input rows.
VariableSet introduced_variables(const LogicalOperator& op);
// The same for the chain of operators below and including `op`, down to its Argument.
VariableSet introduced_below(const LogicalOperator& op);

// Puts what `rewrite` gives in the place of every expression of the operator itself. *Requires*
// may_rewrite_expressions(): of others, expressions belong to the statement.
void rewrite_expressions(LogicalOperator& op, FunctionRef<Predicate(Predicate)> rewrite);
bool may_rewrite_expressions(const LogicalOperator& op);

// Variables a pattern introduces: nodes, relationships and paths not known before it.
VariableSet introduced_variables(const BoundPattern& pattern);
void for_each_expression(const BoundPattern& pattern, ExpressionVisitor visit);
void for_each_expression(const BoundSetItem& item, ExpressionVisitor visit);

}  // namespace liaison::query
