// Matches that are only counted are not made as rows: one row says how many there are.
//   Aggregation(count(*)) over Expand(a, b)          -> Aggregation(sum(n)) over ExpandCount(a, n)
//   Aggregation(count(p)) over ShortestPath(a, b)    -> Aggregation(sum(n)) over ShortestPath(.. n)
// Nothing else may read what the step finds. min, max and DISTINCT do not see repeats anyway.
#include <algorithm>
#include <optional>

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "plan/operator_tools.h"
#include "plan/variable_uses.h"

namespace liaison::query {
namespace {

bool is_number_of_rows(const BoundAggregate& aggregate, const VariableSet& never_null) {
  if (aggregate.distinct || aggregate.function->name != "count") return false;
  if (aggregate.arguments.empty()) return true;
  const auto* variable = std::get_if<BoundVariable>(&aggregate.arguments.front()->node);
  return variable && never_null.contains(variable->variable);
}

bool ignores_repeats(const BoundAggregate& aggregate) {
  return aggregate.distinct || aggregate.function->name == "min" ||
         aggregate.function->name == "max";
}

class CountMatches {
 public:
  explicit CountMatches(LogicalPlan& plan) : plan_(plan) {}

  void visit(LogicalOperator& op) {
    for (LogicalOperatorPtr& child : op.children) visit(*child);
    if (auto* aggregation = std::get_if<Aggregation>(&op.node)) apply(*aggregation, op);
  }

 private:
  // Of the plan as it was before the first change, which is never made without asking.
  const VariableUses& uses() {
    if (!uses_) uses_.emplace(plan_);
    return *uses_;
  }

  void apply(Aggregation& aggregation, LogicalOperator& op) {
    if (aggregation.weight) return;
    LogicalOperator* step = op.children.front().get();
    // Filters in between work on rows that stand for all of their matches alike.
    while (std::holds_alternative<Filter>(step->node) ||
           std::holds_alternative<LabelFilter>(step->node)) {
      bool pure = true;
      for_each_expression(*step, [&](const BoundExpression& e) {
        pure = pure && (is_deterministic(e) || contains_subquery(e));
      });
      if (!pure) return;
      step = step->children.front().get();
    }
    VariableSet found = introduced_variables(*step);
    if (!may_count(*step)) return;
    bool counts = false;
    for (const Assignment& item : aggregation.aggregates) {
      const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
      if (is_number_of_rows(aggregate, found)) {
        counts = true;
      } else if (!ignores_repeats(aggregate)) {
        return;
      }
    }
    if (!counts) return;
    // The length of shortest paths is still there when they are only counted.
    if (const auto* path = std::get_if<ShortestPath>(&step->node)) {
      if (path->walk.length) found.erase(*path->walk.length);
      if (!path->walk.into) found.erase(path->walk.to);
    }
    const VariableUses& known = uses();
    std::size_t reads = 0;
    for (VariableId variable : found) reads += known.of(variable).total();
    std::size_t own_counts = 0;
    for (const Assignment& item : aggregation.aggregates) {
      const auto* variable = counted_variable(*item.expression);
      own_counts += variable && found.contains(variable->variable);
    }
    if (reads > own_counts) return;
    const VariableId multiplicity = plan_.new_variable();
    set_counting(*step, multiplicity);
    for (Assignment& item : aggregation.aggregates) {
      const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
      if (ignores_repeats(aggregate)) continue;
      item.expression = sum_of(multiplicity, *item.expression);
    }
  }

  static bool may_count(const LogicalOperator& op) {
    if (const auto* path = std::get_if<ShortestPath>(&op.node)) return !path->multiplicity;
    if (const auto* legs = std::get_if<ExpandIntersect>(&op.node)) return !legs->multiplicity;
    return std::holds_alternative<Expand>(op.node);
  }

  static void set_counting(LogicalOperator& op, VariableId multiplicity) {
    if (auto* path = std::get_if<ShortestPath>(&op.node)) {
      path->multiplicity = multiplicity;
    } else if (auto* legs = std::get_if<ExpandIntersect>(&op.node)) {
      legs->multiplicity = multiplicity;
    } else {
      Expand& expand = std::get<Expand>(op.node);
      ExpandIntersect counting{.to = expand.to,
                               .legs = {{expand.from, expand.relationship, expand.direction,
                                         expand.types, std::move(expand.differs_from)}},
                               .into = expand.into,
                               .labels = {},
                               .multiplicity = multiplicity};
      op.node = std::move(counting);
    }
  }

  Predicate sum_of(VariableId variable, const BoundExpression& count) {
    auto argument = std::make_unique<BoundExpression>();
    argument->node = BoundVariable{variable};
    argument->type = StaticType::of(ValueKind::Integer);
    BoundAggregate sum{find_aggregate("sum"), false, {}};
    sum.arguments.push_back(std::move(argument));
    auto made = std::make_unique<BoundExpression>();
    made->node = std::move(sum);
    made->type = count.type;
    made->span = count.span;
    plan_.owned.push_back(std::move(made));
    return plan_.owned.back().get();
  }

  LogicalPlan& plan_;
  std::optional<VariableUses> uses_;
};

}  // namespace

void count_matches(LogicalPlan& plan) {
  CountMatches rule(plan);
  rule.visit(*plan.root);
  for (auto& [query, subquery] : plan.subqueries) rule.visit(*subquery.root);
}

}  // namespace liaison::query
