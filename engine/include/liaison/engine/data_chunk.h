// Column vectors and data chunks: the unit in which rows move through the engine. A column vector
// is typed while every value in it has one type (64-bit integers, floats, booleans, node or
// relationship ids) and falls back to tagged values when not; every type has a null mask.
// Thread-safety: needs external locking; a chunk belongs to one pipeline at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "liaison/engine/value.h"

namespace liaison {

// Rows in a full chunk. Sessions may ask for fewer, never for more.
inline constexpr std::size_t kChunkCapacity = 2048;

enum class VectorType : std::uint8_t { Tagged, Boolean, Integer, Float, Node, Relationship };

class ColumnVector {
 public:
  ColumnVector() = default;
  explicit ColumnVector(VectorType type) : type_(type) {}

  VectorType type() const { return type_; }
  std::size_t size() const { return type_ == VectorType::Tagged ? tagged_.size() : valid_.size(); }
  bool is_null(std::size_t row) const {
    return type_ == VectorType::Tagged ? tagged_[row].is_null() : valid_[row] == 0;
  }

  // Value of a row, whatever the type. Cheap for typed columns (no allocation).
  Value get(std::size_t row) const;

  // Appends a value; a value that does not fit the type turns the column into a tagged one.
  void append(const Value& value);
  void append(Value&& value);
  void append_null();
  // Replaces a row (same fallback rule).
  void set(std::size_t row, Value value);
  // Appends row `row` of another column.
  void append_from(const ColumnVector& other, std::size_t row);
  // Empties the column and gives it a type.
  void reset(VectorType type);
  void reserve(std::size_t rows);
  void resize_nulls(std::size_t rows);  // exactly `rows` rows, all null

  // Typed access. *Require* the type. Rows with valid()[i] == 0 hold an unspecified number.
  std::span<const std::int64_t> integers() const { return integers_; }
  std::span<const double> floats() const { return floats_; }
  std::span<const std::uint8_t> booleans() const { return booleans_; }
  std::span<const std::uint64_t> ids() const { return ids_; }  // Node or Relationship
  std::span<const std::uint8_t> valid() const { return valid_; }
  std::span<const Value> tagged() const { return tagged_; }
  void append_integer(std::int64_t v) { integers_.push_back(v), valid_.push_back(1); }
  void append_float(double v) { floats_.push_back(v), valid_.push_back(1); }
  void append_boolean(bool v) { booleans_.push_back(v ? 1 : 0), valid_.push_back(1); }
  void append_id(std::uint64_t v) { ids_.push_back(v), valid_.push_back(1); }
  void append_node(NodeId id) { append_id(id.value); }
  void append_relationship(RelationshipId id) { append_id(id.value); }

  // The rows at `rows`, in that order (rows may repeat).
  ColumnVector select(std::span<const std::uint32_t> rows) const;

 private:
  void become_tagged();

  VectorType type_ = VectorType::Tagged;
  std::vector<Value> tagged_;
  std::vector<std::int64_t> integers_;
  std::vector<double> floats_;
  std::vector<std::uint8_t> booleans_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::uint8_t> valid_;
};

// Columns of equal length. Which column means what is the business of whoever made the chunk.
class DataChunk {
 public:
  DataChunk() = default;
  explicit DataChunk(std::size_t column_count) : columns_(column_count) {}

  std::size_t column_count() const { return columns_.size(); }
  std::size_t row_count() const { return row_count_; }
  void set_row_count(std::size_t rows) { row_count_ = rows; }
  bool empty() const { return row_count_ == 0; }
  ColumnVector& column(std::size_t index) { return columns_[index]; }
  const ColumnVector& column(std::size_t index) const { return columns_[index]; }
  std::vector<ColumnVector>& columns() { return columns_; }
  const std::vector<ColumnVector>& columns() const { return columns_; }
  // The rows at `rows` of every column.
  DataChunk select(std::span<const std::uint32_t> rows) const;
  // Empties every column, keeping their number.
  void clear();

 private:
  std::vector<ColumnVector> columns_;
  std::size_t row_count_ = 0;  // kept apart, as a chunk may have rows but no columns
};

}  // namespace liaison
