// A scan in the middle of a pattern would be repeated for every row below it. It runs once instead
// and is joined: on equal keys where the filter has such, else as all pairs. So does a search of an
// index that finds the same for every row, where there are keys.
//   Filter(a.x = b.y, b.z = 1) over NodeByLabelScan(b:B) over NodeByLabelScan(a:A)
//   -> HashJoin(a.x = b.y) of NodeByLabelScan(a:A) and (Filter(b.z = 1) over NodeByLabelScan(b:B))
#include <algorithm>

#include "bind/expression_walk.h"
#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

std::optional<VariableId> scanned_by(const LogicalOperator& op) {
  if (const auto* scan = std::get_if<AllNodeScan>(&op.node)) return scan->variable;
  if (const auto* scan = std::get_if<NodeByLabelScan>(&op.node)) return scan->variable;
  return std::nullopt;
}

// The variable of a search that finds the same whatever the rows below it are.
std::optional<VariableId> sought_by(const LogicalOperator& op) {
  const auto* lookup = std::get_if<NodeIndexLookup>(&op.node);
  if (!lookup || !used_variables(op).empty()) return std::nullopt;
  return lookup->variable;
}

bool reads_only(const BoundExpression& expression, VariableId variable) {
  const VariableSet read = free_variables(expression);
  return read.size() == 1 && read.contains(variable);
}

bool has_key(const Filter& filter, VariableId scanned) {
  return std::ranges::any_of(filter.predicates, [&](Predicate predicate) {
    return join_key(predicate, scanned).has_value();
  });
}

// `place` holds what finds `scanned`, or a filter over it.
void join(LogicalOperatorPtr& place, VariableId scanned) {
  auto* filter = std::get_if<Filter>(&place->node);
  LogicalOperatorPtr scan = filter ? std::move(place->children.front()) : std::move(place);
  LogicalOperatorPtr left = std::move(scan->children.front());
  scan->children.front() = make_operator(Argument{});

  HashJoin join;
  Filter own;
  Filter rest;
  if (filter) {
    for (Predicate predicate : filter->predicates) {
      if (reads_only(*predicate, scanned) && is_deterministic(*predicate)) {
        own.predicates.push_back(predicate);
      } else if (const auto key = join_key(predicate, scanned)) {
        join.right_keys.push_back(key->own);
        join.left_keys.push_back(key->other);
      } else {
        rest.predicates.push_back(predicate);
      }
    }
  }
  LogicalOperatorPtr right = std::move(scan);
  if (!own.predicates.empty()) right = make_operator(std::move(own), std::move(right));
  place = make_operator(std::move(join), std::move(left), std::move(right));
  if (!rest.predicates.empty()) place = make_operator(std::move(rest), std::move(place));
}

}  // namespace

void join_scans(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  // The filter over a scan before the scan alone, as it may hold the keys.
  const auto* filter = std::get_if<Filter>(&root->node);
  const LogicalOperator& scan = filter ? *root->children.front() : *root;
  const auto scanned = scanned_by(scan);
  const auto sought = sought_by(scan);
  const auto found = scanned ? scanned : sought;
  if (found && !std::holds_alternative<Argument>(scan.children.front()->node) &&
      (scanned || (filter && has_key(*filter, *sought)))) {
    join(root, *found);
  }
  for (LogicalOperatorPtr& child : root->children) join_scans(child, plan, catalog);
}

}  // namespace liaison::query
