// Comparisons and string predicates over typed columns: loops without a value per row, and for
// coded strings one test per distinct string. Internal to query/eval.
// Thread-safety: pure functions.
#pragma once

#include "bind/bound_expression.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// One side of a binary operator over a chunk: a column, or one value for all rows.
struct Operand {
  const Value* constant = nullptr;
  ColumnVector column;  // when there is no constant

  Value get(std::size_t row) const { return constant ? *constant : column.get(row); }
};

// Computes `left op right` for `row_count` rows if both sides are of types that have a loop of
// their own; false leaves it to the kernels over single values, which give the same answers.
bool compare_typed(BinaryOperator op, const Operand& left, const Operand& right,
                   std::size_t row_count, ColumnVector& out);

}  // namespace liaison::query
