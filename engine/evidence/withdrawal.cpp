// Taking evidence back: single records, all of an entity that goes away, and all that cite a
// document, with what thereby loses its last one.
#include <algorithm>
#include <map>
#include <set>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "evidence/evidence_store.h"
#include "evidence/evidence_upkeep.h"
#include "graph/graph_writer.h"
#include "graph/storable.h"
#include "index/index.h"

namespace liaison::engine {

std::uint64_t TableGraphWriter::remove_records(EntityKind kind, std::uint64_t entity,
                                               const std::vector<std::uint32_t>& ns) {
  if (state_.evidence_memory != nullptr) state_.evidence_memory->forget(kind, entity);
  Account before;
  Account after;
  std::vector<PropertyKeyId> kept;
  std::set<std::string, std::less<>> names;
  std::vector<std::pair<std::uint32_t, NodeId>> removed;
  visit_records(state_, kind, entity, &kept, [&](std::uint32_t n, std::string_view record) {
    before.add(n, record);
    if (std::find(ns.begin(), ns.end(), n) == ns.end()) {
      after.add(n, record);
      return;
    }
    const EvidenceGist gist = read_evidence_gist(
        record, [&](std::string_view name, std::string_view) { names.emplace(name); });
    removed.emplace_back(n, gist.document);
  });
  for (const auto& [n, document] : removed) erase_record({kind, entity, n}, document);
  update_evidence_index(state_.own, index_row(kind, entity, before),
                        index_row(kind, entity, after));
  note_evidence(state_.changes, kind, entity);
  if (names.empty()) return 0;

  Concerns concerned;
  for (const std::string& name : names) {
    concerned.emplace(property_key(name),
                      Concern{name, before.value_of(name), after.value_of(name)});
  }
  Stored stored = load_existing(kind, entity);
  Derived derived = derive_properties(stored.image.properties, kept, concerned);
  // Only a property that had a value can go or change here: records give fewer values than before.
  std::uint64_t changed = 0;
  for (const auto& [key, concern] : concerned) {
    const Value* old_value = find_property(stored.image.properties, key);
    const Value* new_value = find_property(derived.properties, key);
    if (old_value == nullptr) continue;
    if (new_value == nullptr || !same_stored(*old_value, *new_value)) ++changed;
  }
  change_properties(kind, entity, std::move(stored), std::move(derived.properties));
  put_kept(state_.own, kind, entity, kept, derived.kept);
  return changed;
}

void TableGraphWriter::erase_record(const EvidenceKey& key, NodeId document) {
  state_.own.erase(TableId::Evidence, evidence_key(key));
  state_.own.erase(TableId::Cited, cited_key({document, key}));
  state_.changes.add(object_hash(ObjectKind::Citations, document.value));
}

void TableGraphWriter::remove_evidence(EntityKind kind, std::uint64_t entity, std::uint32_t n) {
  atomically([&] { remove_records(kind, entity, {n}); });
}

void TableGraphWriter::erase_evidence(EntityKind kind, std::uint64_t entity) {
  if (state_.evidence_memory != nullptr) state_.evidence_memory->forget(kind, entity);
  Account account;
  std::vector<PropertyKeyId> kept;
  std::vector<std::pair<std::uint32_t, NodeId>> records;
  visit_records(state_, kind, entity, &kept, [&](std::uint32_t n, std::string_view record) {
    account.add(n, record);
    const auto ignore = [](std::string_view, std::string_view) {};
    records.emplace_back(n, read_evidence_gist(record, ignore).document);
  });
  put_kept(state_.own, kind, entity, kept, {});
  for (const auto& [n, document] : records) erase_record({kind, entity, n}, document);
  update_evidence_index(state_.own, index_row(kind, entity, account), {});
  if (origin_of(state_, kind, entity) != Origin::Asserted) {
    state_.own.erase(TableId::Evidence, evidence_key({kind, entity, kExtractedMark}));
  }
  note_evidence(state_.changes, kind, entity);
}

WithdrawalReport TableGraphWriter::withdraw_document(NodeId document) {
  WithdrawalReport report;
  atomically([&] { withdraw_into(document, report); });
  return report;
}

WithdrawalReport TableGraphWriter::preview_withdrawal(NodeId document) {
  struct TakenBack {};
  WithdrawalReport report;
  try {
    atomically([&] {
      withdraw_into(document, report);
      throw TakenBack();
    });
  } catch (const TakenBack&) {
  }
  return report;
}

void TableGraphWriter::withdraw_into(NodeId document, WithdrawalReport& report) {
  // The records per entity, relationships first: a node can only go once they have.
  std::map<std::pair<EntityKind, std::uint64_t>, std::vector<std::uint32_t>> cited;
  for (const EvidenceEntry& entry : list_citations(state_, document)) {
    cited[{entry.kind, entry.entity}].push_back(entry.n);
    ++report.records;
  }
  std::set<NodeId> candidates;
  for (const EntityKind kind : {EntityKind::Relationship, EntityKind::Node}) {
    for (const auto& [entity, ns] : cited) {
      if (entity.first != kind) continue;
      const auto stored = load(kind, entity.second);
      if (!stored) continue;  // went with a node that this withdrawal removed
      const std::uint64_t changed = remove_records(kind, entity.second, ns);
      const bool extracted = origin_of(state_, kind, entity.second) != Origin::Asserted;
      const bool lost_last = list_evidence(state_, kind, entity.second).empty();
      if (!extracted || !lost_last) {
        report.properties += changed;
        continue;
      }
      if (kind == EntityKind::Relationship) {
        remove_relationship(RelationshipId(entity.second), stored->ends);
        ++report.relationships;
        candidates.insert({stored->ends.source, stored->ends.target});
      } else {
        state_.own.put(TableId::Evidence, evidence_key({kind, entity.second, kExtractedMark}),
                       "\x02");
        candidates.insert(NodeId(entity.second));
      }
    }
  }
  for (const NodeId node : candidates) remove_unsupported_node(node, report);
}

// Removes a node that was extracted, has lost its last record, and that nothing holds on to.
void TableGraphWriter::remove_unsupported_node(NodeId node, WithdrawalReport& report) {
  if (!load(EntityKind::Node, node.value)) return;
  if (origin_of(state_, EntityKind::Node, node.value) != Origin::Unsupported) return;
  if (!list_evidence(state_, EntityKind::Node, node.value).empty()) return;
  if (has_relationships(node)) return;
  // It may be a document itself; what only it said goes as well.
  withdraw_into(node, report);
  if (!load(EntityKind::Node, node.value)) return;
  remove_node(node);
  ++report.nodes;
}

}  // namespace liaison::engine
