#include "bind/bound_expression.h"

#include "ast/operator_symbols.h"

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
      return symbols::kEqual;
    case BinaryOperator::NotEqual:
      return symbols::kNotEqual;
    case BinaryOperator::Less:
      return symbols::kLess;
    case BinaryOperator::LessOrEqual:
      return symbols::kLessOrEqual;
    case BinaryOperator::Greater:
      return symbols::kGreater;
    case BinaryOperator::GreaterOrEqual:
      return symbols::kGreaterOrEqual;
    case BinaryOperator::Add:
      return symbols::kAdd;
    case BinaryOperator::Subtract:
      return symbols::kSubtract;
    case BinaryOperator::Multiply:
      return symbols::kMultiply;
    case BinaryOperator::Divide:
      return symbols::kDivide;
    case BinaryOperator::Modulo:
      return symbols::kModulo;
    case BinaryOperator::Power:
      return symbols::kPower;
    case BinaryOperator::Concatenate:
      return symbols::kConcatenate;
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
