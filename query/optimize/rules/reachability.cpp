// Where the number of equal rows does not matter, trails need not be told apart: their ends are
// found breadth first, each once.
//   Distinct(b) over VarLengthExpand(a, b) -> Distinct(b) over Reachable(a, b)
// The same holds below aggregates that do not count repeats, in EXISTS, and with the least length
// of the trails to each end. Only lower bounds of 0 and 1: a longer trail may exist where a
// shorter one does not, but not the other way round.
#include <algorithm>
#include <optional>

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "plan/operator_tools.h"
#include "plan/variable_uses.h"

namespace liaison::query {
namespace {

bool ignores_repeats(const Assignment& item) {
  const auto* aggregate = std::get_if<BoundAggregate>(&item.expression->node);
  return aggregate && (aggregate->distinct || aggregate->function->name == "min" ||
                       aggregate->function->name == "max");
}

bool is_pure(const LogicalOperator& op) {
  bool pure = true;
  for_each_expression(op, [&](const BoundExpression& e) {
    pure = pure && (is_deterministic(e) || contains_subquery(e));
  });
  return pure;
}

// Operators that make rows of each row by itself: equal rows in, equal rows out.
bool maps_rows(const LogicalOperator& op) {
  return std::holds_alternative<AllNodeScan>(op.node) ||
         std::holds_alternative<NodeByLabelScan>(op.node) ||
         std::holds_alternative<NodeIndexSeek>(op.node) ||
         std::holds_alternative<NodeIndexLookup>(op.node) ||
         std::holds_alternative<RelationshipIndexLookup>(op.node) ||
         std::holds_alternative<NodeByIdSeek>(op.node) || std::holds_alternative<Expand>(op.node) ||
         std::holds_alternative<ExpandIntersect>(op.node) ||
         std::holds_alternative<VarLengthExpand>(op.node) ||
         std::holds_alternative<ShortestPath>(op.node) ||
         std::holds_alternative<ProjectEndpoints>(op.node) ||
         std::holds_alternative<RestrictPath>(op.node) || std::holds_alternative<Filter>(op.node) ||
         std::holds_alternative<LabelFilter>(op.node) ||
         std::holds_alternative<Projection>(op.node) || std::holds_alternative<Unwind>(op.node) ||
         std::holds_alternative<Sort>(op.node) || std::holds_alternative<HashJoin>(op.node);
}

bool has_walk(const LogicalOperator& op) {
  return std::holds_alternative<VarLengthExpand>(op.node) ||
         std::any_of(op.children.begin(), op.children.end(),
                     [](const LogicalOperatorPtr& child) { return has_walk(*child); });
}

class Reachability {
 public:
  explicit Reachability(const LogicalPlan& plan) : plan_(plan) {}

  // `repeats_matter`: how often a row comes out of `op` changes what the statement answers.
  void visit(LogicalOperator& op, bool repeats_matter) {
    if (auto* walk = std::get_if<VarLengthExpand>(&op.node)) {
      if (!repeats_matter && fits(*walk)) walk->distinct_ends = true;
    }
    if (const auto* apply = std::get_if<Apply>(&op.node)) {
      const bool pure = !apply->writes && !apply->is_unit && apply->batches == nullptr;
      visit(*op.children[0], repeats_matter || !pure);
      visit(*op.children[1], repeats_matter || !pure);
      return;
    }
    bool below = true;
    if (const auto* aggregation = std::get_if<Aggregation>(&op.node)) {
      below = !is_pure(op) || !std::all_of(aggregation->aggregates.begin(),
                                           aggregation->aggregates.end(), ignores_repeats);
    } else if (std::holds_alternative<Distinct>(op.node)) {
      below = false;
    } else if (std::holds_alternative<Union>(op.node)) {
      below = repeats_matter;
    } else if (maps_rows(op) && is_pure(op)) {
      below = repeats_matter;
    }
    const bool both =
        std::holds_alternative<HashJoin>(op.node) || std::holds_alternative<Union>(op.node);
    for (std::size_t i = 0; i < op.children.size(); ++i) {
      visit(*op.children[i], below || (i > 0 && !both));
    }
  }

 private:
  // Of the plan as it was before the first change, which is never made without asking.
  const VariableUses& uses() {
    if (!uses_) uses_.emplace(plan_);
    return *uses_;
  }

  bool fits(const VarLengthExpand& walk) {
    if (walk.restrictor != PathRestrictor::Trail || walk.length_min > 1) return false;
    if (uses().of(walk.relationship).total() > 0) return false;
    if (!walk.length) return true;
    const VariableUse& use = uses().of(*walk.length);
    return use.total() == use.minima;
  }

  const LogicalPlan& plan_;
  std::optional<VariableUses> uses_;
};

}  // namespace

void reach_instead_of_enumerating(LogicalPlan& plan) {
  Reachability rule(plan);
  if (has_walk(*plan.root)) rule.visit(*plan.root, true);
  for (auto& [query, subquery] : plan.subqueries) {
    if (!has_walk(*subquery.root)) continue;
    rule.visit(*subquery.root, subquery.kind != SubqueryKind::Exists);
  }
}

}  // namespace liaison::query
