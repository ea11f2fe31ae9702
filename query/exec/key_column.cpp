#include "exec/key_column.h"

#include <cmath>

#include "exec/execution_context.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

bool has_plain_words(VectorType type) {
  switch (type) {
    case VectorType::Boolean:
    case VectorType::Integer:
    case VectorType::Node:
    case VectorType::Relationship:
    case VectorType::Date:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool KeyColumn::fits(const ColumnVector& column) const {
  if (is_numbered_ || column.size() == 0) return true;
  if (!has_plain_words(column.type())) return false;
  return type_ == VectorType::Tagged || type_ == column.type();
}

std::uint64_t KeyColumn::renumbered(std::uint64_t word) {
  return number_of(plain_value(word));
}

void KeyColumn::encode(const ColumnVector& column, std::size_t stride, std::uint64_t* words,
                       std::uint64_t* nulls, std::uint64_t null_bit) {
  LIAISON_ASSERT(fits(column));
  const std::size_t rows = column.size();
  if (rows == 0) return;
  if (!is_numbered_) {
    type_ = column.type();
    if (type_ == VectorType::Boolean) {
      for (std::size_t row = 0; row < rows; ++row) words[row * stride] = column.booleans()[row];
    } else if (type_ == VectorType::Integer || type_ == VectorType::Date) {
      const auto values = type_ == VectorType::Integer ? column.integers() : column.days();
      for (std::size_t row = 0; row < rows; ++row) {
        words[row * stride] = static_cast<std::uint64_t>(values[row]);
      }
    } else {
      const auto ids = column.ids();
      for (std::size_t row = 0; row < rows; ++row) words[row * stride] = ids[row];
    }
  } else if (column.type() == VectorType::String) {
    const auto codes = column.codes();
    const bool has_nulls = column.may_have_nulls();
    use_dictionary(column);
    for (std::size_t row = 0; row < rows; ++row) {
      if (has_nulls && column.is_null(row)) continue;
      const std::uint32_t known = numbers_[codes[row]];
      words[row * stride] = known != 0 ? known - 1 : number_of_code(codes[row]);
    }
  } else {
    for (std::size_t row = 0; row < rows; ++row) {
      if (!column.is_null(row)) words[row * stride] = number_of(column.get(row));
    }
  }
  if (!column.may_have_nulls()) return;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!column.is_null(row)) continue;
    words[row * stride] = 0;
    nulls[row * stride] |= null_bit;
  }
}

std::optional<std::uint64_t> KeyColumn::find(const ColumnVector& column, std::size_t row) const {
  if (column.is_null(row)) return std::nullopt;
  if (is_numbered_) {
    if (column.type() == VectorType::String && column.dictionary() == dictionary_) {
      const std::uint32_t known = numbers_[column.codes()[row]];
      if (known != 0) return known - 1;
    }
    const Value value = column.get(row);
    return values_.find(std::span(&value, 1));
  }
  if (type_ == VectorType::Tagged) return std::nullopt;  // no value has come yet
  if (column.type() == type_) return plain_word(column, row);
  const Value value = column.get(row);
  if (vector_type_of(value.kind()) == type_) {
    ColumnVector single(type_);
    single.append(value);
    if (single.type() == type_) return plain_word(single, 0);
  }
  if (type_ == VectorType::Integer && value.is_float()) {
    const double number = value.as_float();
    // An integer as a float: exact, and inside the range of integers.
    if (number >= -0x1p63 && number < 0x1p63 && std::trunc(number) == number) {
      return static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
    }
  }
  return std::nullopt;
}

void KeyColumn::append_value(std::uint64_t word, ColumnVector& out) const {
  if (is_numbered_) {
    out.append(values_.key(word, 0));
    return;
  }
  switch (type_) {
    case VectorType::Boolean:
      return out.append_boolean(word != 0);
    case VectorType::Integer:
      return out.append_integer(static_cast<std::int64_t>(word));
    case VectorType::Date:
      return out.append_days(static_cast<std::int64_t>(word));
    default:
      return out.append_id(word);
  }
}

std::uint64_t KeyColumn::number_of(const Value& value) {
  bool is_new = false;
  const std::size_t number = values_.find_or_add(std::span(&value, 1), is_new);
  if (is_new) value_bytes_ += memory_of(value) + 16;
  return number;
}

void KeyColumn::use_dictionary(const ColumnVector& column) {
  // A column of nulls has none.
  if (column.dictionary() == nullptr || column.dictionary() == dictionary_) return;
  dictionary_ = column.dictionary();
  numbers_.assign(dictionary_->size(), 0);
}

std::uint64_t KeyColumn::number_of_code(std::uint32_t code) {
  const std::uint64_t number = number_of(dictionary_->value(code));
  numbers_[code] = static_cast<std::uint32_t>(number) + 1;
  return number;
}

std::uint64_t KeyColumn::plain_word(const ColumnVector& column, std::size_t row) {
  switch (column.type()) {
    case VectorType::Boolean:
      return column.booleans()[row];
    case VectorType::Integer:
      return static_cast<std::uint64_t>(column.integers()[row]);
    case VectorType::Date:
      return static_cast<std::uint64_t>(column.days()[row]);
    default:
      return column.ids()[row];
  }
}

Value KeyColumn::plain_value(std::uint64_t word) const {
  ColumnVector single(type_);
  append_value(word, single);
  return single.get(0);
}

}  // namespace liaison::query
