// Finds the number of a group by its key: rows are the same group when all their key values are
// equivalent. Groups are numbered in the order in which they first appear.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "liaison/engine/data_chunk.h"
#include "liaison/engine/value.h"

namespace liaison::query {

class GroupTable {
 public:
  explicit GroupTable(std::size_t key_count) : key_count_(key_count) {}

  // Group of the key made of row `row` of the columns; `is_new` says whether it is the first.
  std::size_t find_or_add(std::span<const ColumnVector* const> columns, std::size_t row,
                          bool& is_new);
  std::size_t find_or_add(std::span<const Value> key, bool& is_new);
  // None: there is no such group.
  std::optional<std::size_t> find(std::span<const Value> key) const;

  std::size_t size() const { return hashes_.size(); }
  const Value& key(std::size_t group, std::size_t index) const {
    return keys_[group * key_count_ + index];
  }

 private:
  std::size_t hash_of(std::span<const Value> key) const;
  bool holds(std::uint32_t group, std::size_t hash, std::span<const Value> key) const;
  void grow();
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;

  std::size_t key_count_;
  std::vector<Value> keys_;
  std::vector<std::size_t> hashes_;  // by group
  std::vector<std::uint32_t> slots_;
  std::vector<Value> scratch_;
};

}  // namespace liaison::query
