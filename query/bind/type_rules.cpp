#include "bind/type_rules.h"

namespace liaison::query {
namespace {

constexpr ValueKind kLastKind = ValueKind::Point;

StaticType instant_type() {
  return kinds({ValueKind::Date, ValueKind::LocalTime, ValueKind::Time, ValueKind::LocalDateTime,
                ValueKind::DateTime});
}

StaticType duration_type() {
  return StaticType::of(ValueKind::Duration);
}

bool may_be_any_of(const StaticType& type, const StaticType& wanted) {
  return !type.is_disjoint(wanted);
}

StaticType arithmetic_result(const StaticType& left, const StaticType& right) {
  if (left.is_exactly(ValueKind::Integer) && right.is_exactly(ValueKind::Integer)) {
    return StaticType::of(ValueKind::Integer);
  }
  const StaticType number = StaticType::number();
  const bool left_number = (left.kinds() & ~number.kinds()) == 0;
  const bool right_number = (right.kinds() & ~number.kinds()) == 0;
  if (left_number && right_number) {
    const bool is_float = left.is_exactly(ValueKind::Float) || right.is_exactly(ValueKind::Float);
    return is_float ? StaticType::of(ValueKind::Float) : number;
  }
  return StaticType::any();
}

}  // namespace

StaticType kinds(std::initializer_list<ValueKind> list) {
  StaticType result = StaticType::of(*list.begin());
  for (const ValueKind kind : list) result = result.union_with(StaticType::of(kind));
  return result;
}

StaticType either(const StaticType& a, const StaticType& b) {
  if (a.is_certainly_null()) return b;
  if (b.is_certainly_null()) return a;
  return a.union_with(b);
}

StaticType type_of_value(const Value& value) {
  return StaticType::of(value.kind());
}

const StaticType& entity_type() {
  static const StaticType type = kinds({ValueKind::Node, ValueKind::Relationship});
  return type;
}

const StaticType& property_owner_type() {
  static const StaticType type =
      entity_type()
          .union_with(instant_type())
          .union_with(kinds({ValueKind::Map, ValueKind::Duration, ValueKind::Point}));
  return type;
}

StaticType boolean_type() {
  return StaticType::of(ValueKind::Boolean);
}

std::optional<StaticType> binary_result(BinaryOperator op, const StaticType& left,
                                        const StaticType& right) {
  switch (op) {
    case BinaryOperator::Or:
    case BinaryOperator::Xor:
    case BinaryOperator::And:
      if (left.is_disjoint(boolean_type()) || right.is_disjoint(boolean_type())) {
        return std::nullopt;
      }
      return boolean_type();
    case BinaryOperator::Equal:
    case BinaryOperator::NotEqual:
    case BinaryOperator::Less:
    case BinaryOperator::LessOrEqual:
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterOrEqual:
    case BinaryOperator::StartsWith:
    case BinaryOperator::EndsWith:
    case BinaryOperator::Contains:
    case BinaryOperator::RegexMatch:
      // Operands that do not fit give null or false, never an error.
      return boolean_type();
    case BinaryOperator::In:
      if (right.is_disjoint(StaticType::of(ValueKind::List))) return std::nullopt;
      return boolean_type();
    case BinaryOperator::Modulo:
    case BinaryOperator::Power:
      if (left.is_disjoint(StaticType::number()) || right.is_disjoint(StaticType::number())) {
        return std::nullopt;
      }
      if (op == BinaryOperator::Power) return StaticType::of(ValueKind::Float);
      return arithmetic_result(left, right);
    case BinaryOperator::Multiply:
    case BinaryOperator::Divide: {
      const StaticType allowed = StaticType::number().union_with(duration_type());
      if (left.is_disjoint(allowed) || right.is_disjoint(allowed)) return std::nullopt;
      return arithmetic_result(left, right);
    }
    case BinaryOperator::Subtract: {
      const StaticType allowed =
          StaticType::number().union_with(duration_type()).union_with(instant_type());
      if (left.is_disjoint(allowed) || right.is_disjoint(allowed)) return std::nullopt;
      return arithmetic_result(left, right);
    }
    case BinaryOperator::Add: {
      const StaticType list = StaticType::of(ValueKind::List);
      if (left.is_exactly(ValueKind::List) || right.is_exactly(ValueKind::List)) {
        if (left.is_exactly(ValueKind::List) && right.is_exactly(ValueKind::List)) {
          return StaticType::list_of(either(left.element(), right.element()));
        }
        return list;
      }
      if (may_be_any_of(left, list) || may_be_any_of(right, list)) {
        if (!left.is_certainly_null() && !right.is_certainly_null()) return StaticType::any();
      }
      const StaticType allowed = StaticType::number()
                                     .union_with(duration_type())
                                     .union_with(instant_type())
                                     .union_with(kinds({ValueKind::String, ValueKind::Bytes}));
      if (left.is_disjoint(allowed) || right.is_disjoint(allowed)) return std::nullopt;
      if (left.is_exactly(ValueKind::String) && right.is_exactly(ValueKind::String)) return left;
      return arithmetic_result(left, right);
    }
    case BinaryOperator::Concatenate: {
      const StaticType allowed = kinds({ValueKind::String, ValueKind::Bytes, ValueKind::List});
      if (left.is_disjoint(allowed) || right.is_disjoint(allowed)) return std::nullopt;
      if (left.is_exactly(ValueKind::String) && right.is_exactly(ValueKind::String)) return left;
      return allowed;
    }
  }
  return StaticType::any();
}

std::string describe(const StaticType& type) {
  if (type.is_any()) return "any value";
  std::string result;
  for (std::uint8_t kind = 0; kind <= static_cast<std::uint8_t>(kLastKind); ++kind) {
    if (!type.may_be(static_cast<ValueKind>(kind))) continue;
    if (!result.empty()) result += " or ";
    result += kind_name(static_cast<ValueKind>(kind));
  }
  return result;
}

}  // namespace liaison::query
