// Writing evidence: GraphWriter's part about records, withdrawal and what follows from it.
//
// A stored property counts as derived while it has the value that the records give it
// (derived_value). Adding or removing records moves derived properties along, and gives a property
// to an entity that has none; a property that a user set to something else stays as it is.
#include <algorithm>
#include <map>
#include <set>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "evidence/evidence_store.h"
#include "graph/graph_writer.h"
#include "graph/storable.h"
#include "index/index.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

namespace {

// Longest piece of text that an error repeats, in code points.
constexpr std::size_t kShownMax = 80;

std::string shown(std::string_view text) {
  if (text::length(text) <= kShownMax) return "'" + std::string(text) + "'";
  return "'" + std::string(text::substring(text, 0, kShownMax)) + "...'";
}

// Throws InputError unless the record's quote stands where it says.
void check_quote(const EvidenceRecord& record, std::string_view body) {
  const std::string where = "evidence from document " + std::to_string(record.document.value) +
                            " at [" + std::to_string(record.start) + ", " +
                            std::to_string(record.end) + "): ";
  const auto length = static_cast<std::int64_t>(text::length(body));
  if (record.start < 0 || record.end <= record.start || record.end > length) {
    throw InputError(where + "the document's text has code points 0 to " + std::to_string(length));
  }
  const std::string_view stands =
      text::substring(body, static_cast<std::size_t>(record.start),
                      static_cast<std::size_t>(record.end - record.start));
  if (stands != record.quote) {
    throw InputError(where + "the quote is " + shown(record.quote) + ", but there stands " +
                     shown(stands));
  }
}

void check_record(const EvidenceRecord& record) {
  if (!(record.confidence > 0 && record.confidence <= 1)) {
    throw InputError("confidence is " + std::to_string(record.confidence) +
                     "; it must lie above 0 and at or below 1");
  }
  std::set<std::string_view> seen;
  for (const auto& [name, value] : record.properties) {
    if (!value.is_null()) check_storable(value, name);
    if (!seen.insert(name).second) throw InputError("property `" + name + "` is given twice");
  }
}

// Replaces the entity's row of the evidence index.
void update_evidence_index(WriteSet& own, EntityKind kind, std::uint64_t entity,
                           const std::vector<EvidenceEntry>& before,
                           const std::vector<EvidenceEntry>& after) {
  if (!before.empty()) {
    own.erase(TableId::EvidenceIndex, evidence_index_row(kind, entity, before));
  }
  if (!after.empty()) own.put(TableId::EvidenceIndex, evidence_index_row(kind, entity, after), {});
}

void note_evidence(ChangeSet& changes, EntityKind kind, std::uint64_t entity) {
  changes.add(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
}

// The properties an entity should have, given the records before and after.
std::vector<PropertyEntry> derive_properties(
    const std::vector<PropertyEntry>& stored, const std::vector<EvidenceEntry>& before,
    const std::vector<EvidenceEntry>& after,
    const std::map<PropertyKeyId, std::string>& concerned) {
  std::vector<PropertyEntry> result;
  for (const PropertyEntry& entry : stored) {
    if (!concerned.contains(entry.key)) result.push_back(entry);
  }
  for (const auto& [key, name] : concerned) {
    const Value* current = find_property(stored, key);
    const std::optional<Value> given_before = derived_value(before, name);
    const bool derived =
        current == nullptr || (given_before.has_value() && same_stored(*current, *given_before));
    if (!derived) {
      result.push_back({key, *current});
    } else if (const std::optional<Value> given = derived_value(after, name)) {
      result.push_back({key, *given});
    }
  }
  std::sort(result.begin(), result.end(),
            [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; });
  return result;
}

}  // namespace

std::uint32_t TableGraphWriter::append_record(EntityKind kind, std::uint64_t entity,
                                              const EvidenceRecord& record) {
  const std::vector<EvidenceEntry> before = list_evidence(state_, kind, entity);
  const std::uint32_t n = before.empty() ? 0 : before.back().n + 1;
  if (n >= kExtractedMark) throw UsageError("an entity has too many records of evidence");
  std::vector<EvidenceEntry> after = before;
  after.push_back({kind, entity, n, record});

  std::map<PropertyKeyId, std::string> concerned;
  for (const auto& [name, value] : record.properties) {
    if (!value.is_null()) concerned.emplace(property_key(name), name);
  }
  if (!concerned.empty()) {
    Stored stored = load_existing(kind, entity);
    std::vector<PropertyEntry> properties =
        derive_properties(stored.image.properties, before, after, concerned);
    change_properties(kind, entity, std::move(stored), std::move(properties));
  }
  state_.own.put(TableId::Evidence, evidence_key({kind, entity, n}),
                 encode_evidence_record(record));
  state_.own.put(TableId::Cited, cited_key({record.document, {kind, entity, n}}), {});
  update_evidence_index(state_.own, kind, entity, before, after);
  note_evidence(state_.changes, kind, entity);
  state_.changes.add(object_hash(ObjectKind::Citations, record.document.value));
  return n;
}

std::uint32_t TableGraphWriter::add_evidence(EntityKind kind, std::uint64_t entity,
                                             const EvidenceRecord& record) {
  load_existing(kind, entity);
  const auto document = load(EntityKind::Node, record.document.value);
  if (!document) {
    throw InputError("evidence cites document node " + std::to_string(record.document.value) +
                     ", which does not exist");
  }
  check_record(record);
  const auto text_key = state_.catalog.property_key("text");
  const Value* body = text_key ? find_property(document->image.properties, *text_key) : nullptr;
  if (body == nullptr || !body->is_string()) {
    throw InputError("document node " + std::to_string(record.document.value) +
                     " has no string property `text` to quote from");
  }
  check_quote(record, body->as_string());
  std::uint32_t n = 0;
  atomically([&] {
    n = append_record(kind, entity, record);
    // It may have lost its last record before and have stayed: it is supported again.
    if (origin_of(state_, kind, entity) == Origin::Unsupported) mark_extracted(kind, entity);
  });
  return n;
}

std::uint64_t TableGraphWriter::remove_records(EntityKind kind, std::uint64_t entity,
                                               const std::vector<std::uint32_t>& ns) {
  const std::vector<EvidenceEntry> before = list_evidence(state_, kind, entity);
  std::vector<EvidenceEntry> after;
  std::map<PropertyKeyId, std::string> concerned;
  for (const EvidenceEntry& entry : before) {
    if (std::find(ns.begin(), ns.end(), entry.n) == ns.end()) {
      after.push_back(entry);
      continue;
    }
    for (const auto& [name, value] : entry.record.properties) {
      if (!value.is_null()) concerned.emplace(property_key(name), name);
    }
    state_.own.erase(TableId::Evidence, evidence_key({kind, entity, entry.n}));
    state_.own.erase(TableId::Cited, cited_key({entry.record.document, {kind, entity, entry.n}}));
    state_.changes.add(object_hash(ObjectKind::Citations, entry.record.document.value));
  }
  update_evidence_index(state_.own, kind, entity, before, after);
  note_evidence(state_.changes, kind, entity);
  if (concerned.empty()) return 0;

  Stored stored = load_existing(kind, entity);
  std::vector<PropertyEntry> properties =
      derive_properties(stored.image.properties, before, after, concerned);
  // Only a property that had a value can go or change here: records give fewer values than before.
  std::uint64_t changed = 0;
  for (const auto& [key, name] : concerned) {
    const Value* old_value = find_property(stored.image.properties, key);
    const Value* new_value = find_property(properties, key);
    if (old_value == nullptr) continue;
    if (new_value == nullptr || !same_stored(*old_value, *new_value)) ++changed;
  }
  change_properties(kind, entity, std::move(stored), std::move(properties));
  return changed;
}

void TableGraphWriter::remove_evidence(EntityKind kind, std::uint64_t entity, std::uint32_t n) {
  atomically([&] { remove_records(kind, entity, {n}); });
}

void TableGraphWriter::erase_evidence(EntityKind kind, std::uint64_t entity) {
  const std::vector<EvidenceEntry> records = list_evidence(state_, kind, entity);
  for (const EvidenceEntry& entry : records) {
    state_.own.erase(TableId::Evidence, evidence_key({kind, entity, entry.n}));
    state_.own.erase(TableId::Cited, cited_key({entry.record.document, {kind, entity, entry.n}}));
    state_.changes.add(object_hash(ObjectKind::Citations, entry.record.document.value));
  }
  update_evidence_index(state_.own, kind, entity, records, {});
  if (origin_of(state_, kind, entity) != Origin::Asserted) {
    state_.own.erase(TableId::Evidence, evidence_key({kind, entity, kExtractedMark}));
  }
  note_evidence(state_.changes, kind, entity);
}

void TableGraphWriter::mark_extracted(EntityKind kind, std::uint64_t entity) {
  load_existing(kind, entity);
  state_.own.put(TableId::Evidence, evidence_key({kind, entity, kExtractedMark}), "\x01");
  note_evidence(state_.changes, kind, entity);
}

WithdrawalReport TableGraphWriter::withdraw_document(NodeId document) {
  WithdrawalReport report;
  atomically([&] { withdraw_into(document, report); });
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
