// Type expressions: `x IS :: INTEGER | LIST<STRING NOT NULL>`. What one set of kinds can say is one
// test; alternatives that differ in NOT NULL, and lists with conditions on their elements, become
// several.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/bound_copy.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

StaticType static_type(const ast::TypeExpression& type);

StaticType static_type(const ast::TypeName& name) {
  switch (name.kind) {
    case ast::TypeKind::Any:
      return StaticType::any();
    case ast::TypeKind::Nothing:  // bind_type_test() knows that not even null is of it
      return StaticType::of(ValueKind::Null);
    case ast::TypeKind::Null:
      return StaticType::of(ValueKind::Null);
    case ast::TypeKind::Boolean:
      return StaticType::of(ValueKind::Boolean);
    case ast::TypeKind::String:
      return StaticType::of(ValueKind::String);
    case ast::TypeKind::Integer:
      return StaticType::of(ValueKind::Integer);
    case ast::TypeKind::Float:
      return StaticType::of(ValueKind::Float);
    case ast::TypeKind::Number:
      return StaticType::number();
    case ast::TypeKind::Date:
      return StaticType::of(ValueKind::Date);
    case ast::TypeKind::LocalTime:
      return StaticType::of(ValueKind::LocalTime);
    case ast::TypeKind::ZonedTime:
      return StaticType::of(ValueKind::Time);
    case ast::TypeKind::LocalDateTime:
      return StaticType::of(ValueKind::LocalDateTime);
    case ast::TypeKind::ZonedDateTime:
      return StaticType::of(ValueKind::DateTime);
    case ast::TypeKind::Duration:
      return StaticType::of(ValueKind::Duration);
    case ast::TypeKind::Point:
      return StaticType::of(ValueKind::Point);
    case ast::TypeKind::Vector:
      fail_unsupported("The type VECTOR", name.span);
    case ast::TypeKind::Node:
      return StaticType::of(ValueKind::Node);
    case ast::TypeKind::Relationship:
      return StaticType::of(ValueKind::Relationship);
    case ast::TypeKind::Path:
      return StaticType::of(ValueKind::Path);
    case ast::TypeKind::Map:
      return StaticType::of(ValueKind::Map);
    case ast::TypeKind::List:
      if (!name.element) return StaticType::list_of(StaticType::any());
      return StaticType::list_of(static_type(*name.element));
    case ast::TypeKind::Union:
      return static_type(*name.element);
    case ast::TypeKind::PropertyValue:
      return kinds({ValueKind::Boolean, ValueKind::Integer, ValueKind::Float, ValueKind::String,
                    ValueKind::Bytes, ValueKind::Date, ValueKind::LocalTime, ValueKind::Time,
                    ValueKind::LocalDateTime, ValueKind::DateTime, ValueKind::Duration,
                    ValueKind::Point, ValueKind::List});
  }
  return StaticType::any();
}

StaticType static_type(const ast::TypeExpression& type) {
  StaticType result = static_type(type.alternatives.front());
  for (const ast::TypeName& name : type.alternatives) {
    result = either(result, static_type(name));
  }
  return result;
}

BoundExpressionPtr literal(bool value, const SourceSpan& span) {
  return make_bound(span, boolean_type(), BoundLiteral{Value(value)});
}

BoundExpressionPtr test_of(BoundExpressionPtr operand, StaticType type, bool is_not_null,
                           const SourceSpan& span) {
  BoundTypeTest test;
  test.operand = std::move(operand);
  test.type = std::move(type);
  test.is_not_null = is_not_null;
  return make_bound(span, boolean_type(), std::move(test));
}

bool has_precise_elements(const ast::TypeName& name) {
  return name.kind == ast::TypeKind::List && name.element;
}

}  // namespace

bool is_one_test(const ast::TypeExpression& type) {
  const bool not_null = type.alternatives.front().not_null;
  return std::all_of(type.alternatives.begin(), type.alternatives.end(),
                     [&](const ast::TypeName& name) {
                       if (name.not_null != not_null || name.kind == ast::TypeKind::Nothing ||
                           name.kind == ast::TypeKind::Union) {
                         return false;
                       }
                       if (!has_precise_elements(name)) return true;
                       // Several lists are not the list of several.
                       return type.alternatives.size() == 1 && is_one_test(*name.element) &&
                              !name.element->alternatives.front().not_null;
                     });
}

BoundExpressionPtr Binder::bind_type_test(BoundExpressionPtr operand,
                                          const ast::TypeExpression& type, bool negated,
                                          const SourceSpan& span) {
  BoundExpressionPtr result;
  if (is_one_test(type)) {
    result =
        test_of(std::move(operand), static_type(type), type.alternatives.front().not_null, span);
  } else {
    std::vector<BoundExpressionPtr> tests;
    for (const ast::TypeName& name : type.alternatives) {
      tests.push_back(bind_type_name_test(copy(operand), name, span));
    }
    // Neighbours first, so that a long list makes no deep tree.
    while (tests.size() > 1) {
      std::vector<BoundExpressionPtr> halves;
      for (std::size_t i = 0; i + 1 < tests.size(); i += 2) {
        halves.push_back(
            make_binary(BinaryOperator::Or, std::move(tests[i]), std::move(tests[i + 1]), span));
      }
      if (tests.size() % 2 == 1) halves.push_back(std::move(tests.back()));
      tests = std::move(halves);
    }
    result = std::move(tests.front());
  }
  if (!negated) return result;
  if (auto* test = std::get_if<BoundTypeTest>(&result->node)) {
    test->negated = true;
    return result;
  }
  return make_bound(span, boolean_type(), BoundUnary{UnaryOperator::Not, std::move(result)});
}

BoundExpressionPtr Binder::bind_type_name_test(BoundExpressionPtr operand,
                                               const ast::TypeName& name, const SourceSpan& span) {
  if (name.kind == ast::TypeKind::Nothing) return literal(false, span);
  if (name.kind == ast::TypeKind::Union) {
    BoundExpressionPtr any = bind_type_test(copy(operand), *name.element, false, span);
    if (!name.not_null) return any;
    return make_binary(
        BinaryOperator::And, std::move(any),
        make_bound(span, boolean_type(), BoundUnary{UnaryOperator::IsNotNull, std::move(operand)}),
        span);
  }
  if (!has_precise_elements(name)) {
    return test_of(std::move(operand), static_type(name), name.not_null, span);
  }
  // CASE WHEN x IS :: LIST NOT NULL THEN all(e IN x WHERE e IS :: ..) ELSE x IS :: NULL END
  const VariableId element = new_variable("", StaticType::any());
  BoundQuantifier all{
      QuantifierKind::All, element, copy(operand),
      bind_type_test(variable_reference(element, span), *name.element, false, span)};
  BoundCase choice;
  choice.branches.push_back(
      {test_of(copy(operand), StaticType::list_of(StaticType::any()), true, span),
       make_bound(span, boolean_type(), std::move(all))});
  choice.otherwise =
      name.not_null
          ? literal(false, span)
          : make_bound(span, boolean_type(), BoundUnary{UnaryOperator::IsNull, std::move(operand)});
  return make_bound(span, boolean_type(), std::move(choice));
}

}  // namespace liaison::query
