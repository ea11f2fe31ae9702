// Expressions: one overload per kind of syntax tree node, in the order of ast/expression.h.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/bound_copy.h"
#include "bind/type_rules.h"

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

BinaryOperator comparison_operator(ast::ComparisonOperator op) {
  switch (op) {
    case ast::ComparisonOperator::Equal:
      return BinaryOperator::Equal;
    case ast::ComparisonOperator::NotEqual:
      return BinaryOperator::NotEqual;
    case ast::ComparisonOperator::Less:
      return BinaryOperator::Less;
    case ast::ComparisonOperator::LessOrEqual:
      return BinaryOperator::LessOrEqual;
    case ast::ComparisonOperator::Greater:
      return BinaryOperator::Greater;
    case ast::ComparisonOperator::GreaterOrEqual:
      return BinaryOperator::GreaterOrEqual;
  }
  return BinaryOperator::Equal;
}

const char* form_name(ast::NormalForm form) {
  switch (form) {
    case ast::NormalForm::Nfc:
      return "NFC";
    case ast::NormalForm::Nfd:
      return "NFD";
    case ast::NormalForm::Nfkc:
      return "NFKC";
    case ast::NormalForm::Nfkd:
      return "NFKD";
  }
  return "NFC";
}

// Cheap to compute and the same each time, so it may stand twice.
bool may_stand_twice(const BoundExpression& expression) {
  if (const auto* property = std::get_if<BoundProperty>(&expression.node)) {
    return may_stand_twice(*property->object);
  }
  return std::holds_alternative<BoundLiteral>(expression.node) ||
         std::holds_alternative<BoundParameter>(expression.node) ||
         std::holds_alternative<BoundVariable>(expression.node);
}

// The operand that a condition starts with in the text; null when it starts with itself.
struct LeftmostOperand {
  const ast::Expression* operator()(const ast::ComparisonChain& node) const {
    return node.operands.front().get();
  }
  const ast::Expression* operator()(const ast::Logical& node) const {
    return node.operands.front().get();
  }
  const ast::Expression* operator()(const ast::Binary& node) const { return node.left.get(); }
  const ast::Expression* operator()(const ast::IsNull& node) const { return node.operand.get(); }
  const ast::Expression* operator()(const ast::StringPredicate& node) const {
    return node.left.get();
  }
  const ast::Expression* operator()(const ast::In& node) const { return node.item.get(); }
  const ast::Expression* operator()(const ast::RegexMatch& node) const { return node.left.get(); }
  const ast::Expression* operator()(const ast::LabelPredicate& node) const {
    return node.operand.get();
  }
  const ast::Expression* operator()(const ast::TypePredicate& node) const {
    return node.operand.get();
  }
  const ast::Expression* operator()(const ast::IsNormalized& node) const {
    return node.operand.get();
  }
  template <class Other>
  const ast::Expression* operator()(const Other&) const {
    return nullptr;
  }
};

bool starts_with_subject(const ast::Expression& condition) {
  if (std::holds_alternative<ast::CaseSubject>(condition.node)) return true;
  const ast::Expression* first = std::visit(LeftmostOperand{}, condition.node);
  return first != nullptr && starts_with_subject(*first);
}

// The name of a CASE subject: no name in a query can hold a blank unless it is quoted, and none
// starts with one.
constexpr const char* kSubjectName = " subject";

}  // namespace

struct ExpressionBinder {
  Binder& binder;
  const ast::Expression& expression;
  const ExpressionContext& context;

  const SourceSpan& span() const { return expression.span; }
  BoundExpressionPtr bind(const ast::ExpressionPtr& part) const {
    return binder.bind_expression(*part, context);
  }
  BoundExpressionPtr bind_optional(const ast::ExpressionPtr& part) const {
    return part ? bind(part) : nullptr;
  }
  BoundExpressionPtr make(StaticType type, BoundExpression::Node node) const {
    return make_bound(span(), std::move(type), std::move(node));
  }

  BoundExpressionPtr operator()(const ast::Literal& node) const {
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

  BoundExpressionPtr operator()(const ast::Parameter& node) const {
    binder.parameters_.emplace(node.name, span());
    return make(StaticType::any(), BoundParameter{node.name});
  }

  BoundExpressionPtr operator()(const ast::Variable& node) const {
    return binder.variable_reference(binder.resolve(node.name, span(), context), span());
  }

  BoundExpressionPtr operator()(const ast::PropertyAccess& node) const {
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

  BoundExpressionPtr operator()(const ast::Index& node) const {
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

  BoundExpressionPtr operator()(const ast::Slice& node) const {
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

  BoundExpressionPtr operator()(const ast::Unary& node) const {
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

  BoundExpressionPtr operator()(const ast::Binary& node) const {
    BoundExpressionPtr left = bind(node.left);
    BoundExpressionPtr right = bind(node.right);
    return binder.make_binary(binary_operator(node.op), std::move(left), std::move(right), span());
  }

  // A balanced tree: long conditions stay shallow. The three operators are associative.
  BoundExpressionPtr combine(BinaryOperator op, std::vector<BoundExpressionPtr>& operands,
                             std::size_t begin, std::size_t end) const {
    if (end - begin == 1) return std::move(operands[begin]);
    const std::size_t middle = begin + (end - begin) / 2;
    BoundExpressionPtr left = combine(op, operands, begin, middle);
    BoundExpressionPtr right = combine(op, operands, middle, end);
    return binder.make_binary(op, std::move(left), std::move(right), span());
  }

  BoundExpressionPtr operator()(const ast::Logical& node) const {
    BinaryOperator op = BinaryOperator::And;
    if (node.op == ast::LogicalOperator::Or) op = BinaryOperator::Or;
    if (node.op == ast::LogicalOperator::Xor) op = BinaryOperator::Xor;
    std::vector<BoundExpressionPtr> operands;
    for (const ast::ExpressionPtr& operand : node.operands) operands.push_back(bind(operand));
    return combine(op, operands, 0, operands.size());
  }

  BoundExpressionPtr operator()(const ast::ComparisonChain& node) const {
    std::vector<BoundExpressionPtr> operands;
    for (const ast::ExpressionPtr& operand : node.operands) operands.push_back(bind(operand));
    // An operand in the middle stands in two comparisons. What is costly or may differ between two
    // evaluations gets a variable of its own.
    struct Held {
      VariableId variable;
      BoundExpressionPtr value;
    };
    std::vector<Held> held;
    for (std::size_t i = 1; i + 1 < operands.size(); ++i) {
      if (may_stand_twice(*operands[i])) continue;
      const VariableId variable = binder.new_variable("", operands[i]->type);
      BoundExpressionPtr reference = binder.variable_reference(variable, operands[i]->span);
      held.push_back({variable, std::exchange(operands[i], std::move(reference))});
    }
    std::vector<BoundExpressionPtr> comparisons;
    for (std::size_t i = 0; i < node.operators.size(); ++i) {
      comparisons.push_back(binder.make_binary(comparison_operator(node.operators[i]),
                                               copy(operands[i]), copy(operands[i + 1]), span()));
    }
    BoundExpressionPtr result = combine(BinaryOperator::And, comparisons, 0, comparisons.size());
    for (std::size_t i = held.size(); i-- > 0;) {
      result = with_value(held[i].variable, std::move(held[i].value), std::move(result));
    }
    return result;
  }

  // `result`, in which `variable` holds `value`: [variable IN [value] | result][0].
  BoundExpressionPtr with_value(VariableId variable, BoundExpressionPtr value,
                                BoundExpressionPtr result) const {
    const StaticType type = result->type;
    const StaticType value_type = value->type;
    BoundListLiteral one;
    one.elements.push_back(std::move(value));
    BoundExpressionPtr list = make(StaticType::list_of(value_type), std::move(one));
    BoundExpressionPtr results =
        make(StaticType::list_of(type),
             BoundListComprehension{variable, std::move(list), nullptr, std::move(result)});
    BoundExpressionPtr first = make(StaticType::of(ValueKind::Integer), BoundLiteral{Value(0)});
    return make(type, BoundIndex{std::move(results), std::move(first)});
  }

  BoundExpressionPtr operator()(const ast::IsNull& node) const {
    return make(boolean_type(),
                BoundUnary{node.negated ? UnaryOperator::IsNotNull : UnaryOperator::IsNull,
                           bind(node.operand)});
  }

  BoundExpressionPtr operator()(const ast::StringPredicate& node) const {
    BinaryOperator op = BinaryOperator::Contains;
    if (node.op == ast::StringOperator::StartsWith) op = BinaryOperator::StartsWith;
    if (node.op == ast::StringOperator::EndsWith) op = BinaryOperator::EndsWith;
    BoundExpressionPtr left = bind(node.left);
    return binder.make_binary(op, std::move(left), bind(node.right), span());
  }

  BoundExpressionPtr operator()(const ast::In& node) const {
    BoundExpressionPtr item = bind(node.item);
    return binder.make_binary(BinaryOperator::In, std::move(item), bind(node.list), span());
  }

  BoundExpressionPtr operator()(const ast::RegexMatch& node) const {
    BoundExpressionPtr left = bind(node.left);
    return binder.make_binary(BinaryOperator::RegexMatch, std::move(left), bind(node.right),
                              span());
  }

  BoundExpressionPtr operator()(const ast::LabelPredicate& node) const {
    BoundExpressionPtr object = bind(node.operand);
    if (object->type.is_disjoint(entity_type())) {
      fail("InvalidArgumentType",
           "Only nodes and relationships have labels or types, but this is " +
               describe(object->type),
           node.operand->span);
    }
    const auto kind = object->type.is_exactly(ValueKind::Relationship)
                          ? NameUse::Kind::RelationshipType
                          : NameUse::Kind::Label;
    return make(boolean_type(),
                BoundLabelTest{std::move(object),
                               binder.bind_labels(*node.labels, context, {kind, false})});
  }

  BoundExpressionPtr operator()(const ast::TypePredicate& node) const {
    BoundExpressionPtr operand = bind(node.operand);
    if (is_one_test(node.type)) {
      return binder.bind_type_test(std::move(operand), node.type, node.negated, span());
    }
    const VariableId variable = binder.new_variable("", operand->type);
    BoundExpressionPtr result = binder.bind_type_test(binder.variable_reference(variable, span()),
                                                      node.type, node.negated, span());
    return with_value(variable, std::move(operand), std::move(result));
  }

  BoundExpressionPtr operator()(const ast::IsNormalized& node) const {
    const FunctionSpec* normalize = binder.environment_.functions.scalar("normalize");
    if (normalize == nullptr) fail_unsupported("IS NORMALIZED", span());
    BoundExpressionPtr operand = bind(node.operand);
    const VariableId variable = binder.new_variable("", operand->type);
    BoundFunctionCall call{normalize, {}};
    call.arguments.push_back(binder.variable_reference(variable, span()));
    call.arguments.push_back(
        make(StaticType::of(ValueKind::String), BoundLiteral{Value(form_name(node.form))}));
    BoundExpressionPtr normal = make(normalize->result, std::move(call));
    BoundExpressionPtr same =
        binder.make_binary(node.negated ? BinaryOperator::NotEqual : BinaryOperator::Equal,
                           binder.variable_reference(variable, span()), std::move(normal), span());
    return with_value(variable, std::move(operand), std::move(same));
  }

  BoundExpressionPtr operator()(const ast::FunctionCall& node) const {
    return binder.bind_function_call(expression, node, context);
  }

  BoundExpressionPtr operator()(const ast::ListLiteral& node) const {
    BoundListLiteral list;
    std::optional<StaticType> element;
    for (const ast::ExpressionPtr& item : node.items) {
      list.elements.push_back(bind(item));
      const StaticType& type = list.elements.back()->type;
      element = element ? either(*element, type) : type;
    }
    return make(StaticType::list_of(element.value_or(StaticType::any())), std::move(list));
  }

  BoundExpressionPtr operator()(const ast::MapLiteral& node) const {
    BoundMapLiteral map;
    for (const ast::MapEntry& entry : node.entries) {
      map.entries.push_back({entry.key.text, bind(entry.value), false});
    }
    return make(StaticType::of(ValueKind::Map), std::move(map));
  }

  BoundExpressionPtr operator()(const ast::MapProjection& node) const {
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
          map.entries.push_back({item.key.text,
                                 make_bound(item.span, StaticType::any(),
                                            BoundProperty{copy(operand), item.key.text}),
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

  BoundExpressionPtr operator()(const ast::ListComprehension& node) const {
    BoundListComprehension bound;
    bound.list = binder.bind_list(*node.list, context, "A list comprehension");
    const StaticType element = bound.list->type.element();
    bound.variable = binder.new_variable(node.variable.text, element);
    Scope scope(context.scope);
    scope.declare(node.variable.text, bound.variable);
    const ExpressionContext inner = context.in_lambda(scope);
    if (node.where) bound.where = binder.bind_condition(*node.where, inner);
    if (node.projection) bound.projection = binder.bind_expression(*node.projection, inner);
    const StaticType type =
        StaticType::list_of(bound.projection ? bound.projection->type : element);
    return make(type, std::move(bound));
  }

  BoundExpressionPtr operator()(const ast::PatternComprehension& node) const {
    return binder.bind_pattern_comprehension(node, span(), context);
  }
  BoundExpressionPtr operator()(const ast::PatternExpression& node) const {
    return binder.bind_pattern_predicate(*node.path, span(), context);
  }

  BoundExpressionPtr operator()(const ast::Quantifier& node) const {
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

  BoundExpressionPtr operator()(const ast::Reduce& node) const {
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

  BoundExpressionPtr operator()(const ast::Case& node) const {
    const bool needs_variable =
        node.subject &&
        std::any_of(node.branches.begin(), node.branches.end(), [](const ast::CaseBranch& branch) {
          return branch.conditions.size() > 1 ||
                 std::any_of(branch.conditions.begin(), branch.conditions.end(),
                             [](const ast::ExpressionPtr& c) { return starts_with_subject(*c); });
        });
    if (!needs_variable) return bind_case(node, context, std::nullopt);
    // Several values or comparisons to one subject: a searched CASE over a variable that holds it.
    BoundExpressionPtr subject = bind(node.subject);
    const VariableId variable = binder.new_variable("", subject->type);
    Scope scope(context.scope);
    scope.declare(kSubjectName, variable);
    ExpressionContext inner = context;
    inner.scope = &scope;
    BoundExpressionPtr result =
        ExpressionBinder{binder, expression, inner}.bind_case(node, inner, variable);
    return with_value(variable, std::move(subject), std::move(result));
  }

  BoundExpressionPtr bind_case(const ast::Case& node, const ExpressionContext& inner,
                               std::optional<VariableId> subject) const {
    BoundCase bound;
    std::optional<StaticType> type;
    const auto note_type = [&](const StaticType& result) {
      type = type ? either(*type, result) : result;
    };
    if (node.subject && !subject) bound.operand = bind(node.subject);
    for (const ast::CaseBranch& branch : node.branches) {
      std::vector<BoundExpressionPtr> conditions;
      for (const ast::ExpressionPtr& condition : branch.conditions) {
        if (!node.subject || starts_with_subject(*condition)) {
          conditions.push_back(binder.bind_condition(*condition, inner));
        } else if (subject) {
          BoundExpressionPtr value = binder.bind_expression(*condition, inner);
          conditions.push_back(binder.make_binary(
              BinaryOperator::Equal, binder.variable_reference(*subject, condition->span),
              std::move(value), condition->span));
        } else {
          conditions.push_back(binder.bind_expression(*condition, inner));
        }
      }
      BoundExpressionPtr when = combine(BinaryOperator::Or, conditions, 0, conditions.size());
      BoundExpressionPtr then = binder.bind_expression(*branch.result, inner);
      note_type(then->type);
      bound.branches.push_back({std::move(when), std::move(then)});
    }
    if (node.otherwise) {
      bound.otherwise = binder.bind_expression(*node.otherwise, inner);
      note_type(bound.otherwise->type);
    }
    return make(type.value_or(StaticType::any()), std::move(bound));
  }

  BoundExpressionPtr operator()(const ast::CaseSubject&) const {
    const auto found = context.scope->find(kSubjectName);
    if (!found) fail("UnexpectedSyntax", "A comparison needs a left side", span());
    return binder.variable_reference(found->variable, span());
  }

  BoundExpressionPtr operator()(const ast::ExistsSubquery& node) const {
    return binder.bind_subquery(*node.query, SubqueryKind::Exists, span(), context);
  }
  BoundExpressionPtr operator()(const ast::CountSubquery& node) const {
    return binder.bind_subquery(*node.query, SubqueryKind::Count, span(), context);
  }
  BoundExpressionPtr operator()(const ast::CollectSubquery& node) const {
    return binder.bind_subquery(*node.query, SubqueryKind::Collect, span(), context);
  }
  BoundExpressionPtr operator()(const ast::ShortestPathExpression& node) const {
    return binder.bind_shortest_path(node, span(), context);
  }
};

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
