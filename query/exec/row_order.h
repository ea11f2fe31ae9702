// The order of ORDER BY between rows of columns: openCypher's total order, without a value per
// comparison where both columns have one plain type.
// Thread-safety: pure functions.
#pragma once

#include <compare>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

std::strong_ordering order_rows(const ColumnVector& left, std::size_t left_row,
                                const ColumnVector& right, std::size_t right_row);

}  // namespace liaison::query
