// Properties of rows that a limit throws away are not read.
//   Limit over TopN(by n) over Projection(n = .., name = b.name)
//   -> Projection(name = b.name) over Limit over TopN(by n) over Projection(n = ..)
// Only for values whose computing cannot fail: an error of a row that is cut off stays an error.
#include <algorithm>

#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

bool is_cutting(const LogicalOperator& op) {
  return std::holds_alternative<TopN>(op.node) || std::holds_alternative<Limit>(op.node) ||
         std::holds_alternative<Skip>(op.node);
}

void collect_keys(const LogicalOperator& op, VariableSet& used) {
  if (const auto* top = std::get_if<TopN>(&op.node)) {
    for (const SortKey& key : top->keys) collect_free_variables(*key.expression, used);
  }
}

}  // namespace

bool cannot_fail(const BoundExpression& expression) {
  if (std::holds_alternative<BoundVariable>(expression.node) ||
      std::holds_alternative<BoundLiteral>(expression.node) ||
      std::holds_alternative<BoundPath>(expression.node)) {
    return true;
  }
  const auto* property = std::get_if<BoundProperty>(&expression.node);
  if (!property) return false;
  const StaticType& type = property->object->type;
  return std::holds_alternative<BoundVariable>(property->object->node) &&
         (type.is_exactly(ValueKind::Node) || type.is_exactly(ValueKind::Relationship));
}

void project_after_limit(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (is_cutting(*root)) {
    VariableSet keys;
    LogicalOperator* lowest = root.get();
    collect_keys(*lowest, keys);
    while (is_cutting(*lowest->children.front())) {
      lowest = lowest->children.front().get();
      collect_keys(*lowest, keys);
    }
    auto* projection = std::get_if<Projection>(&lowest->children.front()->node);
    if (projection) {
      Projection late;
      std::erase_if(projection->items, [&](const Assignment& item) {
        // A plain variable costs nothing, and keeps the layout simple.
        const bool waits = !keys.contains(item.variable) && cannot_fail(*item.expression) &&
                           std::holds_alternative<BoundProperty>(item.expression->node);
        if (waits) late.items.push_back(item);
        return waits;
      });
      if (projection->items.empty()) {
        LogicalOperatorPtr below = std::move(lowest->children.front()->children.front());
        lowest->children.front() = std::move(below);
      }
      if (!late.items.empty()) {
        root = make_operator(std::move(late), std::move(root));
        project_after_limit(root->children.front()->children.front(), plan, catalog);
        return;
      }
    }
  }
  for (LogicalOperatorPtr& child : root->children) project_after_limit(child, plan, catalog);
}

}  // namespace liaison::query
