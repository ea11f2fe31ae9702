// Counting before looking. Rows that differ only in what nobody reads are counted right behind the
// expansion that made them, and properties and conditions are looked at once per group; labels of
// the end are tested while it is counted:
//   Aggregation(b.name; count(*)) over Filter(b:B, b.x > 1) over Expand((c)<--(b))
//   -> Aggregation(b.name; count(*), weight n) over Filter(b.x > 1)
//      over PartialAggregation(b; n; b:B) over Expand((c)<--(b))
// Where a scan walks along a variable that is among the keys, its groups are finished one by one;
// when the final keys may tell both nodes apart as well, they are marked as the groups themselves.
// So are those of a node that was sought, for the case that it is the only one. DISTINCT aggregates
// are told where no value can come to a group twice.
#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "optimize/rules/scan_runs.h"
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
  return std::holds_alternative<Filter>(op.node) || std::holds_alternative<LabelFilter>(op.node) ||
         std::holds_alternative<Projection>(op.node);
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
    if (!finds && !std::holds_alternative<Filter>(at->node) &&
        !std::holds_alternative<LabelFilter>(at->node)) {
      return result;
    }
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

// The label that a condition asks a node for by its name, or null.
const std::string* tested_label(Predicate predicate, VariableId node) {
  const auto* test = std::get_if<BoundLabelTest>(&predicate->node);
  if (!test || test->labels.kind != LabelExpression::Kind::Name) return nullptr;
  const auto* object = std::get_if<BoundVariable>(&test->object->node);
  return object && object->variable == node ? &test->labels.name : nullptr;
}

// Takes the labels that conditions right above `place` ask of `end` out of them: ends without them
// need not be counted at all.
std::vector<std::string> take_labels(LogicalOperatorPtr* at, const LogicalOperatorPtr* place,
                                     VariableId end) {
  std::vector<std::string> labels;
  for (; at != place; at = &(*at)->children.front()) {
    auto* filter = std::get_if<Filter>(&(*at)->node);
    if (!filter) continue;
    std::erase_if(filter->predicates, [&](Predicate predicate) {
      const std::string* label = tested_label(predicate, end);
      if (label) labels.push_back(*label);
      return label != nullptr;
    });
  }
  return labels;
}

// Labels that the conditions between `at` and `place` have proven of a node, beyond `labels`.
void add_filtered_labels(const LogicalOperator* at, const LogicalOperator* place, VariableId node,
                         std::vector<std::string>& labels) {
  for (; at != place; at = at->children.front().get()) {
    const auto* filter = std::get_if<LabelFilter>(&at->node);
    if (!filter) continue;
    if (const std::string* label = tested_label(filter->test, node)) labels.push_back(*label);
  }
}

// Labels that the counted ends have.
std::vector<std::string> labels_of_ends(const LogicalOperator& above, const LogicalOperator& place,
                                        const PartialAggregation& partial, VariableId to) {
  std::vector<std::string> labels = partial.labels;
  add_filtered_labels(&above, &place, to, labels);
  return labels;
}

// Pairs of a scanned node and a last one that are counted to their end are the groups themselves
// when the keys tell both nodes apart. Where a seek finds the first one, it may be the only one:
// the keys need only tell the last ones apart then.
std::optional<Aggregation::Runs> find_distinct_runs(const Aggregation& aggregation,
                                                    const LogicalOperator& above,
                                                    const LogicalOperator& place,
                                                    const PartialAggregation& partial,
                                                    VariableId to) {
  if (aggregation.partition || partial.keys.empty() || partial.keys.size() > 2 ||
      partial.keys.back() != to) {
    return std::nullopt;
  }
  for (const Assignment& item : aggregation.aggregates) {
    const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
    const bool is_count = aggregate.function->name == "count" && aggregate.arguments.empty();
    if (!is_count || aggregate.distinct) return std::nullopt;
  }
  const LogicalOperator* start = find_start(*place.children.front());
  if (!start) return std::nullopt;
  Aggregation::Runs runs;
  runs.is_sole = is_seek(*start);
  if (partial.keys.size() == 2) runs.run = partial.keys.front();
  if (runs.run && !introduced_variables(*start).contains(*runs.run)) return std::nullopt;
  if (!runs.is_sole) {
    if (!runs.run) return std::nullopt;
    if (!has_key(aggregation, {*runs.run}, labels_of_scan(*start), runs.properties)) {
      return std::nullopt;
    }
  }
  if (!has_key(aggregation, {to}, labels_of_ends(above, place, partial, to), runs.properties)) {
    return std::nullopt;
  }
  return runs;
}

// The variable that all aggregates take, when all are DISTINCT and take but one.
std::optional<VariableId> distinct_value(const Aggregation& aggregation) {
  std::optional<VariableId> value;
  for (const Assignment& item : aggregation.aggregates) {
    const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
    if (!aggregate.distinct || aggregate.arguments.size() != 1) return std::nullopt;
    const auto* plain = std::get_if<BoundVariable>(&aggregate.arguments.front()->node);
    if (!plain || (value && *value != plain->variable)) return std::nullopt;
    value = plain->variable;
  }
  return value;
}

// Pairs of a scanned node and a last one that come but once: where one of the two is what DISTINCT
// aggregates take and the keys tell the other one apart, no value comes to a group twice.
std::optional<Aggregation::Runs> find_distinct_values(const Aggregation& aggregation,
                                                      const LogicalOperator& above,
                                                      const LogicalOperator& place,
                                                      const PartialAggregation& partial,
                                                      VariableId to) {
  const std::optional<VariableId> value = distinct_value(aggregation);
  if (!value || aggregation.partition || partial.keys.size() != 2 || partial.keys.back() != to) {
    return std::nullopt;
  }
  const VariableId run = partial.keys.front();
  const LogicalOperator* start = find_start(*place.children.front());
  if (!start || is_seek(*start) || !introduced_variables(*start).contains(run)) return std::nullopt;
  Aggregation::Runs runs;
  runs.run = run;
  bool is_told_apart = false;
  if (*value == run) {
    is_told_apart =
        has_key(aggregation, {to}, labels_of_ends(above, place, partial, to), runs.properties);
  } else if (*value == to) {
    is_told_apart = has_key(aggregation, {run}, labels_of_scan(*start), runs.properties);
  }
  if (!is_told_apart) return std::nullopt;
  return runs;
}

void remove_empty_filters(LogicalOperatorPtr& at) {
  if (!is_row_by_row(*at)) return;
  remove_empty_filters(at->children.front());
  const auto* filter = std::get_if<Filter>(&at->node);
  if (filter && filter->predicates.empty()) {
    LogicalOperatorPtr below = std::move(at->children.front());
    at = std::move(below);
  }
}

}  // namespace

void aggregate_early(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) aggregate_early(child, plan, catalog);
  auto* aggregation = std::get_if<Aggregation>(&root->node);
  if (!aggregation || aggregation->weight || !is_deterministic(*root)) return;
  std::vector<Assignment> aggregates = aggregation->aggregates;
  bool gains = false;  // min() and max() alone are as quick over repeated rows
  for (Assignment& item : aggregates) {
    const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
    if (!allows_weight(aggregate)) return;
    gains = gains || aggregate.function->name == "count" || aggregate.distinct;
  }
  if (!gains) return;
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
  for (const Assignment& key : aggregation->keys) collect_free_variables(*key.expression, needed);
  for (const Assignment& item : aggregates) collect_free_variables(*item.expression, needed);
  if (aggregation->partition) needed.insert(*aggregation->partition);
  LogicalOperatorPtr* place = find_place(&root->children.front(), needed);
  if (!place) return;
  const VariableId to = std::get<Expand>((*place)->node).to;
  PartialAggregation partial{{}, plan.new_variable()};
  for (VariableId variable : needed) {
    if (variable != to) partial.keys.push_back(variable);
  }
  if (needed.contains(to)) {
    partial.keys.push_back(to);
    partial.labels = take_labels(&root->children.front(), place, to);
  }
  aggregation->aggregates = std::move(aggregates);
  aggregation->weight = partial.count;
  aggregation->distinct_runs =
      find_distinct_runs(*aggregation, *root->children.front(), **place, partial, to);
  aggregation->distinct_values =
      find_distinct_values(*aggregation, *root->children.front(), **place, partial, to);
  partial.is_whole = aggregation->distinct_runs || aggregation->distinct_values;
  *place = make_operator(std::move(partial), std::move(*place));
  remove_empty_filters(root->children.front());
}

}  // namespace liaison::query
