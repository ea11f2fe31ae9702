// A limit right above a sort needs only the first rows of the order.
//   Limit(n) over [Skip(m) over] Sort -> Limit(n) over [Skip(m) over] TopN(m + n)
#include "optimize/rules/rules.h"

namespace liaison::query {

void sort_only_top_rows(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (const auto* limit = std::get_if<Limit>(&root->node)) {
    LogicalOperator* below = root->children.front().get();
    Predicate skip = nullptr;
    if (const auto* skipping = std::get_if<Skip>(&below->node)) {
      skip = skipping->count;
      below = below->children.front().get();
    }
    if (auto* sort = std::get_if<Sort>(&below->node)) {
      TopN top{std::move(sort->keys), skip, limit->count, sort->partition};
      below->node = std::move(top);
    }
  }
  for (LogicalOperatorPtr& child : root->children) sort_only_top_rows(child, plan, catalog);
}

}  // namespace liaison::query
