// Expressions that are true, false or null, and CASE, which asks them.
#include <algorithm>

#include "bind/bound_copy.h"
#include "bind/expression_binder.h"
#include "bind/type_rules.h"

namespace liaison::query {

namespace {

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

BoundExpressionPtr ExpressionBinder::operator()(const ast::Logical& node) const {
  BinaryOperator op = BinaryOperator::And;
  if (node.op == ast::LogicalOperator::Or) op = BinaryOperator::Or;
  if (node.op == ast::LogicalOperator::Xor) op = BinaryOperator::Xor;
  std::vector<BoundExpressionPtr> operands;
  for (const ast::ExpressionPtr& operand : node.operands) operands.push_back(bind(operand));
  return combine(op, operands, 0, operands.size());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::ComparisonChain& node) const {
  std::vector<BoundExpressionPtr> operands;
  operands.reserve(node.operands.size());
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

BoundExpressionPtr ExpressionBinder::with_value(VariableId variable, BoundExpressionPtr value,
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

BoundExpressionPtr ExpressionBinder::operator()(const ast::IsNull& node) const {
  return make(boolean_type(),
              BoundUnary{node.negated ? UnaryOperator::IsNotNull : UnaryOperator::IsNull,
                         bind(node.operand)});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::StringPredicate& node) const {
  BinaryOperator op = BinaryOperator::Contains;
  if (node.op == ast::StringOperator::StartsWith) op = BinaryOperator::StartsWith;
  if (node.op == ast::StringOperator::EndsWith) op = BinaryOperator::EndsWith;
  BoundExpressionPtr left = bind(node.left);
  return binder.make_binary(op, std::move(left), bind(node.right), span());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::In& node) const {
  BoundExpressionPtr item = bind(node.item);
  return binder.make_binary(BinaryOperator::In, std::move(item), bind(node.list), span());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::RegexMatch& node) const {
  BoundExpressionPtr left = bind(node.left);
  return binder.make_binary(BinaryOperator::RegexMatch, std::move(left), bind(node.right), span());
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::LabelPredicate& node) const {
  BoundExpressionPtr object = bind(node.operand);
  if (object->type.is_disjoint(entity_type())) {
    fail("InvalidArgumentType",
         "Only nodes and relationships have labels or types, but this is " + describe(object->type),
         node.operand->span);
  }
  const auto kind = object->type.is_exactly(ValueKind::Relationship)
                        ? NameUse::Kind::RelationshipType
                        : NameUse::Kind::Label;
  return make(
      boolean_type(),
      BoundLabelTest{std::move(object), binder.bind_labels(*node.labels, context, {kind, false})});
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::TypePredicate& node) const {
  BoundExpressionPtr operand = bind(node.operand);
  if (is_one_test(node.type)) {
    return binder.bind_type_test(std::move(operand), node.type, node.negated, span());
  }
  const VariableId variable = binder.new_variable("", operand->type);
  BoundExpressionPtr result = binder.bind_type_test(binder.variable_reference(variable, span()),
                                                    node.type, node.negated, span());
  return with_value(variable, std::move(operand), std::move(result));
}

BoundExpressionPtr ExpressionBinder::operator()(const ast::IsNormalized& node) const {
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

BoundExpressionPtr ExpressionBinder::operator()(const ast::Case& node) const {
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

BoundExpressionPtr ExpressionBinder::bind_case(const ast::Case& node,
                                               const ExpressionContext& inner,
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

BoundExpressionPtr ExpressionBinder::operator()(const ast::CaseSubject&) const {
  const auto found = context.scope->find(kSubjectName);
  if (!found) fail("UnexpectedSyntax", "A comparison needs a left side", span());
  return binder.variable_reference(found->variable, span());
}

}  // namespace liaison::query
