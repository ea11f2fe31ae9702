#include "cache/read_cache.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/fault.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Beyond this many chunks a full cache is worth protecting from those who pass by.
constexpr std::uint64_t kFewChunks = 4;
// A read of so many rows of a segment is better served by a chunk, even one that goes again.
constexpr std::uint32_t kManyRows = 256;
// Chunks that wait for long readers may take this much beyond the budget; then nothing is built.
constexpr std::size_t kRetiredBytesMax = std::size_t{64} << 20;

EntityKind entity_of(ColumnKind kind) {
  return kind == ColumnKind::RelationshipProperty || kind == ColumnKind::RelationshipRecords
             ? EntityKind::Relationship
             : EntityKind::Node;
}

bool is_property(ColumnKind kind) {
  return kind == ColumnKind::NodeProperty || kind == ColumnKind::RelationshipProperty;
}

}  // namespace

ReadCache::ReadCache(const Tables& tables, ReadCacheOptions options)
    : tables_(tables), options_(std::move(options)), overflow_({}, 0, epochs_) {
  overflow_.refuse();
}

ReadCache::~ReadCache() {
  for (Kind& kind : kinds_) {
    for (auto& block : kind.blocks) delete block.load(std::memory_order_relaxed);
  }
}

// ---- columns

Column* ReadCache::find(ColumnId id) const {
  const std::size_t block = id.token / kBlockColumns;
  if (block >= kBlocksMax) return nullptr;
  const Block* columns =
      kinds_[static_cast<std::size_t>(id.kind)].blocks[block].load(std::memory_order_acquire);
  if (columns == nullptr) return nullptr;
  return columns->columns[id.token % kBlockColumns].load(std::memory_order_acquire);
}

Column& ReadCache::column(ColumnId id) {
  Column* found = find(id);
  return found != nullptr ? *found : make_column(id);
}

Column& ReadCache::make_column(ColumnId id) {
  const std::unique_lock lock(columns_mutex_);
  if (Column* found = find(id)) return *found;
  if (id.token / kBlockColumns >= kBlocksMax) return overflow_;
  // A commit that looked for columns before this moment has its number by now, and those that look
  // from now on find this one.
  columns_.push_back(std::make_unique<Column>(id, options_.written(), epochs_));
  Column* column = columns_.back().get();
  columns_of_kind_[static_cast<std::size_t>(id.kind)].push_back(column);
  auto& place = kinds_[static_cast<std::size_t>(id.kind)].blocks[id.token / kBlockColumns];
  Block* block = place.load(std::memory_order_relaxed);
  if (block == nullptr) {
    block = new Block;
    place.store(block, std::memory_order_release);
  }
  block->columns[id.token % kBlockColumns].store(column, std::memory_order_release);
  return *column;
}

std::uint64_t ReadCache::segment_count(EntityKind kind) const {
  const std::uint64_t bound = options_.id_bound(kind);
  return std::min(segment_of(bound + (kSegmentRows - 1)), Column::kSegmentsMax);
}

// ---- building

bool ReadCache::is_tight() const {
  const std::size_t bytes = bytes_.load(std::memory_order_relaxed);
  return bytes >= options_.capacity_bytes / 8 * 7;
}

const Chunk* ReadCache::miss(Column& column, std::uint64_t segment, const CacheView& view,
                             std::uint32_t rows, ReadIntent intent) {
  if (column.id.kind != ColumnKind::Index && segment >= segment_count(entity_of(column.id.kind))) {
    return nullptr;
  }
  if (column.is_refused()) return nullptr;
  if (epochs_.retired_bytes() > options_.capacity_bytes + kRetiredBytesMax) return nullptr;
  const std::uint32_t touches = column.touch(segment, rows);
  const bool guarded = is_tight() && chunks_.load(std::memory_order_relaxed) > kFewChunks;
  if (intent != ReadIntent::Point &&
      (!guarded || (intent == ReadIntent::Scan && rows >= kManyRows))) {
    return build(column, segment, view);
  }
  const std::uint32_t needed =
      guarded ? options_.touches_to_build * kPressure : options_.touches_to_build;
  if (touches < needed) return nullptr;
  if (intent != ReadIntent::Point || needed <= 1 || options_.executor == nullptr) {
    return build(column, segment, view);
  }
  // Once per so many touches: the attempt before may have come too early.
  if (touches / needed != (touches - rows) / needed) build_later(column, segment);
  return nullptr;
}

const Chunk* ReadCache::build(Column& column, std::uint64_t segment, const CacheView& view) {
  if (!column.begin_build(segment, view.number)) {
    const Chunk* chunk = column.chunk(segment);
    return chunk != nullptr && chunk->commit <= view.number ? chunk : nullptr;
  }
  std::unique_ptr<Chunk> chunk;
  try {
    chunk = build_chunk(tables_, view.snapshot, column.id, segment, options_.capacity_bytes / 2);
    if (is_property(column.id.kind)) {
      column.dictionary.adopt(static_cast<PropertyChunk&>(*chunk));
    }
  } catch (...) {
    std::size_t ignored = 0;
    column.end_build(segment, view.number, nullptr, ignored);
    throw;
  }
  if (!chunk) {
    std::size_t ignored = 0;
    column.end_build(segment, view.number, nullptr, ignored);
    column.refuse();
    return nullptr;
  }
  return install(column, segment, view.number, std::move(chunk));
}

const Chunk* ReadCache::install(Column& column, std::uint64_t segment, CommitNumber number,
                                std::unique_ptr<Chunk> chunk) {
  const std::size_t bytes = chunk->size_bytes();
  std::size_t freed_bytes = 0;
  const Chunk* installed = column.end_build(segment, number, std::move(chunk), freed_bytes);
  if (installed == nullptr) return nullptr;
  builds_.fetch_add(1, std::memory_order_relaxed);
  bytes_.fetch_add(bytes - freed_bytes, std::memory_order_relaxed);
  if (freed_bytes == 0) {
    chunks_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(residents_mutex_);
    residents_.push_back({&column, segment});
    // Chunks that commits took out leave their places behind.
    if (residents_.size() > 2 * chunks_.load(std::memory_order_relaxed) + 1024) drop_stale();
  }
  if (bytes_.load(std::memory_order_relaxed) > options_.capacity_bytes) make_room();
  return installed;
}

void ReadCache::build_later(Column& column, std::uint64_t segment) {
  if (options_.executor == nullptr) return;
  options_.executor->submit([this, &column, segment] {
    try {
      const Epochs::Pin pin = epochs_.pin();
      const BuildSnapshot published = options_.published();
      build(column, segment, {published.number, published.snapshot.get()});
    } catch (const std::exception&) {
      // Damaged bytes or a failing disk: who reads the segment next meets the same error and can
      // report it.
    }
  });
}

void ReadCache::acquire_labels(Column& column, std::uint64_t segment, std::size_t count,
                               const CacheView& view) {
  if (column.is_refused()) return;
  // Longest run of segments that this thread may build.
  std::size_t i = 0;
  while (i < count) {
    if (column.chunk(segment + i) != nullptr || !column.begin_build(segment + i, view.number)) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < count && column.chunk(segment + end) == nullptr &&
           column.begin_build(segment + end, view.number)) {
      ++end;
    }
    std::vector<std::unique_ptr<Chunk>> chunks(end - i);
    try {
      chunks = build_label_chunks(tables_, view.snapshot, column.id.token, segment + i, end - i);
    } catch (...) {
      std::size_t ignored = 0;
      for (; i < end; ++i) column.end_build(segment + i, view.number, nullptr, ignored);
      throw;
    }
    for (std::unique_ptr<Chunk>& chunk : chunks) {
      install(column, segment + i++, view.number, std::move(chunk));
    }
  }
}

// ---- eviction

void ReadCache::drop_stale() {
  std::set<std::pair<const Column*, std::uint64_t>> seen;
  std::erase_if(residents_, [&](const Resident& resident) {
    return resident.column->chunk(resident.segment) == nullptr ||
           !seen.emplace(resident.column, resident.segment).second;
  });
}

void ReadCache::make_room() {
  const std::lock_guard lock(residents_mutex_);
  // Twice round at most: the first time may only clear marks of use.
  for (std::size_t steps = 2 * residents_.size();
       steps > 0 && residents_.size() > 1 &&
       bytes_.load(std::memory_order_relaxed) > options_.capacity_bytes;
       --steps) {
    const Resident resident = residents_.front();
    residents_.pop_front();
    const Chunk* chunk = resident.column->chunk(resident.segment);
    if (chunk == nullptr) continue;  // a commit took it out
    if (chunk->used.exchange(false, std::memory_order_relaxed)) {
      residents_.push_back(resident);
      continue;
    }
    const std::size_t freed = resident.column->evict(resident.segment);
    if (freed == 0) continue;
    bytes_.fetch_sub(freed, std::memory_order_relaxed);
    chunks_.fetch_sub(1, std::memory_order_relaxed);
    evictions_.fetch_add(1, std::memory_order_relaxed);
  }
}

// ---- commits

void ReadCache::mark(const WriteSet& changes, CommitNumber number) noexcept {
  try {
    mark_all(changes, number);
  } catch (...) {
    // Marks that could not be kept (no memory): what they were for goes.
    forget_all(number);
  }
}

void ReadCache::forget_all(CommitNumber number) noexcept {
  const std::shared_lock lock(columns_mutex_);
  for (const auto& column : columns_) column->forget_all(number);
  do_upkeep();
}

void ReadCache::mark_all(const WriteSet& changes, CommitNumber number) {
  const std::shared_lock lock(columns_mutex_);
  if (columns_.empty()) return;
  const CommitNumber published = options_.published().number;
  for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
    mark_records(changes, kind, number, published);
  }
  for (const bool outgoing : {true, false}) mark_adjacency(changes, outgoing, number, published);
  mark_labels(changes, number, published);
  mark_indexes(changes, number, published);
  do_upkeep();
}

void ReadCache::mark_records(const WriteSet& changes, EntityKind kind, CommitNumber number,
                             CommitNumber published) {
  const bool nodes = kind == EntityKind::Node;
  const WriteSet::Changes& rows = changes.changes(nodes ? TableId::Node : TableId::Relationship);
  if (rows.empty()) return;
  const auto make_mark = [&](std::uint64_t id, bool present) {
    Mark mark;
    mark.commit = number;
    mark.row = static_cast<std::uint16_t>(row_of(id));
    mark.is_present = present;
    return mark;
  };
  const ColumnKind records = nodes ? ColumnKind::NodeRecords : ColumnKind::RelationshipRecords;
  for (Column* column : columns_of_kind_[static_cast<std::size_t>(records)]) {
    Column::Marker marker(*column);
    for (const auto& [key, change] : rows) {
      const std::uint64_t id = decode_node_key(key).value;
      if (!marker.wants(segment_of(id), number)) continue;
      Mark mark = make_mark(id, change.has_value());
      if (change) mark.value = Value::bytes(std::string(*change));
      marker.add(segment_of(id), std::move(mark), published);
    }
  }
  const ColumnKind property = nodes ? ColumnKind::NodeProperty : ColumnKind::RelationshipProperty;
  for (Column* column : columns_of_kind_[static_cast<std::size_t>(property)]) {
    Column::Marker marker(*column);
    const PropertyKeyId token(column->id.token);
    for (const auto& [key, change] : rows) {
      const std::uint64_t id = decode_node_key(key).value;
      if (!marker.wants(segment_of(id), number)) continue;
      Mark mark = make_mark(id, change.has_value());
      if (change) {
        auto value = nodes ? decode_node_property(*change, token)
                           : decode_relationship_property(*change, token);
        if (value) mark.value = std::move(*value);
      }
      // Most changes of a record leave most of its properties alone.
      if (marker.has_value(segment_of(id), mark.row, mark.value)) continue;
      marker.add(segment_of(id), std::move(mark), published);
    }
  }
}

void ReadCache::mark_adjacency(const WriteSet& changes, bool outgoing, CommitNumber number,
                               CommitNumber published) {
  const WriteSet::Changes& rows = changes.changes(outgoing ? TableId::Outgoing : TableId::Incoming);
  const ColumnKind kind = outgoing ? ColumnKind::Outgoing : ColumnKind::Incoming;
  if (rows.empty() || columns_of_kind_[static_cast<std::size_t>(kind)].empty()) return;
  for (Column* column : columns_of_kind_[static_cast<std::size_t>(kind)]) {
    Column::Marker marker(*column);
    for (const auto& [bytes, change] : rows) {
      const AdjacencyKey key = decode_adjacency_key(bytes);
      if (column->id.token != 0 && key.type.value != column->id.token) continue;
      const std::uint64_t segment = segment_of(key.node.value);
      if (!marker.wants(segment, number)) continue;
      if (!change && LIAISON_FAULT("cache-mark-lost")) continue;
      Mark mark;
      mark.commit = number;
      mark.row = static_cast<std::uint16_t>(row_of(key.node.value));
      mark.is_present = change.has_value();
      mark.type = key.type.value;
      mark.neighbour = key.neighbour.value;
      mark.relationship = key.relationship.value;
      marker.add(segment, std::move(mark), published);
    }
  }
}

void ReadCache::mark_labels(const WriteSet& changes, CommitNumber number, CommitNumber published) {
  const WriteSet::Changes& rows = changes.changes(TableId::Label);
  // Sorted by label: one column after the other.
  for (auto at = rows.begin(); at != rows.end();) {
    const LabelId label = decode_label_key(at->first).label;
    const auto end = rows.lower_bound(prefix_successor(label_prefix(label)));
    Column* column = find({ColumnKind::Label, label.value});
    if (column == nullptr) {
      at = end;
      continue;
    }
    Column::Marker marker(*column);
    for (; at != end; ++at) {
      const std::uint64_t node = decode_label_key(at->first).node.value;
      if (!marker.wants(segment_of(node), number)) continue;
      Mark mark;
      mark.commit = number;
      mark.row = static_cast<std::uint16_t>(row_of(node));
      mark.is_present = at->second.has_value();
      marker.add(segment_of(node), std::move(mark), published);
    }
  }
}

void ReadCache::mark_indexes(const WriteSet& changes, CommitNumber number, CommitNumber published) {
  const WriteSet::Changes& rows = changes.changes(TableId::Index);
  for (auto at = rows.begin(); at != rows.end();) {
    const IndexId index = decode_index_key(at->first).index;
    const auto end = rows.lower_bound(prefix_successor(index_prefix(index)));
    Column* column = find({ColumnKind::Index, index.value});
    if (column == nullptr) {
      at = end;
      continue;
    }
    Column::Marker marker(*column);
    for (; at != end && marker.wants(0, number); ++at) {
      const IndexKey key = decode_index_key(at->first);
      Mark mark;
      mark.commit = number;
      mark.row = index_mark_row(key.values);
      mark.is_present = at->second.has_value();
      mark.neighbour = key.entity;
      mark.value = Value::bytes(std::string(key.values));
      marker.add(0, std::move(mark), published);
    }
    at = end;
  }
}

void ReadCache::do_upkeep() {
  for (const auto& column : columns_) {
    const Column::Upkeep upkeep = column->take_upkeep();
    bytes_.fetch_sub(upkeep.freed_bytes, std::memory_order_relaxed);
    chunks_.fetch_sub(upkeep.freed_chunks, std::memory_order_relaxed);
    for (const std::uint64_t segment : upkeep.rebuild) build_later(*column, segment);
  }
}

ReadCache::Statistics ReadCache::statistics() const {
  return {chunks_.load(std::memory_order_relaxed), bytes_.load(std::memory_order_relaxed),
          epochs_.retired_bytes(), builds_.load(std::memory_order_relaxed),
          evictions_.load(std::memory_order_relaxed)};
}

}  // namespace liaison::engine
