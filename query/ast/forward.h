// Forward declarations of the syntax tree, for headers that only pass nodes along.
// Thread-safety: declarations only.
#pragma once

#include <memory>

namespace liaison::query::ast {

struct Expression;
struct LabelExpression;
struct NodePattern;
struct RelationshipPattern;
struct PathPattern;
struct Projection;
struct Clause;
struct Query;
struct Statement;

using ExpressionPtr = std::unique_ptr<Expression>;
using LabelExpressionPtr = std::unique_ptr<LabelExpression>;
using PathPatternPtr = std::unique_ptr<PathPattern>;
using QueryPtr = std::unique_ptr<Query>;

}  // namespace liaison::query::ast
