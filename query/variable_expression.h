// Expressions that procedures are given as text: parsed, bound and evaluated like those of a
// statement.
// Thread-safety: as VariableExpression.
#pragma once

#include <memory>
#include <string_view>

#include "liaison/query/procedure.h"

namespace liaison::query {

// *Throws* QueryError for a text that is no expression over the variable.
std::unique_ptr<VariableExpression> make_variable_expression(std::string_view text,
                                                             std::string_view variable,
                                                             const StaticType& type,
                                                             const FunctionContext& context);

}  // namespace liaison::query
