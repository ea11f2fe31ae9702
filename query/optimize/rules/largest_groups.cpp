// Where only the groups that come most often are wanted, the others go when all are counted, or
// from time to time where groups are done before the end:
//   TopN(n DESC, ...; k) over Filter(n >= 3) over Projection over Aggregation(a.x, b.x; n)
//   -> the Aggregation hands on its k largest groups, and those with as many as the last of them
// Only where nothing in between could fail for a group, or leave out a group and not all smaller
// ones. Where groups are whole when their run ends, they go as soon as they are counted: the
// Aggregation tells what counts them by how many times the k-th of them came. Then nothing below
// it may fail or leave out a group that sets the measure, either.
#include <algorithm>

#include "liaison/query/function.h"
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

// Whether the condition holds for all numbers from some bound on, and for no others.
bool is_lower_bound(const BoundExpression& condition, VariableId number) {
  const auto* binary = std::get_if<BoundBinary>(&condition.node);
  if (!binary) return false;
  const auto is_number = [&](const BoundExpression& side) {
    const auto* variable = std::get_if<BoundVariable>(&side.node);
    return variable && variable->variable == number;
  };
  const auto is_bound = [](const BoundExpression& side) {
    return std::holds_alternative<BoundLiteral>(side.node) ||
           std::holds_alternative<BoundParameter>(side.node);
  };
  switch (binary->op) {
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterOrEqual:
      return is_number(*binary->left) && is_bound(*binary->right);
    case BinaryOperator::Less:
    case BinaryOperator::LessOrEqual:
      return is_bound(*binary->left) && is_number(*binary->right);
    default:
      return false;
  }
}

// Whether handing on a group gives a value whatever was counted: nothing that is checked at the
// end, as the percentiles do.
bool ends_safely(const Assignment& item) {
  const std::string_view name = std::get<BoundAggregate>(item.expression->node).function->name;
  return name == "count" || name == "min" || name == "max" || name == "collect";
}

bool is_count(const Assignment& item) {
  return std::get<BoundAggregate>(item.expression->node).function->name == "count";
}

// Whether what counts the groups may leave some out.
bool may_be_early(const Aggregation& aggregation, const LogicalOperator* below) {
  if (!aggregation.distinct_runs || aggregation.distinct_runs->is_sole ||
      !are_safe(aggregation.keys)) {
    return false;
  }
  for (; !std::holds_alternative<PartialAggregation>(below->node);
       below = below->children.front().get()) {
    if (std::holds_alternative<LabelFilter>(below->node)) continue;
    const auto* filter = std::get_if<Filter>(&below->node);
    if (!filter ||
        !std::all_of(filter->predicates.begin(), filter->predicates.end(),
                     [](Predicate condition) { return is_safe_condition(*condition); })) {
      return false;
    }
  }
  return true;
}

// Marks the aggregation whose groups `top` takes the largest of, if there is one.
void mark_aggregation(const TopN& top, LogicalOperator* at) {
  const SortKey& first = top.keys.front();
  const auto* key = std::get_if<BoundVariable>(&first.expression->node);
  if (!first.descending || !key || top.partition) return;
  for (const SortKey& other : top.keys) {
    if (!cannot_fail(*other.expression)) return;
  }
  VariableId variable = key->variable;
  for (;; at = at->children.front().get()) {
    if (const auto* projection = std::get_if<Projection>(&at->node)) {
      const auto source = source_of(variable, *projection);
      if (!source || !are_safe(projection->items)) return;
      variable = *source;
    } else if (const auto* filter = std::get_if<Filter>(&at->node)) {
      if (!std::all_of(filter->predicates.begin(), filter->predicates.end(),
                       [&](Predicate condition) { return is_lower_bound(*condition, variable); })) {
        return;
      }
    } else {
      break;
    }
  }
  auto* aggregation = std::get_if<Aggregation>(&at->node);
  if (!aggregation || aggregation->partition) return;
  const std::vector<Assignment>& items = aggregation->aggregates;
  if (!std::all_of(items.begin(), items.end(), ends_safely) ||
      std::none_of(items.begin(), items.end(), [&](const Assignment& item) {
        return item.variable == variable && is_count(item);
      })) {
    return;
  }
  aggregation->largest = Aggregation::LargestGroups{
      variable, top.skip, top.limit, may_be_early(*aggregation, at->children.front().get())};
}

}  // namespace

void keep_largest_groups(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (const auto* top = std::get_if<TopN>(&root->node)) {
    mark_aggregation(*top, root->children.front().get());
  }
  for (LogicalOperatorPtr& child : root->children) keep_largest_groups(child, plan, catalog);
}

}  // namespace liaison::query
