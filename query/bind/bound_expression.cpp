#include "bind/bound_expression.h"

namespace liaison::query {

const char* operator_symbol(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Or:
      return "OR";
    case BinaryOperator::Xor:
      return "XOR";
    case BinaryOperator::And:
      return "AND";
    case BinaryOperator::Equal:
      return "=";
    case BinaryOperator::NotEqual:
      return "<>";
    case BinaryOperator::Less:
      return "<";
    case BinaryOperator::LessOrEqual:
      return "<=";
    case BinaryOperator::Greater:
      return ">";
    case BinaryOperator::GreaterOrEqual:
      return ">=";
    case BinaryOperator::Add:
      return "+";
    case BinaryOperator::Subtract:
      return "-";
    case BinaryOperator::Multiply:
      return "*";
    case BinaryOperator::Divide:
      return "/";
    case BinaryOperator::Modulo:
      return "%";
    case BinaryOperator::Power:
      return "^";
    case BinaryOperator::Concatenate:
      return "||";
    case BinaryOperator::In:
      return "IN";
    case BinaryOperator::StartsWith:
      return "STARTS WITH";
    case BinaryOperator::EndsWith:
      return "ENDS WITH";
    case BinaryOperator::Contains:
      return "CONTAINS";
    case BinaryOperator::RegexMatch:
      return "=~";
  }
  return "?";
}

}  // namespace liaison::query
