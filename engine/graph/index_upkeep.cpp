#include <algorithm>
#include <string>

#include "base/fault.h"
#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "graph/graph_writer.h"
#include "index/index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

bool has_token(const EntityImage* image, std::uint32_t token) {
  return image != nullptr && std::binary_search(image->tokens.begin(), image->tokens.end(), token);
}

std::vector<std::string> entries_of(const IndexDefinition& definition, std::uint64_t entity,
                                    const EntityImage* image) {
  std::vector<std::string> entries;
  if (!has_token(image, definition.token)) return entries;
  index_implementation(definition.kind).entries(definition, entity, image->properties, entries);
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  return entries;
}

std::string target_text(const Catalog& catalog, EntityKind kind, std::uint32_t token) {
  return kind == EntityKind::Node
             ? "`" + catalog.label_name(LabelId(token)) + "` nodes"
             : "`" + catalog.relationship_type_name(RelationshipTypeId(token)) + "` relationships";
}

std::string keys_text(const Catalog& catalog, const std::vector<PropertyKeyId>& keys) {
  std::string out;
  for (const PropertyKeyId key : keys) {
    if (!out.empty()) out += ", ";
    out += "`" + catalog.property_key_name(key) + "`";
  }
  return out;
}

}  // namespace

void TableGraphWriter::check_unique(EntityKind kind, std::uint64_t entity,
                                    const EntityImage& after) {
  const Schema& schema = state_.catalog.schema();
  for (const ConstraintDefinition& constraint : schema.constraints) {
    if (constraint.kind == ConstraintKind::Exists || constraint.entity != kind) continue;
    if (!has_token(&after, constraint.token)) continue;
    const IndexDefinition* index = schema.find_index(constraint.index);
    if (index == nullptr) continue;
    // No entry when a key is missing: null is exempt.
    for (const std::string& entry : entries_of(*index, entity, &after)) {
      const std::string_view probe = entry_probe(entry);
      state_.note_read(index_value_object(index->id, probe));
      const auto cursor =
          state_.table(TableId::Index).scan(state_.view(), probe, prefix_successor(probe));
      for (; cursor->valid(); cursor->next()) {
        if (cursor->key().size() != entry.size() || entry_entity(cursor->key()) == entity) continue;
        throw ConstraintError(
            ConstraintError::Reason::Uniqueness,
            "constraint `" + constraint.name + "`: " + keys_text(state_.catalog, constraint.keys) +
                " of " + target_text(state_.catalog, kind, constraint.token) + " is unique, and " +
                (kind == EntityKind::Node ? "node " : "relationship ") +
                std::to_string(entry_entity(cursor->key())) + " has this value already");
      }
    }
  }
}

void TableGraphWriter::update_indexes(EntityKind kind, std::uint64_t entity,
                                      const EntityImage* before, const EntityImage* after) {
  for (const IndexDefinition& definition : state_.catalog.schema().indexes) {
    if (definition.entity != kind) continue;
    if (!has_token(before, definition.token) && !has_token(after, definition.token)) continue;
    // Both lists first: a value that cannot be indexed must throw before anything is written.
    const std::vector<std::string> old_entries = entries_of(definition, entity, before);
    const std::vector<std::string> new_entries = entries_of(definition, entity, after);
    const TableId table = index_implementation(definition.kind).table();
    const auto note = [&](const std::string& entry) {
      state_.changes.add(index_value_object(definition.id, entry_probe(entry)));
      state_.changes.add(object_hash(ObjectKind::IndexRange, definition.id.value));
    };
    for (const std::string& entry : old_entries) {
      if (LIAISON_FAULT("index-kept") && after != nullptr) break;
      if (std::binary_search(new_entries.begin(), new_entries.end(), entry)) continue;
      state_.own.erase(table, entry);
      note(entry);
    }
    for (const std::string& entry : new_entries) {
      if (std::binary_search(old_entries.begin(), old_entries.end(), entry)) continue;
      state_.own.put(table, entry, {});
      note(entry);
    }
  }
}

void TableGraphWriter::expect_existence(EntityKind kind, std::uint64_t entity,
                                        const EntityImage& after) {
  for (const ConstraintDefinition& constraint : state_.catalog.schema().constraints) {
    if (constraint.kind == ConstraintKind::Unique || constraint.entity != kind) continue;
    if (has_token(&after, constraint.token)) existence_pending_.emplace(kind, entity);
  }
}

void TableGraphWriter::check_constraints() {
  for (const auto& [kind, entity] : existence_pending_) {
    const auto stored = load(kind, entity);
    if (!stored) continue;
    for (const ConstraintDefinition& constraint : state_.catalog.schema().constraints) {
      if (constraint.kind == ConstraintKind::Unique || constraint.entity != kind) continue;
      if (!has_token(&stored->image, constraint.token)) continue;
      for (const PropertyKeyId key : constraint.keys) {
        if (find_property(stored->image.properties, key) != nullptr) continue;
        throw ConstraintError(ConstraintError::Reason::Existence,
                              "constraint `" + constraint.name +
                                  "`: " + target_text(state_.catalog, kind, constraint.token) +
                                  " must have " + keys_text(state_.catalog, {key}) + ", and " +
                                  (kind == EntityKind::Node ? "node " : "relationship ") +
                                  std::to_string(entity) + " has none");
      }
    }
  }
  existence_pending_.clear();
}

}  // namespace liaison::engine
