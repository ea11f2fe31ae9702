// A count of all rows of one scan is a number the catalog keeps.
//   Aggregation(count(*)) over NodeByLabelScan(n:A) over Argument -> CountFromStatistics(A)
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"

namespace liaison::query {
namespace {

// Null: the rows below are not simply all nodes, or all nodes of a label.
const LogicalOperator* plain_scan(const LogicalOperator& op) {
  if (!std::holds_alternative<AllNodeScan>(op.node) &&
      !std::holds_alternative<NodeByLabelScan>(op.node)) {
    return nullptr;
  }
  const auto* argument = std::get_if<Argument>(&op.children.front()->node);
  return argument && !argument->row_number ? &op : nullptr;
}

bool counts_rows_of(const BoundAggregate& aggregate, VariableId scanned) {
  if (aggregate.distinct || aggregate.function->name != "count") return false;
  if (aggregate.arguments.empty()) return true;
  const auto* variable = std::get_if<BoundVariable>(&aggregate.arguments.front()->node);
  return variable && variable->variable == scanned;  // a scanned node is never null
}

}  // namespace

void count_from_statistics(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) count_from_statistics(child, plan, catalog);
  const auto* aggregation = std::get_if<Aggregation>(&root->node);
  if (!aggregation || !aggregation->keys.empty() || aggregation->aggregates.size() != 1) return;
  const LogicalOperator* scan = plain_scan(*root->children.front());
  if (!scan) return;
  CountFromStatistics count{EntityKind::Node, std::nullopt, aggregation->aggregates[0].variable};
  VariableId scanned = 0;
  if (const auto* by_label = std::get_if<NodeByLabelScan>(&scan->node)) {
    count.token = by_label->label;
    scanned = by_label->variable;
  } else {
    scanned = std::get<AllNodeScan>(scan->node).variable;
  }
  const auto& aggregate = std::get<BoundAggregate>(aggregation->aggregates[0].expression->node);
  if (!counts_rows_of(aggregate, scanned)) return;
  LogicalOperatorPtr argument = std::move(root->children.front()->children.front());
  root = make_operator(std::move(count), std::move(argument));
}

}  // namespace liaison::query
