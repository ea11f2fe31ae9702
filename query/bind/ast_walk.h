// Questions about syntax trees that the binder asks before it binds: the parts of an expression,
// and whether two expressions say the same.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "ast/query.h"
#include "bind/function_ref.h"

namespace liaison::query {

// Calls `visit` for each expression directly below `expression`, in text order. Queries and
// patterns inside subqueries, pattern comprehensions and pattern predicates are not entered: they
// have scopes and aggregation of their own.
void for_each_child(const ast::Expression& expression,
                    FunctionRef<void(const ast::Expression&)> visit);

// True when `matches` is true of the expression or of something below it.
bool any_of_tree(const ast::Expression& expression,
                 FunctionRef<bool(const ast::Expression&)> matches);

// A text that is equal for expressions that say the same. Variables are written as `variable_text`
// says, except for those that the expression itself introduces (lambda variables), which keep
// their names. Expressions with a pattern or a query inside are equal to none but themselves.
std::string fingerprint(const ast::Expression& expression,
                        FunctionRef<std::string(std::string_view)> variable_text);

}  // namespace liaison::query
