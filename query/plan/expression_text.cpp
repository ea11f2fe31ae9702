#include "plan/expression_text.h"

#include <charconv>
#include <map>

#include "liaison/query/function.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

// A plan is to be read: texts longer than this are cut.
constexpr std::size_t kTextMax = 400;
constexpr std::size_t kLiteralMax = 60;

// How tightly an operator binds; higher is tighter.
enum Precedence { kOr = 1, kXor, kAnd, kNot, kComparison, kAdd, kMultiply, kPower, kUnary, kAtom };

int precedence_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Or:
      return kOr;
    case BinaryOperator::Xor:
      return kXor;
    case BinaryOperator::And:
      return kAnd;
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
    case BinaryOperator::Concatenate:
      return kAdd;
    case BinaryOperator::Multiply:
    case BinaryOperator::Divide:
    case BinaryOperator::Modulo:
      return kMultiply;
    case BinaryOperator::Power:
      return kPower;
    default:
      return kComparison;
  }
}

std::string cut(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "..";
}

std::string literal_text(const Value& value) {
  if (value.is_null()) return "null";
  if (value.kind() == ValueKind::Boolean) return value.as_boolean() ? "true" : "false";
  if (value.is_integer()) return std::to_string(value.as_integer());
  if (value.is_float()) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value.as_float()).ptr;
    std::string text(digits, end);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
  }
  if (value.is_string()) {
    std::string text = "'";
    for (const char c : cut(std::string(value.as_string()), kLiteralMax)) {
      if (c == '\'' || c == '\\') text += '\\';
      text += c == '\n' ? ' ' : c;
    }
    return text + "'";
  }
  if (value.is_list()) {
    std::string text;
    for (const Value& element : value.as_list()) {
      text += (text.empty() ? "" : ", ") + literal_text(element);
      if (text.size() > kLiteralMax) return "[" + text + ", ..]";
    }
    return "[" + text + "]";
  }
  if (value.is_map()) {
    std::string text;
    for (const auto& [key, element] : value.as_map()) {
      text += (text.empty() ? "" : ", ") + (key + ": ") + literal_text(element);
      if (text.size() > kLiteralMax) return "{" + text + ", ..}";
    }
    return "{" + text + "}";
  }
  return std::string("<") + kind_name(value.kind()) + ">";
}

std::string type_text(const StaticType& type) {
  if (type.is_any()) return "ANY";
  std::string text;
  for (std::uint8_t kind = 0; kind <= static_cast<std::uint8_t>(ValueKind::Point); ++kind) {
    if (!type.may_be(static_cast<ValueKind>(kind))) continue;
    text += (text.empty() ? "" : " | ") + std::string(kind_name(static_cast<ValueKind>(kind)));
    if (static_cast<ValueKind>(kind) == ValueKind::List && !type.element().is_any()) {
      text += "<" + type_text(type.element()) + ">";
    }
  }
  return text;
}

class Writer {
 public:
  explicit Writer(const std::vector<VariableInfo>& variables) : variables_(variables) {}

  std::string write(const BoundExpression& expression, int least) {
    int precedence = kAtom;
    std::string text = write_node(expression, precedence);
    return precedence < least ? "(" + text + ")" : text;
  }

  std::string labels(const LabelExpression& label) {
    using Kind = LabelExpression::Kind;
    switch (label.kind) {
      case Kind::Name:
        return label.name;
      case Kind::Any:
        return "%";
      case Kind::Dynamic:
        return (label.dynamic_any ? "$any(" : "$(") + any(label.dynamic) + ")";
      case Kind::Not:
        return "!" + inner_labels(label.operands[0]);
      case Kind::And:
      case Kind::Or:
        break;
    }
    std::string text;
    for (const LabelExpression& operand : label.operands) {
      if (!text.empty()) text += label.kind == Kind::And ? "&" : "|";
      text += inner_labels(operand);
    }
    return text;
  }

 private:
  std::string inner_labels(const LabelExpression& label) {
    using Kind = LabelExpression::Kind;
    const bool wraps = label.kind == Kind::And || label.kind == Kind::Or;
    return wraps ? "(" + labels(label) + ")" : labels(label);
  }

  std::string any(const BoundExpressionPtr& expression) {
    return expression ? write(*expression, 0) : std::string();
  }
  std::string atom(const BoundExpressionPtr& expression) { return write(*expression, kAtom); }

  std::string list(const std::vector<BoundExpressionPtr>& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ", ") + any(item);
    return text;
  }

  std::string variable(VariableId id) {
    const auto held = held_.find(id);
    return held == held_.end() ? variable_text(id, variables_) : held->second;
  }

  // [x IN [value] | result][0] over a variable that has no name is how a value is held that stands
  // once in the query: `result` with the value in its places.
  const BoundListComprehension* held_value(const BoundIndex& e) const {
    const auto* each = std::get_if<BoundListComprehension>(&e.object->node);
    if (!each || each->where || !each->projection) return nullptr;
    const auto* one = std::get_if<BoundListLiteral>(&each->list->node);
    const bool is_named =
        each->variable < variables_.size() && !variables_[each->variable].name.empty();
    return one && one->elements.size() == 1 && !is_named ? each : nullptr;
  }

  std::string write_node(const BoundExpression& expression, int& precedence) {
    return std::visit(
        Overloaded{
            [](const BoundLiteral& e) { return literal_text(e.value); },
            [](const BoundParameter& e) { return "$" + e.name; },
            [&](const BoundVariable& e) { return variable(e.variable); },
            [&](const BoundProperty& e) { return atom(e.object) + "." + e.key; },
            [&](const BoundIndex& e) {
              if (const auto* each = held_value(e)) {
                const auto& one = std::get<BoundListLiteral>(each->list->node);
                held_[each->variable] = atom(one.elements.front());
                return write_node(*each->projection, precedence);
              }
              return atom(e.object) + "[" + any(e.index) + "]";
            },
            [&](const BoundSlice& e) {
              return atom(e.list) + "[" + any(e.from) + ".." + any(e.to) + "]";
            },
            [&](const BoundUnary& e) {
              switch (e.op) {
                case UnaryOperator::Not:
                  precedence = kNot;
                  return "NOT " + write(*e.operand, kNot);
                case UnaryOperator::Negate:
                  precedence = kUnary;
                  return "-" + write(*e.operand, kUnary);
                case UnaryOperator::Plus:
                  precedence = kUnary;
                  return "+" + write(*e.operand, kUnary);
                case UnaryOperator::IsNull:
                  precedence = kComparison;
                  return write(*e.operand, kAdd) + " IS NULL";
                case UnaryOperator::IsNotNull:
                  precedence = kComparison;
                  return write(*e.operand, kAdd) + " IS NOT NULL";
              }
              return std::string();
            },
            [&](const BoundBinary& e) {
              precedence = precedence_of(e.op);
              return write(*e.left, precedence) + " " + operator_symbol(e.op) + " " +
                     write(*e.right, precedence + 1);
            },
            [&](const BoundLabelTest& e) { return atom(e.object) + ":" + labels(e.labels); },
            [&](const BoundTypeTest& e) {
              precedence = kComparison;
              return write(*e.operand, kAdd) + (e.negated ? " IS NOT :: " : " IS :: ") +
                     type_text(e.type) + (e.is_not_null ? " NOT NULL" : "");
            },
            [&](const BoundFunctionCall& e) {
              return std::string(e.function->name) + "(" + list(e.arguments) + ")";
            },
            [&](const BoundAggregate& e) {
              return std::string(e.function->name) + "(" + (e.distinct ? "DISTINCT " : "") +
                     (e.arguments.empty() ? "*" : list(e.arguments)) + ")";
            },
            [&](const BoundListLiteral& e) { return "[" + list(e.elements) + "]"; },
            [&](const BoundMapLiteral& e) {
              std::string text;
              for (const auto& entry : e.entries) {
                text += text.empty() ? "" : ", ";
                text += entry.spread ? ".*" : entry.key + ": " + any(entry.value);
              }
              return "{" + text + "}";
            },
            [&](const BoundCase& e) {
              std::string text = "CASE";
              if (e.operand) text += " " + any(e.operand);
              for (const auto& branch : e.branches) {
                text += " WHEN " + any(branch.when) + " THEN " + any(branch.then);
              }
              if (e.otherwise) text += " ELSE " + any(e.otherwise);
              return text + " END";
            },
            [&](const BoundListComprehension& e) {
              std::string text = "[" + variable(e.variable) + " IN " + any(e.list);
              if (e.where) text += " WHERE " + any(e.where);
              if (e.projection) text += " | " + any(e.projection);
              return text + "]";
            },
            [&](const BoundQuantifier& e) {
              const char* words[] = {"all", "any", "none", "single"};
              return std::string(words[static_cast<std::size_t>(e.quantifier)]) + "(" +
                     variable(e.variable) + " IN " + any(e.list) + " WHERE " + any(e.where) + ")";
            },
            [&](const BoundReduce& e) {
              return "reduce(" + variable(e.accumulator) + " = " + any(e.initial) + ", " +
                     variable(e.variable) + " IN " + any(e.list) + " | " + any(e.expression) + ")";
            },
            [](const BoundSubquery& e) {
              const char* words[] = {"EXISTS { .. }", "COUNT { .. }", "COLLECT { .. }"};
              return std::string(words[static_cast<std::size_t>(e.kind)]);
            },
            [&](const BoundPath& e) {
              std::string text;
              for (const VariableId element : e.elements) {
                text += (text.empty() ? "" : ", ") + variable(element);
              }
              return "path(" + text + ")";
            },
        },
        expression.node);
  }

  const std::vector<VariableInfo>& variables_;
  std::map<VariableId, std::string> held_;
};

}  // namespace

std::string variable_text(VariableId variable, const std::vector<VariableInfo>& variables) {
  if (variable < variables.size() && !variables[variable].name.empty()) {
    return variables[variable].name;
  }
  return "_" + std::to_string(variable);
}

std::string text_of(const BoundExpression& expression, const std::vector<VariableInfo>& variables) {
  return cut(Writer(variables).write(expression, 0), kTextMax);
}

std::string text_of(const LabelExpression& labels, const std::vector<VariableInfo>& variables) {
  return cut(Writer(variables).labels(labels), kTextMax);
}

}  // namespace liaison::query
