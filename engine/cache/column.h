// One column of the read cache: its segments, each with the chunk that readers find there and what
// the cache has to know to build the next one.
//
// Looking a chunk up is an array access and an atomic load. Everything else happens under the
// column's lock: commits mark rows, builders begin and install, eviction takes chunks out. What is
// replaced is retired, never freed at once.
//
// What makes a chunk of commit c right for a reader at n >= c: every change of the segment in
// (c, n] has a mark. Hence a chunk of c may be installed only while no mark after c has been
// forgotten (State::forgotten). Marks are kept for segments that have a chunk, that are being
// built, or that somebody has asked for.
// Thread-safety: safe. Lifetime: lives as long as its cache.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "cache/chunk.h"
#include "cache/chunk_builder.h"
#include "cache/column_dictionary.h"
#include "cache/epochs.h"
#include "liaison/engine/statistics.h"

namespace liaison::engine {

class Column {
 public:
  // Ids beyond this many segments are served from the tables: nothing sensible reaches them.
  static constexpr std::uint64_t kSegmentsMax = std::uint64_t{1} << 26;

  // More marks than this in a segment and its chunk goes: reading it anew is better. An index is
  // one large segment.
  static constexpr std::uint32_t kMarksMax = 1024;
  static constexpr std::uint32_t kIndexMarksMax = 32768;

  // `floor`: commits up to it may have changed rows before the column was there.
  Column(ColumnId id, CommitNumber floor, Epochs& epochs);
  ~Column();
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  const ColumnId id;
  // Of properties.
  ColumnDictionary dictionary;
  struct Sampled {
    std::mutex mutex;
    std::optional<ColumnStatistics> statistics;
    std::size_t chunk_count = 0;  // when they were taken
  };
  Sampled sampled;

  // The chunk of a segment, or null. Its commit may be newer than the reader's.
  const Chunk* chunk(std::uint64_t segment) const {
    const Slots* slots = slots_.load(std::memory_order_acquire);
    return segment < slots->count ? slots->at[segment].chunk.load(std::memory_order_acquire)
                                  : nullptr;
  }

  // All chunks there are.
  std::vector<const Chunk*> chunks() const;

  // Columns that turned out too large for the budget are not tried again.
  bool is_refused() const { return refused_.load(std::memory_order_relaxed); }
  void refuse() { refused_.store(true, std::memory_order_relaxed); }

  // Adds to the touches of a segment without a chunk and returns how many there are by now.
  std::uint32_t touch(std::uint64_t segment, std::uint32_t rows);

  // --- building
  // Registers a build: from now on no mark is lost. Returns false when somebody else is at it, when
  // the chunk there serves `number` already, or when marks after `number` are gone.
  bool begin_build(std::uint64_t segment, CommitNumber number);
  // Ends a build. A null chunk only ends it. Returns the chunk when it was installed; it is null
  // when marks were lost meanwhile. `freed_bytes` grows by what the replaced chunk took.
  const Chunk* end_build(std::uint64_t segment, CommitNumber number, std::unique_ptr<Chunk> chunk,
                         std::size_t& freed_bytes);

  // --- eviction: takes the chunk out and retires it. Returns its bytes, 0 when there is none.
  std::size_t evict(std::uint64_t segment);

  // --- marking, by the commit path. Holds the lock while it lives.
  class Marker {
   public:
    explicit Marker(Column& column) : column_(&column), lock_(column.mutex_) {}
    Column& column() const { return *column_; }
    // Whether the segment keeps marks; when not, its changes by `commit` are noted as forgotten.
    bool wants(std::uint64_t segment, CommitNumber commit);
    // Requires wants(). `published`: nobody begins to read below it any more.
    void add(std::uint64_t segment, Mark mark, CommitNumber published);
    // Columns of properties: whether readers of the newest commit find this value in the row
    // already. False when that is not known.
    bool has_value(std::uint64_t segment, std::uint32_t row, const Value& value) const;
    // Takes out the chunk; nothing before `commit` can be built any more.
    void forget(std::uint64_t segment, CommitNumber commit);

   private:
    Column* column_;
    std::unique_lock<std::mutex> lock_;
  };
  // Takes out all chunks, as forget() does.
  void forget_all(CommitNumber commit);

  // Segments whose marks call for a new chunk, and the bytes that marking freed or took since the
  // last call.
  struct Upkeep {
    std::vector<std::uint64_t> rebuild;
    std::size_t freed_bytes = 0;
    std::size_t freed_chunks = 0;
  };
  Upkeep take_upkeep();

 private:
  struct Slot {
    std::atomic<Chunk*> chunk{nullptr};
    std::atomic<std::uint32_t> touches{0};
  };
  struct Slots final : Epochs::Retired {
    explicit Slots(std::size_t size) : count(size), at(std::make_unique<Slot[]>(size)) {}
    const std::size_t count;
    const std::unique_ptr<Slot[]> at;
  };
  struct State {
    CommitNumber forgotten = 0;  // marks up to it may be missing, unless there is a chunk
    bool building = false;
    bool rebuild_asked = false;
    std::vector<Mark> recent;  // while there is no chunk
  };

  std::uint32_t marks_max() const {
    return id.kind == ColumnKind::Index ? kIndexMarksMax : kMarksMax;
  }
  // So many marks, and the segment is worth reading anew.
  std::uint32_t rebuild_marks() const { return id.kind == ColumnKind::Index ? 2048 : 192; }

  // All need mutex_.
  Slots& slots() const { return *slots_.load(std::memory_order_relaxed); }
  void grow(std::uint64_t segment);
  std::size_t remove_chunk(std::uint64_t segment);

  Epochs& epochs_;
  std::mutex mutex_;
  std::atomic<Slots*> slots_;
  std::atomic<bool> refused_{false};
  std::vector<State> states_;  // as many as slots
  CommitNumber beyond_;        // as State::forgotten, for segments that have no slot yet
  Upkeep upkeep_;
};

}  // namespace liaison::engine
