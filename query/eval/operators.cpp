#include "eval/operators.h"

#include <re2/re2.h>

#include <cmath>
#include <cstring>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "eval/number_format.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"
#include "liaison/engine/temporal_functions.h"

namespace liaison::query {
namespace {

constexpr auto kRuntime = ErrorPhase::Runtime;

[[noreturn]] void throw_arithmetic(const char* detail, const std::string& message) {
  throw QueryError("ArithmeticError", kRuntime, detail, message);
}

[[noreturn]] void throw_operands(BinaryOperator op, const Value& left, const Value& right) {
  throw_type_error("InvalidArgumentType", "`" + std::string(operator_symbol(op)) +
                                              "` cannot take " + describe_kind(left) + " and " +
                                              describe_kind(right) + ".");
}

std::optional<Temporal> as_temporal(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Date:
      return v.as_date();
    case ValueKind::LocalTime:
      return v.as_local_time();
    case ValueKind::Time:
      return v.as_time();
    case ValueKind::LocalDateTime:
      return v.as_local_date_time();
    case ValueKind::DateTime:
      return v.as_date_time();
    default:
      return std::nullopt;
  }
}

Value from_temporal(const Temporal& temporal) {
  return std::visit([](const auto& v) { return Value(v); }, temporal);
}

DurationAmount as_amount(const Value& v) {
  if (v.is_integer()) return v.as_integer();
  return v.as_float();
}

// Runs temporal arithmetic, turning its errors into the language's.
template <class Function>
Value temporal_result(Function function) {
  try {
    return function();
  } catch (const TemporalError& error) {
    throw QueryError("ArgumentError", kRuntime, "InvalidArgumentValue", error.what());
  }
}

std::optional<Value> temporal_arithmetic(BinaryOperator op, const Value& left, const Value& right) {
  const bool left_is_duration = left.kind() == ValueKind::Duration;
  const bool right_is_duration = right.kind() == ValueKind::Duration;
  if (left_is_duration && right_is_duration) {
    if (op == BinaryOperator::Add) {
      return temporal_result([&] { return Value(add(left.as_duration(), right.as_duration())); });
    }
    if (op == BinaryOperator::Subtract) {
      return temporal_result(
          [&] { return Value(subtract(left.as_duration(), right.as_duration())); });
    }
    return std::nullopt;
  }
  if (right_is_duration) {
    if (const auto temporal = as_temporal(left)) {
      if (op == BinaryOperator::Add) {
        return temporal_result([&] { return from_temporal(add(*temporal, right.as_duration())); });
      }
      if (op == BinaryOperator::Subtract) {
        return temporal_result(
            [&] { return from_temporal(subtract(*temporal, right.as_duration())); });
      }
    }
    if (left.is_number() && op == BinaryOperator::Multiply) {
      return temporal_result([&] { return Value(multiply(right.as_duration(), as_amount(left))); });
    }
    return std::nullopt;
  }
  if (!left_is_duration) return std::nullopt;
  if (const auto temporal = as_temporal(right); temporal && op == BinaryOperator::Add) {
    return temporal_result([&] { return from_temporal(add(*temporal, left.as_duration())); });
  }
  if (right.is_number() && op == BinaryOperator::Multiply) {
    return temporal_result([&] { return Value(multiply(left.as_duration(), as_amount(right))); });
  }
  if (right.is_number() && op == BinaryOperator::Divide) {
    return temporal_result([&] { return Value(divide(left.as_duration(), as_amount(right))); });
  }
  return std::nullopt;
}

Value append_to_list(const Value& list, const Value& element) {
  ValueList result = list.as_list();
  result.push_back(element);
  return result;
}

Value prepend_to_list(const Value& element, const Value& list) {
  ValueList result;
  result.reserve(list.as_list().size() + 1);
  result.push_back(element);
  result.insert(result.end(), list.as_list().begin(), list.as_list().end());
  return result;
}

Value concatenate_lists(const Value& left, const Value& right) {
  ValueList result = left.as_list();
  result.insert(result.end(), right.as_list().begin(), right.as_list().end());
  return result;
}

std::string number_text(const Value& v) {
  return v.is_integer() ? std::to_string(v.as_integer()) : format_float(v.as_float());
}

Value concatenate_text(std::string_view left, std::string_view right) {
  std::string text;
  text.reserve(left.size() + right.size());
  text.append(left).append(right);
  return text;
}

Value evaluate_arithmetic(BinaryOperator op, const Value& left, const Value& right) {
  if (op == BinaryOperator::Add) {
    if (left.is_list() && right.is_list()) return concatenate_lists(left, right);
    if (left.is_list() && !right.is_null()) return append_to_list(left, right);
    if (right.is_list() && !left.is_null()) return prepend_to_list(left, right);
  }
  if (left.is_null() || right.is_null()) return Value();
  if (left.is_integer() && right.is_integer()) {
    if (op == BinaryOperator::Power) {
      return float_arithmetic(op, left.as_number(), right.as_number());
    }
    return integer_arithmetic(op, left.as_integer(), right.as_integer());
  }
  if (left.is_number() && right.is_number()) {
    return float_arithmetic(op, left.as_number(), right.as_number());
  }
  if (op == BinaryOperator::Add) {
    if (left.is_string() && right.is_string()) {
      return concatenate_text(left.as_string(), right.as_string());
    }
    if (left.is_string() && right.is_number()) {
      return concatenate_text(left.as_string(), number_text(right));
    }
    if (left.is_number() && right.is_string()) {
      return concatenate_text(number_text(left), right.as_string());
    }
  }
  if (auto result = temporal_arithmetic(op, left, right)) return *std::move(result);
  throw_operands(op, left, right);
}

Value evaluate_concatenate(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return Value();
  if (left.is_string() && right.is_string()) {
    return concatenate_text(left.as_string(), right.as_string());
  }
  if (left.is_list() && right.is_list()) return concatenate_lists(left, right);
  throw_operands(BinaryOperator::Concatenate, left, right);
}

Value from_truth(std::optional<bool> truth) {
  return truth ? Value(*truth) : Value();
}

Value evaluate_comparison(BinaryOperator op, const Value& left, const Value& right) {
  const auto ordering = compare(left, right);
  if (!ordering) return Value();
  switch (op) {
    case BinaryOperator::Less:
      return *ordering < 0;
    case BinaryOperator::LessOrEqual:
      return *ordering <= 0;
    case BinaryOperator::Greater:
      return *ordering > 0;
    default:
      return *ordering >= 0;
  }
}

Value evaluate_logic(BinaryOperator op, const Value& left, const Value& right) {
  const auto a = as_truth(left);
  const auto b = as_truth(right);
  switch (op) {
    case BinaryOperator::And:
      if ((a && !*a) || (b && !*b)) return false;
      return a && b ? Value(true) : Value();
    case BinaryOperator::Or:
      if ((a && *a) || (b && *b)) return true;
      return a && b ? Value(false) : Value();
    default:
      return a && b ? Value(*a != *b) : Value();
  }
}

Value evaluate_in(const Value& element, const Value& list) {
  if (list.is_null()) return Value();
  if (!list.is_list()) throw_operands(BinaryOperator::In, element, list);
  bool unknown = false;
  for (const Value& candidate : list.as_list()) {
    const auto same = equals(element, candidate);
    if (!same) {
      unknown = true;
    } else if (*same) {
      return true;
    }
  }
  return unknown ? Value() : Value(false);
}

// Compiled patterns, as one pattern is tried on many rows. Small, least recently used goes first.
class RegexCache {
 public:
  std::shared_ptr<const re2::RE2> get(std::string_view pattern) {
    const std::lock_guard lock(mutex_);
    const std::string key(pattern);
    if (const auto found = by_pattern_.find(key); found != by_pattern_.end()) {
      order_.splice(order_.begin(), order_, found->second.place);
      return found->second.regex;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    options.set_dot_nl(false);
    auto regex =
        std::make_shared<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!regex->ok()) {
      throw QueryError(
          "SyntaxError", kRuntime, "InvalidRegularExpression",
          "The regular expression '" + key + "' cannot be used: " + regex->error() + ".");
    }
    order_.push_front(key);
    by_pattern_.emplace(key, Entry{regex, order_.begin()});
    if (by_pattern_.size() > kEntriesMax) {
      by_pattern_.erase(order_.back());
      order_.pop_back();
    }
    return regex;
  }

 private:
  static constexpr std::size_t kEntriesMax = 64;
  struct Entry {
    std::shared_ptr<const re2::RE2> regex;
    std::list<std::string>::iterator place;
  };
  std::mutex mutex_;
  std::list<std::string> order_;
  std::unordered_map<std::string, Entry> by_pattern_;
};

bool matches_regex(std::string_view text, std::string_view pattern) {
  static RegexCache cache;
  const auto regex = cache.get(pattern);
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *regex);
}

Value evaluate_string_predicate(BinaryOperator op, const Value& left, const Value& right) {
  if (!left.is_string() || !right.is_string()) return Value();
  const std::string_view text = left.as_string();
  const std::string_view part = right.as_string();
  switch (op) {
    case BinaryOperator::StartsWith:
      return text.starts_with(part);
    case BinaryOperator::EndsWith:
      return text.ends_with(part);
    case BinaryOperator::Contains:
      return contains_text(text, part);
    default:
      return matches_regex(text, part);
  }
}

// A slice bound, counted from the end when negative, clipped to [0, size].
std::size_t clip(std::int64_t bound, std::size_t size) {
  const auto n = static_cast<std::int64_t>(size);
  if (bound < 0) bound = bound < -n ? 0 : bound + n;
  return static_cast<std::size_t>(bound > n ? n : bound);
}

Value point_component(const Point& point, std::string_view key) {
  if (key == "x" || (key == "longitude" && point.is_geographic())) return point.x;
  if (key == "y" || (key == "latitude" && point.is_geographic())) return point.y;
  if (point.is_3d() && (key == "z" || (key == "height" && point.is_geographic()))) return point.z;
  if (key == "srid") return static_cast<std::int64_t>(point.srid);
  if (key == "crs") {
    if (point.is_geographic()) return point.is_3d() ? "wgs-84-3d" : "wgs-84";
    return point.is_3d() ? "cartesian-3d" : "cartesian";
  }
  return Value();
}

Value from_component(const std::optional<TemporalComponent>& found) {
  if (!found) return Value();
  if (const auto* number = std::get_if<std::int64_t>(&*found)) return *number;
  return std::get<std::string>(*found);
}

}  // namespace

std::string describe_kind(const Value& value) {
  const std::string name = kind_name(value.kind());
  const bool vowel = name[0] == 'I' || name[0] == 'A' || name[0] == 'E' || name[0] == 'O';
  return (vowel ? "an " : "a ") + name;
}

void throw_type_error(std::string_view detail, const std::string& message) {
  throw QueryError("TypeError", kRuntime, std::string(detail), message);
}

std::optional<bool> as_truth(const Value& value) {
  if (value.is_null()) return std::nullopt;
  if (!value.is_boolean()) {
    throw_type_error("InvalidArgumentType", "A condition must be true, false or null; found " +
                                                describe_kind(value) + ".");
  }
  return value.as_boolean();
}

std::int64_t integer_arithmetic(BinaryOperator op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case BinaryOperator::Add:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case BinaryOperator::Subtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case BinaryOperator::Multiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case BinaryOperator::Divide:
      if (b == 0) throw_arithmetic("DivisionByZero", "Division by zero.");
      overflow = a == INT64_MIN && b == -1;
      if (!overflow) result = a / b;
      break;
    default:
      if (b == 0) throw_arithmetic("DivisionByZero", "Remainder of a division by zero.");
      result = b == -1 ? 0 : a % b;
  }
  if (overflow) {
    throw_arithmetic("IntegerOverflow", "The result of " + std::to_string(a) + " " +
                                            operator_symbol(op) + " " + std::to_string(b) +
                                            " does not fit a 64-bit integer.");
  }
  return result;
}

double float_arithmetic(BinaryOperator op, double a, double b) {
  switch (op) {
    case BinaryOperator::Add:
      return a + b;
    case BinaryOperator::Subtract:
      return a - b;
    case BinaryOperator::Multiply:
      return a * b;
    case BinaryOperator::Divide:
      return a / b;
    case BinaryOperator::Modulo:
      return std::fmod(a, b);
    default:
      return std::pow(a, b);
  }
}

Value evaluate_binary(BinaryOperator op, const Value& left, const Value& right) {
  switch (op) {
    case BinaryOperator::Or:
    case BinaryOperator::Xor:
    case BinaryOperator::And:
      return evaluate_logic(op, left, right);
    case BinaryOperator::Equal:
      return from_truth(equals(left, right));
    case BinaryOperator::NotEqual: {
      const auto same = equals(left, right);
      return same ? Value(!*same) : Value();
    }
    case BinaryOperator::Less:
    case BinaryOperator::LessOrEqual:
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterOrEqual:
      return evaluate_comparison(op, left, right);
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
    case BinaryOperator::Multiply:
    case BinaryOperator::Divide:
    case BinaryOperator::Modulo:
    case BinaryOperator::Power:
      return evaluate_arithmetic(op, left, right);
    case BinaryOperator::Concatenate:
      return evaluate_concatenate(left, right);
    case BinaryOperator::In:
      return evaluate_in(left, right);
    case BinaryOperator::StartsWith:
    case BinaryOperator::EndsWith:
    case BinaryOperator::Contains:
    case BinaryOperator::RegexMatch:
      return evaluate_string_predicate(op, left, right);
  }
  return Value();
}

Value evaluate_unary(UnaryOperator op, const Value& operand) {
  switch (op) {
    case UnaryOperator::IsNull:
      return operand.is_null();
    case UnaryOperator::IsNotNull:
      return !operand.is_null();
    case UnaryOperator::Not: {
      const auto truth = as_truth(operand);
      return truth ? Value(!*truth) : Value();
    }
    case UnaryOperator::Plus:
      if (operand.is_null() || operand.is_number()) return operand;
      break;
    case UnaryOperator::Negate:
      if (operand.is_null()) return Value();
      if (operand.is_float()) return -operand.as_float();
      if (operand.is_integer()) {
        return integer_arithmetic(BinaryOperator::Subtract, 0, operand.as_integer());
      }
      if (operand.kind() == ValueKind::Duration) {
        return temporal_result([&] { return Value(negate(operand.as_duration())); });
      }
      break;
  }
  throw_type_error("InvalidArgumentType",
                   "A sign can stand before a number only; found " + describe_kind(operand) + ".");
}

Value list_element(const Value& list, const Value& index) {
  if (index.is_null()) return Value();
  if (!index.is_integer()) {
    throw_type_error("ListElementAccessByNonInteger",
                     "A list is indexed by an INTEGER; found " + describe_kind(index) + ".");
  }
  const ValueList& elements = list.as_list();
  const auto size = static_cast<std::int64_t>(elements.size());
  std::int64_t position = index.as_integer();
  if (position < 0) position += size;
  if (position < 0 || position >= size) return Value();
  return elements[static_cast<std::size_t>(position)];
}

Value slice_list(const Value& list, const Value* from, const Value* to) {
  if (list.is_null() || (from && from->is_null()) || (to && to->is_null())) return Value();
  if (!list.is_list()) {
    throw_type_error("InvalidArgumentType",
                     "Only a LIST can be sliced; found " + describe_kind(list) + ".");
  }
  for (const Value* bound : {from, to}) {
    if (bound && !bound->is_integer()) {
      throw_type_error("ListElementAccessByNonInteger",
                       "The bounds of a slice are INTEGERs; found " + describe_kind(*bound) + ".");
    }
  }
  const ValueList& elements = list.as_list();
  const std::size_t begin = from ? clip(from->as_integer(), elements.size()) : 0;
  const std::size_t end = to ? clip(to->as_integer(), elements.size()) : elements.size();
  if (begin >= end) return ValueList{};
  return ValueList(elements.begin() + static_cast<std::ptrdiff_t>(begin),
                   elements.begin() + static_cast<std::ptrdiff_t>(end));
}

Value value_property(const Value& object, std::string_view key) {
  if (object.is_null()) return Value();
  if (object.is_map()) {
    const Value* found = object.find(key);
    return found ? *found : Value();
  }
  if (object.kind() == ValueKind::Point) return point_component(object.as_point(), key);
  if (object.kind() == ValueKind::Duration)
    return from_component(component(object.as_duration(), key));
  if (const auto temporal = as_temporal(object)) return from_component(component(*temporal, key));
  throw_type_error("InvalidArgumentType", "`" + std::string(key) + "` cannot be read from " +
                                              describe_kind(object) +
                                              "; only nodes, relationships, maps, temporal values "
                                              "and points have properties.");
}

}  // namespace liaison::query
