// Predicates move down to the lowest place at which all their variables are known, so that rows
// are dropped before they multiply.
//   Filter(a.x = 1, b.y = 2) over Expand(a, b) over AllNodeScan(a)
//   -> Filter(b.y = 2) over Expand(a, b) over Filter(a.x = 1) over AllNodeScan(a)
#include <algorithm>

#include "bind/expression_walk.h"
#include "optimize/rules/rules.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

// Only operators that pair rows or add values: a filter means the same above and below them.
bool lets_pass(const LogicalOperator& op) {
  return std::holds_alternative<AllNodeScan>(op.node) || std::holds_alternative<Expand>(op.node) ||
         std::holds_alternative<VarLengthExpand>(op.node) ||
         std::holds_alternative<ProjectEndpoints>(op.node) ||
         std::holds_alternative<GroupWalk>(op.node) ||
         std::holds_alternative<RestrictPath>(op.node) || std::holds_alternative<Filter>(op.node) ||
         std::holds_alternative<ShortestPath>(op.node);
}

// A projection of the pattern's paths, which cannot fail.
bool is_path_projection(const LogicalOperator& op) {
  const auto* projection = std::get_if<Projection>(&op.node);
  return projection &&
         std::all_of(projection->items.begin(), projection->items.end(),
                     [](const Assignment& item) {
                       return std::holds_alternative<BoundPath>(item.expression->node);
                     });
}

void add_filter(LogicalOperatorPtr& place, Predicate predicate) {
  if (auto* filter = std::get_if<Filter>(&place->node)) {
    filter->predicates.push_back(predicate);
    return;
  }
  place = make_operator(Filter{{predicate}}, std::move(place));
}

// Puts the predicate as far down from `place` as it can go. A filter that stands there takes it in.
void sink_predicate(LogicalOperatorPtr& place, Predicate predicate, const VariableSet& variables) {
  LogicalOperatorPtr* lowest = &place;
  LogicalOperatorPtr* at = &place;
  while (lets_pass(**at) || is_path_projection(**at)) {
    const VariableSet added = introduced_variables(**at);
    const bool needed = std::any_of(added.begin(), added.end(), [&](VariableId variable) {
      return variables.contains(variable);
    });
    if (needed) break;
    const bool was_filter = std::holds_alternative<Filter>((*at)->node);
    at = &(*at)->children.front();
    if (!was_filter) lowest = at;
  }
  add_filter(*lowest, predicate);
}

// Between two predicates of one filter the cheap one goes first.
int cost_of(Predicate predicate) {
  if (contains_subquery(*predicate)) return 2;
  return std::holds_alternative<BoundLabelTest>(predicate->node) ? 0 : 1;
}

}  // namespace

void push_predicates_down(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  auto* filter = std::get_if<Filter>(&root->node);
  if (filter) {
    while (auto* below = std::get_if<Filter>(&root->children.front()->node)) {
      filter->predicates.insert(filter->predicates.begin(), below->predicates.begin(),
                                below->predicates.end());
      LogicalOperatorPtr grandchild = std::move(root->children.front()->children.front());
      root->children.front() = std::move(grandchild);
    }
    std::vector<Predicate> staying;
    const std::vector<Predicate> all = std::move(filter->predicates);
    for (Predicate predicate : all) {
      // rand() and its like are called once per row that reaches them: they stay.
      const LogicalOperator& child = *root->children.front();
      if ((!is_deterministic(*predicate) && !contains_subquery(*predicate)) ||
          !(lets_pass(child) || is_path_projection(child))) {
        staying.push_back(predicate);
        continue;
      }
      const VariableSet variables = variables_of(*predicate);
      const VariableSet added = introduced_variables(child);
      const bool needed = std::any_of(added.begin(), added.end(), [&](VariableId variable) {
        return variables.contains(variable);
      });
      if (needed) {
        staying.push_back(predicate);
      } else {
        sink_predicate(root->children.front(), predicate, variables);
      }
    }
    filter = std::get_if<Filter>(&root->node);
    filter->predicates = std::move(staying);
    if (filter->predicates.empty()) {
      LogicalOperatorPtr child = std::move(root->children.front());
      root = std::move(child);
      push_predicates_down(root, plan, catalog);
      return;
    }
    std::stable_sort(filter->predicates.begin(), filter->predicates.end(),
                     [](Predicate a, Predicate b) { return cost_of(a) < cost_of(b); });
  }
  for (LogicalOperatorPtr& child : root->children) push_predicates_down(child, plan, catalog);
}

}  // namespace liaison::query
