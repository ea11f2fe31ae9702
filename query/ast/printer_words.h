// How the printed form of the syntax tree calls operators, kinds and types.
// Thread-safety: pure functions.
#pragma once

#include "ast/query.h"

namespace liaison::query::ast {

const char* text_of(UnaryOperator op);
const char* text_of(BinaryOperator op);
const char* text_of(LogicalOperator op);
const char* text_of(ComparisonOperator op);
const char* text_of(StringOperator op);
const char* text_of(QuantifierKind kind);
const char* text_of(NormalForm form);
const char* text_of(TypeKind kind);
const char* text_of(PathRestrictor restrictor);

}  // namespace liaison::query::ast
