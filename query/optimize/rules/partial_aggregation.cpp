// Counting before looking. Rows that differ only in what nobody reads are counted right behind the
// expansion that made them, and labels, properties and conditions are looked at once per group:
//   Aggregation(b.name; count(*)) over Filter(b:B) over Expand((c)<--(b)) over Expand((a)-->(c))
//   -> Aggregation(b.name; count(*), weight n) over Filter(b:B)
//      over PartialAggregation(b; n) over Expand((c)<--(b)) over Expand((a)-->(c))
// Where a scan walks along a variable that is among the keys, its groups are finished one by one.
#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

// The answer is the same whether a row comes n times or once with weight n.
bool allows_weight(const BoundAggregate& aggregate) {
  const std::string_view name = aggregate.function->name;
  return name == "count" || name == "min" || name == "max" ||
         (aggregate.distinct && aggregate.function->create_grouped != nullptr);
}

bool is_deterministic(const LogicalOperator& op) {
  bool result = true;
  for_each_expression(op, [&](const BoundExpression& expression) {
    result = result && query::is_deterministic(expression);
  });
  return result;
}

bool is_row_by_row(const LogicalOperator& op) {
  return std::holds_alternative<Filter>(op.node) || std::holds_alternative<Projection>(op.node);
}

// Variables that are never null in the rows of `op`: the nodes and relationships that scans and
// expansions find.
VariableSet never_null(const LogicalOperator& op) {
  VariableSet result;
  for (const LogicalOperator* at = &op;; at = at->children.front().get()) {
    const bool finds = std::holds_alternative<AllNodeScan>(at->node) ||
                       std::holds_alternative<NodeByLabelScan>(at->node) ||
                       std::holds_alternative<NodeIndexSeek>(at->node) ||
                       std::holds_alternative<NodeIndexLookup>(at->node) ||
                       std::holds_alternative<RelationshipIndexLookup>(at->node) ||
                       std::holds_alternative<NodeByIdSeek>(at->node) ||
                       std::holds_alternative<Expand>(at->node);
    if (!finds && !std::holds_alternative<Filter>(at->node)) return result;
    if (finds) result.merge(introduced_variables(*at));
  }
}

// The place right above the expansion whose rows can be counted, or null. `needed` comes with what
// the aggregation reads and leaves with what it reads of those rows.
LogicalOperatorPtr* find_place(LogicalOperatorPtr* at, VariableSet& needed) {
  while (is_row_by_row(**at)) {
    if (!is_deterministic(**at)) return nullptr;
    for (VariableId variable : introduced_variables(**at)) needed.erase(variable);
    needed.merge(used_variables(**at));
    at = &(*at)->children.front();
  }
  const auto* expand = std::get_if<Expand>(&(*at)->node);
  if (!expand || expand->into || needed.empty()) return nullptr;
  // With its start or itself among the keys, hardly two rows would be the same.
  if (needed.contains(expand->from) || needed.contains(expand->relationship)) return nullptr;
  return at;
}

}  // namespace

void aggregate_early(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) aggregate_early(child, plan, catalog);
  auto* aggregation = std::get_if<Aggregation>(&root->node);
  if (!aggregation || aggregation->weight || !is_deterministic(*root)) return;
  std::vector<Assignment> aggregates = aggregation->aggregates;
  bool counts = false;  // else repeated rows could be left out, and nothing needs to be counted
  for (Assignment& item : aggregates) {
    const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
    if (!allows_weight(aggregate)) return;
    counts = counts || (aggregate.function->name == "count" && !aggregate.distinct);
  }
  if (!counts) return;
  const VariableSet present = never_null(*root->children.front());
  for (Assignment& item : aggregates) {
    const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
    if (aggregate.distinct || aggregate.function->name != "count" || aggregate.arguments.empty()) {
      continue;
    }
    const auto* counted = std::get_if<BoundVariable>(&aggregate.arguments.front()->node);
    if (counted && present.contains(counted->variable)) {
      item.expression = plan.own(BoundAggregate{aggregate.function, false, {}});
    }
  }
  VariableSet needed;
  for (const Assignment& key : aggregation->keys) collect_variables(*key.expression, needed);
  for (const Assignment& item : aggregates) collect_variables(*item.expression, needed);
  if (aggregation->partition) needed.insert(*aggregation->partition);
  LogicalOperatorPtr* place = find_place(&root->children.front(), needed);
  if (!place) return;
  const VariableId to = std::get<Expand>((*place)->node).to;
  PartialAggregation partial{{}, plan.new_variable()};
  for (VariableId variable : needed) {
    if (variable != to) partial.keys.push_back(variable);
  }
  if (needed.contains(to)) partial.keys.push_back(to);
  aggregation->aggregates = std::move(aggregates);
  aggregation->weight = partial.count;
  *place = make_operator(std::move(partial), std::move(*place));
}

}  // namespace liaison::query
