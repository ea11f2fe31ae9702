// One column of a key as 64-bit words: two rows have the same word exactly when their values are
// equivalent (null to null, 1 to 1.0). While all values are integers, dates, booleans, or ids of
// one kind, the word is the value itself; anything else is given a number when it first appears.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "exec/group_table.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

class KeyColumn {
 public:
  KeyColumn() : values_(1) {}

  // Whether the words of the rows so far can stay as they are when this column comes. If not,
  // become_numbered() first and exchange every word given out by renumbered() of it.
  bool fits(const ColumnVector& column) const;
  void become_numbered() { is_numbered_ = true; }
  bool is_numbered() const { return is_numbered_; }
  std::uint64_t renumbered(std::uint64_t word);

  // Writes the word of each row to words[row * stride]. Null rows have word 0 and set bit
  // `null_bit` of nulls[row * stride]. *Requires* fits().
  void encode(const ColumnVector& column, std::size_t stride, std::uint64_t* words,
              std::uint64_t* nulls, std::uint64_t null_bit);

  // The word of a row, if a value equivalent to it was encoded before (or has a word of its own).
  // None for null.
  std::optional<std::uint64_t> find(const ColumnVector& column, std::size_t row) const;

  // Appends the value of a word to a column.
  void append_value(std::uint64_t word, ColumnVector& out) const;
  // The type of a column that takes all the values.
  VectorType value_type() const { return is_numbered_ ? VectorType::Tagged : type_; }

  std::size_t memory_bytes() const { return value_bytes_; }

 private:
  std::uint64_t number_of(const Value& value);
  // Sees to it that the column's codes have a place in numbers_.
  void use_dictionary(const ColumnVector& column);
  // Of a code that has no number yet.
  std::uint64_t number_of_code(std::uint32_t code);
  static std::uint64_t plain_word(const ColumnVector& column, std::size_t row);
  Value plain_value(std::uint64_t word) const;

  bool is_numbered_ = false;
  VectorType type_ = VectorType::Tagged;  // of plain words; Tagged: no value has come yet
  GroupTable values_;                     // numbered values
  std::size_t value_bytes_ = 0;
  // The last dictionary seen, with the numbers of its codes, plus one; 0: not looked up yet.
  std::shared_ptr<const StringDictionary> dictionary_;
  std::vector<std::uint32_t> numbers_;
};

}  // namespace liaison::query
