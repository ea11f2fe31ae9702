// Groups of an aggregation that are done before its end, as rows: they take less room than groups
// that may still grow, and are handed out among those in the order of their first rows.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <vector>

#include "exec/execution_context.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// The morsel of a group's first row, and the group's place among those of that thread.
struct FirstRow {
  std::uint32_t morsel;
  std::uint32_t place;
};
inline bool is_before(const FirstRow& a, const FirstRow& b) {
  return a.morsel != b.morsel ? a.morsel < b.morsel : a.place < b.place;
}

class FinishedGroups {
 public:
  explicit FinishedGroups(MemoryBudget& budget) : charge_(budget) {}

  // Rows that come one after the other from first_row on.
  void add(FirstRow first_row, DataChunk rows);
  // Adds those of another thread, which leaves it without any.
  void take_over(FinishedGroups& other);

  std::size_t row_count() const { return row_count_; }
  // Appends the integers of a column.
  void append_counts(std::size_t column, std::vector<std::int64_t>& counts) const;
  // Leaves out rows with less than `least` in the column.
  void keep_from(std::size_t column, std::int64_t least);
  // The same for all that cannot be among the `wanted` largest any more, once there are kRowsMin
  // rows and twice those that it left the last time. Requires that no more than kRowsMin are
  // wanted.
  void keep_largest(std::size_t column, std::size_t wanted);
  static constexpr std::size_t kRowsMin = 65'536;

  // Then they are handed out, in order.
  void sort();
  // Where the next chunk begins; null: none is left.
  const FirstRow* next() const { return at_ < parts_.size() ? &parts_[at_].first_row : nullptr; }
  DataChunk take_next() { return std::move(parts_[at_++].rows); }

 private:
  struct Part {
    FirstRow first_row;
    DataChunk rows;
  };
  std::vector<Part> parts_;
  std::size_t row_count_ = 0;
  std::size_t kept_count_ = 0;  // of which keep_largest() left so many the last time
  std::size_t at_ = 0;
  MemoryCharge charge_;
};

// The number that is in place `wanted` when they are put in order, largest first. Changes their
// order. Requires that there are so many.
std::int64_t least_wanted(std::vector<std::int64_t>& counts, std::size_t wanted);

}  // namespace liaison::query
