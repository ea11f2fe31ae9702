// Bound statements as short texts, so that tests can say what they expect in one line.
// Variables are written name#id, or #id when they have no name.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "bind/binder.h"

namespace liaison::query {

class BoundText {
 public:
  explicit BoundText(const std::vector<VariableInfo>& variables) : variables_(variables) {}

  std::string variable(VariableId id) const {
    return variables_[id].name + "#" + std::to_string(id);
  }

  std::string expression(const BoundExpressionPtr& e) const { return e ? expression(*e) : "-"; }
  std::string expression(const BoundExpression& e) const {
    return std::visit([this](const auto& node) { return text(node); }, e.node);
  }
  std::string list(const std::vector<BoundExpressionPtr>& all) const {
    std::string result;
    for (const auto& e : all) result += (result.empty() ? "" : ", ") + expression(e);
    return result;
  }
  std::string assignments(const std::vector<BoundAssignment>& all) const {
    std::string result;
    for (const auto& a : all) {
      result +=
          (result.empty() ? "" : ", ") + variable(a.variable) + "=" + expression(a.expression);
    }
    return result;
  }
  std::string labels(const LabelExpression& l) const {
    if (l.kind == LabelExpression::Kind::Name) return l.name;
    static const char* kinds[] = {"name", "any", "not", "and", "or", "dynamic"};
    std::string result = kinds[static_cast<int>(l.kind)];
    result += "(";
    for (const auto& o : l.operands) result += (result.back() == '(' ? "" : ",") + labels(o);
    return result + ")";
  }

 private:
  static std::string value(const Value& v) {
    if (v.is_null()) return "null";
    if (v.is_boolean()) return v.as_boolean() ? "true" : "false";
    if (v.is_integer()) return std::to_string(v.as_integer());
    if (v.is_string()) return "'" + std::string(v.as_string()) + "'";
    return "?";
  }
  std::string text(const BoundLiteral& n) const { return value(n.value); }
  std::string text(const BoundParameter& n) const { return "$" + n.name; }
  std::string text(const BoundVariable& n) const { return variable(n.variable); }
  std::string text(const BoundProperty& n) const { return expression(n.object) + "." + n.key; }
  std::string text(const BoundIndex& n) const {
    return expression(n.object) + "[" + expression(n.index) + "]";
  }
  std::string text(const BoundSlice& n) const {
    return expression(n.list) + "[" + expression(n.from) + ".." + expression(n.to) + "]";
  }
  std::string text(const BoundUnary& n) const {
    static const char* names[] = {"not", "neg", "plus", "isnull", "isnotnull"};
    return std::string(names[static_cast<int>(n.op)]) + "(" + expression(n.operand) + ")";
  }
  std::string text(const BoundBinary& n) const {
    static const char* names[] = {
        "or", "xor", "and", "=", "<>", "<",  "<=",     ">",    ">=",       "+", "-",
        "*",  "/",   "%",   "^", "||", "in", "starts", "ends", "contains", "=~"};
    return "(" + expression(n.left) + " " + names[static_cast<int>(n.op)] + " " +
           expression(n.right) + ")";
  }
  std::string text(const BoundLabelTest& n) const {
    return expression(n.object) + ":" + labels(n.labels);
  }
  std::string text(const BoundTypeTest& n) const { return "type(" + expression(n.operand) + ")"; }
  std::string text(const BoundFunctionCall& n) const {
    return std::string(n.function->name) + "(" + list(n.arguments) + ")";
  }
  std::string text(const BoundAggregate& n) const {
    return std::string(n.function->name) + "(" + (n.distinct ? "distinct " : "") +
           list(n.arguments) + ")";
  }
  std::string text(const BoundListLiteral& n) const { return "[" + list(n.elements) + "]"; }
  std::string text(const BoundMapLiteral& n) const {
    std::string result;
    for (const auto& e : n.entries) {
      result +=
          (result.empty() ? "" : ", ") + (e.spread ? "*" : e.key) + ": " + expression(e.value);
    }
    return "{" + result + "}" + (n.null_if_null ? "?" + expression(n.null_if_null) : "");
  }
  std::string text(const BoundCase& n) const {
    std::string result = "case " + expression(n.operand);
    for (const auto& b : n.branches) {
      result += " when " + expression(b.when) + " then " + expression(b.then);
    }
    return result + " else " + expression(n.otherwise);
  }
  std::string text(const BoundListComprehension& n) const {
    return "[" + variable(n.variable) + " in " + expression(n.list) + " where " +
           expression(n.where) + " | " + expression(n.projection) + "]";
  }
  std::string text(const BoundQuantifier& n) const {
    return "quantifier(" + variable(n.variable) + " in " + expression(n.list) + " where " +
           expression(n.where) + ")";
  }
  std::string text(const BoundReduce& n) const {
    return "reduce(" + variable(n.accumulator) + "=" + expression(n.initial) + ", " +
           variable(n.variable) + " in " + expression(n.list) + " | " + expression(n.expression) +
           ")";
  }
  std::string text(const BoundSubquery& n) const {
    static const char* names[] = {"exists", "count", "collect"};
    std::string result = names[static_cast<int>(n.kind)];
    result += "{imports";
    for (const VariableId id : n.query->imports) result += " " + variable(id);
    return result + "}";
  }
  std::string text(const BoundPath&) const { return "path"; }

  const std::vector<VariableInfo>& variables_;
};

}  // namespace liaison::query
