#include "exec/paths/path_count.h"

#include <string>

namespace liaison::query {

std::uint64_t path_count(EvalContext& context, const PathCount& count) {
  if (!count.parameter) return count.number;
  const Value value = evaluate_constant(context, *count.parameter);
  if (!value.is_integer()) {
    throw QueryError("SyntaxError", ErrorPhase::Runtime, "InvalidArgumentType",
                     std::string("The number of paths must be an INTEGER, found a value of type ") +
                         kind_name(value.kind()) + ".",
                     count.parameter->span);
  }
  if (value.as_integer() < 1) {
    throw QueryError(
        "SyntaxError", ErrorPhase::Runtime, "NegativeIntegerArgument",
        "The number of paths must be at least 1, found " + std::to_string(value.as_integer()) + ".",
        count.parameter->span);
  }
  return static_cast<std::uint64_t>(value.as_integer());
}

}  // namespace liaison::query
