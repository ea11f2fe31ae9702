#include <algorithm>
#include <iterator>
#include <string>

#include "catalog/constraint_rules.h"
#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "graph/graph_writer.h"
#include "index/index.h"
#include "index/name_index.h"
#include "liaison/engine/error.h"
#include "store/table_ingest.h"

namespace liaison::engine {

namespace {

// Ids per batch when an index is built.
constexpr std::size_t kBuildBatch = 1024;
// For sorting the entries of an index; what exceeds it goes through a temporary file.
constexpr std::size_t kBuildMemoryBytes = std::size_t{128} << 20;
// Entries between two looks at the free space.
constexpr std::uint64_t kSpaceInterval = std::uint64_t{1} << 16;

// Sees the entries of a constraint's index in order, and throws at two with one value.
class DuplicateCheck {
 public:
  // `unique` null: checks nothing.
  DuplicateCheck(const IndexDefinition& index, const ConstraintDefinition* unique)
      : index_(index), unique_(unique) {}

  void see(std::string_view key) {
    if (unique_ == nullptr) return;
    if (!before_.empty() && entry_probe(before_) == entry_probe(key)) {
      const char* const what = index_.entity == EntityKind::Node ? "nodes " : "relationships ";
      throw ConstraintError(ConstraintError::Reason::Uniqueness,
                            "constraint `" + unique_->name + "` cannot be made: " + what +
                                std::to_string(entry_entity(before_)) + " and " +
                                std::to_string(entry_entity(key)) + " have the same value");
    }
    before_ = key;
  }

 private:
  const IndexDefinition& index_;
  const ConstraintDefinition* unique_;
  std::string before_;
};

}  // namespace

// Visits (entity id, properties) of every entity with one of the tokens, each once. Properties with
// other keys than `keys` may be missing.
template <class Visit>
void TableGraphWriter::for_each_entity(EntityKind kind, std::span<const std::uint32_t> tokens,
                                       std::span<const PropertyKeyId> keys, Visit visit) {
  std::vector<std::uint32_t> kept;
  for (const PropertyKeyId key : keys) kept.push_back(key.value);
  std::sort(kept.begin(), kept.end());
  const auto cursor = state_.table(kind == EntityKind::Node ? TableId::Node : TableId::Relationship)
                          .scan(state_.view());
  cursor->keep_properties(kept);
  if (kind == EntityKind::Relationship) {
    for (const std::uint32_t token : tokens) {
      state_.note_read(object_hash(ObjectKind::AllRelationships, token));
    }
    for (; cursor->valid(); cursor->next()) {
      const std::uint32_t type = decode_relationship_ends(cursor->value()).type.value;
      if (std::find(tokens.begin(), tokens.end(), type) == tokens.end()) continue;
      const std::uint64_t id = decode_relationship_key(cursor->key()).value;
      state_.note_read(object_hash(ObjectKind::Relationship, id));
      visit(id, decode_relationship_record(cursor->value()).properties);
    }
    return;
  }
  std::vector<NodeId> nodes;
  for (const std::uint32_t token : tokens) {
    const auto scan = reader_.scan_label(LabelId(token));
    while (scan->next(kBuildBatch, nodes) > 0) {
    }
  }
  if (tokens.size() > 1) {
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  }
  for (const NodeId node : nodes) {
    // Nodes of a label mostly follow each other.
    if (cursor->valid() && decode_node_key(cursor->key()) < node) cursor->next();
    if (!cursor->valid() || decode_node_key(cursor->key()) != node) cursor->seek(node_key(node));
    if (!cursor->valid() || decode_node_key(cursor->key()) != node) continue;
    state_.note_read(object_hash(ObjectKind::NodeProperties, node.value));
    visit(node.value, decode_node_record(cursor->value()).properties);
  }
}

void TableGraphWriter::check_schema_name(std::string& name, std::string_view prefix,
                                         std::uint32_t number) const {
  const Schema& schema = state_.catalog.schema();
  const auto taken = [&](const std::string& wanted) {
    return schema.find_index(wanted) != nullptr || schema.find_constraint(wanted) != nullptr;
  };
  if (name.empty()) {
    name = std::string(prefix) + "_" + std::to_string(number);
    while (taken(name)) name += "_";
  }
  if (name.size() > kTokenNameBytesMax) {
    throw UsageError("the name of an index or constraint has at most " +
                     std::to_string(kTokenNameBytesMax) + " bytes");
  }
  if (taken(name)) throw UsageError("an index or constraint named `" + name + "` exists already");
}

std::unique_ptr<KeySorter> TableGraphWriter::sort_entries(const IndexDefinition& definition,
                                                          bool counts_documents) {
  std::vector<std::uint32_t> tokens = definition.further_tokens;
  tokens.push_back(definition.token);
  const Index& kind = index_implementation(definition.kind);
  auto entries = std::make_unique<KeySorter>(kBuildMemoryBytes, state_.tables.scratch_folder());
  for_each_entity(definition.entity, tokens, definition.keys,
                  [&](std::uint64_t entity, const std::vector<PropertyEntry>& properties) {
                    const IndexContent content = kind.content(definition, entity, properties);
                    for (const IndexEntry& entry : content.entries) {
                      entries->add(entry.key, entry.value);
                    }
                    if (counts_documents) count_document(definition.id, content.word_count, 1);
                  });
  entries->finish();
  return entries;
}

void TableGraphWriter::build_index(const IndexDefinition& definition,
                                   const ConstraintDefinition* unique) {
  state_.settle_index();
  const std::unique_ptr<KeySorter> entries = sort_entries(definition, true);
  // Without the writer lock others may change the tables that the files are made for; and files
  // cannot take in what the transaction wrote before.
  const bool in_bulk =
      state_.snapshot == nullptr && state_.own.empty() && entries->count() > state_.index_rows_max;
  if (in_bulk) {
    ingest_index(definition, unique, *entries);
  } else {
    write_index(definition, unique, *entries);
  }
}

void TableGraphWriter::write_index(const IndexDefinition& definition,
                                   const ConstraintDefinition* unique, KeySorter& entries) {
  const TableId table = index_implementation(definition.kind).table();
  DuplicateCheck duplicates(definition, unique);
  std::string_view key;
  std::string_view value;
  while (entries.next(key, value)) {
    duplicates.see(key);
    // In order, so that each finds its place in the write set at once.
    state_.own.put(table, key, std::string(value));
  }
}

void TableGraphWriter::ingest_index(const IndexDefinition& definition,
                                    const ConstraintDefinition* unique, KeySorter& entries) {
  auto pending = std::make_unique<PendingIndex>();
  pending->table = index_implementation(definition.kind).table();
  pending->ingest = state_.tables.begin_ingest();
  const auto table = state_.tables.ingest_table(pending->table, *pending->ingest);
  DuplicateCheck duplicates(definition, unique);
  std::string_view key;
  std::string_view value;
  for (std::uint64_t count = 0; entries.next(key, value); ++count) {
    // Much is written before the commit asks: that must not be what fills the disk.
    if (count % kSpaceInterval == 0 && state_.space != nullptr) state_.space->require();
    duplicates.see(key);
    table->add(key, value);
  }
  table->finish(pending->fences);
  pending->write_rows = [this, definition] {
    atomically([&] { write_index(definition, nullptr, *sort_entries(definition, false)); });
  };
  state_.pending_index = std::move(pending);
}

IndexDefinition TableGraphWriter::create_index(IndexDefinition definition) {
  const Index& kind = index_implementation(definition.kind);
  std::vector<std::uint32_t>& further = definition.further_tokens;
  std::sort(further.begin(), further.end());
  further.erase(std::unique(further.begin(), further.end()), further.end());
  std::erase(further, definition.token);
  if (definition.kind != IndexKind::FullText && !(further.empty() && definition.analyzer.empty())) {
    throw UsageError(std::string("a ") + index_kind_name(definition.kind) +
                     " index is on one label or type and has no analyzer");
  }
  if (definition.kind == IndexKind::Name) definition.analyzer = NameIndex::kInitialsAnalyzer;
  kind.check_definition(definition);
  const Schema& schema = state_.catalog.schema();
  definition.id = IndexId(schema.last_index.value + 1);
  check_schema_name(definition.name, "index", definition.id.value);
  for (const IndexDefinition& other : schema.indexes) {
    if (other.says_the_same(definition)) {
      throw UsageError("index `" + other.name + "` covers the same entities and keys already");
    }
  }
  atomically([&] {
    build_index(definition, nullptr);
    Schema& changed = state_.catalog.change_schema();
    changed.last_index = definition.id;
    changed.indexes.push_back(definition);
  });
  return definition;
}

void TableGraphWriter::erase_index(const IndexDefinition& definition) {
  const Index& kind = index_implementation(definition.kind);
  const std::string prefix = kind.prefix(definition.id);
  std::vector<std::string> entries;
  {
    const auto cursor =
        state_.table(kind.table()).scan(state_.view(), prefix, prefix_successor(prefix));
    for (; cursor->valid(); cursor->next()) entries.emplace_back(cursor->key());
  }
  for (const std::string& entry : entries) state_.own.erase(kind.table(), entry);
  state_.note_read(object_hash(ObjectKind::IndexRange, definition.id.value));
  CountsDelta& deltas = state_.catalog.deltas();
  for (const CountKey& key :
       {CountKey::documents_of(definition.id), CountKey::words_of(definition.id)}) {
    deltas.add(
        key, -static_cast<std::int64_t>(state_.catalog.base().counts()->of(key)) - deltas.of(key));
  }
  Schema& schema = state_.catalog.change_schema();
  std::erase_if(schema.indexes,
                [&](const IndexDefinition& other) { return other.id == definition.id; });
}

void TableGraphWriter::drop_index(IndexId index) {
  const IndexDefinition* found = state_.catalog.schema().find_index(index);
  if (found == nullptr) throw UsageError("there is no index " + std::to_string(index.value));
  if (found->owned_by_constraint) {
    throw UsageError("index `" + found->name + "` belongs to a constraint; drop the constraint");
  }
  const IndexDefinition definition = *found;
  atomically([&] { erase_index(definition); });
}

void TableGraphWriter::check_all_entities(const ConstraintDefinition& constraint) {
  for_each_entity(constraint.entity, {&constraint.token, 1}, constraint.keys,
                  [&](std::uint64_t entity, const std::vector<PropertyEntry>& properties) {
                    const auto violation = find_violation(constraint, [&](PropertyKeyId key) {
                      return find_property(properties, key);
                    });
                    if (!violation) return;
                    throw ConstraintError(
                        violation->reason,
                        "constraint `" + constraint.name + "` cannot be made: " +
                            (constraint.entity == EntityKind::Node ? "node " : "relationship ") +
                            std::to_string(entity) + " " +
                            violation_text(constraint, *violation,
                                           state_.catalog.property_key_name(violation->key)));
                  });
}

ConstraintDefinition TableGraphWriter::create_constraint(ConstraintDefinition definition) {
  if (definition.keys.empty()) throw UsageError("a constraint needs at least one property key");
  const bool typed = definition.kind == ConstraintKind::PropertyType;
  if (typed && definition.keys.size() != 1) {
    throw UsageError("a constraint on the type of a property has one property key");
  }
  if (typed == definition.type.empty()) {
    throw UsageError("a property type belongs to a constraint on property types and to no other");
  }
  const Schema& schema = state_.catalog.schema();
  check_schema_name(definition.name, "constraint",
                    static_cast<std::uint32_t>(schema.constraints.size() + 1));
  for (const ConstraintDefinition& other : schema.constraints) {
    if (!other.is_about_the_same(definition)) continue;
    if (other.type == definition.type) {
      throw UsageError("constraint `" + other.name + "` says the same already");
    }
    throw UsageError("constraint `" + other.name + "` demands " + other.type.text() +
                     " of the same property; drop it first");
  }
  const bool unique = demands_uniqueness(definition.kind);
  atomically([&] {
    if (unique) {
      for (const IndexDefinition& other : schema.indexes) {
        if (other.kind == IndexKind::Range && other.entity == definition.entity &&
            other.token == definition.token && other.keys == definition.keys) {
          throw UsageError("index `" + other.name +
                           "` covers the same entities and keys; drop it first, as the constraint "
                           "brings its own");
        }
      }
      IndexDefinition index;
      index.id = IndexId(schema.last_index.value + 1);
      index.name = definition.name;
      index.entity = definition.entity;
      index.token = definition.token;
      index.keys = definition.keys;
      index.owned_by_constraint = true;
      index_implementation(index.kind).check_definition(index);
      build_index(index, &definition);
      Schema& changed = state_.catalog.change_schema();
      changed.last_index = index.id;
      changed.indexes.push_back(index);
      definition.index = index.id;
    }
    if (typed || demands_existence(definition.kind)) check_all_entities(definition);
    Schema& changed = state_.catalog.change_schema();
    const auto place =
        std::lower_bound(changed.constraints.begin(), changed.constraints.end(), definition.name,
                         [](const ConstraintDefinition& other, const std::string& name) {
                           return other.name < name;
                         });
    changed.constraints.insert(place, definition);
  });
  return definition;
}

void TableGraphWriter::drop_constraint(std::string_view name) {
  const ConstraintDefinition* found = state_.catalog.schema().find_constraint(name);
  if (found == nullptr) throw UsageError("there is no constraint `" + std::string(name) + "`");
  const ConstraintDefinition definition = *found;
  atomically([&] {
    if (const IndexDefinition* index = state_.catalog.schema().find_index(definition.index)) {
      erase_index(IndexDefinition(*index));
    }
    Schema& schema = state_.catalog.change_schema();
    std::erase_if(schema.constraints,
                  [&](const ConstraintDefinition& other) { return other.name == definition.name; });
  });
}

}  // namespace liaison::engine
