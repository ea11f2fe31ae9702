// The syntax tree as S-expressions, for tests and for looking at: one spelling per tree, spans left
// out. Not query text; nothing reads it back.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "ast/query.h"

namespace liaison::query::ast {

std::string print(const Expression& expression);
std::string print(const LabelExpression& labels);
std::string print(const PathPattern& path);
std::string print(const TypeExpression& type);
std::string print(const Clause& clause);
std::string print(const Query& query);

}  // namespace liaison::query::ast
