// Literals, names, access to what a value holds, operators and subqueries.
#include <limits>

#include "bind/expression_binder.h"
#include "bind/type_rules.h"
#include "parse/keyword.h"

namespace liaison::query {

namespace {

BinaryOperator binary_operator(ast::BinaryOperator op) {
  switch (op) {
    case ast::BinaryOperator::Add:
      return BinaryOperator::Add;
    case ast::BinaryOperator::Subtract:
      return BinaryOperator::Subtract;
    case ast::BinaryOperator::Multiply:
      return BinaryOperator::Multiply;
    case ast::BinaryOperator::Divide:
      return BinaryOperator::Divide;
    case ast::BinaryOperator::Modulo:
      return BinaryOperator::Modulo;
    case ast::BinaryOperator::Power:
      return BinaryOperator::Power;
    case ast::BinaryOperator::Concatenate:
      return BinaryOperator::Concatenate;
  }
  return BinaryOperator::Add;
}

// The floats that have no digits; a variable of the name goes before.
std::optional<double> named_float(std::string_view name) {
  if (equals_word(name, "NAN")) return std::numeric_limits<double>::quiet_NaN();
  if (equals_word(name, "INF") || equals_word(name, "INFINITY")) {
    return std::numeric_limits<double>::infinity();
  }
  return std::nullopt;
}

}  // namespace

BoundExpressionPtr ExpressionBinder::operator()(const ast::Literal& node) const {
  struct ToValue {
    Value operator()(const ast::Null&) const { return Value(); }
    Value operator()(bool value) const { return Value(value); }
    Value operator()(std::int64_t value) const { return Value(value); }
    Value operator()(double value) const { return Value(value); }
    Value operator()(const std::string& value) const { return Value(value); }
  };
  Value value = std::visit(ToValue{}, node.value);
  const StaticType type = type_of_value(value);
  return make(type, BoundLiteral{std::move(value)});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Parameter& node) const {
  binder.parameters_.emplace(node.name, span());
  return make(StaticType::any(), BoundParameter{node.name});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Variable& node) const {
  if (const auto number = named_float(node.name); number && !context.scope->find(node.name)) {
    return make(StaticType::of(ValueKind::Float), BoundLiteral{Value(*number)});
  }
  return binder.variable_reference(binder.resolve(node.name, span(), context), span());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::PropertyAccess& node) const {
  BoundExpressionPtr object = bind(node.operand);
  if (object->type.is_disjoint(property_owner_type())) {
    fail("InvalidArgumentType",
         "Only nodes, relationships, maps, points and temporal values have properties, but this"
         " is " +
             describe(object->type),
         node.operand->span, "TypeError");
  }
  if (object->type.is_exactly(ValueKind::Node) ||
      object->type.is_exactly(ValueKind::Relationship)) {
    binder.names_.push_back({NameUse::Kind::PropertyKey, node.key.text, node.key.span, false});
  }
  return make(StaticType::any(), BoundProperty{std::move(object), node.key.text});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Index& node) const {
  BoundExpressionPtr object = bind(node.operand);
  BoundExpressionPtr index = bind(node.index);
  const StaticType keyed = entity_type().union_with(StaticType::of(ValueKind::Map));
  const StaticType list = StaticType::of(ValueKind::List);
  if (object->type.is_disjoint(keyed.union_with(list))) {
    fail("InvalidArgumentType",
         "Only lists, maps, nodes and relationships have elements, but this is " +
             describe(object->type),
         node.operand->span, "TypeError");
  }
  if (object->type.is_disjoint(keyed) &&
      index->type.is_disjoint(StaticType::of(ValueKind::Integer))) {
    fail("ListElementAccessByNonInteger",
         "The place in a list must be an INTEGER, but this is " + describe(index->type),
         node.index->span, "TypeError");
  }
  if (object->type.is_disjoint(list) &&
      index->type.is_disjoint(StaticType::of(ValueKind::String))) {
    fail("MapElementAccessByNonString",
         "A key must be a STRING, but this is " + describe(index->type), node.index->span,
         "TypeError");
  }
  const StaticType type =
      object->type.is_exactly(ValueKind::List) ? object->type.element() : StaticType::any();
  return make(type, BoundIndex{std::move(object), std::move(index)});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Slice& node) const {
  BoundExpressionPtr list = bind(node.operand);
  if (list->type.is_disjoint(StaticType::of(ValueKind::List))) {
    fail("InvalidArgumentType", "Only lists can be cut, but this is " + describe(list->type),
         node.operand->span, "TypeError");
  }
  const auto bind_bound = [&](const ast::ExpressionPtr& part) {
    BoundExpressionPtr bound = bind_optional(part);
    if (bound && bound->type.is_disjoint(StaticType::of(ValueKind::Integer))) {
      fail("ListElementAccessByNonInteger",
           "The place in a list must be an INTEGER, but this is " + describe(bound->type),
           part->span, "TypeError");
    }
    return bound;
  };
  BoundExpressionPtr from = bind_bound(node.from);
  BoundExpressionPtr to = bind_bound(node.to);
  const StaticType type =
      list->type.is_exactly(ValueKind::List) ? list->type : StaticType::of(ValueKind::List);
  return make(type, BoundSlice{std::move(list), std::move(from), std::move(to)});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Unary& node) const {
  BoundExpressionPtr operand = bind(node.operand);
  if (node.op == ast::UnaryOperator::Not) {
    if (operand->type.is_disjoint(boolean_type())) {
      fail("InvalidArgumentType", "NOT needs a BOOLEAN, but got " + describe(operand->type),
           node.operand->span);
    }
    return make(boolean_type(), BoundUnary{UnaryOperator::Not, std::move(operand)});
  }
  const StaticType allowed = StaticType::number().union_with(StaticType::of(ValueKind::Duration));
  if (operand->type.is_disjoint(allowed)) {
    fail("InvalidArgumentType",
         "A sign needs a number or DURATION, but got " + describe(operand->type),
         node.operand->span);
  }
  const StaticType type = operand->type;
  const UnaryOperator op =
      node.op == ast::UnaryOperator::Minus ? UnaryOperator::Negate : UnaryOperator::Plus;
  return make(type, BoundUnary{op, std::move(operand)});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::Binary& node) const {
  BoundExpressionPtr left = bind(node.left);
  BoundExpressionPtr right = bind(node.right);
  return binder.make_binary(binary_operator(node.op), std::move(left), std::move(right), span());
}

BoundExpressionPtr ExpressionBinder::combine(BinaryOperator op,
                                             std::vector<BoundExpressionPtr>& operands,
                                             std::size_t begin, std::size_t end) const {
  if (end - begin == 1) return std::move(operands[begin]);
  const std::size_t middle = begin + (end - begin) / 2;
  BoundExpressionPtr left = combine(op, operands, begin, middle);
  BoundExpressionPtr right = combine(op, operands, middle, end);
  return binder.make_binary(op, std::move(left), std::move(right), span());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::FunctionCall& node) const {
  return binder.bind_function_call(expression, node, context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::ExistsSubquery& node) const {
  return binder.bind_subquery(*node.query, SubqueryKind::Exists, span(), context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::CountSubquery& node) const {
  return binder.bind_subquery(*node.query, SubqueryKind::Count, span(), context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::CollectSubquery& node) const {
  return binder.bind_subquery(*node.query, SubqueryKind::Collect, span(), context);
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::ShortestPathExpression& node) const {
  return binder.bind_shortest_path(node, span(), context);
}

BoundExpressionPtr Binder::bind_expression(const ast::Expression& expression,
                                           const ExpressionContext& context) {
  if (context.frame != nullptr) {
    if (BoundExpressionPtr projected = substitute(expression, context)) return projected;
  }
  return std::visit(ExpressionBinder{*this, expression, context}, expression.node);
}

BoundExpressionPtr Binder::bind_condition(const ast::Expression& expression,
                                          const ExpressionContext& context) {
  BoundExpressionPtr condition = bind_expression(expression, context);
  if (condition->type.is_disjoint(boolean_type())) {
    fail("InvalidArgumentType",
         "A condition must be a BOOLEAN, but this is " + describe(condition->type),
         expression.span);
  }
  return condition;
}

BoundExpressionPtr Binder::bind_list(const ast::Expression& expression,
                                     const ExpressionContext& context, const char* place) {
  BoundExpressionPtr list = bind_expression(expression, context);
  if (list->type.is_disjoint(StaticType::of(ValueKind::List))) {
    fail("InvalidArgumentType",
         std::string(place) + " needs a LIST, but got " + describe(list->type), expression.span);
  }
  return list;
}

BoundExpressionPtr Binder::make_binary(BinaryOperator op, BoundExpressionPtr left,
                                       BoundExpressionPtr right, const SourceSpan& span) {
  const std::optional<StaticType> type = binary_result(op, left->type, right->type);
  if (!type) {
    const bool means_or = op == BinaryOperator::Concatenate &&
                          left->type.is_exactly(ValueKind::Boolean) &&
                          right->type.is_exactly(ValueKind::Boolean);
    fail("InvalidArgumentType",
         std::string(operator_symbol(op)) + " cannot be applied to " + describe(left->type) +
             " and " + describe(right->type) + (means_or ? "; conditions are joined with OR" : ""),
         span);
  }
  return make_bound(span, *type, BoundBinary{op, std::move(left), std::move(right)});
}

}  // namespace liaison::query
