// From a bound statement to a logical plan: clause after clause, patterns kept whole for the
// optimizer to order.
// Thread-safety: pure function; the plan belongs to the caller.
#pragma once

#include <memory>

#include "plan/logical_operator.h"

namespace liaison::query {

// *Requires* a BoundQuery in the statement. *Throws* QueryError for what cannot be run.
LogicalPlan plan_statement(std::shared_ptr<const BoundStatement> statement);

}  // namespace liaison::query
