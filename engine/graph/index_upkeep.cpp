#include <algorithm>
#include <functional>
#include <string>

#include "base/fault.h"
#include "catalog/constraint_rules.h"
#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "graph/graph_writer.h"
#include "graph/storable.h"
#include "index/index.h"
#include "index/range_index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

bool has_token(const EntityImage* image, std::uint32_t token) {
  return image != nullptr && std::binary_search(image->tokens.begin(), image->tokens.end(), token);
}

bool is_covered(const IndexDefinition& definition, const EntityImage* image) {
  return image != nullptr && covers(definition, image->tokens);
}

IndexContent content_of(const IndexDefinition& definition, std::uint64_t entity,
                        const EntityImage* image) {
  if (!is_covered(definition, image)) return {};
  return sorted_content(definition, entity, image->properties);
}

// Whether the indexed properties are the same in both: most changes are of other ones.
bool same_keys(const IndexDefinition& definition, const EntityImage& before,
               const EntityImage& after) {
  return std::all_of(definition.keys.begin(), definition.keys.end(), [&](PropertyKeyId key) {
    const Value* a = find_property(before.properties, key);
    const Value* b = find_property(after.properties, key);
    return a == nullptr || b == nullptr ? a == b : same_stored(*a, *b);
  });
}

// The entries of `a` that `b` has not, by key or by key and value.
template <class Less, class Visit>
void for_each_missing(const std::vector<IndexEntry>& a, const std::vector<IndexEntry>& b, Less less,
                      Visit visit) {
  for (const IndexEntry& entry : a) {
    if (!std::binary_search(b.begin(), b.end(), entry, less)) visit(entry);
  }
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

TableCursor& TableGraphWriter::seek_index(std::string_view key) {
  const Table& table = state_.table(TableId::Index);  // settles an index that is pending
  if (!index_entries_) index_entries_ = table.scan(state_.view());
  index_entries_->seek(key);
  return *index_entries_;
}

void TableGraphWriter::find_nodes(IndexId index, const Value& value, std::vector<NodeId>& out) {
  const IndexDefinition* const found = state_.catalog.schema().find_index(index);
  if (found == nullptr || found->kind != IndexKind::Range || found->entity != EntityKind::Node ||
      found->keys.size() != 1) {
    throw UsageError("index " + std::to_string(index.value) +
                     " is no range index of one key of nodes");
  }
  out.clear();
  const auto probe = RangeIndex::probe(index, {&value, 1});
  if (!probe) return;
  state_.note_read(index_value_object(index, *probe));
  TableCursor& cursor = seek_index(*probe);
  for (; cursor.valid() && cursor.key().starts_with(*probe); cursor.next()) {
    out.push_back(NodeId(entry_entity(cursor.key())));
  }
}

void TableGraphWriter::check_unique(EntityKind kind, std::uint64_t entity,
                                    const EntityImage* before, const EntityImage& after) {
  const Schema& schema = state_.catalog.schema();
  for (const ConstraintDefinition& constraint : schema.constraints) {
    if (!demands_uniqueness(constraint.kind) || constraint.entity != kind) continue;
    if (!has_token(&after, constraint.token)) continue;
    const IndexDefinition* index = schema.find_index(constraint.index);
    if (index == nullptr) continue;
    // What it had it has alone.
    if (has_token(before, constraint.token) && same_keys(*index, *before, after)) continue;
    // No entry when a key is missing: null is exempt.
    for (const auto& [entry, value] : content_of(*index, entity, &after).entries) {
      const std::string_view probe = entry_probe(entry);
      state_.note_read(index_value_object(index->id, probe));
      TableCursor& cursor = seek_index(probe);
      for (; cursor.valid() && cursor.key().starts_with(probe); cursor.next()) {
        if (cursor.key().size() != entry.size() || entry_entity(cursor.key()) == entity) continue;
        throw ConstraintError(
            ConstraintError::Reason::Uniqueness,
            "constraint `" + constraint.name + "`: " + keys_text(state_.catalog, constraint.keys) +
                " of " + target_text(state_.catalog, kind, constraint.token) + " is unique, and " +
                (kind == EntityKind::Node ? "node " : "relationship ") +
                std::to_string(entry_entity(cursor.key())) + " has this value already");
      }
    }
  }
}

void TableGraphWriter::update_indexes(EntityKind kind, std::uint64_t entity,
                                      const EntityImage* before, const EntityImage* after) {
  for (const IndexDefinition& definition : state_.catalog.schema().indexes) {
    if (definition.entity != kind) continue;
    const bool was_covered = is_covered(definition, before);
    const bool will_be = is_covered(definition, after);
    if (!was_covered && !will_be) continue;
    if (was_covered && will_be && same_keys(definition, *before, *after)) continue;
    // Both lists first: a value that cannot be indexed must throw before anything is written.
    const IndexContent old_content = content_of(definition, entity, before);
    const IndexContent new_content = content_of(definition, entity, after);
    const Index& implementation = index_implementation(definition.kind);
    const auto note = [&](const IndexEntry& entry) {
      if (implementation.notes_probes()) {
        state_.changes.add(index_value_object(definition.id, entry_probe(entry.key)));
      }
      state_.changes.add(object_hash(ObjectKind::IndexRange, definition.id.value));
    };
    const auto by_key = [](const IndexEntry& a, const IndexEntry& b) { return a.key < b.key; };
    for_each_missing(old_content.entries, new_content.entries, by_key,
                     [&](const IndexEntry& entry) {
                       if (LIAISON_FAULT("index-kept") && after != nullptr) return;
                       state_.own.erase(implementation.table(), entry.key);
                       note(entry);
                     });
    for_each_missing(new_content.entries, old_content.entries, std::less<>(),
                     [&](const IndexEntry& entry) {
                       state_.own.put(implementation.table(), entry.key, entry.value);
                       note(entry);
                     });
    count_document(definition.id, old_content.word_count, -1);
    count_document(definition.id, new_content.word_count, 1);
  }
}

void TableGraphWriter::count_document(IndexId index, std::uint64_t word_count, int by) {
  if (word_count == 0) return;
  CountsDelta& deltas = state_.catalog.deltas();
  deltas.add(CountKey::documents_of(index), by);
  deltas.add(CountKey::words_of(index), by * static_cast<std::int64_t>(word_count));
}

void TableGraphWriter::expect_check(EntityKind kind, std::uint64_t entity,
                                    const EntityImage& after) {
  for (const ConstraintDefinition& constraint : state_.catalog.schema().constraints) {
    if (constraint.kind == ConstraintKind::Unique || constraint.entity != kind) continue;
    if (has_token(&after, constraint.token)) check_pending_.emplace(kind, entity);
  }
}

void TableGraphWriter::check_constraints() {
  for (const auto& [kind, entity] : check_pending_) {
    const auto stored = load(kind, entity);
    if (!stored) continue;
    for (const ConstraintDefinition& constraint : state_.catalog.schema().constraints) {
      if (constraint.entity != kind || !has_token(&stored->image, constraint.token)) continue;
      const auto violation = find_violation(constraint, [&](PropertyKeyId key) {
        return find_property(stored->image.properties, key);
      });
      if (!violation) continue;
      const std::string key = state_.catalog.property_key_name(violation->key);
      throw ConstraintError(
          violation->reason,
          "constraint `" + constraint.name +
              "`: " + target_text(state_.catalog, kind, constraint.token) + " must have " +
              (violation->reason == ConstraintError::Reason::PropertyType
                   ? constraint.type.text() + " as "
                   : "") +
              "`" + key + "`, and " + (kind == EntityKind::Node ? "node " : "relationship ") +
              std::to_string(entity) + " has " +
              (violation->found.empty() ? "none" : violation->found));
    }
  }
  check_pending_.clear();
}

}  // namespace liaison::engine
