#include "eval/comparison.h"

#include <optional>

#include "eval/operators.h"

namespace liaison::query {
namespace {

bool is_comparison(BinaryOperator op) {
  return op >= BinaryOperator::Equal && op <= BinaryOperator::GreaterOrEqual;
}
bool is_equality(BinaryOperator op) {
  return op == BinaryOperator::Equal || op == BinaryOperator::NotEqual;
}

// ------------------------------------------------------------------ numbers, ids, days
template <class T>
struct Column {
  const T* values;
  T operator[](std::size_t row) const { return values[row]; }
};
template <class T>
struct Constant {
  T value;
  T operator[](std::size_t) const { return value; }
};

template <class L, class R, class Test>
void fill(const L& left, const R& right, std::size_t rows, std::uint8_t* out, Test test) {
  for (std::size_t row = 0; row < rows; ++row) out[row] = test(left[row], right[row]) ? 1 : 0;
}

template <class L, class R>
void compare_loop(BinaryOperator op, const L& left, const R& right, std::size_t rows,
                  std::uint8_t* out) {
  switch (op) {
    case BinaryOperator::Equal:
      return fill(left, right, rows, out, [](auto a, auto b) { return a == b; });
    case BinaryOperator::NotEqual:
      return fill(left, right, rows, out, [](auto a, auto b) { return a != b; });
    case BinaryOperator::Less:
      return fill(left, right, rows, out, [](auto a, auto b) { return a < b; });
    case BinaryOperator::LessOrEqual:
      return fill(left, right, rows, out, [](auto a, auto b) { return a <= b; });
    case BinaryOperator::Greater:
      return fill(left, right, rows, out, [](auto a, auto b) { return a > b; });
    default:
      return fill(left, right, rows, out, [](auto a, auto b) { return a >= b; });
  }
}

// Rows in which a column is null are null in the answer.
void copy_nulls(const Operand& operand, std::size_t rows, ColumnVector& out) {
  if (operand.constant) return;
  const auto valid = operand.column.valid();
  if (valid.empty()) return;
  std::uint8_t* mask = out.write_valid();
  for (std::size_t row = 0; row < rows; ++row) mask[row] &= valid[row];
}

template <class T, class Values, class Scalar>
void compare_with(BinaryOperator op, const Operand& left, const Operand& right, std::size_t rows,
                  Values values, Scalar scalar, ColumnVector& out) {
  std::uint8_t* truths = out.write_booleans(rows);
  if (right.constant) {
    compare_loop(op, Column<T>{values(left.column)}, Constant<T>{scalar(*right.constant)}, rows,
                 truths);
  } else if (left.constant) {
    compare_loop(op, Constant<T>{scalar(*left.constant)}, Column<T>{values(right.column)}, rows,
                 truths);
  } else {
    compare_loop(op, Column<T>{values(left.column)}, Column<T>{values(right.column)}, rows, truths);
  }
  copy_nulls(left, rows, out);
  copy_nulls(right, rows, out);
}

// ------------------------------------------------------------------ strings
bool text_holds(BinaryOperator op, std::string_view a, std::string_view b) {
  switch (op) {
    case BinaryOperator::Equal:
      return a == b;
    case BinaryOperator::NotEqual:
      return a != b;
    case BinaryOperator::Less:
      return a < b;
    case BinaryOperator::LessOrEqual:
      return a <= b;
    case BinaryOperator::Greater:
      return a > b;
    case BinaryOperator::GreaterOrEqual:
      return a >= b;
    case BinaryOperator::StartsWith:
      return a.starts_with(b);
    case BinaryOperator::EndsWith:
      return a.ends_with(b);
    default:
      return contains_text(a, b);
  }
}
bool is_text_operator(BinaryOperator op) {
  return is_comparison(op) || op == BinaryOperator::StartsWith || op == BinaryOperator::EndsWith ||
         op == BinaryOperator::Contains;
}

// A coded column against one string. A dictionary not much larger than the rows is remembered
// code by code; of a larger one, few strings occur twice.
void compare_codes(BinaryOperator op, const ColumnVector& column, std::string_view text,
                   bool text_is_left, std::size_t rows, ColumnVector& out) {
  const auto codes = column.codes();
  const auto& dictionary = column.dictionary();
  std::uint8_t* truths = out.write_booleans(rows);
  const auto test = [&](std::uint32_t code) {
    const std::string_view own = dictionary->view(code);
    return text_is_left ? text_holds(op, text, own) : text_holds(op, own, text);
  };
  if (dictionary && dictionary->size() <= rows * 4) {
    constexpr std::uint8_t kUnknown = 2;
    std::vector<std::uint8_t> known(dictionary->size(), kUnknown);
    for (std::size_t row = 0; row < rows; ++row) {
      if (column.is_null(row)) {
        truths[row] = 0;
        continue;
      }
      std::uint8_t& truth = known[codes[row]];
      if (truth == kUnknown) truth = test(codes[row]) ? 1 : 0;
      truths[row] = truth;
    }
  } else {
    for (std::size_t row = 0; row < rows; ++row) {
      truths[row] = !column.is_null(row) && test(codes[row]) ? 1 : 0;
    }
  }
}

// Two coded columns.
void compare_coded_columns(BinaryOperator op, const ColumnVector& left, const ColumnVector& right,
                           std::size_t rows, ColumnVector& out) {
  std::uint8_t* truths = out.write_booleans(rows);
  const bool same = left.dictionary() == right.dictionary() && is_equality(op);
  for (std::size_t row = 0; row < rows; ++row) {
    if (left.is_null(row) || right.is_null(row)) {
      truths[row] = 0;
    } else if (same) {
      truths[row] = (left.codes()[row] == right.codes()[row]) == (op == BinaryOperator::Equal);
    } else {
      truths[row] = text_holds(op, left.dictionary()->view(left.codes()[row]),
                               right.dictionary()->view(right.codes()[row]));
    }
  }
}

bool compare_texts(BinaryOperator op, const Operand& left, const Operand& right, std::size_t rows,
                   ColumnVector& out) {
  if (right.constant) {
    compare_codes(op, left.column, right.constant->as_string(), false, rows, out);
  } else if (left.constant) {
    compare_codes(op, right.column, left.constant->as_string(), true, rows, out);
  } else {
    compare_coded_columns(op, left.column, right.column, rows, out);
  }
  copy_nulls(left, rows, out);
  copy_nulls(right, rows, out);
  return true;
}

// Tagged strings against one string: no value is made for the answer.
bool compare_tagged(BinaryOperator op, const ColumnVector& column, std::string_view text,
                    std::size_t rows, ColumnVector& out) {
  const auto values = column.tagged();
  bool any_null = false;
  for (std::size_t row = 0; row < rows; ++row) {
    if (values[row].is_null()) {
      any_null = true;
    } else if (!values[row].is_string()) {
      return false;
    }
  }
  std::uint8_t* truths = out.write_booleans(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    truths[row] = !values[row].is_null() && text_holds(op, values[row].as_string(), text) ? 1 : 0;
  }
  if (any_null) {
    std::uint8_t* valid = out.write_valid();
    for (std::size_t row = 0; row < rows; ++row) valid[row] = values[row].is_null() ? 0 : 1;
  }
  return true;
}

// The type of an operand; a string constant counts as String.
VectorType type_of(const Operand& operand) {
  if (!operand.constant) return operand.column.type();
  if (operand.constant->is_string()) return VectorType::String;
  return vector_type_of(operand.constant->kind());
}

}  // namespace

bool compare_typed(BinaryOperator op, const Operand& left, const Operand& right,
                   std::size_t row_count, ColumnVector& out) {
  if (left.constant && right.constant) return false;
  const VectorType type = type_of(left);
  if (type == VectorType::Tagged && right.constant && right.constant->is_string() &&
      is_text_operator(op)) {
    return compare_tagged(op, left.column, right.constant->as_string(), row_count, out);
  }
  if (type != type_of(right)) return false;
  if (type == VectorType::String) {
    return is_text_operator(op) && compare_texts(op, left, right, row_count, out);
  }
  if (!is_comparison(op)) return false;
  switch (type) {
    case VectorType::Integer:
      compare_with<std::int64_t>(
          op, left, right, row_count, [](const ColumnVector& c) { return c.integers().data(); },
          [](const Value& v) { return v.as_integer(); }, out);
      return true;
    case VectorType::Float:
      compare_with<double>(
          op, left, right, row_count, [](const ColumnVector& c) { return c.floats().data(); },
          [](const Value& v) { return v.as_float(); }, out);
      return true;
    case VectorType::Date:
      compare_with<std::int64_t>(
          op, left, right, row_count, [](const ColumnVector& c) { return c.days().data(); },
          [](const Value& v) { return v.as_date().days; }, out);
      return true;
    case VectorType::Node:
    case VectorType::Relationship:
      if (!is_equality(op) || left.constant || right.constant) return false;
      compare_with<std::uint64_t>(
          op, left, right, row_count, [](const ColumnVector& c) { return c.ids().data(); },
          [](const Value&) { return std::uint64_t{0}; }, out);
      return true;
    default:
      return false;
  }
}

}  // namespace liaison::query
