// The optimizer's rules. Each walks the whole tree below `root`.
// Thread-safety: need external locking on the plan.
#pragma once

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

void choose_join_order(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void push_predicates_down(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void choose_relationship_access(LogicalOperatorPtr& root, LogicalPlan& plan,
                                const Catalog& catalog);
void choose_node_access(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void join_scans(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void leave_out_implied_labels(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void count_from_statistics(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void aggregate_early(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void group_by_runs(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void keep_largest_groups(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);
void sort_only_top_rows(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);

void project_after_limit(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog);

// Rules over the whole plan.
void measure_paths(LogicalPlan& plan);
void reach_instead_of_enumerating(LogicalPlan& plan);
void count_matches(LogicalPlan& plan);

// Whether computing the value never raises an error, so that it may be done for other rows.
bool cannot_fail(const BoundExpression& expression);

}  // namespace liaison::query
