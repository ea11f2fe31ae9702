// The writing half of a transaction's graph. Every change keeps in step: the record, both adjacency
// twins, the label table, the entries of each index, the counts, the evidence tables, and the notes
// of what changed that optimistic transactions are held against.
// Each public operation is all or nothing: what can refuse is asked before the first write, and
// cascades run under a mark of the write set.
// Thread-safety: needs external locking. Lifetime: state and reader outlive it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "encoding/key_codec.h"
#include "graph/entity_image.h"
#include "graph/graph_state.h"
#include "liaison/engine/graph.h"
#include "store/key_sorter.h"
#include "store/table.h"

namespace liaison::engine {

// A property that records concern, and what they give it before and after a change of records.
struct Concern {
  std::string name;
  std::optional<Value> before;
  std::optional<Value> after = std::nullopt;
};
using Concerns = std::map<PropertyKeyId, Concern>;

// A record of evidence whose quote stands where it says, as it will be stored.
struct CheckedRecord {
  const EvidenceRecord* given = nullptr;  // its text is not set
  TextFingerprint text{};
  std::string bytes{};
};

class TableGraphWriter final : public GraphWriter {
 public:
  TableGraphWriter(GraphState& state, const GraphReader& reader) : state_(state), reader_(reader) {}

  LabelId label(std::string_view name) override;
  RelationshipTypeId relationship_type(std::string_view name) override;
  PropertyKeyId property_key(std::string_view name) override;

  NodeId create_node(std::span<const LabelId> labels,
                     std::span<const PropertyEntry> properties) override;
  RelationshipId create_relationship(RelationshipTypeId type, NodeId source, NodeId target,
                                     std::span<const PropertyEntry> properties) override;
  bool set_property(EntityKind kind, std::uint64_t entity, PropertyKeyId key,
                    const Value& value) override;
  void replace_properties(EntityKind kind, std::uint64_t entity,
                          std::span<const PropertyEntry> properties) override;
  bool add_label(NodeId node, LabelId label) override;
  bool remove_label(NodeId node, LabelId label) override;
  void delete_relationship(RelationshipId relationship) override;
  void delete_node(NodeId node) override;

  IndexDefinition create_index(IndexDefinition definition) override;
  void drop_index(IndexId index) override;
  ConstraintDefinition create_constraint(ConstraintDefinition definition) override;
  void drop_constraint(std::string_view name) override;
  void check_constraints() override;

  std::uint32_t add_evidence(EntityKind kind, std::uint64_t entity,
                             const EvidenceRecord& record) override;
  void add_evidence(std::span<const NewEvidence> records) override;
  RelationshipId create_extracted(RelationshipTypeId type, NodeId source, NodeId target,
                                  std::span<const PropertyEntry> properties,
                                  std::span<const EvidenceRecord> records) override;
  void quote_from(NodeId document, std::shared_ptr<const DocumentText> text) override;
  void find_nodes(IndexId index, const Value& value, std::vector<NodeId>& out) override;
  void find_relationships(RelationshipTypeId type, NodeId source, NodeId target,
                          std::vector<RelationshipId>& out) override;
  void remove_evidence(EntityKind kind, std::uint64_t entity, std::uint32_t n) override;
  void mark_extracted(EntityKind kind, std::uint64_t entity) override;
  WithdrawalReport withdraw_document(NodeId document) override;
  WithdrawalReport preview_withdrawal(NodeId document) override;

 private:
  // --- graph_writer.cpp
  std::uint32_t token(TokenKind kind, std::string_view name);
  // What is stored of an entity; nullopt when it does not exist. Noted as read.
  using Stored = StoredEntity;
  std::optional<Stored> load(EntityKind kind, std::uint64_t entity);
  // Like load, but throws UsageError for what does not exist.
  Stored load_existing(EntityKind kind, std::uint64_t entity);
  // Throws UsageError for what does not exist, and looks no further. Noted as read.
  void require_existing(EntityKind kind, std::uint64_t entity);
  // Throws UsageError for a node that does not exist. Noted as read.
  const std::vector<LabelId>& labels_of(NodeId node);
  void store_record(EntityKind kind, std::uint64_t entity, const Stored& stored);
  // The same for an entity that was not there before.
  void put_record(EntityKind kind, std::uint64_t entity, const Stored& stored);
  // A relationship to be made. Throws UsageError for ends that do not exist; notes them as read.
  Stored new_relationship(RelationshipTypeId type, NodeId source, NodeId target,
                          std::span<const PropertyEntry> properties);
  // Makes a relationship. Requires ends that exist and were noted as read.
  RelationshipId put_relationship(const Stored& stored);
  // Replaces the properties of an entity; returns whether anything changed.
  bool change_properties(EntityKind kind, std::uint64_t entity, Stored stored,
                         std::vector<PropertyEntry> properties);
  void change_label(NodeId node, LabelId label, bool add);
  void count_relationship(const RelationshipEnds& ends, int by);
  void note_relationship(RelationshipId relationship, const RelationshipEnds& ends);
  void remove_relationship(RelationshipId relationship, const RelationshipEnds& ends);
  void remove_node(NodeId node);
  // Runs `work` under a mark: an exception takes back all it did.
  template <class Work>
  void atomically(Work work);

  // --- index_upkeep.cpp
  // Throws ConstraintError when `after` breaks a unique or key constraint that `before` (null for
  // an entity that is new) did not stand under with the same values. Writes nothing.
  void check_unique(EntityKind kind, std::uint64_t entity, const EntityImage* before,
                    const EntityImage& after);
  // Stands on the first entry of the index table at or after a key.
  TableCursor& seek_index(std::string_view key);
  // Entries that `before` and `after` differ in; either may be null.
  void update_indexes(EntityKind kind, std::uint64_t entity, const EntityImage* before,
                      const EntityImage* after);
  // Full-text indexes count documents and their words.
  void count_document(IndexId index, std::uint64_t word_count, int by);
  // Remembers that constraints asked at the end of a statement may concern the entity.
  void expect_check(EntityKind kind, std::uint64_t entity, const EntityImage& after);

  // --- schema_writer.cpp
  void check_schema_name(std::string& name, std::string_view prefix, std::uint32_t number) const;
  // `unique`: the constraint that the index belongs to, or null. Throws ConstraintError.
  void build_index(const IndexDefinition& definition, const ConstraintDefinition* unique);
  // Visits the entries of an index to be, in order, each once. Counts documents if asked.
  std::unique_ptr<KeySorter> sort_entries(const IndexDefinition& definition, bool counts_documents);
  void ingest_index(const IndexDefinition& definition, const ConstraintDefinition* unique,
                    KeySorter& entries);
  void write_index(const IndexDefinition& definition, const ConstraintDefinition* unique,
                   KeySorter& entries);
  void check_all_entities(const ConstraintDefinition& constraint);
  void erase_index(const IndexDefinition& definition);
  template <class Visit>
  void for_each_entity(EntityKind kind, std::span<const std::uint32_t> tokens,
                       std::span<const PropertyKeyId> keys, Visit visit);

  // --- evidence/evidence_writer.cpp
  // What an exception leaves behind: nothing, or what the caller takes back.
  enum class Failure : std::uint8_t { ChangesNothing, TakenBackByCaller };
  EvidenceMemory::Entry read_evidence(EntityKind kind, std::uint64_t entity);
  // Moves derived properties along with what records say. `known`: what is remembered of the
  // entity.
  void follow_records(EntityKind kind, std::uint64_t entity, const Concerns& concerned,
                      Failure failure, EvidenceMemory::Entry& known);
  bool has_record_of(EntityKind kind, std::uint64_t entity, NodeId document) const;
  // Adds records to an entity, in their order; returns the number of the first. `ahead`: what the
  // tables say of it, where that was read before (read_ahead.h), else null.
  std::uint32_t append_records(EntityKind kind, std::uint64_t entity,
                               std::span<const CheckedRecord> records, Failure failure,
                               EvidenceMemory::Entry* ahead);
  // Throws InputError for a record that cannot be added to anything.
  CheckedRecord checked(const EvidenceRecord& record);
  // The text of a document. Throws InputError when there is none.
  const DocumentText& text_of(NodeId document);
  // The `text` property of a document. Throws InputError when it has none.
  Value stored_text(NodeId document);
  void erase_record(const EvidenceKey& key, NodeId document);
  // Takes away some of an entity's records and what its properties owe to them. Returns how many
  // properties went or changed.
  std::uint64_t remove_records(EntityKind kind, std::uint64_t entity,
                               const std::vector<std::uint32_t>& ns);
  // Removes all records and marks of an entity that is going away.
  void erase_evidence(EntityKind kind, std::uint64_t entity);
  void withdraw_into(NodeId document, WithdrawalReport& report);
  void remove_unsupported_node(NodeId node, WithdrawalReport& report);
  bool has_relationships(NodeId node);

  GraphState& state_;
  const GraphReader& reader_;
  // Of find_relationships(), find_nodes() and check_unique(); null: not asked yet.
  std::unique_ptr<TableCursor> outgoing_;
  std::unique_ptr<TableCursor> index_entries_;
  std::set<std::pair<EntityKind, std::uint64_t>> check_pending_;
};

template <class Work>
void TableGraphWriter::atomically(Work work) {
  const WriteSet::Mark mark = state_.own.mark();
  TransactionCatalog::Memory memory = state_.catalog.remember();
  const bool had_pending_index = state_.pending_index != nullptr;
  const EvidenceMemory::Mark evidence_mark = state_.evidence_mark();
  try {
    work();
  } catch (...) {
    state_.own.rollback_to(mark);
    state_.catalog.restore(std::move(memory));
    state_.forget_since(evidence_mark);
    if (!had_pending_index) state_.pending_index.reset();
    throw;
  }
  state_.own.release(mark);
}

}  // namespace liaison::engine
