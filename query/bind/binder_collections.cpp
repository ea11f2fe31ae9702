// Expressions that make lists and maps or go through a list.
#include <algorithm>

#include "bind/bound_copy.h"
#include "bind/expression_binder.h"
#include "bind/type_rules.h"

namespace liaison::query {

BoundExpressionPtr ExpressionBinder::operator()(const ast::ListLiteral& node) const {
  BoundListLiteral list;
  std::optional<StaticType> element;
  for (const ast::ExpressionPtr& item : node.items) {
    list.elements.push_back(bind(item));
    const StaticType& type = list.elements.back()->type;
    element = element ? either(*element, type) : type;
  }
  return make(StaticType::list_of(element.value_or(StaticType::any())), std::move(list));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::MapLiteral& node) const {
  BoundMapLiteral map;
  for (const ast::MapEntry& entry : node.entries) {
    map.entries.push_back({entry.key.text, bind(entry.value), false});
  }
  return make(StaticType::of(ValueKind::Map), std::move(map));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::MapProjection& node) const {
  using Kind = ast::MapProjectionItem::Kind;
  BoundExpressionPtr operand = bind(node.operand);
  if (operand->type.is_disjoint(entity_type().union_with(StaticType::of(ValueKind::Map)))) {
    fail("InvalidArgumentType",
         "A map projection needs a node, relationship or map, but this is " +
             describe(operand->type),
         node.operand->span);
  }
  BoundMapLiteral map;
  for (const ast::MapProjectionItem& item : node.items) {
    switch (item.kind) {
      case Kind::Property:
        map.entries.push_back(
            {item.key.text,
             make_bound(item.span, StaticType::any(), BoundProperty{copy(operand), item.key.text}),
             false});
        break;
      case Kind::AllProperties:
        map.entries.push_back({"", copy(operand), true});
        break;
      case Kind::Variable: {
        const VariableId variable = binder.resolve(item.key.text, item.key.span, context);
        map.entries.push_back(
            {item.key.text, binder.variable_reference(variable, item.key.span), false});
        break;
      }
      case Kind::Entry:
        map.entries.push_back({item.key.text, bind(item.value), false});
        break;
    }
  }
  map.null_if_null = std::move(operand);
  return make(StaticType::of(ValueKind::Map), std::move(map));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::ListComprehension& node) const {
  BoundListComprehension bound;
  bound.list = binder.bind_list(*node.list, context, "A list comprehension");
  const StaticType element = bound.list->type.element();
  bound.variable = binder.new_variable(node.variable.text, element);
  Scope scope(context.scope);
  scope.declare(node.variable.text, bound.variable);
  const ExpressionContext inner = context.in_lambda(scope);
  if (node.where) bound.where = binder.bind_condition(*node.where, inner);
  if (node.projection) bound.projection = binder.bind_expression(*node.projection, inner);
  const StaticType type = StaticType::list_of(bound.projection ? bound.projection->type : element);
  return make(type, std::move(bound));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::PatternComprehension& node) const {
  return binder.bind_pattern_comprehension(node, span(), context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::PatternExpression& node) const {
  return binder.bind_pattern_predicate(*node.path, span(), context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Quantifier& node) const {
  BoundQuantifier bound;
  switch (node.kind) {
    case ast::QuantifierKind::All:
      bound.quantifier = QuantifierKind::All;
      break;
    case ast::QuantifierKind::Any:
      bound.quantifier = QuantifierKind::Any;
      break;
    case ast::QuantifierKind::None:
      bound.quantifier = QuantifierKind::None;
      break;
    case ast::QuantifierKind::Single:
      bound.quantifier = QuantifierKind::Single;
      break;
  }
  bound.list = binder.bind_list(*node.list, context, "A quantifier");
  bound.variable = binder.new_variable(node.variable.text, bound.list->type.element());
  Scope scope(context.scope);
  scope.declare(node.variable.text, bound.variable);
  bound.where = node.where ? binder.bind_condition(*node.where, context.in_lambda(scope))
                           : binder.variable_reference(bound.variable, node.variable.span);
  return make(boolean_type(), std::move(bound));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Reduce& node) const {
  BoundReduce bound;
  bound.initial = bind(node.initial);
  bound.list = binder.bind_list(*node.list, context, "reduce()");
  // The accumulator takes on what the step yields, whose type depends on it: nothing is known.
  bound.accumulator = binder.new_variable(node.accumulator.text, StaticType::any());
  bound.variable = binder.new_variable(node.variable.text, bound.list->type.element());
  if (node.accumulator.text == node.variable.text) {
    fail("VariableAlreadyBound", "The two variables of reduce() need different names",
         node.variable.span);
  }
  Scope scope(context.scope);
  scope.declare(node.accumulator.text, bound.accumulator);
  scope.declare(node.variable.text, bound.variable);
  bound.expression = binder.bind_expression(*node.step, context.in_lambda(scope));
  return make(StaticType::any(), std::move(bound));
}

}  // namespace liaison::query
