// Where only the groups that come most often are wanted, those that come less often than the ones
// seen so far go as soon as they are counted:
//   TopN(n DESC, ...; k) over Projection over Aggregation(a.x, b.x; n, runs of a)
//   -> the Aggregation tells what counts its groups by how many times the k-th of them came
// Only where a group is whole when its run ends, and where nothing in between could fail or leave
// out a group that sets the measure.
#include <algorithm>

#include "optimize/rules/rules.h"

namespace liaison::query {
namespace {

// A comparison of what is there for every row: it gives true, false or null.
bool is_safe_condition(const BoundExpression& condition) {
  if (std::holds_alternative<BoundLabelTest>(condition.node)) return true;
  const auto* binary = std::get_if<BoundBinary>(&condition.node);
  if (!binary) return false;
  if (binary->op == BinaryOperator::And || binary->op == BinaryOperator::Or) {
    return is_safe_condition(*binary->left) && is_safe_condition(*binary->right);
  }
  const auto is_safe_side = [](const BoundExpression& side) {
    return cannot_fail(side) || std::holds_alternative<BoundParameter>(side.node);
  };
  return binary->op >= BinaryOperator::Equal && binary->op <= BinaryOperator::GreaterOrEqual &&
         is_safe_side(*binary->left) && is_safe_side(*binary->right);
}

bool are_safe(const std::vector<Assignment>& items) {
  return std::all_of(items.begin(), items.end(),
                     [](const Assignment& item) { return cannot_fail(*item.expression); });
}

// What a projection makes of a variable: the one it stands for below, or nullopt.
std::optional<VariableId> source_of(VariableId variable, const Projection& projection) {
  for (const Assignment& item : projection.items) {
    if (item.variable != variable) continue;
    const auto* plain = std::get_if<BoundVariable>(&item.expression->node);
    return plain ? std::optional(plain->variable) : std::nullopt;
  }
  return variable;
}

// The aggregation whose groups `top` takes the largest of, or null.
Aggregation* find_aggregation(const TopN& top, LogicalOperator* at) {
  const SortKey& first = top.keys.front();
  const auto* key = std::get_if<BoundVariable>(&first.expression->node);
  if (!first.descending || !key || top.partition) return nullptr;
  for (const SortKey& other : top.keys) {
    if (!cannot_fail(*other.expression)) return nullptr;
  }
  VariableId variable = key->variable;
  for (; auto* projection = std::get_if<Projection>(&at->node); at = at->children.front().get()) {
    const auto source = source_of(variable, *projection);
    if (!source || !are_safe(projection->items)) return nullptr;
    variable = *source;
  }
  auto* aggregation = std::get_if<Aggregation>(&at->node);
  if (!aggregation || !aggregation->distinct_runs || !are_safe(aggregation->keys) ||
      std::none_of(aggregation->aggregates.begin(), aggregation->aggregates.end(),
                   [&](const Assignment& item) { return item.variable == variable; })) {
    return nullptr;
  }
  for (at = at->children.front().get(); !std::holds_alternative<PartialAggregation>(at->node);
       at = at->children.front().get()) {
    const auto* filter = std::get_if<Filter>(&at->node);
    if (std::holds_alternative<LabelFilter>(at->node)) continue;
    if (!filter ||
        !std::all_of(filter->predicates.begin(), filter->predicates.end(),
                     [](Predicate condition) { return is_safe_condition(*condition); })) {
      return nullptr;
    }
  }
  return aggregation;
}

}  // namespace

void keep_largest_groups(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (const auto* top = std::get_if<TopN>(&root->node)) {
    if (Aggregation* aggregation = find_aggregation(*top, root->children.front().get())) {
      aggregation->largest = Aggregation::LargestGroups{top->skip, top->limit};
    }
  }
  for (LogicalOperatorPtr& child : root->children) keep_largest_groups(child, plan, catalog);
}

}  // namespace liaison::query
