#include "optimize/optimizer.h"

#include <algorithm>

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
    {"count-from-statistics", count_from_statistics},
    {"top-n", sort_only_top_rows},
};

bool is_on(const Rule& rule, const std::vector<std::string>& disabled) {
  return std::find(disabled.begin(), disabled.end(), rule.name) == disabled.end();
}

}  // namespace

void optimize(LogicalPlan& plan, const Catalog& catalog,
              const std::vector<std::string>& disabled_rules) {
  std::vector<LogicalOperatorPtr*> roots{&plan.root};
  for (auto& [query, subquery] : plan.subqueries) roots.push_back(&subquery.root);
  for (LogicalOperatorPtr* root : roots) {
    for (const Rule& rule : kPatternRules) {
      if (is_on(rule, disabled_rules)) rule.apply(*root, plan, catalog);
    }
    lower_patterns(*root, plan);
    for (const Rule& rule : kRules) {
      if (is_on(rule, disabled_rules)) rule.apply(*root, plan, catalog);
    }
  }
}

std::vector<std::string> optimizer_rule_names() {
  std::vector<std::string> names;
  for (const Rule& rule : kPatternRules) names.emplace_back(rule.name);
  for (const Rule& rule : kRules) names.emplace_back(rule.name);
  return names;
}

}  // namespace liaison::query
