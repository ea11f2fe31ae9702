// The number behind SHORTEST and ANY, when the statement runs.
// Thread-safety: a pure function.
#pragma once

#include <cstdint>

#include "bind/bound_query.h"
#include "eval/evaluator.h"

namespace liaison::query {

// At least 1. *Throws* QueryError(SyntaxError, runtime): InvalidArgumentType for a parameter that
// is no integer, NegativeIntegerArgument for one below 1.
std::uint64_t path_count(EvalContext& context, const PathCount& count);

}  // namespace liaison::query
