// Property maps and inline WHERE of a pattern, bound when all of its variables are known, and label
// expressions.
#include "bind/bound_copy.h"
#include "bind/pattern_binder.h"
#include "bind/type_rules.h"

namespace liaison::query {

void PatternBinder::defer(const ast::Expression* expression, bool is_where, bool is_node,
                          std::size_t index, std::string_view name) {
  if (expression == nullptr) return;
  if (is_where && updates()) {
    fail("UnexpectedSyntax", std::string(clause_name()) + " has no WHERE", expression->span);
  }
  if (!is_where && use_ != PatternUse::Create &&
      std::holds_alternative<ast::Parameter>(expression->node)) {
    fail("InvalidParameterUse",
         "A parameter cannot stand for all properties here: name them, as in {key: $map.key}",
         expression->span);
  }
  deferred_.push_back({expression, is_where, is_node, index, name});
}

ExpressionContext PatternBinder::expression_context() const {
  return ExpressionContext{updates() ? &clause_scope_ : &scope_};
}

void PatternBinder::bind_where(const Deferred& item) {
  PatternRelationship* step = item.is_node ? nullptr : &pattern_.relationships[item.index];
  if (step == nullptr || !step->variable_length) {
    append_conjuncts(binder_.bind_condition(*item.expression, expression_context()), *predicates_);
    return;
  }
  Scope element(&scope_);
  if (!item.name.empty()) element.declare(std::string(item.name), step->element_variable);
  append_conjuncts(binder_.bind_condition(*item.expression, ExpressionContext{&element}),
                   step->element_predicates);
}

void PatternBinder::bind_properties(const Deferred& item) {
  PatternRelationship* step = item.is_node ? nullptr : &pattern_.relationships[item.index];
  const auto* map = std::get_if<ast::MapLiteral>(&item.expression->node);
  if (map == nullptr) {
    BoundExpressionPtr properties = binder_.bind_expression(*item.expression, expression_context());
    auto& place = item.is_node ? pattern_.nodes[item.index].properties_map : step->properties_map;
    place = std::move(properties);
    return;
  }
  const bool per_element = step != nullptr && step->variable_length;
  const VariableId owner = item.is_node  ? pattern_.nodes[item.index].variable
                           : per_element ? step->element_variable
                                         : step->variable;
  std::vector<BoundExpressionPtr>& conditions =
      per_element ? step->element_predicates : *predicates_;
  for (const ast::MapEntry& entry : map->entries) {
    binder_.names_.push_back(
        {NameUse::Kind::PropertyKey, entry.key.text, entry.key.span, updates()});
    BoundExpressionPtr value = binder_.bind_expression(*entry.value, expression_context());
    if (use_ != PatternUse::Create) {
      BoundExpressionPtr property = make_bound(
          entry.key.span, StaticType::any(),
          BoundProperty{binder_.variable_reference(owner, entry.key.span), entry.key.text});
      conditions.push_back(binder_.make_binary(BinaryOperator::Equal, std::move(property),
                                               copy(value), entry.value->span));
    }
    auto& properties = item.is_node ? pattern_.nodes[item.index].properties : step->properties;
    properties.emplace_back(entry.key.text, std::move(value));
  }
}

LabelExpression Binder::bind_labels(const ast::LabelExpression& labels,
                                    const ExpressionContext& context, LabelUse use) {
  using Kind = ast::LabelExpression::Kind;
  LabelExpression bound;
  switch (labels.kind) {
    case Kind::Name:
      bound.kind = LabelExpression::Kind::Name;
      bound.name = labels.name.text;
      names_.push_back({use.kind, bound.name, labels.name.span, use.creates});
      break;
    case Kind::Wildcard:
      bound.kind = LabelExpression::Kind::Any;
      break;
    case Kind::Dynamic:
      bound.kind = LabelExpression::Kind::Dynamic;
      bound.dynamic = bind_expression(*labels.expression, context);
      bound.dynamic_any = labels.dynamic_any;
      break;
    case Kind::Not:
      bound.kind = LabelExpression::Kind::Not;
      break;
    case Kind::And:
      bound.kind = LabelExpression::Kind::And;
      break;
    case Kind::Or:
      bound.kind = LabelExpression::Kind::Or;
      break;
  }
  for (const ast::LabelExpression& operand : labels.operands) {
    bound.operands.push_back(bind_labels(operand, context, use));
  }
  return bound;
}

}  // namespace liaison::query
