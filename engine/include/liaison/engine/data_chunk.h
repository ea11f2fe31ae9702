// Column vectors and data chunks: the unit in which rows move through the engine. A column vector
// is typed while every value in it has one type (64-bit integers, floats, booleans, dates, node or
// relationship ids, strings as codes of a dictionary) and falls back to tagged values when not.
//
// A column's rows lie in one buffer that copies share until one of them changes, so copying a
// column costs a counter and no rows. The null mask exists only while something is null.
// Thread-safety: needs external locking; a chunk belongs to one pipeline at a time. Copies that
// share their rows may be used by different threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "liaison/engine/assert.h"
#include "liaison/engine/string_dictionary.h"
#include "liaison/engine/value.h"

namespace liaison {

// Rows in a full chunk. Sessions may ask for fewer, never for more.
inline constexpr std::size_t kChunkCapacity = 2048;

enum class VectorType : std::uint8_t {
  Tagged,
  Boolean,
  Integer,
  Float,
  Node,
  Relationship,
  Date,   // days since 1970-01-01
  String  // codes of the column's dictionary
};

// The type that holds every value of a kind without tags, or Tagged. String columns need a
// dictionary, so strings alone are Tagged here.
VectorType vector_type_of(ValueKind kind);

class ColumnVector {
 public:
  ColumnVector() = default;
  explicit ColumnVector(VectorType type) : type_(type) {}
  ColumnVector(const ColumnVector& other)
      : buffer_(other.buffer_),
        dictionary_(other.dictionary_),
        size_(other.size_),
        capacity_(other.capacity_),
        type_(other.type_),
        has_nulls_(other.has_nulls_) {
    if (buffer_) buffer_->references.fetch_add(1, std::memory_order_relaxed);
  }
  ColumnVector(ColumnVector&& other) noexcept { swap(other); }
  ColumnVector& operator=(const ColumnVector& other) {
    if (this != &other) {
      ColumnVector copy(other);
      swap(copy);
    }
    return *this;
  }
  ColumnVector& operator=(ColumnVector&& other) noexcept {
    swap(other);
    return *this;
  }
  ~ColumnVector() {
    if (buffer_) release();
  }
  void swap(ColumnVector& other) noexcept {
    std::swap(buffer_, other.buffer_);
    dictionary_.swap(other.dictionary_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(type_, other.type_);
    std::swap(has_nulls_, other.has_nulls_);
  }

  VectorType type() const { return type_; }
  std::size_t size() const { return size_; }
  bool is_null(std::size_t row) const {
    if (type_ == VectorType::Tagged) return data<Value>()[row].is_null();
    return has_nulls_ && mask()[row] == 0;
  }
  // False: no row is null. True: some may be (for tagged columns always).
  bool may_have_nulls() const { return has_nulls_ || type_ == VectorType::Tagged; }

  // Value of a row, whatever the type. Cheap for typed columns; strings are copied.
  Value get(std::size_t row) const;

  // Appends a value; a value that does not fit the type turns the column into a tagged one.
  void append(const Value& value);
  void append(Value&& value);
  void append_null();
  // Replaces a row (same fallback rule).
  void set(std::size_t row, Value value);
  // Appends row `row` of another column. An empty String column takes over the dictionary.
  void append_from(const ColumnVector& other, std::size_t row);
  // Empties the column and gives it a type (for String: without dictionary yet).
  void reset(VectorType type);
  void reserve(std::size_t rows);
  void resize_nulls(std::size_t rows);  // exactly `rows` rows, all null

  // Typed access. *Require* the type. Null rows hold an unspecified number.
  std::span<const std::int64_t> integers() const {
    return typed<std::int64_t>(VectorType::Integer);
  }
  std::span<const double> floats() const { return typed<double>(VectorType::Float); }
  std::span<const std::uint8_t> booleans() const {
    return typed<std::uint8_t>(VectorType::Boolean);
  }
  std::span<const std::uint64_t> ids() const {  // Node or Relationship
    LIAISON_ASSERT(type_ == VectorType::Node || type_ == VectorType::Relationship);
    return {start<std::uint64_t>(), size_};
  }
  std::span<const std::int64_t> days() const { return typed<std::int64_t>(VectorType::Date); }
  std::span<const std::uint32_t> codes() const { return typed<std::uint32_t>(VectorType::String); }
  // Of a String column; null while it has no row that is not null.
  const std::shared_ptr<const StringDictionary>& dictionary() const { return dictionary_; }
  std::span<const Value> tagged() const { return typed<Value>(VectorType::Tagged); }
  // 1 where there is a value, 0 where null. Empty when no row is null. Not for tagged columns.
  std::span<const std::uint8_t> valid() const {
    LIAISON_ASSERT(type_ != VectorType::Tagged);
    return has_nulls_ ? std::span<const std::uint8_t>(mask(), size_)
                      : std::span<const std::uint8_t>();
  }

  void append_integer(std::int64_t v) { push(VectorType::Integer, v); }
  void append_float(double v) { push(VectorType::Float, v); }
  void append_boolean(bool v) { push(VectorType::Boolean, std::uint8_t{v}); }
  void append_days(std::int64_t v) { push(VectorType::Date, v); }
  void append_code(std::uint32_t v) { push(VectorType::String, v); }
  void append_id(std::uint64_t v) {
    LIAISON_ASSERT(type_ == VectorType::Node || type_ == VectorType::Relationship);
    push(type_, v);
  }
  void append_node(NodeId id) { append_id(id.value); }
  void append_relationship(RelationshipId id) { append_id(id.value); }

  // Replaces the column by `rows` rows of a type, none of them null, for the caller to write.
  // The pointer is good until the column changes in any other way.
  std::int64_t* write_integers(std::size_t rows) {
    return write<std::int64_t>(VectorType::Integer, rows);
  }
  double* write_floats(std::size_t rows) { return write<double>(VectorType::Float, rows); }
  std::uint8_t* write_booleans(std::size_t rows) {
    return write<std::uint8_t>(VectorType::Boolean, rows);
  }
  std::uint64_t* write_ids(VectorType type, std::size_t rows) {
    LIAISON_ASSERT(type == VectorType::Node || type == VectorType::Relationship);
    return write<std::uint64_t>(type, rows);
  }
  std::int64_t* write_days(std::size_t rows) { return write<std::int64_t>(VectorType::Date, rows); }
  std::uint32_t* write_codes(std::shared_ptr<const StringDictionary> dictionary, std::size_t rows) {
    std::uint32_t* codes = write<std::uint32_t>(VectorType::String, rows);
    dictionary_ = std::move(dictionary);
    return codes;
  }
  // Rows of a Boolean column, for the caller to change.
  std::uint8_t* change_booleans();
  // The null mask of a column that is not tagged, for the caller to write: 1 a value, 0 null. All
  // rows without null are 1 before.
  std::uint8_t* write_valid();

  // The rows at `rows`, in that order (rows may repeat).
  ColumnVector select(std::span<const std::uint32_t> rows) const;

  // Bytes of a row in the buffer.
  static std::size_t width_of(VectorType type);

 private:
  // The rows lie behind it, then the null mask: capacity * width bytes, then capacity bytes.
  struct alignas(16) Buffer {
    std::atomic<std::uint32_t> references{1};
  };

  template <class T>
  T* data() {
    return reinterpret_cast<T*>(buffer_ + 1);
  }
  template <class T>
  const T* data() const {
    return reinterpret_cast<const T*>(buffer_ + 1);
  }
  // The same where there may be no rows.
  template <class T>
  const T* start() const {
    return buffer_ ? data<T>() : nullptr;
  }
  template <class T>
  std::span<const T> typed([[maybe_unused]] VectorType type) const {
    LIAISON_ASSERT(type_ == type);
    return {start<T>(), size_};
  }
  std::uint8_t* mask() { return data<std::uint8_t>() + capacity_ * width_of(type_); }
  const std::uint8_t* mask() const { return data<std::uint8_t>() + capacity_ * width_of(type_); }
  bool is_shared() const {
    return buffer_ && buffer_->references.load(std::memory_order_acquire) != 1;
  }
  template <class T>
  void push([[maybe_unused]] VectorType type, T value) {
    LIAISON_ASSERT(type_ == type);
    if (size_ == capacity_ || is_shared()) grow(size_ + 1);
    data<T>()[size_] = value;
    if (has_nulls_) mask()[size_] = 1;
    ++size_;
  }
  template <class T>
  T* write(VectorType type, std::size_t rows) {
    prepare(type, rows);
    return buffer_ ? data<T>() : nullptr;
  }
  void prepare(VectorType type, std::size_t rows);
  // An own buffer with room for at least so many rows; the rows stay.
  void grow(std::size_t rows);
  void make_mask();
  void become_tagged();
  void release() noexcept;

  Buffer* buffer_ = nullptr;
  std::shared_ptr<const StringDictionary> dictionary_;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
  VectorType type_ = VectorType::Tagged;
  bool has_nulls_ = false;  // the mask is in use
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
