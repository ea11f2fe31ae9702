#include "liaison/engine/data_chunk.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace liaison {

VectorType vector_type_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::Boolean:
      return VectorType::Boolean;
    case ValueKind::Integer:
      return VectorType::Integer;
    case ValueKind::Float:
      return VectorType::Float;
    case ValueKind::Node:
      return VectorType::Node;
    case ValueKind::Relationship:
      return VectorType::Relationship;
    case ValueKind::Date:
      return VectorType::Date;
    default:
      return VectorType::Tagged;
  }
}

std::size_t ColumnVector::width_of(VectorType type) {
  switch (type) {
    case VectorType::Tagged:
      return sizeof(Value);
    case VectorType::Boolean:
      return 1;
    case VectorType::String:
      return 4;
    default:
      return 8;
  }
}

Value ColumnVector::get(std::size_t row) const {
  if (is_null(row)) return Value();
  switch (type_) {
    case VectorType::Tagged:
      return data<Value>()[row];
    case VectorType::Boolean:
      return Value(data<std::uint8_t>()[row] != 0);
    case VectorType::Integer:
      return Value(data<std::int64_t>()[row]);
    case VectorType::Float:
      return Value(data<double>()[row]);
    case VectorType::Node:
      return Value::node(NodeId(data<std::uint64_t>()[row]));
    case VectorType::Relationship:
      return Value::relationship(RelationshipId(data<std::uint64_t>()[row]));
    case VectorType::Date:
      return Value(Date{data<std::int64_t>()[row]});
    case VectorType::String:
      return dictionary_->value(data<std::uint32_t>()[row]);
  }
  return Value();
}

void ColumnVector::append(const Value& value) {
  append(Value(value));
}

void ColumnVector::append(Value&& value) {
  if (type_ != VectorType::Tagged) {
    if (value.is_null()) return append_null();
    switch (type_) {
      case VectorType::Boolean:
        if (value.is_boolean()) return append_boolean(value.as_boolean());
        break;
      case VectorType::Integer:
        if (value.is_integer()) return append_integer(value.as_integer());
        break;
      case VectorType::Float:
        if (value.is_float()) return append_float(value.as_float());
        break;
      case VectorType::Node:
        // A detached copy carries more than its id: keep it.
        if (value.is_node() && !value.node_data()) return append_node(value.node_id());
        break;
      case VectorType::Relationship:
        if (value.is_relationship() && !value.relationship_data()) {
          return append_relationship(value.relationship_id());
        }
        break;
      case VectorType::Date:
        if (value.kind() == ValueKind::Date) return append_days(value.as_date().days);
        break;
      case VectorType::String:  // a string by itself has no code
      case VectorType::Tagged:
        break;
    }
    become_tagged();
  }
  if (size_ == capacity_ || is_shared()) grow(size_ + 1);
  new (data<Value>() + size_) Value(std::move(value));
  ++size_;
}

void ColumnVector::append_null() {
  if (size_ == capacity_ || is_shared()) grow(size_ + 1);
  if (type_ == VectorType::Tagged) {
    new (data<Value>() + size_) Value();
  } else {
    make_mask();
    // A number that any reader may look at.
    std::memset(data<std::uint8_t>() + size_ * width_of(type_), 0, width_of(type_));
    mask()[size_] = 0;
  }
  ++size_;
}

void ColumnVector::set(std::size_t row, Value value) {
  LIAISON_ASSERT(row < size());
  if (is_shared()) grow(size_);
  if (type_ != VectorType::Tagged) {
    if (value.is_null()) {
      make_mask();
      mask()[row] = 0;
      return;
    }
    bool fits = true;
    if (type_ == VectorType::Boolean && value.is_boolean()) {
      data<std::uint8_t>()[row] = value.as_boolean() ? 1 : 0;
    } else if (type_ == VectorType::Integer && value.is_integer()) {
      data<std::int64_t>()[row] = value.as_integer();
    } else if (type_ == VectorType::Float && value.is_float()) {
      data<double>()[row] = value.as_float();
    } else if (type_ == VectorType::Node && value.is_node() && !value.node_data()) {
      data<std::uint64_t>()[row] = value.node_id().value;
    } else if (type_ == VectorType::Relationship && value.is_relationship() &&
               !value.relationship_data()) {
      data<std::uint64_t>()[row] = value.relationship_id().value;
    } else if (type_ == VectorType::Date && value.kind() == ValueKind::Date) {
      data<std::int64_t>()[row] = value.as_date().days;
    } else {
      fits = false;
    }
    if (fits) {
      if (has_nulls_) mask()[row] = 1;
      return;
    }
    become_tagged();
  }
  data<Value>()[row] = std::move(value);
}

void ColumnVector::append_from(const ColumnVector& other, std::size_t row) {
  if (other.type_ != type_ || type_ == VectorType::Tagged) return append(other.get(row));
  if (other.is_null(row)) return append_null();
  switch (type_) {
    case VectorType::Boolean:
      return append_boolean(other.booleans()[row]);
    case VectorType::Integer:
      return append_integer(other.integers()[row]);
    case VectorType::Float:
      return append_float(other.floats()[row]);
    case VectorType::Node:
    case VectorType::Relationship:
      return append_id(other.ids()[row]);
    case VectorType::Date:
      return append_days(other.days()[row]);
    case VectorType::String:
      if (!dictionary_) dictionary_ = other.dictionary_;
      if (dictionary_ == other.dictionary_) return append_code(other.codes()[row]);
      return append(other.get(row));
    case VectorType::Tagged:
      break;
  }
}

void ColumnVector::reset(VectorType type) {
  prepare(type, 0);
}

void ColumnVector::reserve(std::size_t rows) {
  if (rows > capacity_ || is_shared()) grow(rows);
}

void ColumnVector::resize_nulls(std::size_t rows) {
  if (type_ == VectorType::Tagged) {
    prepare(type_, 0);
    if (rows > capacity_) grow(rows);
    for (std::size_t row = 0; row < rows; ++row) new (data<Value>() + row) Value();
    size_ = static_cast<std::uint32_t>(rows);
    return;
  }
  prepare(type_, rows);
  if (rows == 0) return;
  std::memset(data<std::uint8_t>(), 0, rows * width_of(type_));
  has_nulls_ = true;
  std::memset(mask(), 0, rows);
}

std::uint8_t* ColumnVector::change_booleans() {
  LIAISON_ASSERT(type_ == VectorType::Boolean);
  if (is_shared() || !buffer_) grow(size_);
  return data<std::uint8_t>();
}

std::uint8_t* ColumnVector::write_valid() {
  LIAISON_ASSERT(type_ != VectorType::Tagged);
  if (is_shared() || !buffer_) grow(size_);
  make_mask();
  return mask();
}

ColumnVector ColumnVector::select(std::span<const std::uint32_t> rows) const {
  ColumnVector result(type_);
  if (rows.empty()) return result;
  if (type_ == VectorType::Tagged) {
    result.grow(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      new (result.data<Value>() + i) Value(data<Value>()[rows[i]]);
    }
    result.size_ = static_cast<std::uint32_t>(rows.size());
    return result;
  }
  result.prepare(type_, rows.size());
  result.dictionary_ = dictionary_;
  const auto pick = [rows]<class T>(const T* from, T* to) {
    for (std::size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
  };
  switch (width_of(type_)) {
    case 1:
      pick(data<std::uint8_t>(), result.data<std::uint8_t>());
      break;
    case 4:
      pick(data<std::uint32_t>(), result.data<std::uint32_t>());
      break;
    default:
      pick(data<std::uint64_t>(), result.data<std::uint64_t>());
      break;
  }
  if (has_nulls_) {
    result.has_nulls_ = true;
    pick(mask(), result.mask());
  }
  return result;
}

void ColumnVector::prepare(VectorType type, std::size_t rows) {
  LIAISON_CHECK(rows <= UINT32_MAX);
  dictionary_.reset();
  if (buffer_ && (is_shared() || width_of(type) != width_of(type_))) {
    release();
    buffer_ = nullptr;
    capacity_ = 0;
  } else if (buffer_ && type_ == VectorType::Tagged) {
    std::destroy_n(data<Value>(), size_);
  }
  type_ = type;
  size_ = 0;
  has_nulls_ = false;
  if (rows > capacity_) grow(rows);
  size_ = static_cast<std::uint32_t>(rows);
}

void ColumnVector::grow(std::size_t rows) {
  LIAISON_CHECK(rows <= UINT32_MAX);
  std::size_t wanted = std::max<std::size_t>(rows, 4);
  if (rows > capacity_ && capacity_ != 0) {
    wanted = std::min<std::size_t>(std::max<std::size_t>(wanted, std::size_t{capacity_} * 2),
                                   UINT32_MAX);
  }
  const std::size_t width = width_of(type_);
  void* memory = std::malloc(sizeof(Buffer) + wanted * (width + 1));
  if (memory == nullptr) throw std::bad_alloc();
  auto* grown = new (memory) Buffer;
  auto* bytes = reinterpret_cast<std::uint8_t*>(grown + 1);
  if (size_ != 0) {
    if (type_ != VectorType::Tagged) {
      std::memcpy(bytes, data<std::uint8_t>(), size_ * width);
      if (has_nulls_) std::memcpy(bytes + wanted * width, mask(), size_);
    } else if (is_shared()) {
      std::uninitialized_copy_n(data<Value>(), size_, reinterpret_cast<Value*>(bytes));
    } else {
      std::uninitialized_move_n(data<Value>(), size_, reinterpret_cast<Value*>(bytes));
    }
  }
  if (buffer_) release();
  buffer_ = grown;
  capacity_ = static_cast<std::uint32_t>(wanted);
}

void ColumnVector::make_mask() {
  if (has_nulls_) return;
  std::memset(mask(), 1, size_);
  has_nulls_ = true;
}

void ColumnVector::become_tagged() {
  ColumnVector values(VectorType::Tagged);
  values.grow(size_ + std::size_t{1});
  for (std::size_t row = 0; row < size_; ++row) {
    new (values.data<Value>() + row) Value(get(row));
    ++values.size_;
  }
  swap(values);
}

// Gives the buffer up; every column that shares it has the same type and size.
void ColumnVector::release() noexcept {
  if (buffer_->references.load(std::memory_order_acquire) != 1 &&
      buffer_->references.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  if (type_ == VectorType::Tagged) std::destroy_n(data<Value>(), size_);
  buffer_->~Buffer();
  std::free(buffer_);
}

DataChunk DataChunk::select(std::span<const std::uint32_t> rows) const {
  DataChunk result;
  result.columns_.reserve(columns_.size());
  for (const ColumnVector& column : columns_) result.columns_.push_back(column.select(rows));
  result.row_count_ = rows.size();
  return result;
}

void DataChunk::clear() {
  for (ColumnVector& column : columns_) column.reset(column.type());
  row_count_ = 0;
}

}  // namespace liaison
