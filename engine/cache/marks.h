// What commits changed in one segment of one column since its chunk was built: the dirty marks. A
// mark names the row and the commit, and carries what the row became (one relationship more or
// less, the new value, the new record), so that a dirty row is read from chunk and marks and seldom
// from the tables.
//
// Marks are appended under the column's lock and read without one: an array, and per row the head
// of a chain from its newest mark to its oldest. A reader at commit n ignores marks beyond n; those
// at or before n were made before n was published, so it sees all of them.
// Thread-safety: append needs the column's lock, everything else is safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "cache/epochs.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

// Ids of one segment: enough rows that a chunk costs little beside its data, few enough that
// rebuilding one is a matter of microseconds.
inline constexpr unsigned kSegmentBits = 12;
inline constexpr std::uint32_t kSegmentRows = 1u << kSegmentBits;

constexpr std::uint64_t segment_of(std::uint64_t id) {
  return id >> kSegmentBits;
}
constexpr std::uint32_t row_of(std::uint64_t id) {
  return static_cast<std::uint32_t>(id & (kSegmentRows - 1));
}

struct Mark {
  CommitNumber commit = 0;
  std::uint16_t row = 0;
  bool is_present = false;      // adjacency, label, records: there after the commit, or gone
  std::uint32_t previous = 0;   // the row's mark before, counted from 1; 0: none
  std::uint32_t type = 0;       // adjacency
  std::uint64_t neighbour = 0;  // index: the entity
  std::uint64_t relationship = 0;
  Value value;  // property: the value; records: the record's bytes; index: the ordered value
};

class Marks final : public Epochs::Retired {
 public:
  explicit Marks(std::uint32_t capacity);

  // Makes a copy of those after commit `after`, with room for as many and `room` more.
  std::unique_ptr<Marks> copy_after(CommitNumber after, std::uint32_t room) const;

  bool full() const { return count_.load(std::memory_order_relaxed) == capacity_; }
  std::uint32_t capacity() const { return capacity_; }
  // Requires !full() and commits that do not descend.
  void append(Mark mark);

  std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  const Mark& operator[](std::uint32_t i) const { return marks_[i]; }
  std::size_t size_bytes() const { return sizeof(*this) + capacity_ * sizeof(Mark); }

  // The row's newest mark that a reader at `number` sees, or null; then `previous` of it.
  const Mark* newest(std::uint32_t row, CommitNumber number) const {
    return at_or_before(heads_[row].load(std::memory_order_acquire), number);
  }
  const Mark* previous(const Mark& mark) const {
    return mark.previous == 0 ? nullptr : &marks_[mark.previous - 1];
  }

 private:
  const Mark* at_or_before(std::uint32_t place, CommitNumber number) const {
    while (place != 0) {
      const Mark& mark = marks_[place - 1];
      if (mark.commit <= number) return &mark;
      place = mark.previous;
    }
    return nullptr;
  }

  const std::uint32_t capacity_;
  std::atomic<std::uint32_t> count_{0};
  std::unique_ptr<Mark[]> marks_;
  std::array<std::atomic<std::uint16_t>, kSegmentRows> heads_{};
};

}  // namespace liaison::engine
