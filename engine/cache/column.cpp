#include "cache/column.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

constexpr std::uint32_t kFirstMarks = 16;
// Marks of a segment without a chunk, beyond which those that nobody can need go.
constexpr std::size_t kRecentMarks = 64;

// Whether both are the same value of a kind that is quickly compared.
bool same_simple(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::Null:
      return true;
    case ValueKind::Boolean:
      return a.as_boolean() == b.as_boolean();
    case ValueKind::Integer:
      return a.as_integer() == b.as_integer();
    case ValueKind::Float:
      return std::bit_cast<std::uint64_t>(a.as_float()) ==
             std::bit_cast<std::uint64_t>(b.as_float());
    case ValueKind::String:
      return a.as_string() == b.as_string();
    default:
      return false;
  }
}

}  // namespace

Column::Column(ColumnId column, CommitNumber floor, Epochs& epochs)
    : id(column), epochs_(epochs), slots_(new Slots(0)), beyond_(floor) {}

Column::~Column() {
  Slots* slots = slots_.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < slots->count; ++i) {
    delete slots->at[i].chunk.load(std::memory_order_relaxed);
  }
  delete slots;
}

void Column::grow(std::uint64_t segment) {
  Slots& old = slots();
  if (segment < old.count) return;
  const std::size_t count =
      std::max<std::size_t>(static_cast<std::size_t>(segment) + 1, old.count + old.count / 2);
  auto grown = std::make_unique<Slots>(count);
  for (std::size_t i = 0; i < old.count; ++i) {
    grown->at[i].chunk.store(old.at[i].chunk.load(std::memory_order_relaxed),
                             std::memory_order_relaxed);
    grown->at[i].touches.store(old.at[i].touches.load(std::memory_order_relaxed),
                               std::memory_order_relaxed);
  }
  State fresh;
  fresh.forgotten = beyond_;
  states_.resize(count, fresh);
  // Readers on the old array see the chunks of this moment, which serve them as well.
  slots_.store(grown.release(), std::memory_order_release);
  epochs_.retire(std::unique_ptr<const Slots>(&old), old.count * sizeof(Slot));
}

std::vector<const Chunk*> Column::chunks() const {
  const Slots* slots = slots_.load(std::memory_order_acquire);
  std::vector<const Chunk*> found;
  for (std::size_t i = 0; i < slots->count; ++i) {
    const Chunk* chunk = slots->at[i].chunk.load(std::memory_order_acquire);
    if (chunk != nullptr) found.push_back(chunk);
  }
  return found;
}

std::uint32_t Column::touch(std::uint64_t segment, std::uint32_t rows) {
  const Slots* slots = slots_.load(std::memory_order_acquire);
  if (segment >= slots->count) {
    const std::lock_guard lock(mutex_);
    grow(segment);
    slots = slots_.load(std::memory_order_relaxed);
  }
  return slots->at[segment].touches.fetch_add(rows, std::memory_order_relaxed) + rows;
}

bool Column::begin_build(std::uint64_t segment, CommitNumber number) {
  const std::lock_guard lock(mutex_);
  grow(segment);
  State& state = states_[segment];
  if (state.building) return false;
  const Chunk* present = slots().at[segment].chunk.load(std::memory_order_relaxed);
  if (present != nullptr ? present->commit >= number : state.forgotten > number) {
    state.rebuild_asked = false;  // too early; the next mark asks again
    return false;
  }
  state.building = true;
  return true;
}

const Chunk* Column::end_build(std::uint64_t segment, CommitNumber number,
                               std::unique_ptr<Chunk> chunk, std::size_t& freed_bytes) {
  const std::lock_guard lock(mutex_);
  State& state = states_[segment];
  LIAISON_ASSERT(state.building);
  state.building = false;
  state.rebuild_asked = false;
  Slot& slot = slots().at[segment];
  Chunk* present = slot.chunk.load(std::memory_order_relaxed);
  if (!chunk || (present == nullptr && state.forgotten > number)) return nullptr;
  LIAISON_ASSERT(present == nullptr || present->commit < number);
  chunk->commit = number;
  if (present != nullptr) {
    const Marks* marks = present->marks.load(std::memory_order_relaxed);
    if (marks != nullptr) {
      auto newer = marks->copy_after(number, kFirstMarks);
      if (newer->count() > 0) chunk->marks.store(newer.release(), std::memory_order_relaxed);
    }
  } else {
    const auto is_newer = [&](const Mark& mark) { return mark.commit > number; };
    const auto count = std::count_if(state.recent.begin(), state.recent.end(), is_newer);
    if (count > 0) {
      auto newer = std::make_unique<Marks>(static_cast<std::uint32_t>(count) + kFirstMarks);
      for (Mark& mark : state.recent) {
        if (is_newer(mark)) newer->append(std::move(mark));
      }
      chunk->marks.store(newer.release(), std::memory_order_relaxed);
    }
    state.recent = {};
  }
  // The marks that led up to it are gone: an older state cannot be built beside it.
  state.forgotten = std::max(state.forgotten, number);
  const Chunk* installed = chunk.get();
  slot.chunk.store(chunk.release(), std::memory_order_release);
  slot.touches.store(0, std::memory_order_relaxed);
  if (present != nullptr) {
    const std::size_t bytes = present->size_bytes();
    freed_bytes += bytes;
    epochs_.retire(std::unique_ptr<const Chunk>(present), bytes);
  }
  return installed;
}

std::size_t Column::remove_chunk(std::uint64_t segment) {
  Slot& slot = slots().at[segment];
  Chunk* chunk = slot.chunk.load(std::memory_order_relaxed);
  if (chunk == nullptr) return 0;
  const Marks* marks = chunk->marks.load(std::memory_order_relaxed);
  State& state = states_[segment];
  if (marks != nullptr && marks->count() > 0) {
    state.forgotten = std::max(state.forgotten, (*marks)[marks->count() - 1].commit);
  }
  slot.chunk.store(nullptr, std::memory_order_release);
  const std::size_t bytes = chunk->size_bytes();
  epochs_.retire(std::unique_ptr<const Chunk>(chunk), bytes);
  return bytes;
}

std::size_t Column::evict(std::uint64_t segment) {
  const std::lock_guard lock(mutex_);
  if (segment >= slots().count) return 0;
  return remove_chunk(segment);
}

bool Column::Marker::wants(std::uint64_t segment, CommitNumber commit) {
  if (segment >= column_->slots().count) {
    column_->beyond_ = commit;
    return false;
  }
  const Slot& slot = column_->slots().at[segment];
  State& state = column_->states_[segment];
  if (slot.chunk.load(std::memory_order_relaxed) != nullptr) return true;
  if (state.forgotten >= commit) return false;  // forgotten in this very commit
  if (state.building || slot.touches.load(std::memory_order_relaxed) > 0) return true;
  state.forgotten = commit;
  return false;
}

void Column::Marker::add(std::uint64_t segment, Mark mark, CommitNumber published) {
  Column& column = *column_;
  State& state = column.states_[segment];
  Chunk* chunk = column.slots().at[segment].chunk.load(std::memory_order_relaxed);
  if (chunk == nullptr) {
    std::vector<Mark>& recent = state.recent;
    if (recent.size() >= kRecentMarks && !state.building) {
      // Builds that begin from now on stand on what is published or on newer commits.
      const auto needed = std::find_if(recent.begin(), recent.end(),
                                       [&](const Mark& old) { return old.commit > published; });
      if (needed != recent.begin()) state.forgotten = std::prev(needed)->commit;
      recent.erase(recent.begin(), needed);
    }
    if (recent.size() >= column.marks_max()) return forget(segment, mark.commit);
    recent.push_back(std::move(mark));
    return;
  }
  Marks* marks = chunk->marks.load(std::memory_order_relaxed);
  if (marks == nullptr || marks->full()) {
    const std::uint32_t count = marks == nullptr ? 0 : marks->count();
    if (count >= column.marks_max()) return forget(segment, mark.commit);
    const std::uint32_t room =
        count == 0 ? kFirstMarks : std::min(count, column.marks_max() - count);
    auto grown =
        marks == nullptr ? std::make_unique<Marks>(room) : marks->copy_after(chunk->commit, room);
    chunk->marks.store(grown.get(), std::memory_order_release);
    if (marks != nullptr) {
      column.epochs_.retire(std::unique_ptr<const Marks>(marks), marks->size_bytes());
    }
    marks = grown.release();
  }
  marks->append(std::move(mark));
  if (marks->count() >= column.rebuild_marks() && !state.building && !state.rebuild_asked) {
    state.rebuild_asked = true;
    column.upkeep_.rebuild.push_back(segment);
  }
}

bool Column::Marker::has_value(std::uint64_t segment, std::uint32_t row, const Value& value) const {
  const Chunk* chunk = column_->slots().at[segment].chunk.load(std::memory_order_relaxed);
  if (chunk == nullptr) return false;
  const Marks* marks = chunk->marks.load(std::memory_order_relaxed);
  const Mark* newest =
      marks == nullptr ? nullptr : marks->newest(row, std::numeric_limits<CommitNumber>::max());
  if (newest != nullptr) return same_simple(newest->value, value);
  return same_simple(static_cast<const PropertyChunk*>(chunk)->value(row), value);
}

void Column::Marker::forget(std::uint64_t segment, CommitNumber commit) {
  Column& column = *column_;
  State& state = column.states_[segment];
  const std::size_t freed = column.remove_chunk(segment);
  column.upkeep_.freed_bytes += freed;
  column.upkeep_.freed_chunks += freed == 0 ? 0 : 1;
  state.recent = {};
  state.forgotten = commit;
}

void Column::forget_all(CommitNumber commit) {
  Marker marker(*this);
  for (std::uint64_t segment = 0; segment < slots().count; ++segment) {
    marker.forget(segment, commit);
  }
  beyond_ = commit;
}

Column::Upkeep Column::take_upkeep() {
  const std::lock_guard lock(mutex_);
  return std::exchange(upkeep_, {});
}

}  // namespace liaison::engine
