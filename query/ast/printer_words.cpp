#include "ast/printer_words.h"

#include "ast/operator_symbols.h"

namespace liaison::query::ast {

const char* text_of(UnaryOperator op) {
  switch (op) {
    case UnaryOperator::Not:
      return "not";
    case UnaryOperator::Plus:
      return "pos";
    case UnaryOperator::Minus:
      return "neg";
  }
  return "?";
}

const char* text_of(BinaryOperator op) {
  switch (op) {
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
  }
  return "?";
}

const char* text_of(LogicalOperator op) {
  switch (op) {
    case LogicalOperator::Or:
      return "or";
    case LogicalOperator::Xor:
      return "xor";
    case LogicalOperator::And:
      return "and";
  }
  return "?";
}

const char* text_of(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::Equal:
      return symbols::kEqual;
    case ComparisonOperator::NotEqual:
      return symbols::kNotEqual;
    case ComparisonOperator::Less:
      return symbols::kLess;
    case ComparisonOperator::LessOrEqual:
      return symbols::kLessOrEqual;
    case ComparisonOperator::Greater:
      return symbols::kGreater;
    case ComparisonOperator::GreaterOrEqual:
      return symbols::kGreaterOrEqual;
  }
  return "?";
}

const char* text_of(StringOperator op) {
  switch (op) {
    case StringOperator::StartsWith:
      return "starts-with";
    case StringOperator::EndsWith:
      return "ends-with";
    case StringOperator::Contains:
      return "contains";
  }
  return "?";
}

const char* text_of(QuantifierKind kind) {
  switch (kind) {
    case QuantifierKind::All:
      return "all";
    case QuantifierKind::Any:
      return "any";
    case QuantifierKind::None:
      return "none";
    case QuantifierKind::Single:
      return "single";
  }
  return "?";
}

const char* text_of(NormalForm form) {
  switch (form) {
    case NormalForm::Nfc:
      return "NFC";
    case NormalForm::Nfd:
      return "NFD";
    case NormalForm::Nfkc:
      return "NFKC";
    case NormalForm::Nfkd:
      return "NFKD";
  }
  return "?";
}

const char* text_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::Any:
      return "ANY";
    case TypeKind::Nothing:
      return "NOTHING";
    case TypeKind::Null:
      return "NULL";
    case TypeKind::Boolean:
      return "BOOLEAN";
    case TypeKind::String:
      return "STRING";
    case TypeKind::Integer:
      return "INTEGER";
    case TypeKind::Float:
      return "FLOAT";
    case TypeKind::Number:
      return "NUMBER";
    case TypeKind::Date:
      return "DATE";
    case TypeKind::LocalTime:
      return "LOCAL-TIME";
    case TypeKind::ZonedTime:
      return "ZONED-TIME";
    case TypeKind::LocalDateTime:
      return "LOCAL-DATETIME";
    case TypeKind::ZonedDateTime:
      return "ZONED-DATETIME";
    case TypeKind::Duration:
      return "DURATION";
    case TypeKind::Point:
      return "POINT";
    case TypeKind::Vector:
      return "VECTOR";
    case TypeKind::Node:
      return "NODE";
    case TypeKind::Relationship:
      return "RELATIONSHIP";
    case TypeKind::Path:
      return "PATH";
    case TypeKind::Map:
      return "MAP";
    case TypeKind::List:
      return "LIST";
    case TypeKind::Union:
      return "ANY";
    case TypeKind::PropertyValue:
      return "PROPERTY-VALUE";
  }
  return "?";
}

const char* text_of(PathRestrictor restrictor) {
  switch (restrictor) {
    case PathRestrictor::None:
      return "";
    case PathRestrictor::Walk:
      return "walk ";
    case PathRestrictor::Trail:
      return "trail ";
    case PathRestrictor::Acyclic:
      return "acyclic ";
    case PathRestrictor::Simple:
      return "simple ";
  }
  return "?";
}

}  // namespace liaison::query::ast
