// Writing evidence: GraphWriter's part about adding records and what follows from them. Taking them
// back is in withdrawal.cpp.
//
// A stored property counts as derived while it has the value that the records give it
// (Account::value_of). Adding or removing records moves derived properties along, and gives a
// property to an entity that has none. A property that a user set before records gave it, or to
// something else, is the user's: it stays as it is, also when records say the same, and is noted
// under kKeptMark as long as they do.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <utility>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "evidence/evidence_store.h"
#include "evidence/evidence_upkeep.h"
#include "evidence/read_ahead.h"
#include "graph/graph_writer.h"
#include "graph/storable.h"
#include "index/index.h"
#include "liaison/engine/document_text.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

namespace {

// Entities whose records are read at once before they are added to: some kilobytes each.
constexpr std::size_t kReadAheadMax = 1024;

// Relationships with fewer records are not remembered. They are many and soon read again, and would
// push out what has so many records that reading it takes long.
constexpr std::uint32_t kRememberedRecordsMin = 3;

// Longest piece of text that an error repeats, in code points.
constexpr std::size_t kShownMax = 80;

std::string shown(std::string_view text) {
  if (text::length(text) <= kShownMax) return "'" + std::string(text) + "'";
  return "'" + std::string(text::substring(text, 0, kShownMax)) + "...'";
}

// Throws InputError unless the record's quote stands where it says.
void check_quote(const EvidenceRecord& record, const DocumentText& text) {
  const auto where = [&] {
    return "evidence from document " + std::to_string(record.document.value) + " at [" +
           std::to_string(record.start) + ", " + std::to_string(record.end) + "): ";
  };
  const auto length = static_cast<std::int64_t>(text.places().size());
  if (record.start < 0 || record.end <= record.start || record.end > length) {
    throw InputError(where() + "the document's text has code points 0 to " +
                     std::to_string(length));
  }
  const std::string_view stands =
      text.between(static_cast<std::size_t>(record.start), static_cast<std::size_t>(record.end));
  if (stands != record.quote) {
    throw InputError(where() + "the quote is " + shown(record.quote) + ", but there stands " +
                     shown(stands));
  }
}

void check_record(const EvidenceRecord& record) {
  if (!(record.confidence > 0 && record.confidence <= 1)) {
    throw InputError("confidence is " + std::to_string(record.confidence) +
                     "; it must lie above 0 and at or below 1");
  }
  for (auto entry = record.properties.begin(); entry != record.properties.end(); ++entry) {
    const auto& [name, value] = *entry;
    if (value.is_null()) continue;
    check_storable(value, name);
    // They are few.
    if (std::any_of(record.properties.begin(), entry, [&](const auto& before) {
          return before.first == name && !before.second.is_null();
        })) {
      throw InputError("property `" + name + "` is given twice");
    }
  }
}

bool concerns(const Concerns& concerned, std::string_view name) {
  return std::any_of(concerned.begin(), concerned.end(),
                     [&](const auto& entry) { return entry.second.name == name; });
}

}  // namespace

EvidenceMemory::Entry TableGraphWriter::read_evidence(EntityKind kind, std::uint64_t entity) {
  EvidenceMemory::Entry entry;
  visit_records(state_, kind, entity, &entry.kept,
                [&](std::uint32_t n, std::string_view record) { entry.account.add(n, record); });
  return entry;
}

void TableGraphWriter::follow_records(EntityKind kind, std::uint64_t entity,
                                      const Concerns& concerned, Failure failure,
                                      EvidenceMemory::Entry& known) {
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
    const auto change = [&] {
      change_properties(kind, entity, std::move(*known.stored), std::move(derived.properties));
    };
    if (failure == Failure::TakenBackByCaller) {
      change();
    } else {
      atomically(change);
    }
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

std::uint32_t TableGraphWriter::append_records(EntityKind kind, std::uint64_t entity,
                                               std::span<const CheckedRecord> records,
                                               Failure failure, EvidenceMemory::Entry* ahead) {
  EvidenceMemory* const memory = state_.evidence_memory;
  EvidenceMemory::Entry read;
  const auto read_anew = [&] {
    if (ahead != nullptr) {
      read = std::move(*std::exchange(ahead, nullptr));
    } else {
      read = read_evidence(kind, entity);
    }
    const bool is_remembered =
        memory != nullptr &&
        (kind == EntityKind::Node || read.account.next_n() >= kRememberedRecordsMin);
    return is_remembered ? &memory->put(kind, entity, std::move(read)) : &read;
  };
  EvidenceMemory::Entry* entry = memory == nullptr ? nullptr : memory->find(kind, entity);
  if (entry != nullptr) memory->touch(kind, entity);
  std::uint32_t first = 0;
  Concerns concerned;
  std::string row_before;
  try {
    for (std::size_t i = 0; i < records.size(); ++i) {
      const CheckedRecord& record = records[i];
      const NodeId document = record.given->document;
      // Those before it are not written yet.
      const auto has_record_of_document = [&] {
        return std::any_of(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(i),
                           [&](const CheckedRecord& before) {
                             return before.given->document == document;
                           }) ||
               has_record_of(kind, entity, document);
      };
      // What is not remembered is as it was read, and takes in anything.
      if (entry == nullptr ||
          (entry != &read && !memory->prepare(*entry, {document, record.text}, record.bytes,
                                              has_record_of_document))) {
        entry = read_anew();
        for (std::size_t before = 0; before < i; ++before) {
          entry->account.add(entry->account.next_n(), records[before].bytes);
        }
      }
      Account& account = entry->account;
      if (i == 0) {
        first = account.next_n();
        row_before = index_row(kind, entity, account);
        for (const CheckedRecord& one : records) {
          for (const auto& [name, value] : one.given->properties) {
            if (value.is_null() || concerns(concerned, name)) continue;
            concerned.emplace(property_key(name), Concern{name, account.value_of(name)});
          }
        }
      }
      if (account.next_n() >= kFirstMark) {
        throw UsageError("an entity has too many records of evidence");
      }
      account.add(account.next_n(), record.bytes);
    }
    for (auto& [key, concern] : concerned) concern.after = entry->account.value_of(concern.name);
    // Before anything is written, as it may refuse.
    if (!concerned.empty()) follow_records(kind, entity, concerned, failure, *entry);
  } catch (...) {
    if (memory != nullptr) memory->forget(kind, entity);
    throw;
  }
  for (std::uint32_t n = first; const CheckedRecord& record : records) {
    const NodeId document = record.given->document;
    state_.own.put(TableId::Evidence, evidence_key({kind, entity, n}), record.bytes);
    state_.own.put(TableId::Cited, cited_key({document, {kind, entity, n}}), {});
    state_.changes.add(object_hash(ObjectKind::Citations, document.value));
    ++n;
  }
  update_evidence_index(state_.own, row_before, index_row(kind, entity, entry->account));
  note_evidence(state_.changes, kind, entity);
  // It may have lost its last record before and have stayed: it is supported again.
  if (first == 0 && origin_of(state_, kind, entity) == Origin::Unsupported) {
    mark_extracted(kind, entity);
  }
  return first;
}

Value TableGraphWriter::stored_text(NodeId document) {
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
  return *body;
}

const DocumentText& TableGraphWriter::text_of(NodeId document) {
  state_.note_read(object_hash(ObjectKind::NodeLabels, document.value));
  state_.note_read(object_hash(ObjectKind::NodeProperties, document.value));
  if (const DocumentText* const known = state_.texts.find(document)) return *known;
  return state_.texts.put(document, std::make_shared<const DocumentText>(
                                        std::string(stored_text(document).as_string())));
}

void TableGraphWriter::quote_from(NodeId document, std::shared_ptr<const DocumentText> text) {
  if (stored_text(document).as_string() != text->text()) {
    throw InputError("document node " + std::to_string(document.value) + " has another text");
  }
  state_.texts.put(document, std::move(text));
}

CheckedRecord TableGraphWriter::checked(const EvidenceRecord& record) {
  const DocumentText& text = text_of(record.document);
  check_record(record);
  check_quote(record, text);
  return {&record, text.fingerprint(), encode_evidence_record(record, text.fingerprint())};
}

std::uint32_t TableGraphWriter::add_evidence(EntityKind kind, std::uint64_t entity,
                                             const EvidenceRecord& given) {
  require_existing(kind, entity);
  const CheckedRecord record = checked(given);
  return append_records(kind, entity, {&record, 1}, Failure::ChangesNothing, nullptr);
}

void TableGraphWriter::add_evidence(std::span<const NewEvidence> records) {
  // By entity, so that each is looked at once and rows are written in their order.
  std::vector<std::uint32_t> order(records.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto entity_of = [&](std::uint32_t place) {
    return std::pair(records[place].kind, records[place].entity);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return entity_of(a) < entity_of(b); });
  const auto end_of = [&](std::size_t first) {
    std::size_t end = first + 1;
    while (end < order.size() && entity_of(order[end]) == entity_of(order[first])) ++end;
    return end;
  };
  const auto is_unknown = [&](const EntityKey& key) {
    return state_.evidence_memory != nullptr && !state_.is_own(key.first, key.second) &&
           state_.evidence_memory->find(key.first, key.second) == nullptr;
  };
  // Only records with properties ask what the entity is; that it exists, its records say.
  const auto gives_properties = [&](std::size_t first) {
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(end_of(first));
    return std::any_of(
        order.begin() + static_cast<std::ptrdiff_t>(first), end,
        [&](std::uint32_t place) { return !records[place].record.properties.empty(); });
  };
  std::vector<ReadAhead> unknown;
  std::vector<CheckedRecord> ready;
  atomically([&] {
    for (std::size_t first = 0; first < order.size();) {
      unknown.clear();
      std::size_t last = first;
      for (; last < order.size() && unknown.size() < kReadAheadMax; last = end_of(last)) {
        const EntityKey key = entity_of(order[last]);
        if (is_unknown(key)) unknown.push_back({key, gives_properties(last)});
      }
      std::vector<EvidenceMemory::Entry> read = read_ahead(state_, unknown);
      for (std::size_t next = 0; first < last;) {
        const EntityKey key = entity_of(order[first]);
        EvidenceMemory::Entry* ahead = nullptr;
        if (next < unknown.size() && unknown[next].entity == key) ahead = &read[next++];
        if (ahead == nullptr || (!ahead->stored && ahead->account.empty())) {
          require_existing(key.first, key.second);
        }
        ready.clear();
        for (const std::size_t end = end_of(first); first < end; ++first) {
          ready.push_back(checked(records[order[first]].record));
        }
        append_records(key.first, key.second, ready, Failure::TakenBackByCaller, ahead);
      }
    }
  });
}

RelationshipId TableGraphWriter::create_extracted(RelationshipTypeId type, NodeId source,
                                                  NodeId target,
                                                  std::span<const PropertyEntry> properties,
                                                  std::span<const EvidenceRecord> records) {
  Stored stored = new_relationship(type, source, target, properties);
  std::vector<CheckedRecord> ready;
  ready.reserve(records.size());
  // Of one record alone holds what it says, but lists are brought in order.
  const bool is_alone = records.size() == 1 &&
                        std::none_of(records[0].properties.begin(), records[0].properties.end(),
                                     [](const auto& entry) { return entry.second.is_list(); });
  Account account;
  Concerns concerned;
  for (const EvidenceRecord& record : records) {
    ready.push_back(checked(record));
    if (!is_alone) account.add(account.next_n(), ready.back().bytes);
    for (const auto& [name, value] : record.properties) {
      if (value.is_null() || concerns(concerned, name)) continue;
      concerned.emplace(property_key(name), Concern{name, std::nullopt, value});
    }
  }
  Derived derived;
  if (!concerned.empty()) {
    for (auto& [key, concern] : concerned) {
      if (!is_alone) concern.after = account.value_of(concern.name);
    }
    derived = derive_properties(stored.image.properties, {}, concerned);
    stored.image.properties = std::move(derived.properties);
  }
  RelationshipId relationship{0};
  const auto write = [&] {
    relationship = put_relationship(stored);
    const std::uint64_t entity = relationship.value;
    for (std::uint32_t n = 0; n < ready.size(); ++n) {
      const EvidenceKey key{EntityKind::Relationship, entity, n};
      const NodeId document = ready[n].given->document;
      state_.own.put(TableId::Evidence, evidence_key(key), std::move(ready[n].bytes));
      state_.own.put(TableId::Cited, cited_key({document, key}), {});
      state_.changes.add(object_hash(ObjectKind::Citations, document.value));
    }
    put_kept(state_.own, EntityKind::Relationship, entity, {}, derived.kept);
    state_.own.put(TableId::Evidence,
                   evidence_key({EntityKind::Relationship, entity, kExtractedMark}), "\x01");
    const EntityKind kind = EntityKind::Relationship;
    update_evidence_index(state_.own, {},
                          is_alone ? evidence_index_key({1, records[0].confidence, kind, entity})
                                   : index_row(kind, entity, account));
    note_evidence(state_.changes, EntityKind::Relationship, entity);
  };
  // What an index refuses, it may refuse when another one has its entries.
  const auto& indexes = state_.catalog.schema().indexes;
  const bool may_refuse = std::any_of(
      indexes.begin(), indexes.end(),
      [](const IndexDefinition& index) { return index.entity == EntityKind::Relationship; });
  if (may_refuse) {
    atomically(write);
  } else {
    write();
  }
  return relationship;
}

void TableGraphWriter::mark_extracted(EntityKind kind, std::uint64_t entity) {
  require_existing(kind, entity);
  state_.own.put(TableId::Evidence, evidence_key({kind, entity, kExtractedMark}), "\x01");
  note_evidence(state_.changes, kind, entity);
}

}  // namespace liaison::engine
