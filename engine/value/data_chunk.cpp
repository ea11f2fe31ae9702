#include "liaison/engine/data_chunk.h"

#include "liaison/engine/assert.h"

namespace liaison {

Value ColumnVector::get(std::size_t row) const {
  if (type_ == VectorType::Tagged) return tagged_[row];
  if (valid_[row] == 0) return Value();
  switch (type_) {
    case VectorType::Boolean:
      return Value(booleans_[row] != 0);
    case VectorType::Integer:
      return Value(integers_[row]);
    case VectorType::Float:
      return Value(floats_[row]);
    case VectorType::Node:
      return Value::node(NodeId(ids_[row]));
    case VectorType::Relationship:
      return Value::relationship(RelationshipId(ids_[row]));
    case VectorType::Tagged:
      break;
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
      case VectorType::Tagged:
        break;
    }
    become_tagged();
  }
  tagged_.push_back(std::move(value));
}

void ColumnVector::append_null() {
  switch (type_) {
    case VectorType::Tagged:
      tagged_.emplace_back();
      return;
    case VectorType::Boolean:
      booleans_.push_back(0);
      break;
    case VectorType::Integer:
      integers_.push_back(0);
      break;
    case VectorType::Float:
      floats_.push_back(0);
      break;
    case VectorType::Node:
    case VectorType::Relationship:
      ids_.push_back(0);
      break;
  }
  valid_.push_back(0);
}

void ColumnVector::set(std::size_t row, Value value) {
  LIAISON_ASSERT(row < size());
  if (type_ != VectorType::Tagged) {
    if (value.is_null()) {
      valid_[row] = 0;
      return;
    }
    bool fits = true;
    if (type_ == VectorType::Boolean && value.is_boolean()) {
      booleans_[row] = value.as_boolean() ? 1 : 0;
    } else if (type_ == VectorType::Integer && value.is_integer()) {
      integers_[row] = value.as_integer();
    } else if (type_ == VectorType::Float && value.is_float()) {
      floats_[row] = value.as_float();
    } else if (type_ == VectorType::Node && value.is_node() && !value.node_data()) {
      ids_[row] = value.node_id().value;
    } else if (type_ == VectorType::Relationship && value.is_relationship() &&
               !value.relationship_data()) {
      ids_[row] = value.relationship_id().value;
    } else {
      fits = false;
    }
    if (fits) {
      valid_[row] = 1;
      return;
    }
    become_tagged();
  }
  tagged_[row] = std::move(value);
}

void ColumnVector::append_from(const ColumnVector& other, std::size_t row) {
  if (other.type_ == type_ && type_ != VectorType::Tagged) {
    switch (type_) {
      case VectorType::Boolean:
        booleans_.push_back(other.booleans_[row]);
        break;
      case VectorType::Integer:
        integers_.push_back(other.integers_[row]);
        break;
      case VectorType::Float:
        floats_.push_back(other.floats_[row]);
        break;
      case VectorType::Node:
      case VectorType::Relationship:
        ids_.push_back(other.ids_[row]);
        break;
      case VectorType::Tagged:
        break;
    }
    valid_.push_back(other.valid_[row]);
    return;
  }
  append(other.get(row));
}

void ColumnVector::reset(VectorType type) {
  type_ = type;
  tagged_.clear();
  integers_.clear();
  floats_.clear();
  booleans_.clear();
  ids_.clear();
  valid_.clear();
}

void ColumnVector::reserve(std::size_t rows) {
  switch (type_) {
    case VectorType::Tagged:
      tagged_.reserve(rows);
      return;
    case VectorType::Boolean:
      booleans_.reserve(rows);
      break;
    case VectorType::Integer:
      integers_.reserve(rows);
      break;
    case VectorType::Float:
      floats_.reserve(rows);
      break;
    case VectorType::Node:
    case VectorType::Relationship:
      ids_.reserve(rows);
      break;
  }
  valid_.reserve(rows);
}

void ColumnVector::resize_nulls(std::size_t rows) {
  reset(type_);
  switch (type_) {
    case VectorType::Tagged:
      tagged_.resize(rows);
      return;
    case VectorType::Boolean:
      booleans_.resize(rows);
      break;
    case VectorType::Integer:
      integers_.resize(rows);
      break;
    case VectorType::Float:
      floats_.resize(rows);
      break;
    case VectorType::Node:
    case VectorType::Relationship:
      ids_.resize(rows);
      break;
  }
  valid_.resize(rows, 0);
}

ColumnVector ColumnVector::select(std::span<const std::uint32_t> rows) const {
  ColumnVector result(type_);
  const auto pick = [rows](const auto& from, auto& to) {
    if (from.empty()) return;
    to.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
  };
  pick(tagged_, result.tagged_);
  pick(integers_, result.integers_);
  pick(floats_, result.floats_);
  pick(booleans_, result.booleans_);
  pick(ids_, result.ids_);
  pick(valid_, result.valid_);
  return result;
}

void ColumnVector::become_tagged() {
  std::vector<Value> values;
  values.reserve(size() + 1);
  for (std::size_t row = 0; row < size(); ++row) values.push_back(get(row));
  reset(VectorType::Tagged);
  tagged_ = std::move(values);
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
