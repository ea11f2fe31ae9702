#include <algorithm>
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

// Visits (entity id, image) of every entity with a token. Images have the properties of `keys`, and
// may lack others.
template <class Visit>
void TableGraphWriter::for_each_entity(EntityKind kind, std::uint32_t token,
                                       std::span<const PropertyKeyId> keys, Visit visit) {
  std::vector<std::uint32_t> kept;
  for (const PropertyKeyId key : keys) kept.push_back(key.value);
  std::sort(kept.begin(), kept.end());
  const auto cursor = state_.table(kind == EntityKind::Node ? TableId::Node : TableId::Relationship)
                          .scan(state_.view());
  cursor->keep_properties(kept);
  if (kind == EntityKind::Relationship) {
    state_.note_read(object_hash(ObjectKind::AllRelationships, token));
    for (; cursor->valid(); cursor->next()) {
      if (decode_relationship_ends(cursor->value()).type.value != token) continue;
      const std::uint64_t id = decode_relationship_key(cursor->key()).value;
      state_.note_read(object_hash(ObjectKind::Relationship, id));
      RelationshipRecord record = decode_relationship_record(cursor->value());
      visit(id, EntityImage{{token}, std::move(record.properties)});
    }
    return;
  }
  std::vector<NodeId> nodes;
  const auto scan = reader_.scan_label(LabelId(token));
  while (scan->next(kBuildBatch, nodes) > 0) {
    for (const NodeId node : nodes) {
      // Nodes of a label mostly follow each other.
      if (cursor->valid() && decode_node_key(cursor->key()) < node) cursor->next();
      if (!cursor->valid() || decode_node_key(cursor->key()) != node) cursor->seek(node_key(node));
      if (!cursor->valid() || decode_node_key(cursor->key()) != node) continue;
      state_.note_read(object_hash(ObjectKind::NodeProperties, node.value));
      NodeRecord record = decode_node_record(cursor->value());
      visit(node.value, EntityImage{{token}, std::move(record.properties)});
    }
    nodes.clear();
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
  const Index& kind = index_implementation(definition.kind);
  std::vector<std::string> entries;
  for_each_entity(definition.entity, definition.token, definition.keys,
                  [&](std::uint64_t entity, const EntityImage& image) {
                    kind.entries(definition, entity, image.properties, entries);
                  });
  // In order, so that each finds its place in the write set at once.
  if (!std::is_sorted(entries.begin(), entries.end())) std::sort(entries.begin(), entries.end());
  for (const std::string& entry : entries) state_.own.put(kind.table(), entry, {});
}

IndexDefinition TableGraphWriter::create_index(IndexDefinition definition) {
  const Index& kind = index_implementation(definition.kind);
  kind.check_definition(definition);
  const Schema& schema = state_.catalog.schema();
  definition.id = IndexId(schema.last_index.value + 1);
  check_schema_name(definition.name, "index", definition.id.value);
  for (const IndexDefinition& other : schema.indexes) {
    if (other.kind == definition.kind && other.entity == definition.entity &&
        other.token == definition.token && other.keys == definition.keys) {
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
  for_each_entity(constraint.entity, constraint.token, constraint.keys,
                  [&](std::uint64_t entity, const EntityImage& image) {
                    for (const PropertyKeyId key : constraint.keys) {
                      if (find_property(image.properties, key) != nullptr) continue;
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
