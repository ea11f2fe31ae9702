#include "check/checker.h"

#include <algorithm>
#include <numeric>

#include "check/page_checker.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "evidence/evidence_store.h"
#include "index/index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

constexpr std::size_t kBatchEntries = 1024;
constexpr std::size_t kProblemsShown = 100;

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char byte : bytes.substr(0, 64)) {
    out += kDigits[static_cast<unsigned char>(byte) >> 4];
    out += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

std::vector<std::uint32_t> raw_tokens(const std::vector<LabelId>& labels) {
  std::vector<std::uint32_t> tokens;
  for (const LabelId label : labels) tokens.push_back(label.value);
  return tokens;
}

}  // namespace

Checker::Checker(DatabaseImpl& database, Fixes* fixes)
    : store_(*database.store),
      fixes_(fixes),
      published_(database.pipeline.published()),
      state_(database.tables, database.tokens, database.ids, published_->state) {
  state_.snapshot = published_->snapshot;
}

CheckReport Checker::run() {
  report_.commit = published_->commit;
  if (fixes_ != nullptr) {
    find_unreadable();
  } else {
    try {
      check_pages(store_, published_->snapshot.get(),
                  [&](std::string text) { problem(std::move(text)); });
    } catch (const CorruptionError& error) {
      problem(error.what());
    }
  }
  check_nodes();
  check_relationships();
  check_adjacency(TableId::Outgoing);
  check_adjacency(TableId::Incoming);
  check_labels();
  check_index_entries(TableId::Index);
  check_index_entries(TableId::Text);
  check_evidence();
  check_cited();
  check_evidence_index();
  check_counts();
  return std::move(report_);
}

void Checker::problem(std::string text) {
  ++report_.problem_count;
  if (report_.problems.size() < kProblemsShown) report_.problems.push_back(std::move(text));
}

void Checker::find_unreadable() {
  for (const TableId table : kDerivedTables) {
    try {
      for (auto cursor = state_.table(table).scan(state_.view()); cursor->valid(); cursor->next()) {
      }
    } catch (const CorruptionError&) {
      fixes_->unreadable.push_back(table);
    }
  }
}

bool Checker::is_unreadable(TableId table) const {
  return fixes_ != nullptr && std::find(fixes_->unreadable.begin(), fixes_->unreadable.end(),
                                        table) != fixes_->unreadable.end();
}

void Checker::take_away(TableId table, const std::string& key) {
  if (fixes_ != nullptr) fixes_->changes.erase(table, key);
}

void Checker::for_each_batch(TableId table, const std::function<void(const Batch&)>& visit) {
  if (is_unreadable(table)) return;
  try {
    const auto cursor = state_.table(table).scan(state_.view());
    Batch batch;
    std::string before;
    bool first = true;
    while (cursor->valid()) {
      batch.clear();
      for (; cursor->valid() && batch.size() < kBatchEntries; cursor->next()) {
        if (!first && cursor->key() <= before) {
          problem(std::string("table ") + table_name(table) + ": key " + hex(cursor->key()) +
                  " does not ascend");
        }
        first = false;
        before = cursor->key();
        batch.push_back({std::string(cursor->key()), std::string(cursor->value())});
      }
      visit(batch);
    }
  } catch (const CorruptionError& error) {
    if (fixes_ != nullptr) throw;
    problem(std::string("table ") + table_name(table) + ": " + error.what());
  }
}

std::vector<std::optional<std::string>> Checker::look_up(
    TableId table, const std::vector<std::string>& keys) const {
  if (is_unreadable(table)) return std::vector<std::optional<std::string>>(keys.size());
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  std::vector<std::string> sorted;
  for (const std::uint32_t i : order) {
    if (sorted.empty() || sorted.back() != keys[i]) sorted.push_back(keys[i]);
  }
  std::vector<std::optional<std::string>> found;
  state_.table(table).get_many(state_.view(), sorted, found);
  std::vector<std::optional<std::string>> answers(keys.size());
  std::size_t at = 0;
  for (const std::uint32_t i : order) {
    if (keys[i] != sorted[at]) ++at;
    answers[i] = found[at];
  }
  return answers;
}

void Checker::require(TableId table, const std::vector<std::string>& keys,
                      const std::string& because) {
  const auto found = look_up(table, keys);
  const bool is_derived = std::find(std::begin(kDerivedTables), std::end(kDerivedTables), table) !=
                          std::end(kDerivedTables);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!found[i]) {
      if (fixes_ != nullptr && is_derived) fixes_->changes.put(table, keys[i], {});
      problem(std::string("table ") + table_name(table) + " misses key " + hex(keys[i]) + ", " +
              because);
    }
  }
}

void Checker::expect_entries(EntityKind kind, std::uint64_t entity,
                             const std::vector<std::uint32_t>& tokens,
                             const std::vector<PropertyEntry>& properties, ExpectedEntries& out) {
  for (const IndexDefinition& definition : state_.catalog.schema().indexes) {
    if (definition.entity != kind || !covers(definition, tokens)) continue;
    IndexContent content = sorted_content(definition, entity, properties);
    entries_expected_[definition.id] += content.entries.size();
    if (content.word_count > 0) {
      counted_.add(CountKey::documents_of(definition.id), 1);
      counted_.add(CountKey::words_of(definition.id),
                   static_cast<std::int64_t>(content.word_count));
    }
    auto& table =
        index_implementation(definition.kind).table() == TableId::Text ? out.text : out.index;
    for (IndexEntry& entry : content.entries) table.push_back(std::move(entry));
  }
}

std::optional<std::string> Checker::expected_value(const IndexDefinition& definition,
                                                   const std::string& key,
                                                   const std::optional<std::string>& record) const {
  if (!record) return std::nullopt;
  std::vector<std::uint32_t> tokens;
  std::vector<PropertyEntry> properties;
  if (definition.entity == EntityKind::Node) {
    NodeRecord node = decode_node_record(*record);
    tokens = raw_tokens(node.labels);
    properties = std::move(node.properties);
  } else {
    RelationshipRecord relationship = decode_relationship_record(*record);
    tokens = {relationship.ends.type.value};
    properties = std::move(relationship.properties);
  }
  if (!covers(definition, tokens)) return std::nullopt;
  for (const IndexEntry& entry :
       sorted_content(definition, entry_entity(key), properties).entries) {
    if (entry.key == key) return entry.value;
  }
  return std::nullopt;
}

void Checker::require_entries(TableId table, const std::vector<IndexEntry>& entries,
                              const std::string& because) {
  std::vector<std::string> keys;
  for (const IndexEntry& entry : entries) keys.push_back(entry.key);
  const auto found = look_up(table, keys);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (found[i] && *found[i] == entries[i].value) continue;
    ByteReader reader(keys[i], "index entry key");
    indexes_wrong_.insert(IndexId(reader.read_u32()));
    if (fixes_ != nullptr) fixes_->changes.put(table, keys[i], entries[i].value);
    problem(std::string("table ") + table_name(table) +
            (found[i] ? " has another value than " + hex(entries[i].value) + " under key "
                      : " misses key ") +
            hex(keys[i]) + ", " + because);
  }
}

void Checker::check_nodes() {
  for_each_batch(TableId::Node, [&](const Batch& batch) {
    std::vector<std::string> label_rows;
    ExpectedEntries expected;
    for (const Entry& entry : batch) {
      const NodeId node = decode_node_key(entry.key);
      const NodeRecord record = decode_node_record(entry.value);
      ++report_.nodes;
      counted_.add(CountKey::nodes(), 1);
      for (const LabelId label : record.labels) {
        counted_.add(CountKey::label_of(label), 1);
        label_rows.push_back(label_key({label, node}));
      }
      const std::vector<std::uint32_t> tokens = raw_tokens(record.labels);
      expect_entries(EntityKind::Node, node.value, tokens, record.properties, expected);
      check_properties(EntityKind::Node, node.value, tokens, record.properties);
    }
    require(TableId::Label, label_rows, "which a node's record calls for");
    require_entries(TableId::Index, expected.index, "which a node's record calls for");
    require_entries(TableId::Text, expected.text, "which a node's record calls for");
  });
}

void Checker::check_relationships() {
  for_each_batch(TableId::Relationship, [&](const Batch& batch) {
    std::vector<RelationshipEnds> ends;
    std::vector<std::string> end_rows;
    std::vector<std::string> outgoing;
    std::vector<std::string> incoming;
    ExpectedEntries expected;
    for (const Entry& entry : batch) {
      const RelationshipId id = decode_relationship_key(entry.key);
      const RelationshipRecord record = decode_relationship_record(entry.value);
      ++report_.relationships;
      ends.push_back(record.ends);
      end_rows.push_back(node_key(record.ends.source));
      end_rows.push_back(node_key(record.ends.target));
      outgoing.push_back(
          adjacency_key({record.ends.source, record.ends.type, record.ends.target, id}));
      incoming.push_back(
          adjacency_key({record.ends.target, record.ends.type, record.ends.source, id}));
      expect_entries(EntityKind::Relationship, id.value, {record.ends.type.value},
                     record.properties, expected);
      check_properties(EntityKind::Relationship, id.value, {record.ends.type.value},
                       record.properties);
    }
    require(TableId::Outgoing, outgoing, "which a relationship's record calls for");
    require(TableId::Incoming, incoming, "which a relationship's record calls for");
    require_entries(TableId::Index, expected.index, "which a relationship's record calls for");
    require_entries(TableId::Text, expected.text, "which a relationship's record calls for");
    const auto nodes = look_up(TableId::Node, end_rows);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      counted_.add(CountKey::relationships(), 1);
      counted_.add(CountKey::type_of(ends[i].type), 1);
      for (const bool target : {false, true}) {
        const auto& node = nodes[2 * i + (target ? 1 : 0)];
        if (!node) {
          problem("relationship " + std::to_string(decode_relationship_key(batch[i].key).value) +
                  ": its " + (target ? "target " : "source ") +
                  std::to_string((target ? ends[i].target : ends[i].source).value) +
                  " does not exist");
          continue;
        }
        for (const LabelId label : decode_node_labels(*node)) {
          counted_.add(target ? CountKey::at(label, ends[i].type, Direction::Incoming)
                              : CountKey::at(label, ends[i].type, Direction::Outgoing),
                       1);
        }
      }
    }
  });
}

void Checker::check_adjacency(TableId table) {
  const bool outgoing = table == TableId::Outgoing;
  for_each_batch(table, [&](const Batch& batch) {
    std::vector<AdjacencyKey> keys;
    std::vector<std::string> rows;
    for (const Entry& entry : batch) {
      keys.push_back(decode_adjacency_key(entry.key));
      rows.push_back(relationship_key(keys.back().relationship));
    }
    const auto records = look_up(TableId::Relationship, rows);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const NodeId source = outgoing ? keys[i].node : keys[i].neighbour;
      const NodeId target = outgoing ? keys[i].neighbour : keys[i].node;
      if (records[i]) {
        const RelationshipEnds ends = decode_relationship_ends(*records[i]);
        if (ends.type == keys[i].type && ends.source == source && ends.target == target) continue;
      }
      take_away(table, batch[i].key);
      problem(std::string("table ") + table_name(table) + " has relationship " +
              std::to_string(keys[i].relationship.value) + " between nodes " +
              std::to_string(source.value) + " and " + std::to_string(target.value) +
              ", which its record does not say");
    }
  });
}

void Checker::check_labels() {
  for_each_batch(TableId::Label, [&](const Batch& batch) {
    std::vector<LabelKey> keys;
    std::vector<std::string> rows;
    for (const Entry& entry : batch) {
      keys.push_back(decode_label_key(entry.key));
      rows.push_back(node_key(keys.back().node));
    }
    const auto records = look_up(TableId::Node, rows);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (records[i]) {
        const std::vector<LabelId> labels = decode_node_labels(*records[i]);
        if (std::find(labels.begin(), labels.end(), keys[i].label) != labels.end()) continue;
      }
      take_away(TableId::Label, batch[i].key);
      problem("table label has label " + std::to_string(keys[i].label.value) + " of node " +
              std::to_string(keys[i].node.value) + ", which its record does not say");
    }
  });
}

void Checker::check_index_entries(TableId table) {
  std::map<IndexId, std::uint64_t> stored;
  std::string before;
  for_each_batch(table, [&](const Batch& batch) {
    report_.index_entries += batch.size();
    for (const Entry& entry : batch) {
      ByteReader reader(entry.key, "index entry key");
      const IndexId id(reader.read_u32());
      ++stored[id];
      if (const IndexDefinition* index = state_.catalog.schema().find_index(id)) {
        check_duplicate(*index, before, entry.key);
      }
      before = entry.key;
    }
  });
  // Only what does not add up is looked at entry by entry: that reads a record for each.
  std::map<IndexId, const IndexDefinition*> suspects;
  for (const auto& [id, count] : stored) {
    const IndexDefinition* definition = state_.catalog.schema().find_index(id);
    const auto expected = entries_expected_.find(id);
    if (definition != nullptr && !indexes_wrong_.contains(id) &&
        expected != entries_expected_.end() && expected->second == count) {
      continue;
    }
    suspects.emplace(id, definition);
  }
  if (suspects.empty()) return;
  for_each_batch(table, [&](const Batch& batch) {
    std::vector<std::string> node_rows;
    std::vector<std::string> relationship_rows;
    for (const Entry& entry : batch) {
      const std::uint64_t entity = entry_entity(entry.key);
      node_rows.push_back(node_key(NodeId(entity)));
      relationship_rows.push_back(relationship_key(RelationshipId(entity)));
    }
    const auto nodes = look_up(TableId::Node, node_rows);
    const auto relationships = look_up(TableId::Relationship, relationship_rows);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      ByteReader reader(batch[i].key, "index entry key");
      const auto suspect = suspects.find(IndexId(reader.read_u32()));
      if (suspect == suspects.end()) continue;
      const std::string where =
          std::string("table ") + table_name(table) + ": entry " + hex(batch[i].key);
      if (suspect->second == nullptr) {
        take_away(table, batch[i].key);
        problem(where + " belongs to no index");
        continue;
      }
      const auto& record =
          suspect->second->entity == EntityKind::Node ? nodes[i] : relationships[i];
      if (!expected_value(*suspect->second, batch[i].key, record)) {
        take_away(table, batch[i].key);
        problem(where + " has no record that calls for it");
      }
    }
  });
}

void Checker::check_evidence() {
  // Records of one entity lie together, but may be cut by the end of a batch.
  EvidenceKey current;
  std::vector<EvidenceEntry> records;
  const auto finish = [&] {
    if (records.empty()) return;
    require(TableId::EvidenceIndex, {evidence_index_row(current.kind, current.entity, records)},
            "which an entity's evidence calls for");
    records.clear();
  };
  for_each_batch(TableId::Evidence, [&](const Batch& batch) {
    std::vector<std::string> nodes;
    std::vector<std::string> relationships;
    std::vector<std::string> documents;
    std::vector<std::string> cited;
    for (const Entry& entry : batch) {
      const EvidenceKey key = decode_evidence_key(entry.key);
      if (key.kind != current.kind || key.entity != current.entity) finish();
      current = key;
      if (key.kind == EntityKind::Node) {
        nodes.push_back(node_key(NodeId(key.entity)));
      } else {
        relationships.push_back(relationship_key(RelationshipId(key.entity)));
      }
      if (key.n == kKeptMark) decode_kept(entry.value);
      if (key.n >= kFirstMark) continue;
      ++report_.evidence_records;
      const EvidenceRecord record = decode_evidence_record(entry.value);
      documents.push_back(node_key(record.document));
      cited.push_back(cited_key({record.document, key}));
      records.push_back({key.kind, key.entity, key.n, record});
    }
    require(TableId::Node, nodes, "to which evidence belongs");
    require(TableId::Relationship, relationships, "to which evidence belongs");
    require(TableId::Node, documents, "which evidence cites");
    require(TableId::Cited, cited, "which a record of evidence calls for");
  });
  try {
    finish();
  } catch (const CorruptionError& error) {
    if (fixes_ != nullptr) throw;
    problem(std::string("table evidence index: ") + error.what());
  }
}

void Checker::check_cited() {
  for_each_batch(TableId::Cited, [&](const Batch& batch) {
    std::vector<CitedKey> keys;
    std::vector<std::string> rows;
    for (const Entry& entry : batch) {
      keys.push_back(decode_cited_key(entry.key));
      rows.push_back(evidence_key(keys.back().evidence));
    }
    const auto records = look_up(TableId::Evidence, rows);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (records[i] && decode_evidence_record(*records[i]).document == keys[i].document) continue;
      take_away(TableId::Cited, batch[i].key);
      problem("table cited: document " + std::to_string(keys[i].document.value) +
              " is not what record " + std::to_string(keys[i].evidence.n) + " of entity " +
              std::to_string(keys[i].evidence.entity) + " cites");
    }
  });
}

void Checker::check_evidence_index() {
  for_each_batch(TableId::EvidenceIndex, [&](const Batch& batch) {
    for (const Entry& entry : batch) {
      const EvidenceIndexKey key = decode_evidence_index_key(entry.key);
      const auto records = list_evidence(state_, key.kind, key.entity);
      if (!records.empty() && evidence_index_row(key.kind, key.entity, records) == entry.key) {
        continue;
      }
      take_away(TableId::EvidenceIndex, entry.key);
      problem("table evidence index: entry " + hex(entry.key) + " is not what the records say");
    }
  });
}

void Checker::check_counts() {
  const Counts& stored = *published_->state->counts();
  const auto name = [](const CountKey& key) {
    return "count " + std::to_string(static_cast<int>(key.kind)) + " (label " +
           std::to_string(key.label) + ", type " + std::to_string(key.type) +
           (key.is_incoming ? ", in" : "") +
           (key.index != 0 ? ", index " + std::to_string(key.index) : "") + ")";
  };
  for (const auto& [key, count] : stored.all()) {
    if (counted_.of(key) == static_cast<std::int64_t>(count)) continue;
    if (fixes_ != nullptr) {
      fixes_->counts.add(key, counted_.of(key) - static_cast<std::int64_t>(count));
    }
    problem(name(key) + " is " + std::to_string(count) + ", and there are " +
            std::to_string(counted_.of(key)));
  }
  for (const auto& [key, count] : counted_.changes()) {
    if (stored.of(key) != 0) continue;
    if (fixes_ != nullptr) fixes_->counts.add(key, count);
    problem(name(key) + " is not stored, and there are " + std::to_string(count));
  }
}

}  // namespace liaison::engine
