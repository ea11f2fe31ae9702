// Groups that belong to one node of a scan are done when the scan goes on:
//   Aggregation(a, b; sum(r.x)) over Expand((c)<-[r]-(b)) over Expand((a)-->(c)) over Scan(a)
// Such aggregations are marked, so that they keep the groups of a few nodes at a time as groups,
// and all others as rows.
#include "optimize/rules/rules.h"
#include "optimize/rules/scan_runs.h"

namespace liaison::query {
namespace {

// One of the names that the rows at `below` still have: counting early leaves only its keys.
std::optional<VariableId> name_that_arrives(const VariableSet& names, VariableId original,
                                            const LogicalOperator& below) {
  for (const LogicalOperator* at = &below; at->children.size() == 1;
       at = at->children.front().get()) {
    const auto* partial = std::get_if<PartialAggregation>(&at->node);
    if (!partial) continue;
    for (VariableId key : partial->keys) {
      if (names.contains(key)) return key;
    }
    return std::nullopt;
  }
  return original;
}

std::optional<Aggregation::Runs> find_runs(const Aggregation& aggregation,
                                           const LogicalOperator& below) {
  const LogicalOperator* start = find_start(below);
  if (!start || is_seek(*start)) return std::nullopt;
  const VariableSet introduced = introduced_variables(*start);
  if (introduced.size() != 1) return std::nullopt;
  const VariableSet names = names_of(*introduced.begin(), below);
  Aggregation::Runs runs;
  runs.run = name_that_arrives(names, *introduced.begin(), below);
  if (!runs.run || !has_key(aggregation, names, labels_of_scan(*start), runs.properties)) {
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
