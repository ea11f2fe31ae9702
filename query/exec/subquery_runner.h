// Runs the subqueries inside expressions in bulk: the outer rows go in as one argument chunk, the
// matches come back with the number of the row they belong to.
// Thread-safety: needs external locking. Lifetime: the context outlives the runner.
#pragma once

#include <memory>

#include "eval/evaluator.h"

namespace liaison::query {

class ExecutionContext;

std::unique_ptr<SubqueryRunner> make_subquery_runner(ExecutionContext& context);

}  // namespace liaison::query
