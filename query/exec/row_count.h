// The number behind SKIP and LIMIT.
// Thread-safety: pure function.
#pragma once

#include <cstdint>

#include "eval/evaluator.h"

namespace liaison::query {

// *Throws* QueryError(SyntaxError, runtime): NegativeIntegerArgument, or InvalidArgumentType for
// what is no integer.
std::uint64_t evaluate_row_count(EvalContext& context, const BoundExpression& expression);

}  // namespace liaison::query
