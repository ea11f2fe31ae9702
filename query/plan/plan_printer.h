// Logical plans as people read them.
// Thread-safety: pure functions.
#pragma once

#include <functional>
#include <string>

#include "liaison/query/plan_view.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// `annotate` may add rows and times to the view of an operator; may be empty.
using PlanAnnotation = std::function<void(const LogicalOperator&, PlanView&)>;
PlanView view_of(const LogicalPlan& plan, const PlanAnnotation& annotate);

// Name of the operator: "NodeByLabelScan", "Expand(All)".
std::string operator_name(const LogicalOperator& op);

}  // namespace liaison::query
