// Writing evidence: GraphWriter's part about records, withdrawal and what follows from it.
//
// A stored property counts as derived while it has the value that the records give it
// (Account::value_of). Adding or removing records moves derived properties along, and gives a
// property to an entity that has none. A property that a user set before records gave it, or to
// something else, is the user's: it stays as it is, also when records say the same, and is noted
// under kKeptMark as long as they do.
#include <algorithm>
#include <functional>
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
    check_storable(value, name);
    if (!seen.insert(name).second) throw InputError("property `" + name + "` is given twice");
  }
}

// Replaces the entity's row of the evidence index.
void update_evidence_index(WriteSet& own, EntityKind kind, std::uint64_t entity,
                           const Account& before, const Account& after) {
  const auto row = [&](const Account& account) {
    return evidence_index_key({account.support(), account.lowest_confidence(), kind, entity});
  };
  if (!before.empty()) own.erase(TableId::EvidenceIndex, row(before));
  if (!after.empty()) own.put(TableId::EvidenceIndex, row(after), {});
}

void note_evidence(ChangeSet& changes, EntityKind kind, std::uint64_t entity) {
  changes.add(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
  changes.add(object_hash(ObjectKind::EvidenceIndex));
}

struct Derived {
  std::vector<PropertyEntry> properties;
  std::vector<PropertyKeyId> kept;
};

// The properties an entity should have, given the records before and after, and which of them are
// the user's though records give them too. `kept`: the same of before.
Derived derive_properties(const std::vector<PropertyEntry>& stored,
                          const std::vector<PropertyKeyId>& kept, const Account& before,
                          const Account& after,
                          const std::map<PropertyKeyId, std::string>& concerned) {
  Derived result;
  for (const PropertyEntry& entry : stored) {
    if (!concerned.contains(entry.key)) result.properties.push_back(entry);
  }
  for (const PropertyKeyId key : kept) {
    if (!concerned.contains(key)) result.kept.push_back(key);
  }
  for (const auto& [key, name] : concerned) {
    const Value* current = find_property(stored, key);
    const std::optional<Value> given = after.value_of(name);
    bool is_derived = current == nullptr;
    if (!is_derived && !std::binary_search(kept.begin(), kept.end(), key)) {
      const std::optional<Value> given_before = before.value_of(name);
      is_derived = given_before && same_stored(*current, *given_before);
    }
    if (!is_derived) {
      result.properties.push_back({key, *current});
      if (given) result.kept.push_back(key);
    } else if (given) {
      result.properties.push_back({key, *given});
    }
  }
  std::sort(result.properties.begin(), result.properties.end(),
            [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; });
  std::sort(result.kept.begin(), result.kept.end());
  return result;
}

// Writes which properties are the user's, where that has changed.
void put_kept(WriteSet& own, EntityKind kind, std::uint64_t entity,
              const std::vector<PropertyKeyId>& before, const std::vector<PropertyKeyId>& after) {
  if (before == after) return;
  const std::string key = evidence_key({kind, entity, kKeptMark});
  if (after.empty()) {
    own.erase(TableId::Evidence, key);
  } else {
    own.put(TableId::Evidence, key, encode_kept(after));
  }
}

}  // namespace

std::uint32_t TableGraphWriter::append_record(EntityKind kind, std::uint64_t entity,
                                              const EvidenceRecord& record) {
  std::vector<PropertyKeyId> kept;
  Testimony testimony = read_testimony(state_, kind, entity, &kept);
  const std::size_t count = testimony.statements().size();
  const std::uint32_t n = count == 0 ? 0 : testimony.statements().back().n + 1;
  if (n >= kFirstMark) throw UsageError("an entity has too many records of evidence");
  const std::string bytes = encode_evidence_record(record);
  testimony.add(n, bytes);
  std::vector<bool> counts(count + 1, true);
  const Account after(testimony, counts);
  counts[count] = false;
  const Account before(testimony, std::move(counts));

  std::map<PropertyKeyId, std::string> concerned;
  for (const auto& [name, value] : record.properties) {
    concerned.emplace(property_key(name), name);
  }
  if (!concerned.empty()) {
    Stored stored = load_existing(kind, entity);
    Derived derived = derive_properties(stored.image.properties, kept, before, after, concerned);
    change_properties(kind, entity, std::move(stored), std::move(derived.properties));
    put_kept(state_.own, kind, entity, kept, derived.kept);
  }
  state_.own.put(TableId::Evidence, evidence_key({kind, entity, n}), bytes);
  state_.own.put(TableId::Cited, cited_key({record.document, {kind, entity, n}}), {});
  update_evidence_index(state_.own, kind, entity, before, after);
  note_evidence(state_.changes, kind, entity);
  state_.changes.add(object_hash(ObjectKind::Citations, record.document.value));
  return n;
}

std::uint32_t TableGraphWriter::add_evidence(EntityKind kind, std::uint64_t entity,
                                             const EvidenceRecord& given) {
  EvidenceRecord record = given;
  std::erase_if(record.properties, [](const auto& entry) { return entry.second.is_null(); });
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
  record.text = fingerprint_of(record.document, body->as_string());
  std::uint32_t n = 0;
  atomically([&] {
    n = append_record(kind, entity, record);
    // It may have lost its last record before and have stayed: it is supported again.
    if (origin_of(state_, kind, entity) == Origin::Unsupported) mark_extracted(kind, entity);
  });
  return n;
}

TextFingerprint TableGraphWriter::fingerprint_of(NodeId document, std::string_view body) {
  // A document's records mostly come one after the other.
  const std::size_t hash = std::hash<std::string_view>()(body);
  if (fingerprinted_.document != document || fingerprinted_.hash != hash) {
    fingerprinted_ = {document, hash, fingerprint(body)};
  }
  return fingerprinted_.text;
}

std::uint64_t TableGraphWriter::remove_records(EntityKind kind, std::uint64_t entity,
                                               const std::vector<std::uint32_t>& ns) {
  std::vector<PropertyKeyId> kept;
  const Testimony testimony = read_testimony(state_, kind, entity, &kept);
  const std::vector<Testimony::Statement>& statements = testimony.statements();
  std::vector<bool> counts(statements.size(), true);
  const Account before(testimony, counts);
  std::map<PropertyKeyId, std::string> concerned;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Testimony::Statement& statement = statements[i];
    if (std::find(ns.begin(), ns.end(), statement.n) == ns.end()) continue;
    counts[i] = false;
    for (std::uint32_t at = testimony.gifts_begin(i); at < statement.gifts_end; ++at) {
      const std::string& name = testimony.names()[testimony.gifts()[at].name];
      concerned.emplace(property_key(name), name);
    }
    const EvidenceKey key{kind, entity, statement.n};
    state_.own.erase(TableId::Evidence, evidence_key(key));
    state_.own.erase(TableId::Cited, cited_key({statement.document, key}));
    state_.changes.add(object_hash(ObjectKind::Citations, statement.document.value));
  }
  const Account after(testimony, std::move(counts));
  update_evidence_index(state_.own, kind, entity, before, after);
  note_evidence(state_.changes, kind, entity);
  if (concerned.empty()) return 0;

  Stored stored = load_existing(kind, entity);
  Derived derived = derive_properties(stored.image.properties, kept, before, after, concerned);
  // Only a property that had a value can go or change here: records give fewer values than before.
  std::uint64_t changed = 0;
  for (const auto& [key, name] : concerned) {
    const Value* old_value = find_property(stored.image.properties, key);
    const Value* new_value = find_property(derived.properties, key);
    if (old_value == nullptr) continue;
    if (new_value == nullptr || !same_stored(*old_value, *new_value)) ++changed;
  }
  change_properties(kind, entity, std::move(stored), std::move(derived.properties));
  put_kept(state_.own, kind, entity, kept, derived.kept);
  return changed;
}

void TableGraphWriter::remove_evidence(EntityKind kind, std::uint64_t entity, std::uint32_t n) {
  atomically([&] { remove_records(kind, entity, {n}); });
}

void TableGraphWriter::erase_evidence(EntityKind kind, std::uint64_t entity) {
  std::vector<PropertyKeyId> kept;
  const Testimony testimony = read_testimony(state_, kind, entity, &kept);
  put_kept(state_.own, kind, entity, kept, {});
  for (const Testimony::Statement& statement : testimony.statements()) {
    const EvidenceKey key{kind, entity, statement.n};
    state_.own.erase(TableId::Evidence, evidence_key(key));
    state_.own.erase(TableId::Cited, cited_key({statement.document, key}));
    state_.changes.add(object_hash(ObjectKind::Citations, statement.document.value));
  }
  const std::size_t count = testimony.statements().size();
  update_evidence_index(state_.own, kind, entity, Account(testimony, std::vector(count, true)),
                        Account(testimony, std::vector(count, false)));
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
