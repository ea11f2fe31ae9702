#include "bind/expression_walk.h"

#include <algorithm>

#include "bind/bound_query.h"
#include "liaison/query/function.h"

namespace liaison::query {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

using Visit = FunctionRef<void(const BoundExpression&)>;

void visit_optional(const BoundExpressionPtr& child, Visit visit) {
  if (child) visit(*child);
}

void visit_labels(const LabelExpression& labels, Visit visit) {
  visit_optional(labels.dynamic, visit);
  for (const LabelExpression& operand : labels.operands) visit_labels(operand, visit);
}

// Adds what `inner` needs, apart from the lambda variables it is given, which nothing outside of
// it can name.
void collect_inside(const BoundExpressionPtr& inner, std::initializer_list<VariableId> given,
                    VariableSet& out) {
  if (!inner) return;
  collect_free_variables(*inner, out);
  for (VariableId variable : given) out.erase(variable);
}

}  // namespace

void for_each_child(const BoundExpression& expression, Visit visit) {
  std::visit(
      Overloaded{
          [](const BoundLiteral&) {},
          [](const BoundParameter&) {},
          [](const BoundVariable&) {},
          [&](const BoundProperty& e) { visit(*e.object); },
          [&](const BoundIndex& e) { visit(*e.object), visit(*e.index); },
          [&](const BoundSlice& e) {
            visit(*e.list);
            visit_optional(e.from, visit);
            visit_optional(e.to, visit);
          },
          [&](const BoundUnary& e) { visit(*e.operand); },
          [&](const BoundBinary& e) { visit(*e.left), visit(*e.right); },
          [&](const BoundLabelTest& e) {
            visit(*e.object);
            visit_labels(e.labels, visit);
          },
          [&](const BoundTypeTest& e) { visit(*e.operand); },
          [&](const BoundFunctionCall& e) {
            for (const auto& argument : e.arguments) visit(*argument);
          },
          [&](const BoundAggregate& e) {
            for (const auto& argument : e.arguments) visit(*argument);
          },
          [&](const BoundListLiteral& e) {
            for (const auto& element : e.elements) visit(*element);
          },
          [&](const BoundMapLiteral& e) {
            for (const auto& entry : e.entries) visit(*entry.value);
            visit_optional(e.null_if_null, visit);
          },
          [&](const BoundCase& e) {
            visit_optional(e.operand, visit);
            for (const auto& branch : e.branches) visit(*branch.when), visit(*branch.then);
            visit_optional(e.otherwise, visit);
          },
          [&](const BoundListComprehension& e) {
            visit(*e.list);
            visit_optional(e.where, visit);
            visit_optional(e.projection, visit);
          },
          [&](const BoundQuantifier& e) {
            visit(*e.list);
            visit_optional(e.where, visit);
          },
          [&](const BoundReduce& e) { visit(*e.initial), visit(*e.list), visit(*e.expression); },
          [](const BoundSubquery&) {},
          [](const BoundPath&) {},
      },
      expression.node);
}

void collect_free_variables(const BoundExpression& expression, VariableSet& out) {
  if (const auto* variable = std::get_if<BoundVariable>(&expression.node)) {
    out.insert(variable->variable);
  } else if (const auto* path = std::get_if<BoundPath>(&expression.node)) {
    out.insert(path->elements.begin(), path->elements.end());
  } else if (const auto* subquery = std::get_if<BoundSubquery>(&expression.node)) {
    out.insert(subquery->query->imports.begin(), subquery->query->imports.end());
  } else if (const auto* list = std::get_if<BoundListComprehension>(&expression.node)) {
    collect_free_variables(*list->list, out);
    collect_inside(list->where, {list->variable}, out);
    collect_inside(list->projection, {list->variable}, out);
  } else if (const auto* quantifier = std::get_if<BoundQuantifier>(&expression.node)) {
    collect_free_variables(*quantifier->list, out);
    collect_inside(quantifier->where, {quantifier->variable}, out);
  } else if (const auto* reduce = std::get_if<BoundReduce>(&expression.node)) {
    collect_free_variables(*reduce->initial, out);
    collect_free_variables(*reduce->list, out);
    collect_inside(reduce->expression, {reduce->variable, reduce->accumulator}, out);
  } else {
    for_each_child(expression,
                   [&](const BoundExpression& child) { collect_free_variables(child, out); });
  }
}

VariableSet free_variables(const BoundExpression& expression) {
  VariableSet result;
  collect_free_variables(expression, result);
  return result;
}

bool contains_subquery(const BoundExpression& expression) {
  if (std::holds_alternative<BoundSubquery>(expression.node)) return true;
  bool found = false;
  for_each_child(expression,
                 [&](const BoundExpression& child) { found = found || contains_subquery(child); });
  return found;
}

bool is_deterministic(const BoundExpression& expression) {
  if (std::holds_alternative<BoundSubquery>(expression.node)) return false;
  if (const auto* call = std::get_if<BoundFunctionCall>(&expression.node)) {
    if (call->function->volatility == Volatility::PerCall) return false;
  }
  bool deterministic = true;
  for_each_child(expression, [&](const BoundExpression& child) {
    deterministic = deterministic && is_deterministic(child);
  });
  return deterministic;
}

}  // namespace liaison::query
