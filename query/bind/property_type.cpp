// Types that a constraint can demand of a property: kinds that can be stored, lists of one such
// kind, and unions of these.
#include "liaison/engine/property_type.h"

#include "bind/binder_impl.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

[[noreturn]] void refuse(const std::string& what, const SourceSpan& span) {
  fail("InvalidArgumentValue", what, span);
}

// The kinds of a name that is neither a list nor a union, or nothing if no property has it.
std::uint16_t scalar_bits(ast::TypeKind kind) {
  switch (kind) {
    case ast::TypeKind::Boolean:
      return PropertyType::kBoolean;
    case ast::TypeKind::String:
      return PropertyType::kString;
    case ast::TypeKind::Integer:
      return PropertyType::kInteger;
    case ast::TypeKind::Float:
      return PropertyType::kFloat;
    case ast::TypeKind::Date:
      return PropertyType::kDate;
    case ast::TypeKind::LocalTime:
      return PropertyType::kLocalTime;
    case ast::TypeKind::ZonedTime:
      return PropertyType::kZonedTime;
    case ast::TypeKind::LocalDateTime:
      return PropertyType::kLocalDateTime;
    case ast::TypeKind::ZonedDateTime:
      return PropertyType::kZonedDateTime;
    case ast::TypeKind::Duration:
      return PropertyType::kDuration;
    case ast::TypeKind::Point:
      return PropertyType::kPoint;
    default:
      return 0;
  }
}

constexpr const char* kAllowed =
    "allowed are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME, LOCAL DATETIME, "
    "ZONED DATETIME, DURATION, POINT, lists of one of them such as LIST<STRING NOT NULL>, and "
    "unions of these";

std::uint16_t element_bits(const ast::TypeName& list) {
  if (!list.element) {
    refuse("A constraint names what is in a list, as in LIST<STRING NOT NULL>", list.span);
  }
  const ast::TypeExpression& element = *list.element;
  if (element.alternatives.size() > 1) {
    refuse(
        "A constraint's list has elements of one type; write LIST<INTEGER NOT NULL> | "
        "LIST<FLOAT NOT NULL>",
        element.span);
  }
  const ast::TypeName& name = element.alternatives.front();
  const std::uint16_t bits = scalar_bits(name.kind);
  if (bits == 0) refuse(std::string("No stored list has such elements; ") + kAllowed, name.span);
  if (!name.not_null) {
    refuse(
        "No stored list has a null in it: write NOT NULL behind the type of its elements, as in "
        "LIST<STRING NOT NULL>",
        name.span);
  }
  return bits;
}

void add_alternatives(const ast::TypeExpression& type, PropertyType& result) {
  for (const ast::TypeName& name : type.alternatives) {
    if (name.not_null) {
      refuse(
          "The type of a property says nothing about its absence; a second constraint, IS NOT "
          "NULL, does",
          name.span);
    }
    if (name.kind == ast::TypeKind::Union) {
      add_alternatives(*name.element, result);
    } else if (name.kind == ast::TypeKind::List) {
      result.lists |= element_bits(name);
    } else if (const std::uint16_t bits = scalar_bits(name.kind); bits != 0) {
      result.scalars |= bits;
    } else {
      refuse(std::string("No constraint can demand this type of a property; ") + kAllowed,
             name.span);
    }
  }
}

}  // namespace

PropertyType bind_property_type(const ast::TypeExpression& type) {
  PropertyType result;
  add_alternatives(type, result);
  return result;
}

}  // namespace liaison::query
