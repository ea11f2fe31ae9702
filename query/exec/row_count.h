// The number behind SKIP and LIMIT.
// Thread-safety: immutable.
#pragma once

#include <cstdint>

#include "eval/evaluator.h"

namespace liaison::query {

class RowCount {
 public:
  explicit RowCount(const BoundExpression& expression);
  // *Throws* QueryError(SyntaxError, runtime): NegativeIntegerArgument, or InvalidArgumentType for
  // what is no integer.
  std::uint64_t evaluate(EvalContext& context) const;

 private:
  ExpressionEvaluator evaluator_;
  SourceSpan span_;
};

}  // namespace liaison::query
