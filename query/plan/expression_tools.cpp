#include "plan/expression_tools.h"

#include <algorithm>

#include "liaison/query/function.h"

namespace liaison::query {

void for_each_dynamic(const LabelExpression& labels, ExpressionVisitor visit) {
  if (labels.dynamic) visit(*labels.dynamic);
  for (const LabelExpression& operand : labels.operands) for_each_dynamic(operand, visit);
}

void walk(const BoundExpression& expression, ExpressionVisitor visit) {
  visit(expression);
  for_each_child(expression, [&](const BoundExpression& child) { walk(child, visit); });
}

bool is_independent_of_graph(const BoundExpression& expression) {
  auto may_be_entity = [](const BoundExpression& e) {
    return e.type.may_be(ValueKind::Node) || e.type.may_be(ValueKind::Relationship);
  };
  bool independent = true;
  walk(expression, [&](const BoundExpression& e) {
    if (std::holds_alternative<BoundSubquery>(e.node) ||
        std::holds_alternative<BoundLabelTest>(e.node)) {
      independent = false;
    } else if (const auto* property = std::get_if<BoundProperty>(&e.node)) {
      if (may_be_entity(*property->object)) independent = false;
    } else if (const auto* index = std::get_if<BoundIndex>(&e.node)) {
      if (may_be_entity(*index->object)) independent = false;
    } else if (const auto* map = std::get_if<BoundMapLiteral>(&e.node)) {
      for (const auto& entry : map->entries) independent = independent && !entry.spread;
    } else if (const auto* call = std::get_if<BoundFunctionCall>(&e.node)) {
      for (const auto& argument : call->arguments) {
        if (may_be_entity(*argument) || argument->type.may_be(ValueKind::Path)) independent = false;
      }
    }
  });
  return independent;
}

bool is_dynamic(const LabelExpression& labels) {
  return labels.kind == LabelExpression::Kind::Dynamic ||
         std::any_of(labels.operands.begin(), labels.operands.end(),
                     [](const LabelExpression& operand) { return is_dynamic(operand); });
}

bool matches(const LabelExpression& expression, FunctionRef<bool(const std::string&)> has,
             bool has_any) {
  auto operand_matches = [&](const LabelExpression& operand) {
    return matches(operand, has, has_any);
  };
  const auto& operands = expression.operands;
  switch (expression.kind) {
    case LabelExpression::Kind::Name:
      return has(expression.name);
    case LabelExpression::Kind::Any:
      return has_any;
    case LabelExpression::Kind::Not:
      return !operand_matches(operands.front());
    case LabelExpression::Kind::And:
      return std::all_of(operands.begin(), operands.end(), operand_matches);
    case LabelExpression::Kind::Or:
      return std::any_of(operands.begin(), operands.end(), operand_matches);
    case LabelExpression::Kind::Dynamic:
      break;
  }
  return true;
}

std::optional<std::vector<std::string>> plain_names(const LabelExpression& expression) {
  std::vector<std::string> names;
  if (expression.kind == LabelExpression::Kind::Name) {
    names.push_back(expression.name);
    return names;
  }
  if (expression.kind != LabelExpression::Kind::Or) return std::nullopt;
  for (const LabelExpression& operand : expression.operands) {
    auto inner = plain_names(operand);
    if (!inner) return std::nullopt;
    names.insert(names.end(), inner->begin(), inner->end());
  }
  return names;
}

std::optional<JoinKey> join_key(Predicate predicate, VariableId variable) {
  const auto* equal = std::get_if<BoundBinary>(&predicate->node);
  if (!equal || equal->op != BinaryOperator::Equal || !is_deterministic(*predicate)) {
    return std::nullopt;
  }
  const VariableSet left = free_variables(*equal->left);
  const VariableSet right = free_variables(*equal->right);
  const auto joins = [&](const VariableSet& own, const VariableSet& other) {
    return own == VariableSet{variable} && !other.empty() && !other.contains(variable);
  };
  if (joins(left, right)) return JoinKey{equal->left.get(), equal->right.get()};
  if (joins(right, left)) return JoinKey{equal->right.get(), equal->left.get()};
  return std::nullopt;
}

}  // namespace liaison::query
