// What the reader and the writer of one transaction share: the tables, the view they read, the
// catalog, and notes of what was read and changed.
// Thread-safety: needs external locking; the reading half is safe while nobody writes.
// Lifetime: the database's parts outlive it; the snapshot is held.
#pragma once

#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cache/read_cache.h"
#include "catalog/catalog_state.h"
#include "evidence/evidence_memory.h"
#include "evidence/known_texts.h"
#include "graph/id_allocator.h"
#include "graph/label_memory.h"
#include "graph/pending_index.h"
#include "store/tables.h"
#include "txn/read_set.h"
#include "txn/space_guard.h"

namespace liaison::engine {

struct GraphState {
  // Nodes that a transaction knows to be its own: about 2 MB.
  static constexpr std::size_t kOwnNodesMax = 65536;

  GraphState(const Tables& all_tables, TokenTable& token_table, IdAllocator& id_allocator,
             std::shared_ptr<const CatalogState> catalog_state)
      : tables(all_tables),
        tokens(token_table),
        ids(id_allocator),
        catalog(token_table, std::move(catalog_state)) {}

  // Starts to note what is read.
  void record_reads() {
    reads = std::make_unique<ReadSet>();
    recording_catalog = std::make_unique<RecordingCatalog>(catalog, *reads);
  }
  void note_read(ObjectHash object) const {
    if (reads) reads->add(object);
  }
  ReadView view() const { return {snapshot.get(), writes ? &own : nullptr}; }
  const Table& table(TableId id) const {
    if (pending_index && pending_index->table == id) settle_index();
    return tables[id];
  }
  CacheView cache_view() const { return {number, snapshot.get()}; }
  // The transaction's own changes, or null while there are none.
  const WriteSet* own_changes() const { return writes && !own.empty() ? &own : nullptr; }

  // Whether this transaction made the entity, so that nothing of it is stored. It knows its
  // relationships, whose ids ascend, and its first nodes.
  bool is_own(EntityKind kind, std::uint64_t entity) const {
    if (kind == EntityKind::Node) return own_nodes.contains(NodeId(entity));
    return first_own_relationship.value != 0 && entity >= first_own_relationship.value;
  }
  void note_own(NodeId node) {
    if (own_nodes.size() < kOwnNodesMax) own_nodes.insert(node);
  }
  EvidenceMemory::Mark evidence_mark() const {
    return evidence_memory == nullptr ? 0 : evidence_memory->mark();
  }
  // What was remembered since may be of changes that were taken back.
  void forget_since(EvidenceMemory::Mark mark) {
    labels->forget_all();
    texts.clear();
    if (evidence_memory != nullptr) evidence_memory->rollback_to(mark);
  }

  // Puts a pending index into the write set, for who reads it before the commit.
  void settle_index() const {
    if (!pending_index) return;
    auto pending = std::move(pending_index);
    try {
      pending->write_rows();
    } catch (...) {
      pending_index = std::move(pending);
      throw;
    }
  }

  const Tables& tables;
  TokenTable& tokens;
  IdAllocator& ids;
  // Null reads the newest written state, under the writer lock.
  std::shared_ptr<const KeyValueSnapshot> snapshot;
  CommitNumber number = 0;     // newest commit in it
  ReadCache* cache = nullptr;  // null: read the tables only
  bool writes = false;
  WriteSet own;
  // Indexes with more entries than this are made in bulk, where the transaction has the lock.
  std::size_t index_rows_max = 0;
  SpaceGuard* space = nullptr;                          // of the database; null: not asked
  mutable std::unique_ptr<PendingIndex> pending_index;  // null: none
  TransactionCatalog catalog;
  ChangeSet changes;
  LabelMemory own_labels;
  LabelMemory* labels = &own_labels;          // of the holder of the writer lock, or its own
  RelationshipId first_own_relationship{0};   // 0: none yet
  std::unordered_set<NodeId> own_nodes;       // that this transaction made, the first ones
  KnownTexts texts;                           // of documents that evidence cites
  EvidenceMemory* evidence_memory = nullptr;  // of the holder of the writer lock; null: none
  std::unique_ptr<ReadSet> reads;             // of optimistic transactions
  std::unique_ptr<RecordingCatalog> recording_catalog;
};

}  // namespace liaison::engine
