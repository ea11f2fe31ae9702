// The read cache: decoded column chunks between the graph reader and the tables. Adjacency,
// properties, labels and records are read from immutable chunks where those are there, else from
// the tables, with the same answers; it is never stored, so a crash costs it nothing.
//
// How a read goes: the reader pins the cache for the life of its transaction, looks a column up
// once per call, and a chunk per segment. No chunk: the read counts as so many touches of the
// segment, and builds the chunk when the touches have earned it or when its intent says that the
// whole segment will be wanted. Chunk newer than the reader's commit: the tables.
//
// How a commit goes: under the writer lock, after its batch was written, it calls mark() with its
// write set; what changed lands as marks beside the chunks concerned. Whoever changes tables by
// other means than a write set (ingesting files) calls forget_all() instead, at the same place.
//
// Thread-safety: safe; mark and forget_all need the writer lock. Lifetime: tables, executor and
// everything in the options outlive it; pins are gone before it is.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "base/executor.h"
#include "cache/column.h"
#include "cache/epochs.h"
#include "store/tables.h"
#include "store/write_set.h"

namespace liaison::engine {

// What a reader stands on. A null snapshot: the newest written state, under the writer lock.
struct CacheView {
  CommitNumber number = 0;
  const KeyValueSnapshot* snapshot = nullptr;
};

// A published state to build from in the background, held while the build lasts.
struct BuildSnapshot {
  CommitNumber number = 0;
  std::shared_ptr<const KeyValueSnapshot> snapshot;
};

// How much of a segment the reader will want.
enum class ReadIntent : std::uint8_t {
  Point,   // these rows: never waits for a build
  Search,  // these rows and likely many more to come, in no special order: builds at once
  Scan,    // most of it: builds at once
};

struct ReadCacheOptions {
  std::size_t capacity_bytes = 0;
  // Newest written commit, whoever holds the writer lock.
  std::function<CommitNumber()> written;
  // Newest published state.
  std::function<BuildSnapshot()> published;
  // Ids of a kind are below it.
  std::function<std::uint64_t(EntityKind)> id_bound;
  // Null builds at once, on the calling thread.
  Executor* executor = nullptr;
  // Touches that earn a segment its chunk; 1 builds at the first touch, on the calling thread.
  std::uint32_t touches_to_build = 32;
};

class ReadCache {
 public:
  // Once memory is short, when a chunk can only come by pushing out another, so many times as many
  // touches are wanted.
  static constexpr std::uint32_t kPressure = 16;

  struct Statistics {
    std::uint64_t chunks = 0;
    std::uint64_t bytes = 0;
    std::uint64_t retired_bytes = 0;
    std::uint64_t builds = 0;
    std::uint64_t evictions = 0;
  };

  ReadCache(const Tables& tables, ReadCacheOptions options);
  ~ReadCache();
  ReadCache(const ReadCache&) = delete;
  ReadCache& operator=(const ReadCache&) = delete;

  // Required around everything that follows chunks.
  Epochs::Pin pin() { return epochs_.pin(); }

  // The column of an id, made when it is first asked for. Cheap, but not for every row.
  Column& column(ColumnId id);

  // The chunk of a segment that serves the view, or null: then read the tables. `rows`: how many
  // rows of it are about to be read, for the count of touches.
  const Chunk* acquire(Column& column, std::uint64_t segment, const CacheView& view,
                       std::uint32_t rows, ReadIntent intent) {
    const Chunk* chunk = column.chunk(segment);
    if (chunk == nullptr) return miss(column, segment, view, rows, intent);
    if (chunk->commit > view.number) return nullptr;
    chunk->note_use();
    return chunk;
  }

  // Makes sure of the label chunks of `count` segments, in one pass over the table. For scans.
  void acquire_labels(Column& column, std::uint64_t segment, std::size_t count,
                      const CacheView& view);

  // Number of segments that ids of a kind may lie in.
  std::uint64_t segment_count(EntityKind kind) const;

  // --- commit path, under the writer lock and before it is released
  void mark(const WriteSet& changes, CommitNumber number) noexcept;
  void forget_all(CommitNumber number) noexcept;

  Statistics statistics() const;

 private:
  // Columns by kind and token: two levels of arrays that never move.
  static constexpr std::size_t kBlockColumns = 256;
  static constexpr std::size_t kBlocksMax = 256;
  struct Block {
    std::array<std::atomic<Column*>, kBlockColumns> columns{};
  };
  struct Kind {
    std::array<std::atomic<Block*>, kBlocksMax> blocks{};
  };

  struct Resident {
    Column* column;
    std::uint64_t segment;
  };

  Column* find(ColumnId id) const;
  Column& make_column(ColumnId id);
  const Chunk* miss(Column& column, std::uint64_t segment, const CacheView& view,
                    std::uint32_t rows, ReadIntent intent);
  const Chunk* build(Column& column, std::uint64_t segment, const CacheView& view);
  const Chunk* install(Column& column, std::uint64_t segment, CommitNumber number,
                       std::unique_ptr<Chunk> chunk);
  void build_later(Column& column, std::uint64_t segment);
  bool is_tight() const;
  void make_room();
  void drop_stale();  // needs residents_mutex_

  void mark_all(const WriteSet& changes, CommitNumber number);
  void mark_records(const WriteSet& changes, EntityKind kind, CommitNumber number,
                    CommitNumber published);
  void mark_adjacency(const WriteSet& changes, bool outgoing, CommitNumber number,
                      CommitNumber published);
  void mark_labels(const WriteSet& changes, CommitNumber number, CommitNumber published);
  void mark_indexes(const WriteSet& changes, CommitNumber number, CommitNumber published);
  void do_upkeep();

  const Tables& tables_;
  const ReadCacheOptions options_;
  Epochs epochs_;

  // Guards the making of columns against commits that look for them.
  mutable std::shared_mutex columns_mutex_;
  std::array<Kind, kColumnKinds> kinds_;
  std::vector<std::unique_ptr<Column>> columns_;
  Column overflow_;  // of tokens beyond the arrays: never has a chunk
  std::array<std::vector<Column*>, kColumnKinds> columns_of_kind_;

  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::uint64_t> chunks_{0};
  std::atomic<std::uint64_t> builds_{0};
  std::atomic<std::uint64_t> evictions_{0};
  mutable std::mutex residents_mutex_;
  std::deque<Resident> residents_;  // the clock of eviction, hand at the front
};

}  // namespace liaison::engine
