#include "optimize/optimizer.h"

#include <algorithm>

#include "optimize/estimates.h"
#include "optimize/rules/rules.h"
#include "plan/pattern_lowering.h"

namespace liaison::query {
namespace {

struct Rule {
  const char* name;
  void (*apply)(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
};

// Rules over patterns that are still whole, then over scans and expansions.
constexpr Rule kPatternRules[] = {
    {"join-order", choose_join_order},
};
constexpr Rule kRules[] = {
    {"predicate-pushdown", push_predicates_down},
    {"relationship-access", choose_relationship_access},
    {"node-access", choose_node_access},
    {"join-scans", join_scans},
    {"implied-labels", leave_out_implied_labels},
    {"count-from-statistics", count_from_statistics},
    {"top-n", sort_only_top_rows},
    {"late-projection", project_after_limit},
};

// Rules that must see the whole statement, subqueries included.
struct PlanRule {
  const char* name;
  void (*apply)(LogicalPlan& plan);
};
constexpr PlanRule kPlanRules[] = {
    {"path-lengths", measure_paths},
    {"reachability", reach_instead_of_enumerating},
    {"count-matches", count_matches},
};

// What is counted early is carried no further, so nothing may ask for more of it afterwards.
constexpr Rule kLastRules[] = {
    {"aggregate-early", aggregate_early},
    {"group-by-runs", group_by_runs},
    {"largest-groups", keep_largest_groups},
};

bool is_on(const char* rule, const std::vector<std::string>& disabled) {
  return std::find(disabled.begin(), disabled.end(), rule) == disabled.end();
}

}  // namespace

void optimize(LogicalPlan& plan, const Catalog& catalog,
              const std::vector<std::string>& disabled_rules) {
  std::vector<LogicalOperatorPtr*> roots{&plan.root};
  for (auto& [query, subquery] : plan.subqueries) roots.push_back(&subquery.root);
  for (LogicalOperatorPtr* root : roots) {
    for (const Rule& rule : kPatternRules) {
      if (is_on(rule.name, disabled_rules)) rule.apply(*root, plan, catalog);
    }
    lower_patterns(*root, plan);
    for (const Rule& rule : kRules) {
      if (is_on(rule.name, disabled_rules)) rule.apply(*root, plan, catalog);
    }
  }
  for (const PlanRule& rule : kPlanRules) {
    if (is_on(rule.name, disabled_rules)) rule.apply(plan);
  }
  for (LogicalOperatorPtr* root : roots) {
    for (const Rule& rule : kLastRules) {
      if (is_on(rule.name, disabled_rules)) rule.apply(*root, plan, catalog);
    }
  }
  estimate_plan(plan, catalog);
}

std::vector<std::string> optimizer_rule_names() {
  std::vector<std::string> names;
  for (const Rule& rule : kPatternRules) names.emplace_back(rule.name);
  for (const Rule& rule : kRules) names.emplace_back(rule.name);
  for (const PlanRule& rule : kPlanRules) names.emplace_back(rule.name);
  for (const Rule& rule : kLastRules) names.emplace_back(rule.name);
  return names;
}

}  // namespace liaison::query
