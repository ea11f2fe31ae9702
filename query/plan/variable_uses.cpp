#include "plan/variable_uses.h"

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

const BoundVariable* only_argument(const std::vector<BoundExpressionPtr>& arguments) {
  if (arguments.size() != 1) return nullptr;
  return std::get_if<BoundVariable>(&arguments.front()->node);
}

// The variable x of min(x) and of min(x + literal).
const BoundVariable* minimised_variable(const BoundExpression& expression) {
  const auto* aggregate = std::get_if<BoundAggregate>(&expression.node);
  if (!aggregate || aggregate->function->name != "min" || aggregate->arguments.size() != 1) {
    return nullptr;
  }
  const BoundExpression* argument = aggregate->arguments.front().get();
  const auto* sum = std::get_if<BoundBinary>(&argument->node);
  if (sum && sum->op == BinaryOperator::Add &&
      std::holds_alternative<BoundLiteral>(sum->right->node)) {
    argument = sum->left.get();
  }
  return std::get_if<BoundVariable>(&argument->node);
}

}  // namespace

const BoundVariable* measured_variable(const BoundExpression& expression) {
  const auto* call = std::get_if<BoundFunctionCall>(&expression.node);
  if (!call || (call->function->name != "length" && call->function->name != "size")) return nullptr;
  return only_argument(call->arguments);
}

const BoundVariable* counted_variable(const BoundExpression& expression) {
  const auto* aggregate = std::get_if<BoundAggregate>(&expression.node);
  if (!aggregate || aggregate->distinct || aggregate->function->name != "count") return nullptr;
  return only_argument(aggregate->arguments);
}

VariableUses::VariableUses(const LogicalPlan& plan) {
  uses_.reserve(plan.next_variable);
  add_tree(*plan.root);
  for (const auto& [query, subquery] : plan.subqueries) {
    add_tree(*subquery.root);
    ++use(subquery.row_number).others;
    if (subquery.kind == SubqueryKind::Collect) ++use(subquery.output).others;
    for (VariableId variable : query->imports) ++use(variable).others;
  }
}

const VariableUse& VariableUses::of(VariableId variable) const {
  static const VariableUse kNone;
  return variable < uses_.size() ? uses_[variable] : kNone;
}

VariableUse& VariableUses::use(VariableId variable) {
  if (variable >= uses_.size()) uses_.resize(variable + 1);
  return uses_[variable];
}

void VariableUses::add_tree(const LogicalOperator& op) {
  const bool may_rewrite = may_rewrite_expressions(op);
  for_each_expression(op, [&](const BoundExpression& e) { add(e, may_rewrite); });
  for (VariableId variable : directly_used_variables(op)) ++use(variable).others;
  for (const LogicalOperatorPtr& child : op.children) add_tree(*child);
}

void VariableUses::add(const BoundExpression& expression, bool may_rewrite) {
  if (may_rewrite) {
    if (const auto* variable = measured_variable(expression)) {
      ++use(variable->variable).lengths;
      return;
    }
    if (const auto* variable = counted_variable(expression)) {
      ++use(variable->variable).counts;
      return;
    }
    if (const auto* variable = minimised_variable(expression)) {
      ++use(variable->variable).minima;
      return;
    }
    if (const auto* path = std::get_if<BoundPath>(&expression.node)) {
      for (VariableId variable : path->elements) ++use(variable).in_paths;
      return;
    }
  }
  if (const auto* variable = std::get_if<BoundVariable>(&expression.node)) {
    ++use(variable->variable).others;
  } else if (std::holds_alternative<BoundSubquery>(expression.node) ||
             std::holds_alternative<BoundPath>(expression.node)) {
    for (VariableId read : free_variables(expression)) ++use(read).others;
  }
  for_each_child(expression, [&](const BoundExpression& child) { add(child, may_rewrite); });
}

}  // namespace liaison::query
