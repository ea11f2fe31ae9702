#include "graph/graph_writer.h"

#include <algorithm>
#include <array>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "graph/record_fetch.h"
#include "graph/storable.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

std::vector<LabelId> labels_from(std::span<const std::uint32_t> tokens) {
  std::vector<LabelId> labels;
  labels.reserve(tokens.size());
  for (const std::uint32_t token : tokens) labels.push_back(LabelId(token));
  return labels;
}

std::string entity_text(EntityKind kind, std::uint64_t entity) {
  return (kind == EntityKind::Node ? "node " : "relationship ") + std::to_string(entity);
}

}  // namespace

// ---- tokens

std::uint32_t TableGraphWriter::token(TokenKind kind, std::string_view name) {
  const std::uint32_t token = state_.tokens.find_or_create(kind, name);
  if (token > state_.catalog.bounds().of(kind)) state_.catalog.show_new_tokens();
  return token;
}

LabelId TableGraphWriter::label(std::string_view name) {
  return LabelId(token(TokenKind::Label, name));
}
RelationshipTypeId TableGraphWriter::relationship_type(std::string_view name) {
  return RelationshipTypeId(token(TokenKind::RelationshipType, name));
}
PropertyKeyId TableGraphWriter::property_key(std::string_view name) {
  return PropertyKeyId(token(TokenKind::PropertyKey, name));
}

// ---- records

std::optional<TableGraphWriter::Stored> TableGraphWriter::load(EntityKind kind,
                                                               std::uint64_t entity) {
  if (kind == EntityKind::Node) {
    state_.note_read(object_hash(ObjectKind::NodeLabels, entity));
    state_.note_read(object_hash(ObjectKind::NodeProperties, entity));
  } else {
    state_.note_read(object_hash(ObjectKind::Relationship, entity));
  }
  return read_entity(state_.tables, state_.view(), kind, entity);
}

TableGraphWriter::Stored TableGraphWriter::load_existing(EntityKind kind, std::uint64_t entity) {
  auto stored = load(kind, entity);
  if (!stored) throw UsageError(entity_text(kind, entity) + " does not exist");
  return std::move(*stored);
}

void TableGraphWriter::require_existing(EntityKind kind, std::uint64_t entity) {
  const TableId table = kind == EntityKind::Node ? TableId::Node : TableId::Relationship;
  const std::string key = kind == EntityKind::Node ? node_key(NodeId(entity))
                                                   : relationship_key(RelationshipId(entity));
  // What this transaction has written needs no note.
  const WriteSet::Change* const own = state_.own.find(table, key);
  if (own != nullptr && *own) return;
  // Nothing that is gone is remembered.
  if (state_.evidence_memory != nullptr && state_.evidence_memory->find(kind, entity) != nullptr) {
    return;
  }
  load_existing(kind, entity);
}

const std::vector<LabelId>& TableGraphWriter::labels_of(NodeId node) {
  state_.note_read(object_hash(ObjectKind::NodeLabels, node.value));
  if (const std::vector<LabelId>* const known = state_.labels->find(node)) return *known;
  if (state_.evidence_memory != nullptr) {
    const EvidenceMemory::Entry* const remembered =
        state_.evidence_memory->find(EntityKind::Node, node.value);
    if (remembered != nullptr && remembered->stored) {
      return state_.labels->put(node, labels_from(remembered->stored->image.tokens));
    }
  }
  const auto record = state_.table(TableId::Node).get(state_.view(), node_key(node));
  if (!record) throw UsageError(entity_text(EntityKind::Node, node.value) + " does not exist");
  return state_.labels->put(node, decode_node_labels(*record));
}

void TableGraphWriter::store_record(EntityKind kind, std::uint64_t entity, const Stored& stored) {
  if (state_.evidence_memory != nullptr) state_.evidence_memory->forget_stored(kind, entity);
  if (kind == EntityKind::Node) state_.texts.forget(NodeId(entity));
  put_record(kind, entity, stored);
}

void TableGraphWriter::put_record(EntityKind kind, std::uint64_t entity, const Stored& stored) {
  if (kind == EntityKind::Node) {
    state_.own.put(TableId::Node, node_key(NodeId(entity)),
                   encode_node_record(labels_from(stored.image.tokens), stored.image.properties));
  } else {
    state_.own.put(TableId::Relationship, relationship_key(RelationshipId(entity)),
                   encode_relationship_record(stored.ends, stored.image.properties));
  }
}

// ---- nodes

NodeId TableGraphWriter::create_node(std::span<const LabelId> labels,
                                     std::span<const PropertyEntry> properties) {
  std::vector<LabelId> sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.size() > kLabelsPerNodeMax) {
    throw UsageError(std::to_string(sorted.size()) + " labels on one node; at most " +
                     std::to_string(kLabelsPerNodeMax) + " are allowed");
  }
  Stored stored;
  stored.image = {raw_tokens(sorted), storable_properties(properties, state_.catalog)};
  check_unique(EntityKind::Node, 0, nullptr, stored.image);

  const NodeId node = state_.ids.next_node(sorted);
  state_.note_own(node);
  update_indexes(EntityKind::Node, node.value, nullptr, &stored.image);
  put_record(EntityKind::Node, node.value, stored);
  state_.catalog.deltas().add(CountKey::nodes(), 1);
  for (const LabelId label : sorted) {
    state_.own.put(TableId::Label, label_key({label, node}), {});
    state_.catalog.deltas().add(CountKey::label_of(label), 1);
    state_.changes.add(object_hash(ObjectKind::LabelSet, label.value));
  }
  state_.changes.add(object_hash(ObjectKind::AllNodes));
  // Who looked for this id found nothing; nobody can have guessed it, but absence is an answer too.
  state_.changes.add(object_hash(ObjectKind::NodeLabels, node.value));
  state_.changes.add(object_hash(ObjectKind::NodeProperties, node.value));
  expect_check(EntityKind::Node, node.value, stored.image);
  return node;
}

void TableGraphWriter::remove_node(NodeId node) {
  const Stored stored = load_existing(EntityKind::Node, node.value);
  if (has_relationships(node)) {
    throw ConstraintError(ConstraintError::Reason::ConnectedNode,
                          entity_text(EntityKind::Node, node.value) +
                              " still has relationships; delete those first (DETACH DELETE does)");
  }
  state_.labels->forget(node);
  state_.texts.forget(node);
  erase_evidence(EntityKind::Node, node.value);
  update_indexes(EntityKind::Node, node.value, &stored.image, nullptr);
  state_.own.erase(TableId::Node, node_key(node));
  state_.catalog.deltas().add(CountKey::nodes(), -1);
  for (const std::uint32_t label : stored.image.tokens) {
    state_.own.erase(TableId::Label, label_key({LabelId(label), node}));
    state_.catalog.deltas().add(CountKey::label_of(LabelId(label)), -1);
    state_.changes.add(object_hash(ObjectKind::LabelSet, label));
  }
  state_.changes.add(object_hash(ObjectKind::AllNodes));
  state_.changes.add(object_hash(ObjectKind::NodeLabels, node.value));
  state_.changes.add(object_hash(ObjectKind::NodeProperties, node.value));
}

void TableGraphWriter::change_label(NodeId node, LabelId label, bool add) {
  state_.labels->forget(node);
  if (add) {
    state_.own.put(TableId::Label, label_key({label, node}), {});
  } else {
    state_.own.erase(TableId::Label, label_key({label, node}));
  }
  const int by = add ? 1 : -1;
  state_.catalog.deltas().add(CountKey::label_of(label), by);
  state_.changes.add(object_hash(ObjectKind::LabelSet, label.value));
  state_.changes.add(object_hash(ObjectKind::NodeLabels, node.value));
  // The node's relationships now count for the label: this costs its degree.
  ExpandResult steps;
  const NodeId nodes[] = {node};
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
    reader_.expand(nodes, {}, direction, steps);
    for (const RelationshipTypeId type : steps.type) {
      state_.catalog.deltas().add(CountKey::at(label, type, direction), by);
      state_.changes.add(object_hash(ObjectKind::LabelTypeCount, label.value, type.value));
    }
  }
}

bool TableGraphWriter::add_label(NodeId node, LabelId label) {
  const Stored before = load_existing(EntityKind::Node, node.value);
  Stored after = before;
  auto& tokens = after.image.tokens;
  const auto place = std::lower_bound(tokens.begin(), tokens.end(), label.value);
  if (place != tokens.end() && *place == label.value) return false;
  if (tokens.size() >= kLabelsPerNodeMax) {
    throw UsageError("a node has at most " + std::to_string(kLabelsPerNodeMax) + " labels");
  }
  tokens.insert(place, label.value);
  check_unique(EntityKind::Node, node.value, &before.image, after.image);
  update_indexes(EntityKind::Node, node.value, &before.image, &after.image);
  store_record(EntityKind::Node, node.value, after);
  change_label(node, label, true);
  expect_check(EntityKind::Node, node.value, after.image);
  return true;
}

bool TableGraphWriter::remove_label(NodeId node, LabelId label) {
  const Stored before = load_existing(EntityKind::Node, node.value);
  Stored after = before;
  auto& tokens = after.image.tokens;
  const auto place = std::lower_bound(tokens.begin(), tokens.end(), label.value);
  if (place == tokens.end() || *place != label.value) return false;
  tokens.erase(place);
  update_indexes(EntityKind::Node, node.value, &before.image, &after.image);
  store_record(EntityKind::Node, node.value, after);
  change_label(node, label, false);
  return true;
}

void TableGraphWriter::delete_node(NodeId node) {
  atomically([&] {
    if (!load(EntityKind::Node, node.value)) return;
    // A document that goes takes along what only it said, as withdrawing it does.
    WithdrawalReport report;
    withdraw_into(node, report);
    // The cascade may have removed the node itself: it was extracted from its own text.
    if (load(EntityKind::Node, node.value)) remove_node(node);
  });
}

// ---- relationships

void TableGraphWriter::note_relationship(RelationshipId relationship,
                                         const RelationshipEnds& ends) {
  ChangeSet& changes = state_.changes;
  for (const std::uint32_t type : {ends.type.value, kAnyToken}) {
    changes.add(adjacency_object(ends.source, Direction::Outgoing, type));
    changes.add(adjacency_object(ends.target, Direction::Incoming, type));
    changes.add(object_hash(ObjectKind::AllRelationships, type));
  }
  changes.add(object_hash(ObjectKind::Relationship, relationship.value));
}

void TableGraphWriter::count_relationship(const RelationshipEnds& ends, int by) {
  CountsDelta& deltas = state_.catalog.deltas();
  deltas.add(CountKey::relationships(), by);
  deltas.add(CountKey::type_of(ends.type), by);
  for (const LabelId label : labels_of(ends.source)) {
    deltas.add(CountKey::at(label, ends.type, Direction::Outgoing), by);
    state_.changes.add(object_hash(ObjectKind::LabelTypeCount, label.value, ends.type.value));
  }
  for (const LabelId label : labels_of(ends.target)) {
    deltas.add(CountKey::at(label, ends.type, Direction::Incoming), by);
    state_.changes.add(object_hash(ObjectKind::LabelTypeCount, label.value, ends.type.value));
  }
}

RelationshipId TableGraphWriter::create_relationship(RelationshipTypeId type, NodeId source,
                                                     NodeId target,
                                                     std::span<const PropertyEntry> properties) {
  return put_relationship(new_relationship(type, source, target, properties));
}

TableGraphWriter::Stored TableGraphWriter::new_relationship(
    RelationshipTypeId type, NodeId source, NodeId target,
    std::span<const PropertyEntry> properties) {
  Stored stored;
  stored.ends = {type, source, target};
  stored.image = {{type.value}, storable_properties(properties, state_.catalog)};
  labels_of(source);  // both ends must exist, and stay so until this commits
  labels_of(target);
  return stored;
}

RelationshipId TableGraphWriter::put_relationship(const Stored& stored) {
  check_unique(EntityKind::Relationship, 0, nullptr, stored.image);
  const auto& [type, source, target] = stored.ends;
  const RelationshipId relationship = state_.ids.next_relationship();
  if (state_.first_own_relationship.value == 0) state_.first_own_relationship = relationship;
  update_indexes(EntityKind::Relationship, relationship.value, nullptr, &stored.image);
  put_record(EntityKind::Relationship, relationship.value, stored);
  std::array<char, kAdjacencyKeySize> key;
  write_adjacency_key({source, type, target, relationship}, key.data());
  state_.own.put(TableId::Outgoing, {key.data(), key.size()}, {});
  write_adjacency_key({target, type, source, relationship}, key.data());
  state_.own.put(TableId::Incoming, {key.data(), key.size()}, {});
  count_relationship(stored.ends, 1);
  note_relationship(relationship, stored.ends);
  expect_check(EntityKind::Relationship, relationship.value, stored.image);
  return relationship;
}

void TableGraphWriter::find_relationships(RelationshipTypeId type, NodeId source, NodeId target,
                                          std::vector<RelationshipId>& out) {
  state_.note_read(adjacency_object(source, Direction::Outgoing, type.value));
  const std::string prefix = adjacency_prefix(source, type, target);
  out.clear();
  const auto take = [&](std::string_view key) {
    if (!key.starts_with(prefix)) return false;
    out.push_back(decode_adjacency_key(key).relationship);
    return true;
  };
  // Nothing is stored of what this transaction made.
  if (state_.own_nodes.contains(source) || state_.own_nodes.contains(target)) {
    const WriteSet::Changes& changes = state_.own.changes(TableId::Outgoing);
    for (auto at = changes.lower_bound(prefix); at != changes.end(); ++at) {
      if (at->second ? !take(at->first) : !std::string_view(at->first).starts_with(prefix)) return;
    }
    return;
  }
  if (!outgoing_) outgoing_ = state_.table(TableId::Outgoing).scan(state_.view());
  for (outgoing_->seek(prefix); outgoing_->valid(); outgoing_->next()) {
    if (!take(outgoing_->key())) return;
  }
}

void TableGraphWriter::remove_relationship(RelationshipId relationship,
                                           const RelationshipEnds& ends) {
  const Stored stored = load_existing(EntityKind::Relationship, relationship.value);
  erase_evidence(EntityKind::Relationship, relationship.value);
  update_indexes(EntityKind::Relationship, relationship.value, &stored.image, nullptr);
  state_.own.erase(TableId::Relationship, relationship_key(relationship));
  state_.own.erase(TableId::Outgoing,
                   adjacency_key({ends.source, ends.type, ends.target, relationship}));
  state_.own.erase(TableId::Incoming,
                   adjacency_key({ends.target, ends.type, ends.source, relationship}));
  count_relationship(ends, -1);
  note_relationship(relationship, ends);
}

void TableGraphWriter::delete_relationship(RelationshipId relationship) {
  const auto stored = load(EntityKind::Relationship, relationship.value);
  if (stored) remove_relationship(relationship, stored->ends);
}

bool TableGraphWriter::has_relationships(NodeId node) {
  for (const bool outgoing : {true, false}) {
    state_.note_read(
        adjacency_object(node, outgoing ? Direction::Outgoing : Direction::Incoming, kAnyToken));
    const std::string prefix = adjacency_prefix(node);
    const auto cursor = state_.table(outgoing ? TableId::Outgoing : TableId::Incoming)
                            .scan(state_.view(), prefix, prefix_successor(prefix));
    if (cursor->valid()) return true;
  }
  return false;
}

// ---- properties

bool TableGraphWriter::change_properties(EntityKind kind, std::uint64_t entity, Stored stored,
                                         std::vector<PropertyEntry> properties) {
  const auto same = [](const PropertyEntry& a, const PropertyEntry& b) {
    return a.key == b.key && same_stored(a.value, b.value);
  };
  if (std::equal(properties.begin(), properties.end(), stored.image.properties.begin(),
                 stored.image.properties.end(), same)) {
    return false;
  }
  const EntityImage before = std::move(stored.image);
  stored.image = {before.tokens, std::move(properties)};
  check_unique(kind, entity, &before, stored.image);
  update_indexes(kind, entity, &before, &stored.image);
  store_record(kind, entity, stored);
  state_.changes.add(object_hash(
      kind == EntityKind::Node ? ObjectKind::NodeProperties : ObjectKind::Relationship, entity));
  expect_check(kind, entity, stored.image);
  return true;
}

bool TableGraphWriter::set_property(EntityKind kind, std::uint64_t entity, PropertyKeyId key,
                                    const Value& value) {
  Stored stored = load_existing(kind, entity);
  std::vector<PropertyEntry> properties = stored.image.properties;
  const auto place = std::lower_bound(
      properties.begin(), properties.end(), key,
      [](const PropertyEntry& entry, PropertyKeyId wanted) { return entry.key < wanted; });
  const bool has = place != properties.end() && place->key == key;
  if (value.is_null()) {
    if (!has) return false;
    properties.erase(place);
  } else {
    check_storable(value, state_.catalog.property_key_name(key));
    if (has) {
      place->value = value;
    } else {
      if (properties.size() >= kPropertiesPerEntityMax) {
        throw UsageError("an entity has at most " + std::to_string(kPropertiesPerEntityMax) +
                         " properties");
      }
      properties.insert(place, {key, value});
    }
  }
  return change_properties(kind, entity, std::move(stored), std::move(properties));
}

void TableGraphWriter::replace_properties(EntityKind kind, std::uint64_t entity,
                                          std::span<const PropertyEntry> properties) {
  Stored stored = load_existing(kind, entity);
  change_properties(kind, entity, std::move(stored),
                    storable_properties(properties, state_.catalog));
}

}  // namespace liaison::engine
