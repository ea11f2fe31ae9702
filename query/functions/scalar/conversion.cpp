// Conversions between types, and functions about null and types.
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include "eval/number_format.h"
#include "functions/families.h"
#include "functions/support.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The whole text as a number, or nothing.
std::optional<double> parse_float(std::string_view text) {
  const std::string copy(trimmed(text));
  if (copy.empty()) return std::nullopt;
  for (const char c : copy) {
    // strtod would also take hexadecimal numbers and names of special values.
    const bool numeric =
        (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-' || c == 'e' || c == 'E';
    if (!numeric) {
      if (copy == "NaN") return std::nan("");
      if (copy == "Infinity") return INFINITY;
      if (copy == "-Infinity") return -INFINITY;
      return std::nullopt;
    }
  }
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_of(double value) {
  if (std::isnan(value) || value >= 9223372036854775808.0 || value < -9223372036854775808.0) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const std::string copy(trimmed(text));
  const bool has_sign = !copy.empty() && (copy[0] == '-' || copy[0] == '+');
  const std::string_view digits = std::string_view(copy).substr(has_sign ? 1 : 0);
  const bool whole =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (whole) {
    errno = 0;
    const long long value = std::strtoll(copy.c_str(), nullptr, 10);
    if (errno != 0) return std::nullopt;
    return value;
  }
  const auto number = parse_float(copy);
  return number ? integer_of(*number) : std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view text) {
  const std::string lower = text::to_lower(trimmed(text));
  if (lower == "true") return true;
  if (lower == "false") return false;
  return std::nullopt;
}

template <class T>
Value or_null(const std::optional<T>& value) {
  return value ? Value(*value) : Value();
}

// The conversion, or nullopt where the type does not fit at all.
std::optional<Value> to_integer(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Null:
      return Value();
    case ValueKind::Integer:
      return v;
    case ValueKind::Float:
      return or_null(integer_of(v.as_float()));
    case ValueKind::Boolean:
      return Value(static_cast<std::int64_t>(v.as_boolean()));
    case ValueKind::String:
      return or_null(parse_integer(v.as_string()));
    default:
      return std::nullopt;
  }
}

std::optional<Value> to_float(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Null:
      return Value();
    case ValueKind::Integer:
      return Value(static_cast<double>(v.as_integer()));
    case ValueKind::Float:
      return v;
    case ValueKind::String:
      return or_null(parse_float(v.as_string()));
    default:
      return std::nullopt;
  }
}

std::optional<Value> to_boolean(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Null:
      return Value();
    case ValueKind::Boolean:
      return v;
    case ValueKind::Integer:
      return Value(v.as_integer() != 0);
    case ValueKind::String:
      return or_null(parse_boolean(v.as_string()));
    default:
      return std::nullopt;
  }
}

std::string point_text(const Point& point) {
  std::string text = "point({srid: " + std::to_string(point.srid) +
                     ", x: " + format_float(point.x) + ", y: " + format_float(point.y);
  if (point.is_3d()) text += ", z: " + format_float(point.z);
  return text + "})";
}

std::optional<Value> to_string_value(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Null:
      return Value();
    case ValueKind::String:
      return v;
    case ValueKind::Boolean:
      return Value(v.as_boolean() ? "true" : "false");
    case ValueKind::Integer:
      return Value(std::to_string(v.as_integer()));
    case ValueKind::Float:
      return Value(format_float(v.as_float()));
    case ValueKind::Date:
      return Value(to_string(v.as_date()));
    case ValueKind::LocalTime:
      return Value(to_string(v.as_local_time()));
    case ValueKind::Time:
      return Value(to_string(v.as_time()));
    case ValueKind::LocalDateTime:
      return Value(to_string(v.as_local_date_time()));
    case ValueKind::DateTime:
      return Value(to_string(v.as_date_time()));
    case ValueKind::Duration:
      return Value(to_string(v.as_duration()));
    case ValueKind::Point:
      return Value(point_text(v.as_point()));
    default:
      return std::nullopt;
  }
}

using Conversion = std::optional<Value> (*)(const Value&);

Value convert(Conversion conversion, std::string_view name, const Value& v,
              std::string_view wanted) {
  if (auto result = conversion(v)) return *std::move(result);
  throw_bad_argument(name, v, wanted);
}

Value to_integer_kernel(const FunctionContext&, std::span<const Value> a) {
  return convert(to_integer, "toInteger", a[0], "a number, a boolean or a string");
}
Value to_float_kernel(const FunctionContext&, std::span<const Value> a) {
  return convert(to_float, "toFloat", a[0], "a number or a string");
}
Value to_boolean_kernel(const FunctionContext&, std::span<const Value> a) {
  return convert(to_boolean, "toBoolean", a[0], "a boolean, an integer or a string");
}
Value to_string_kernel(const FunctionContext&, std::span<const Value> a) {
  return convert(to_string_value, "toString", a[0],
                 "a string, a number, a boolean, a temporal value or a point");
}
Value to_integer_or_null_kernel(const FunctionContext&, std::span<const Value> a) {
  return to_integer(a[0]).value_or(Value());
}
Value to_float_or_null_kernel(const FunctionContext&, std::span<const Value> a) {
  return to_float(a[0]).value_or(Value());
}
Value to_boolean_or_null_kernel(const FunctionContext&, std::span<const Value> a) {
  return to_boolean(a[0]).value_or(Value());
}
Value to_string_or_null_kernel(const FunctionContext&, std::span<const Value> a) {
  return to_string_value(a[0]).value_or(Value());
}

Value convert_list(const Value& list, Conversion conversion) {
  ValueList result;
  for (const Value& element : list.as_list()) {
    result.push_back(conversion(element).value_or(Value()));
  }
  return result;
}
Value to_integer_list_kernel(const FunctionContext&, std::span<const Value> a) {
  if (!a[0].is_list()) throw_bad_argument("toIntegerList", a[0], "a list");
  return convert_list(a[0], to_integer);
}
Value to_float_list_kernel(const FunctionContext&, std::span<const Value> a) {
  if (!a[0].is_list()) throw_bad_argument("toFloatList", a[0], "a list");
  return convert_list(a[0], to_float);
}
Value to_boolean_list_kernel(const FunctionContext&, std::span<const Value> a) {
  if (!a[0].is_list()) throw_bad_argument("toBooleanList", a[0], "a list");
  return convert_list(a[0], to_boolean);
}
Value to_string_list_kernel(const FunctionContext&, std::span<const Value> a) {
  if (!a[0].is_list()) throw_bad_argument("toStringList", a[0], "a list");
  return convert_list(a[0], to_string_value);
}

Value coalesce_kernel(const FunctionContext&, std::span<const Value> arguments) {
  for (const Value& value : arguments) {
    if (!value.is_null()) return value;
  }
  return Value();
}

Value null_if_kernel(const FunctionContext&, std::span<const Value> arguments) {
  return equals(arguments[0], arguments[1]).value_or(false) ? Value() : arguments[0];
}

std::string type_name(const Value& v) {
  if (v.is_null()) return "NULL";
  std::string name = kind_name(v.kind());
  if (v.is_list()) {
    // The element types in alphabetical order, as a union.
    std::vector<std::string> inner;
    for (const Value& element : v.as_list()) inner.push_back(type_name(element));
    std::sort(inner.begin(), inner.end());
    inner.erase(std::unique(inner.begin(), inner.end()), inner.end());
    name += "<";
    for (std::size_t i = 0; i < inner.size(); ++i) name += (i > 0 ? " | " : "") + inner[i];
    if (inner.empty()) name += "NOTHING";
    name += ">";
  }
  return name + " NOT NULL";
}

Value value_type_kernel(const FunctionContext&, std::span<const Value> arguments) {
  return type_name(arguments[0]);
}

}  // namespace

std::span<const FunctionSpec> conversion_functions() {
  const auto row = [](std::string_view name, StaticType argument, StaticType result,
                      ScalarKernel kernel, std::string_view doc, std::string_view example,
                      std::string_view example_result) {
    FunctionSpec spec;
    spec.name = name;
    spec.arguments = {{"input", std::move(argument)}};
    spec.result = std::move(result);
    spec.kernel = kernel;
    spec.category = "Conversion";
    spec.doc = doc;
    spec.example = example;
    spec.example_result = example_result;
    return spec;
  };
  static const std::vector<FunctionSpec> rows = [&] {
    const StaticType any = StaticType::any();
    std::vector<FunctionSpec> r = {
        row("toInteger", any, type_integer(), to_integer_kernel,
            "The integer a number, boolean or text stands for; fractions are cut off. Null for a "
            "text that is no number.",
            "toInteger('1.7')", "1"),
        row("toFloat", any, type_float(), to_float_kernel,
            "The float a number or text stands for; null for a text that is no number.",
            "toFloat('2.5')", "2.5"),
        row("toBoolean", any, type_boolean(), to_boolean_kernel,
            "The boolean a text or integer stands for; null for any other text.",
            "toBoolean('TRUE')", "true"),
        row("toString", any, type_string(), to_string_kernel, "A value as text.", "toString(2.0)",
            "'2.0'"),
        row("toIntegerOrNull", any, type_integer(), to_integer_or_null_kernel,
            "As toInteger(), with null instead of an error.", "toIntegerOrNull([1])", "null"),
        row("toFloatOrNull", any, type_float(), to_float_or_null_kernel,
            "As toFloat(), with null instead of an error.", "toFloatOrNull(true)", "null"),
        row("toBooleanOrNull", any, type_boolean(), to_boolean_or_null_kernel,
            "As toBoolean(), with null instead of an error.", "toBooleanOrNull(1.5)", "null"),
        row("toStringOrNull", any, type_string(), to_string_or_null_kernel,
            "As toString(), with null instead of an error.", "toStringOrNull([1])", "null"),
        row("toIntegerList", any, StaticType::list_of(type_integer()), to_integer_list_kernel,
            "Each element as an integer, null where that is not possible.",
            "toIntegerList(['1', 'x'])", "[1, null]"),
        row("toFloatList", any, StaticType::list_of(type_float()), to_float_list_kernel,
            "Each element as a float, null where that is not possible.", "toFloatList([1, 'x'])",
            "[1.0, null]"),
        row("toBooleanList", any, StaticType::list_of(type_boolean()), to_boolean_list_kernel,
            "Each element as a boolean, null where that is not possible.",
            "toBooleanList(['true', 'x'])", "[true, null]"),
        row("toStringList", any, StaticType::list_of(type_string()), to_string_list_kernel,
            "Each element as text, null where that is not possible.", "toStringList([1, true])",
            "['1', 'true']"),
        row("valueType", any, type_string(), value_type_kernel, "The type of a value.",
            "valueType([1, 'a'])", "'LIST<INTEGER NOT NULL | STRING NOT NULL> NOT NULL'"),
    };
    r.back().nulls = NullRule::Custom;
    FunctionSpec coalesce =
        row("coalesce", any, any, coalesce_kernel, "The first argument that is not null, or null.",
            "coalesce(null, 2, 3)", "2");
    coalesce.variadic = true;
    coalesce.nulls = NullRule::Custom;
    r.push_back(coalesce);
    FunctionSpec null_if =
        row("nullIf", any, any, null_if_kernel,
            "Null if both arguments are equal, else the first one.", "nullIf(4, 4)", "null");
    null_if.arguments.push_back({"other", any});
    null_if.nulls = NullRule::Custom;
    r.push_back(null_if);
    return r;
  }();
  return rows;
}

}  // namespace liaison::query
