#include "exec/row_order.h"

#include "liaison/engine/compare.h"

namespace liaison::query {

std::strong_ordering order_rows(const ColumnVector& left, std::size_t left_row,
                                const ColumnVector& right, std::size_t right_row) {
  if (left.type() != right.type() || left.is_null(left_row) || right.is_null(right_row)) {
    return order(left.get(left_row), right.get(right_row));
  }
  switch (left.type()) {
    case VectorType::Integer:
      return left.integers()[left_row] <=> right.integers()[right_row];
    case VectorType::Date:
      return left.days()[left_row] <=> right.days()[right_row];
    case VectorType::String: {
      const std::uint32_t a = left.codes()[left_row];
      const std::uint32_t b = right.codes()[right_row];
      if (left.dictionary() == right.dictionary() && a == b) return std::strong_ordering::equal;
      return left.dictionary()->view(a).compare(right.dictionary()->view(b)) <=> 0;
    }
    case VectorType::Tagged:
      return order(left.tagged()[left_row], right.tagged()[right_row]);
    default:
      return order(left.get(left_row), right.get(right_row));
  }
}

}  // namespace liaison::query
