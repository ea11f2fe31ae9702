// Groups that belong to one node of a scan are done when the scan goes on:
//   Aggregation(a, b; sum(r.x)) over Expand((c)<-[r]-(b)) over Expand((a)-->(c)) over Scan(a)
// Such aggregations are marked, so that they keep the groups of a few nodes at a time as groups,
// and all others as rows.
#include "optimize/rules/rules.h"
#include "optimize/rules/scan_runs.h"

namespace liaison::query {
namespace {

std::optional<Aggregation::Runs> find_runs(const Aggregation& aggregation,
                                           const LogicalOperator& below) {
  const LogicalOperator* start = find_start(below);
  if (!start || is_seek(*start)) return std::nullopt;
  Aggregation::Runs runs;
  for (VariableId variable : introduced_variables(*start)) runs.run = variable;
  if (!has_key(aggregation, names_of(*runs.run, below), labels_of_scan(*start), runs.properties)) {
    return std::nullopt;
  }
  return runs;
}

}  // namespace

void group_by_runs(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) group_by_runs(child, plan, catalog);
  auto* aggregation = std::get_if<Aggregation>(&root->node);
  if (!aggregation || aggregation->partition || aggregation->distinct_runs ||
      aggregation->distinct_values) {
    return;
  }
  aggregation->group_runs = find_runs(*aggregation, *root->children.front());
}

}  // namespace liaison::query
