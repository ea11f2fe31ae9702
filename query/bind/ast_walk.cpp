#include "bind/ast_walk.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <vector>

namespace liaison::query {
namespace {

// Which child positions lie inside a lambda: the names they see besides the outer ones.
using LambdaNames = std::vector<std::string_view>;
using Visit = FunctionRef<void(const ast::Expression&, const LambdaNames&)>;

struct ChildWalker {
  const Visit& visit;

  void one(const ast::ExpressionPtr& child, const LambdaNames& names = {}) const {
    if (child) visit(*child, names);
  }
  void all(const std::vector<ast::ExpressionPtr>& children) const {
    for (const auto& child : children) one(child);
  }
  void labels(const ast::LabelExpression& label) const {
    one(label.expression);
    for (const auto& operand : label.operands) labels(operand);
  }

  void operator()(const ast::Literal&) const {}
  void operator()(const ast::Parameter&) const {}
  void operator()(const ast::Variable&) const {}
  void operator()(const ast::PropertyAccess& node) const { one(node.operand); }
  void operator()(const ast::Index& node) const {
    one(node.operand);
    one(node.index);
  }
  void operator()(const ast::Slice& node) const {
    one(node.operand);
    one(node.from);
    one(node.to);
  }
  void operator()(const ast::Unary& node) const { one(node.operand); }
  void operator()(const ast::Binary& node) const {
    one(node.left);
    one(node.right);
  }
  void operator()(const ast::Logical& node) const { all(node.operands); }
  void operator()(const ast::ComparisonChain& node) const { all(node.operands); }
  void operator()(const ast::IsNull& node) const { one(node.operand); }
  void operator()(const ast::StringPredicate& node) const {
    one(node.left);
    one(node.right);
  }
  void operator()(const ast::In& node) const {
    one(node.item);
    one(node.list);
  }
  void operator()(const ast::RegexMatch& node) const {
    one(node.left);
    one(node.right);
  }
  void operator()(const ast::LabelPredicate& node) const {
    one(node.operand);
    labels(*node.labels);
  }
  void operator()(const ast::TypePredicate& node) const { one(node.operand); }
  void operator()(const ast::IsNormalized& node) const { one(node.operand); }
  void operator()(const ast::FunctionCall& node) const { all(node.arguments); }
  void operator()(const ast::ListLiteral& node) const { all(node.items); }
  void operator()(const ast::MapLiteral& node) const {
    for (const auto& entry : node.entries) one(entry.value);
  }
  void operator()(const ast::MapProjection& node) const {
    one(node.operand);
    for (const auto& item : node.items) one(item.value);
  }
  void operator()(const ast::ListComprehension& node) const {
    one(node.list);
    one(node.where, {node.variable.text});
    one(node.projection, {node.variable.text});
  }
  void operator()(const ast::PatternComprehension&) const {}
  void operator()(const ast::PatternExpression&) const {}
  void operator()(const ast::Quantifier& node) const {
    one(node.list);
    one(node.where, {node.variable.text});
  }
  void operator()(const ast::Reduce& node) const {
    one(node.initial);
    one(node.list);
    one(node.step, {node.accumulator.text, node.variable.text});
  }
  void operator()(const ast::Case& node) const {
    one(node.subject);
    for (const auto& branch : node.branches) {
      all(branch.conditions);
      one(branch.result);
    }
    one(node.otherwise);
  }
  void operator()(const ast::CaseSubject&) const {}
  void operator()(const ast::ExistsSubquery&) const {}
  void operator()(const ast::CountSubquery&) const {}
  void operator()(const ast::CollectSubquery&) const {}
  void operator()(const ast::ShortestPathExpression&) const {}
};

void for_each_child_with_names(const ast::Expression& expression, const Visit& visit) {
  std::visit(ChildWalker{visit}, expression.node);
}

std::string quoted(std::string_view text) {
  return std::to_string(text.size()) + ':' + std::string(text);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// What a node says beside its children.
struct HeadWriter {
  const ast::Expression& expression;
  FunctionRef<std::string(std::string_view)> variable_text;
  const std::vector<std::string_view>& lambda_names;

  std::string identity() const {
    return "@" + std::to_string(reinterpret_cast<std::uintptr_t>(&expression));
  }
  static void write_type(const ast::TypeExpression& type, std::string& out) {
    for (const ast::TypeName& name : type.alternatives) {
      out += '|' + std::to_string(static_cast<int>(name.kind)) + (name.not_null ? "!" : "");
      if (name.element) {
        out += '<';
        write_type(*name.element, out);
        out += '>';
      }
    }
  }
  static void write_labels(const ast::LabelExpression& label, std::string& out) {
    out += '(' + std::to_string(static_cast<int>(label.kind)) + quoted(label.name.text);
    if (label.dynamic_any) out += '?';
    for (const auto& operand : label.operands) write_labels(operand, out);
    out += ')';
  }

  std::string operator()(const ast::Literal& node) const {
    struct ValueWriter {
      std::string operator()(const ast::Null&) const { return "null"; }
      std::string operator()(bool value) const { return value ? "true" : "false"; }
      std::string operator()(std::int64_t value) const { return "i" + std::to_string(value); }
      std::string operator()(double value) const {
        // All bits count: to_string() would round.
        std::uint64_t bits = 0;
        static_assert(sizeof bits == sizeof value);
        std::memcpy(&bits, &value, sizeof bits);
        return "f" + std::to_string(bits);
      }
      std::string operator()(const std::string& value) const { return "s" + quoted(value); }
    };
    return std::visit(ValueWriter{}, node.value);
  }
  std::string operator()(const ast::Parameter& node) const { return "$" + quoted(node.name); }
  std::string operator()(const ast::Variable& node) const {
    const bool is_lambda =
        std::find(lambda_names.begin(), lambda_names.end(), node.name) != lambda_names.end();
    return is_lambda ? "\\" + quoted(node.name) : variable_text(node.name);
  }
  std::string operator()(const ast::PropertyAccess& node) const {
    return "." + quoted(node.key.text);
  }
  std::string operator()(const ast::Index&) const { return "[]"; }
  std::string operator()(const ast::Slice& node) const {
    return std::string("[..]") + (node.from ? "1" : "0") + (node.to ? "1" : "0");
  }
  std::string operator()(const ast::Unary& node) const {
    return "unary" + std::to_string(static_cast<int>(node.op));
  }
  std::string operator()(const ast::Binary& node) const {
    return "binary" + std::to_string(static_cast<int>(node.op));
  }
  std::string operator()(const ast::Logical& node) const {
    return "logical" + std::to_string(static_cast<int>(node.op));
  }
  std::string operator()(const ast::ComparisonChain& node) const {
    std::string text = "compare";
    for (const auto op : node.operators) text += std::to_string(static_cast<int>(op));
    return text;
  }
  std::string operator()(const ast::IsNull& node) const {
    return node.negated ? "notnull" : "null?";
  }
  std::string operator()(const ast::StringPredicate& node) const {
    return "string" + std::to_string(static_cast<int>(node.op));
  }
  std::string operator()(const ast::In&) const { return "in"; }
  std::string operator()(const ast::RegexMatch&) const { return "regex"; }
  std::string operator()(const ast::LabelPredicate& node) const {
    std::string text = "labels";
    write_labels(*node.labels, text);
    return text;
  }
  std::string operator()(const ast::TypePredicate& node) const {
    std::string text = node.negated ? "type!" : "type";
    write_type(node.type, text);
    return text;
  }
  std::string operator()(const ast::IsNormalized& node) const {
    return (node.negated ? "normal!" : "normal") + std::to_string(static_cast<int>(node.form));
  }
  std::string operator()(const ast::FunctionCall& node) const {
    return "call" + quoted(lower(node.full_name())) + (node.distinct ? "d" : "") +
           (node.star ? "*" : "");
  }
  std::string operator()(const ast::ListLiteral&) const { return "list"; }
  std::string operator()(const ast::MapLiteral& node) const {
    std::string text = "map";
    for (const auto& entry : node.entries) text += quoted(entry.key.text);
    return text;
  }
  std::string operator()(const ast::MapProjection& node) const {
    std::string text = "project";
    for (const auto& item : node.items) {
      text += std::to_string(static_cast<int>(item.kind)) + quoted(item.key.text);
      if (item.kind == ast::MapProjectionItem::Kind::Variable) text += variable_text(item.key.text);
    }
    return text;
  }
  std::string operator()(const ast::ListComprehension& node) const {
    return "comprehend" + quoted(node.variable.text) + (node.where ? "w" : "") +
           (node.projection ? "p" : "");
  }
  std::string operator()(const ast::PatternComprehension&) const { return identity(); }
  std::string operator()(const ast::PatternExpression&) const { return identity(); }
  std::string operator()(const ast::Quantifier& node) const {
    return "quantify" + std::to_string(static_cast<int>(node.kind)) + quoted(node.variable.text);
  }
  std::string operator()(const ast::Reduce& node) const {
    return "reduce" + quoted(node.accumulator.text) + quoted(node.variable.text);
  }
  std::string operator()(const ast::Case& node) const {
    std::string text = node.subject ? "case1" : "case0";
    for (const auto& branch : node.branches) text += ',' + std::to_string(branch.conditions.size());
    return text + (node.otherwise ? "e" : "");
  }
  std::string operator()(const ast::CaseSubject&) const { return "subject"; }
  std::string operator()(const ast::ExistsSubquery&) const { return identity(); }
  std::string operator()(const ast::CountSubquery&) const { return identity(); }
  std::string operator()(const ast::CollectSubquery&) const { return identity(); }
  std::string operator()(const ast::ShortestPathExpression&) const { return identity(); }
};

void write_fingerprint(const ast::Expression& expression,
                       FunctionRef<std::string(std::string_view)> variable_text,
                       std::vector<std::string_view>& lambda_names, std::string& out) {
  out += '(';
  out += std::visit(HeadWriter{expression, variable_text, lambda_names}, expression.node);
  for_each_child_with_names(expression,
                            [&](const ast::Expression& child, const LambdaNames& names) {
                              const std::size_t depth = lambda_names.size();
                              lambda_names.insert(lambda_names.end(), names.begin(), names.end());
                              write_fingerprint(child, variable_text, lambda_names, out);
                              lambda_names.resize(depth);
                            });
  out += ')';
}

}  // namespace

void for_each_child(const ast::Expression& expression,
                    FunctionRef<void(const ast::Expression&)> visit) {
  for_each_child_with_names(
      expression, [&](const ast::Expression& child, const LambdaNames&) { visit(child); });
}

bool any_of_tree(const ast::Expression& expression,
                 FunctionRef<bool(const ast::Expression&)> matches) {
  if (matches(expression)) return true;
  bool found = false;
  for_each_child(expression, [&](const ast::Expression& child) {
    found = found || any_of_tree(child, matches);
  });
  return found;
}

std::string fingerprint(const ast::Expression& expression,
                        FunctionRef<std::string(std::string_view)> variable_text) {
  std::string out;
  std::vector<std::string_view> lambda_names;
  write_fingerprint(expression, variable_text, lambda_names, out);
  return out;
}

}  // namespace liaison::query
