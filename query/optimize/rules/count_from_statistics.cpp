// A count of all rows of one scan, or of all relationships walked from it, is a number the catalog
// keeps.
//   Aggregation(count(*)) over NodeByLabelScan(n:A) over SingleRow -> CountFromStatistics(A)
//   Aggregation(count(*)) over Expand((n)-[:T]->(m)) over NodeByLabelScan(n:A) over SingleRow
//   -> CountFromStatistics(T at A)
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

struct Counted {
  CountFromStatistics count;
  VariableSet never_null;
};

// Unset: the rows below are not simply all nodes, or all nodes of a label.
std::optional<Counted> plain_scan(const LogicalOperator& op) {
  Counted counted;
  if (const auto* by_label = std::get_if<NodeByLabelScan>(&op.node)) {
    counted.count.label = by_label->label;
    counted.never_null.insert(by_label->variable);
  } else if (const auto* all = std::get_if<AllNodeScan>(&op.node)) {
    counted.never_null.insert(all->variable);
  } else {
    return std::nullopt;
  }
  const auto* argument = std::get_if<Argument>(&op.children.front()->node);
  if (!argument || argument->row_number) return std::nullopt;
  return counted;
}

// ... or all relationships that leave or reach them. Walked both ways, loops would count once.
std::optional<Counted> plain_walk(const LogicalOperator& op) {
  const auto* expand = std::get_if<Expand>(&op.node);
  if (!expand || expand->into || expand->direction == Direction::Both) return std::nullopt;
  if (expand->types && is_dynamic(*expand->types)) return std::nullopt;
  auto counted = plain_scan(*op.children.front());
  if (!counted || !counted->never_null.contains(expand->from)) return std::nullopt;
  counted->count.entity = EntityKind::Relationship;
  counted->count.types = expand->types;
  counted->count.direction = expand->direction;
  counted->never_null.insert({expand->to, expand->relationship});
  return counted;
}

bool counts_rows(const BoundAggregate& aggregate, const VariableSet& never_null) {
  if (aggregate.distinct || aggregate.function->name != "count") return false;
  if (aggregate.arguments.empty()) return true;
  const auto* variable = std::get_if<BoundVariable>(&aggregate.arguments.front()->node);
  return variable && never_null.contains(variable->variable);
}

}  // namespace

void count_from_statistics(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) count_from_statistics(child, plan, catalog);
  const auto* aggregation = std::get_if<Aggregation>(&root->node);
  if (!aggregation || !aggregation->keys.empty() || aggregation->aggregates.size() != 1) return;
  auto counted = plain_scan(*root->children.front());
  if (!counted) counted = plain_walk(*root->children.front());
  if (!counted) return;
  const auto& aggregate = std::get<BoundAggregate>(aggregation->aggregates[0].expression->node);
  if (!counts_rows(aggregate, counted->never_null)) return;
  counted->count.variable = aggregation->aggregates[0].variable;
  LogicalOperator* leaf = root.get();
  while (!leaf->children.front()->children.empty()) leaf = leaf->children.front().get();
  LogicalOperatorPtr argument = std::move(leaf->children.front());
  root = make_operator(std::move(counted->count), std::move(argument));
}

}  // namespace liaison::query
