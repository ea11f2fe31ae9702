// Bound expressions in the words of the query, for plans that people read.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "bind/bound_query.h"

namespace liaison::query {

// What a variable is called in plans: its name, or a number for what has none.
std::string variable_text(VariableId variable, const std::vector<VariableInfo>& variables);

// The text of the expression, with parentheses where operators need them. A part without a short
// text (a subquery) is told by its first word.
std::string text_of(const BoundExpression& expression, const std::vector<VariableInfo>& variables);
std::string text_of(const LabelExpression& labels, const std::vector<VariableInfo>& variables);

}  // namespace liaison::query
