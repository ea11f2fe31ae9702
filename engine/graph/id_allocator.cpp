#include "graph/id_allocator.h"

#include <algorithm>

#include "base/bytes.h"
#include "catalog/catalog_keys.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// A reservation costs one sync: 16 segments make that one sync in 65,536 ids under load, and a
// small database wastes only numbers.
constexpr std::uint64_t kBlockIds = 16 * kSegmentIds;
// Different label sets that are counted; beyond it new ones share segments like small ones do.
constexpr std::size_t kLabelSetsMax = 65536;

std::uint64_t read_mark(KeyValueStore& store, EntityKind kind) {
  const auto row =
      store.get(ColumnFamily::Catalog, id_mark_row_key(static_cast<std::uint8_t>(kind)));
  if (!row) return 1;
  ByteReader reader(*row, "id mark");
  const std::uint64_t mark = reader.read_u64();
  reader.expect_end();
  return mark;
}

}  // namespace

IdAllocator::IdAllocator(KeyValueStore& store) : store_(store) {
  for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
    const std::uint64_t mark = std::max<std::uint64_t>(1, read_mark(store, kind));
    reserved_[static_cast<std::size_t>(kind)] = {mark, mark};
  }
}

IdAllocator::Range IdAllocator::take(EntityKind kind, std::uint64_t count) {
  Range& reserved = reserved_[static_cast<std::size_t>(kind)];
  if (reserved.end - reserved.next < count) {
    const std::uint64_t end = reserved.end + std::max(kBlockIds, count);
    if (end >= std::uint64_t{1} << 62) throw StorageError("the database has run out of ids");
    WriteBatch batch;
    std::string mark;
    put_u64(mark, end);
    batch.put(ColumnFamily::Catalog, id_mark_row_key(static_cast<std::uint8_t>(kind)), mark);
    store_.write(batch);
    store_.sync();
    reserved.end = end;
  }
  const Range taken{reserved.next, reserved.next + count};
  reserved.next = taken.end;
  return taken;
}

NodeId IdAllocator::next_node(std::span<const LabelId> labels) {
  const std::lock_guard lock(mutex_);
  Range* range = &shared_nodes_;
  std::vector<LabelId> key(labels.begin(), labels.end());
  auto found = label_sets_.find(key);
  if (found == label_sets_.end() && label_sets_.size() < kLabelSetsMax) {
    found = label_sets_.emplace(std::move(key), LabelSetIds{}).first;
  }
  if (found != label_sets_.end() && ++found->second.seen >= kOwnSegmentsFrom) {
    range = &found->second.own;
  }
  if (range->next == range->end) {
    *range = take(EntityKind::Node, kSegmentIds);
  }
  return NodeId(range->next++);
}

std::uint64_t IdAllocator::bound(EntityKind kind) const {
  const std::lock_guard lock(mutex_);
  return reserved_[static_cast<std::size_t>(kind)].next;
}

RelationshipId IdAllocator::next_relationship() {
  const std::lock_guard lock(mutex_);
  return RelationshipId(take(EntityKind::Relationship, 1).next);
}

NodeId IdAllocator::take_node_segment() {
  const std::lock_guard lock(mutex_);
  return NodeId(take(EntityKind::Node, kSegmentIds).next);
}

RelationshipId IdAllocator::take_relationships(std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  return RelationshipId(take(EntityKind::Relationship, count).next);
}

}  // namespace liaison::engine
