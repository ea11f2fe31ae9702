#include "ast/query.h"

namespace liaison::query::ast {
namespace {

std::string join_names(const std::vector<Name>& names) {
  std::string joined;
  for (const Name& name : names) {
    if (!joined.empty()) joined += '.';
    joined += name.text;
  }
  return joined;
}

}  // namespace

// Here, where patterns and queries are complete types.
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

std::string FunctionCall::full_name() const {
  return join_names(name);
}

std::string CallProcedure::full_name() const {
  return join_names(name);
}

const std::string& ProjectionItem::column_name() const {
  if (alias) return alias->text;
  if (const auto* variable = std::get_if<Variable>(&expression->node);
      variable != nullptr && !expression->parenthesised) {
    return variable->name;
  }
  return text;
}

bool is_updating(const Clause& clause) {
  return std::holds_alternative<Create>(clause.node) ||
         std::holds_alternative<Merge>(clause.node) || std::holds_alternative<Set>(clause.node) ||
         std::holds_alternative<Remove>(clause.node) ||
         std::holds_alternative<Delete>(clause.node) ||
         std::holds_alternative<Foreach>(clause.node);
}

}  // namespace liaison::query::ast
