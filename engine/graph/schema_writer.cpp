#include <algorithm>
#include <iterator>
#include <string>

#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "graph/graph_writer.h"
#include "index/index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Ids per batch when an index is built.
constexpr std::size_t kBuildBatch = 1024;

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

void TableGraphWriter::build_index(const IndexDefinition& definition) {
  std::vector<std::uint32_t> tokens = definition.further_tokens;
  tokens.push_back(definition.token);
  const Index& kind = index_implementation(definition.kind);
  std::vector<IndexEntry> entries;
  for_each_entity(definition.entity, tokens, definition.keys,
                  [&](std::uint64_t entity, const std::vector<PropertyEntry>& properties) {
                    IndexContent content = kind.content(definition, entity, properties);
                    std::move(content.entries.begin(), content.entries.end(),
                              std::back_inserter(entries));
                    count_document(definition.id, content.word_count, 1);
                  });
  // In order, so that each finds its place in the write set at once.
  if (!std::is_sorted(entries.begin(), entries.end())) std::sort(entries.begin(), entries.end());
  for (IndexEntry& entry : entries) {
    state_.own.put(kind.table(), entry.key, std::move(entry.value));
  }
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
    build_index(definition);
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

void TableGraphWriter::check_no_duplicates(const ConstraintDefinition& constraint,
                                           const IndexDefinition& index) {
  const std::string prefix = index_prefix(index.id);
  const auto cursor =
      state_.table(TableId::Index).scan(state_.view(), prefix, prefix_successor(prefix));
  std::string before;
  for (; cursor->valid(); cursor->next()) {
    if (!before.empty() && entry_probe(before) == entry_probe(cursor->key())) {
      const char* what = index.entity == EntityKind::Node ? "nodes " : "relationships ";
      throw ConstraintError(ConstraintError::Reason::Uniqueness,
                            "constraint `" + constraint.name + "` cannot be made: " + what +
                                std::to_string(entry_entity(before)) + " and " +
                                std::to_string(entry_entity(cursor->key())) +
                                " have the same value");
    }
    before = cursor->key();
  }
}

void TableGraphWriter::check_all_exist(const ConstraintDefinition& constraint) {
  for_each_entity(constraint.entity, {&constraint.token, 1}, constraint.keys,
                  [&](std::uint64_t entity, const std::vector<PropertyEntry>& properties) {
                    for (const PropertyKeyId key : constraint.keys) {
                      if (find_property(properties, key) != nullptr) continue;
                      throw ConstraintError(
                          ConstraintError::Reason::Existence,
                          "constraint `" + constraint.name + "` cannot be made: " +
                              (constraint.entity == EntityKind::Node ? "node " : "relationship ") +
                              std::to_string(entity) + " has no `" +
                              state_.catalog.property_key_name(key) + "`");
                    }
                  });
}

ConstraintDefinition TableGraphWriter::create_constraint(ConstraintDefinition definition) {
  if (definition.keys.empty()) throw UsageError("a constraint needs at least one property key");
  const Schema& schema = state_.catalog.schema();
  check_schema_name(definition.name, "constraint",
                    static_cast<std::uint32_t>(schema.constraints.size() + 1));
  for (const ConstraintDefinition& other : schema.constraints) {
    if (other.kind == definition.kind && other.entity == definition.entity &&
        other.token == definition.token && other.keys == definition.keys) {
      throw UsageError("constraint `" + other.name + "` says the same already");
    }
  }
  const bool unique = definition.kind != ConstraintKind::Exists;
  const bool exists = definition.kind != ConstraintKind::Unique;
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
      build_index(index);
      check_no_duplicates(definition, index);
      Schema& changed = state_.catalog.change_schema();
      changed.last_index = index.id;
      changed.indexes.push_back(index);
      definition.index = index.id;
    }
    if (exists) check_all_exist(definition);
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
