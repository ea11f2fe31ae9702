#include "exec/sort_prefix.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>

namespace liaison::query {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
// Null comes after everything else.
constexpr std::uint64_t kNull = UINT64_MAX;

std::uint64_t prefix_of(std::int64_t value) {
  return static_cast<std::uint64_t>(value) ^ kSign;
}

// Not-a-number comes after all numbers; both zeros are one.
std::uint64_t prefix_of(double value) {
  if (std::isnan(value)) return kNull;
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

// Strings are ordered by their bytes.
std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t result = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    result = result << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  }
  return result;
}

template <class ValueAt>
void append(const ColumnVector& column, ValueAt value_at, std::vector<std::uint64_t>& out) {
  const bool has_nulls = column.may_have_nulls();
  for (std::size_t row = 0; row < column.size(); ++row) {
    out.push_back(has_nulls && column.is_null(row) ? kNull : prefix_of(value_at(row)));
  }
}

// False for a type without prefixes.
bool append(const ColumnVector& column, std::vector<std::uint64_t>& out) {
  switch (column.type()) {
    case VectorType::Integer:
      append(
          column, [&](std::size_t row) { return column.integers()[row]; }, out);
      return true;
    case VectorType::Date:
      append(
          column, [&](std::size_t row) { return std::int64_t{column.days()[row]}; }, out);
      return true;
    case VectorType::Float:
      append(
          column, [&](std::size_t row) { return column.floats()[row]; }, out);
      return true;
    case VectorType::String:
      append(
          column, [&](std::size_t row) { return column.dictionary()->view(column.codes()[row]); },
          out);
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<std::uint64_t> sort_prefixes(std::span<const DataChunk> chunks, std::size_t column,
                                         bool descending) {
  std::vector<std::uint64_t> result;
  std::size_t row_count = 0;
  for (const DataChunk& chunk : chunks) row_count += chunk.row_count();
  result.reserve(row_count);
  for (const DataChunk& chunk : chunks) {
    if (chunk.column(column).type() != chunks.front().column(column).type() ||
        !append(chunk.column(column), result)) {
      return {};
    }
  }
  if (descending) {
    for (std::uint64_t& prefix : result) prefix = ~prefix;
  }
  return result;
}

}  // namespace liaison::query
