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
void check_quote(const EvidenceRecord& record, const QuotedText& text) {
  const std::string where = "evidence from document " + std::to_string(record.document.value) +
                            " at [" + std::to_string(record.start) + ", " +
                            std::to_string(record.end) + "): ";
  const auto length = static_cast<std::int64_t>(text.places.size());
  if (record.start < 0 || record.end <= record.start || record.end > length) {
    throw InputError(where + "the document's text has code points 0 to " + std::to_string(length));
  }
  const std::size_t begin = text.places.byte_at(static_cast<std::size_t>(record.start));
  const std::size_t end = text.places.byte_at(static_cast<std::size_t>(record.end));
  const std::string_view stands = text.body().substr(begin, end - begin);
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

// Replaces the entity's row of the evidence index. Rows are empty for an entity without records.
void update_evidence_index(WriteSet& own, const std::string& before, const std::string& after) {
  if (before == after) return;
  if (!before.empty()) own.erase(TableId::EvidenceIndex, before);
  if (!after.empty()) own.put(TableId::EvidenceIndex, after, {});
}

std::string index_row(EntityKind kind, std::uint64_t entity, const Account& account) {
  return account.empty() ? std::string() : evidence_index_row(kind, entity, account);
}

void note_evidence(ChangeSet& changes, EntityKind kind, std::uint64_t entity) {
  changes.add(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
  changes.add(object_hash(ObjectKind::EvidenceIndex));
}

struct Derived {
  std::vector<PropertyEntry> properties;
  std::vector<PropertyKeyId> kept;
};

// The properties an entity should have, given what records say before and after, and which of them
// are the user's though records give them too. `kept`: the same of before.
Derived derive_properties(const std::vector<PropertyEntry>& stored,
                          const std::vector<PropertyKeyId>& kept, const Concerns& concerned) {
  Derived result;
  for (const PropertyEntry& entry : stored) {
    if (!concerned.contains(entry.key)) result.properties.push_back(entry);
  }
  for (const PropertyKeyId key : kept) {
    if (!concerned.contains(key)) result.kept.push_back(key);
  }
  for (const auto& [key, concern] : concerned) {
    const Value* current = find_property(stored, key);
    const std::optional<Value>& given = concern.after;
    bool is_derived = current == nullptr;
    if (!is_derived && !std::binary_search(kept.begin(), kept.end(), key)) {
      is_derived = concern.before && same_stored(*current, *concern.before);
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

EvidenceMemory::Entry TableGraphWriter::read_evidence(EntityKind kind, std::uint64_t entity) {
  EvidenceMemory::Entry entry;
  visit_records(state_, kind, entity, &entry.kept,
                [&](std::uint32_t n, std::string_view record) { entry.account.add(n, record); });
  return entry;
}

void TableGraphWriter::follow_records(EntityKind kind, std::uint64_t entity,
                                      const Concerns& concerned, EvidenceMemory::Entry& known) {
  const bool was_known = known.stored.has_value();
  if (!was_known) known.stored = load_existing(kind, entity);
  const std::vector<PropertyEntry>& properties = known.stored->image.properties;
  // Most records say what was said before. A property that a user took away comes back, though.
  if (was_known && std::all_of(concerned.begin(), concerned.end(), [&](const auto& entry) {
        const auto& [key, concern] = entry;
        return concern.before && concern.after && same_stored(*concern.before, *concern.after) &&
               find_property(properties, key) != nullptr;
      })) {
    return;
  }
  Derived derived = derive_properties(properties, known.kept, concerned);
  const auto same = [](const PropertyEntry& a, const PropertyEntry& b) {
    return a.key == b.key && same_stored(a.value, b.value);
  };
  if (!std::equal(properties.begin(), properties.end(), derived.properties.begin(),
                  derived.properties.end(), same)) {
    // What the entity is remembered as goes when it is stored.
    Stored after{{known.stored->image.tokens, derived.properties}, known.stored->ends};
    atomically([&] {
      change_properties(kind, entity, std::move(*known.stored), std::move(derived.properties));
    });
    known.stored = std::move(after);
  }
  put_kept(state_.own, kind, entity, known.kept, derived.kept);
  known.kept = std::move(derived.kept);
}

bool TableGraphWriter::has_record_of(EntityKind kind, std::uint64_t entity, NodeId document) const {
  state_.note_read(object_hash(ObjectKind::Citations, document.value));
  const std::string first = cited_key({document, {kind, entity, 0}});
  const std::string last = cited_key({document, {kind, entity, kFirstMark}});
  return state_.table(TableId::Cited).scan(state_.view(), first, last)->valid();
}

std::uint32_t TableGraphWriter::append_record(EntityKind kind, std::uint64_t entity,
                                              const EvidenceRecord& record) {
  EvidenceMemory* const memory = state_.evidence_memory;
  std::string bytes = encode_evidence_record(record);
  EvidenceMemory::Entry* entry = memory == nullptr ? nullptr : memory->find(kind, entity);
  const auto has_record_of_document = [&] { return has_record_of(kind, entity, record.document); };
  if (entry != nullptr &&
      !memory->prepare(*entry, {record.document, record.text}, bytes, has_record_of_document)) {
    entry = nullptr;
  }
  EvidenceMemory::Entry read;
  if (entry != nullptr) {
    memory->touch(kind, entity);
  } else {
    read = read_evidence(kind, entity);
    // Most relationships get one record and no more.
    const bool is_remembered =
        memory != nullptr && (kind == EntityKind::Node || !read.account.empty());
    entry = is_remembered ? &memory->put(kind, entity, std::move(read)) : &read;
  }
  Account& account = entry->account;
  const std::uint32_t n = account.next_n();
  if (n >= kFirstMark) throw UsageError("an entity has too many records of evidence");
  Concerns concerned;
  for (const auto& [name, value] : record.properties) {
    concerned.emplace(property_key(name), Concern{name, account.value_of(name)});
  }
  const std::string row_before = index_row(kind, entity, account);
  account.add(n, bytes);
  try {
    for (auto& [key, concern] : concerned) concern.after = account.value_of(concern.name);
    // First, as it may refuse.
    if (!concerned.empty()) follow_records(kind, entity, concerned, *entry);
  } catch (...) {
    if (memory != nullptr) memory->forget(kind, entity);
    throw;
  }
  state_.own.put(TableId::Evidence, evidence_key({kind, entity, n}), std::move(bytes));
  state_.own.put(TableId::Cited, cited_key({record.document, {kind, entity, n}}), {});
  update_evidence_index(state_.own, row_before, index_row(kind, entity, account));
  note_evidence(state_.changes, kind, entity);
  state_.changes.add(object_hash(ObjectKind::Citations, record.document.value));
  return n;
}

const QuotedText& TableGraphWriter::quoted_text(NodeId document) {
  state_.note_read(object_hash(ObjectKind::NodeLabels, document.value));
  state_.note_read(object_hash(ObjectKind::NodeProperties, document.value));
  if (state_.quoted && state_.quoted->document == document) return *state_.quoted;
  const auto stored = load(EntityKind::Node, document.value);
  if (!stored) {
    throw InputError("evidence cites document node " + std::to_string(document.value) +
                     ", which does not exist");
  }
  const auto text_key = state_.catalog.property_key("text");
  const Value* body = text_key ? find_property(stored->image.properties, *text_key) : nullptr;
  if (body == nullptr || !body->is_string()) {
    throw InputError("document node " + std::to_string(document.value) +
                     " has no string property `text` to quote from");
  }
  return state_.quoted.emplace(document, *body);
}

std::uint32_t TableGraphWriter::add_evidence(EntityKind kind, std::uint64_t entity,
                                             const EvidenceRecord& given) {
  EvidenceRecord record = given;
  std::erase_if(record.properties, [](const auto& entry) { return entry.second.is_null(); });
  require_existing(kind, entity);
  const QuotedText& text = quoted_text(record.document);
  check_record(record);
  check_quote(record, text);
  record.text = text.fingerprint;
  const std::uint32_t n = append_record(kind, entity, record);
  // It may have lost its last record before and have stayed: it is supported again.
  if (n == 0 && origin_of(state_, kind, entity) == Origin::Unsupported) {
    mark_extracted(kind, entity);
  }
  return n;
}

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

void TableGraphWriter::mark_extracted(EntityKind kind, std::uint64_t entity) {
  require_existing(kind, entity);
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
