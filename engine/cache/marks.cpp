#include "cache/marks.h"

#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::engine {

Marks::Marks(std::uint32_t capacity)
    : capacity_(capacity), marks_(std::make_unique<Mark[]>(capacity)) {
  LIAISON_ASSERT(capacity <= UINT16_MAX);  // heads are 16 bits wide
}

std::unique_ptr<Marks> Marks::copy_after(CommitNumber after, std::uint32_t room) const {
  const std::uint32_t count = count_.load(std::memory_order_acquire);
  std::uint32_t first = 0;
  while (first < count && marks_[first].commit <= after) ++first;
  auto copy = std::make_unique<Marks>(count - first + room);
  for (std::uint32_t i = first; i < count; ++i) copy->append(marks_[i]);
  return copy;
}

void Marks::append(Mark mark) {
  const std::uint32_t place = count_.load(std::memory_order_relaxed);
  LIAISON_ASSERT(place < capacity_);
  LIAISON_ASSERT(place == 0 || marks_[place - 1].commit <= mark.commit);
  std::atomic<std::uint16_t>& head = heads_[mark.row];
  mark.previous = head.load(std::memory_order_relaxed);
  marks_[place] = std::move(mark);
  head.store(static_cast<std::uint16_t>(place + 1), std::memory_order_release);
  count_.store(place + 1, std::memory_order_release);
}

}  // namespace liaison::engine
