// Where the records or properties that a call asks for are: in chunks of the read cache, in the
// transaction's own changes, or in the tables.
// Thread-safety: as the reader that asks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "encoding/key_codec.h"
#include "graph/cached_reader.h"
#include "graph/record_fetch.h"

namespace liaison::engine {

// From so many ids on a call is part of something larger.
inline constexpr std::size_t kSearchIds = 64;
// Ids of one segment next to each other in a call: it is walked from end to end.
inline constexpr std::size_t kScanRun = 256;

// Whether each id is the one before and one. *Requires* at least one.
inline bool is_consecutive(std::span<const std::uint64_t> ids) {
  if (ids.back() - ids.front() != ids.size() - 1) return false;
  std::uint64_t differences = 0;  // without an early end, which would keep the loop scalar
  for (std::size_t i = 0; i < ids.size(); ++i) differences |= ids[i] ^ (ids[0] + i);
  return differences == 0;
}

// Ids next to each other in a call that lie in one segment.
struct Run {
  std::uint32_t first, last;  // positions in the span of ids
  const Chunk* chunk;         // null: to be read from the table
  const Marks* marks;
};

// Cuts ids into runs and finds the chunk of each.
inline std::vector<Run> find_runs(const GraphState& state, Column& column,
                                  std::span<const std::uint64_t> ids) {
  std::vector<Run> runs;
  const CacheView view = state.cache_view();
  const ReadIntent of_call = ids.size() >= kSearchIds ? ReadIntent::Search : ReadIntent::Point;
  const auto count = static_cast<std::uint32_t>(ids.size());
  for (std::uint32_t first = 0; first < count;) {
    const std::uint64_t segment = segment_of(ids[first]);
    std::uint32_t last = first + 1;
    if (segment_of(ids.back()) == segment && is_consecutive(ids.subspan(first))) {
      last = count;
    } else {
      while (last < count && segment_of(ids[last]) == segment) ++last;
    }
    const Chunk* chunk = state.cache->acquire(
        column, segment, view, last - first, last - first >= kScanRun ? ReadIntent::Scan : of_call);
    const Marks* marks = chunk == nullptr ? nullptr : chunk->marks.load(std::memory_order_acquire);
    runs.push_back({first, last, chunk, marks});
    first = last;
  }
  return runs;
}

// The chunks of all segments in which scattered ids lie, by segment: what takes the place of runs
// where those would be a few ids long.
class SegmentViews {
 public:
  struct View {
    const Chunk* chunk = nullptr;
    const Marks* marks = nullptr;
  };

  // False: the ids come in runs that are worth their making, they lie too far apart, or a chunk is
  // not there.
  bool find(const GraphState& state, Column& column, std::span<const std::uint64_t> ids) {
    if (ids.size() < kIdsMin || is_consecutive(ids)) return false;
    std::uint64_t lowest = ids[0];
    std::uint64_t highest = ids[0];
    std::size_t turns = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      lowest = std::min(lowest, ids[i]);
      highest = std::max(highest, ids[i]);
      turns += segment_of(ids[i]) != segment_of(ids[i - 1]) ? 1 : 0;
    }
    first_ = segment_of(lowest);
    const std::uint64_t range = segment_of(highest) - first_ + 1;
    if (turns * kRunWorth < ids.size() || range > 2 * ids.size()) return false;
    views_.assign(range, {});
    const CacheView view = state.cache_view();
    for (const std::uint64_t id : ids) {
      View& at = views_[segment_of(id) - first_];
      if (at.chunk != nullptr) continue;
      const std::uint64_t segment = segment_of(id);
      if (column.chunk(segment) == nullptr) return false;  // runs ask for it, with all their rows
      at.chunk = state.cache->acquire(column, segment, view, 1, ReadIntent::Search);
      if (at.chunk == nullptr) return false;
      at.marks = at.chunk->marks.load(std::memory_order_acquire);
    }
    return true;
  }

  const View& of(std::uint64_t id) const { return views_[segment_of(id) - first_]; }
  std::uint64_t first_segment() const { return first_; }
  // By segment from first_segment() on; without a chunk where no id lies.
  std::span<const View> all() const { return views_; }

 private:
  static constexpr std::size_t kIdsMin = 32;
  static constexpr std::size_t kRunWorth = 8;  // ids in a run that is worth its making

  std::uint64_t first_ = 0;
  std::vector<View> views_;
};

// The word of a transaction's own changes on a record: null when it has none.
inline const WriteSet::Change* own_record(const WriteSet* own, EntityKind kind, std::uint64_t id) {
  if (own == nullptr) return nullptr;
  return kind == EntityKind::Node
             ? own->find(TableId::Node, node_key(NodeId(id)))
             : own->find(TableId::Relationship, relationship_key(RelationshipId(id)));
}

// Collects the positions that the tables have to answer, and asks them in one pass.
class TableRest {
 public:
  void add(std::span<const std::uint64_t> ids, std::uint32_t position) {
    ids_.push_back(ids[position]);
    positions_.push_back(position);
  }
  // Calls visit(position, record or null).
  template <class Visit>
  void fetch(const GraphState& state, EntityKind kind, Visit visit) const {
    fetch_records(state, kind, ids_,
                  [&](std::size_t i, const std::string* record) { visit(positions_[i], record); });
  }

 private:
  std::vector<std::uint64_t> ids_;
  std::vector<std::uint32_t> positions_;
};

inline ColumnId records_column(EntityKind kind) {
  return {kind == EntityKind::Node ? ColumnKind::NodeRecords : ColumnKind::RelationshipRecords, 0};
}

}  // namespace liaison::engine
