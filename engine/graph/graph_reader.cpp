#include "graph/graph_reader.h"

#include <algorithm>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "evidence/evidence_store.h"
#include "graph/expansion.h"
#include "graph/gathered_values.h"
#include "graph/neighbour_cursor.h"
#include "graph/record_fetch.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

std::span<const std::uint64_t> raw_ids(std::span<const NodeId> nodes) {
  static_assert(sizeof(NodeId) == sizeof(std::uint64_t));
  return {reinterpret_cast<const std::uint64_t*>(nodes.data()), nodes.size()};
}

// Node ids are the last 8 bytes of the keys of both the node and the label table.
class TableNodeScan final : public NodeScan {
 public:
  explicit TableNodeScan(std::unique_ptr<TableCursor> cursor) : cursor_(std::move(cursor)) {}
  std::size_t next(std::size_t count_max, std::vector<NodeId>& out) override {
    std::size_t count = 0;
    for (; count < count_max && cursor_->valid(); cursor_->next(), ++count) {
      const std::string_view key = cursor_->key();
      out.push_back(decode_node_key(key.substr(key.size() - std::min<std::size_t>(8, key.size()))));
    }
    return count;
  }

 private:
  std::unique_ptr<TableCursor> cursor_;
};

class TableRelationshipScan final : public RelationshipScan {
 public:
  explicit TableRelationshipScan(std::unique_ptr<TableCursor> cursor)
      : cursor_(std::move(cursor)) {}
  std::size_t next(std::size_t count_max, std::vector<RelationshipId>& ids,
                   std::vector<RelationshipEnds>& ends) override {
    std::size_t count = 0;
    for (; count < count_max && cursor_->valid(); cursor_->next(), ++count) {
      ids.push_back(decode_relationship_key(cursor_->key()));
      ends.push_back(decode_relationship_ends(cursor_->value()));
    }
    return count;
  }

 private:
  std::unique_ptr<TableCursor> cursor_;
};

}  // namespace

const Catalog& TableGraphReader::catalog() const {
  if (state_.recording_catalog) return *state_.recording_catalog;
  return state_.catalog;
}

std::unique_ptr<NodeScan> TableGraphReader::scan_nodes() const {
  state_.note_read(object_hash(ObjectKind::AllNodes));
  return std::make_unique<TableNodeScan>(state_.table(TableId::Node).scan(state_.view()));
}

std::unique_ptr<NodeScan> TableGraphReader::scan_label(LabelId label) const {
  state_.note_read(object_hash(ObjectKind::LabelSet, label.value));
  const std::string prefix = label_prefix(label);
  return std::make_unique<TableNodeScan>(
      state_.table(TableId::Label).scan(state_.view(), prefix, prefix_successor(prefix)));
}

std::unique_ptr<RelationshipScan> TableGraphReader::scan_relationships() const {
  state_.note_read(object_hash(ObjectKind::AllRelationships, kAnyToken));
  return std::make_unique<TableRelationshipScan>(
      state_.table(TableId::Relationship).scan(state_.view()));
}

void TableGraphReader::note_adjacency(std::span<const NodeId> nodes,
                                      std::span<const RelationshipTypeId> types,
                                      Direction direction) const {
  if (!state_.reads) return;
  const auto note = [&](NodeId node, std::uint32_t type) {
    if (direction != Direction::Incoming) {
      state_.note_read(adjacency_object(node, Direction::Outgoing, type));
    }
    if (direction != Direction::Outgoing) {
      state_.note_read(adjacency_object(node, Direction::Incoming, type));
    }
  };
  for (const NodeId node : nodes) {
    if (types.empty()) note(node, kAnyToken);
    for (const RelationshipTypeId type : types) note(node, type.value);
  }
}

void TableGraphReader::note_entities(EntityKind kind, std::span<const std::uint64_t> ids) const {
  if (!state_.reads) return;
  const ObjectKind object =
      kind == EntityKind::Node ? ObjectKind::NodeProperties : ObjectKind::Relationship;
  for (const std::uint64_t id : ids) state_.note_read(object_hash(object, id));
}

void TableGraphReader::note_node_records(std::span<const NodeId> nodes) const {
  if (!state_.reads) return;
  for (const NodeId node : nodes) {
    state_.note_read(object_hash(ObjectKind::NodeLabels, node.value));
  }
}

void TableGraphReader::expand(std::span<const NodeId> nodes,
                              std::span<const RelationshipTypeId> types, Direction direction,
                              ExpandResult& out) const {
  note_adjacency(nodes, types, direction);
  expand_nodes(state_, nodes, types, direction, out);
}

void TableGraphReader::degree(std::span<const NodeId> nodes,
                              std::span<const RelationshipTypeId> types, Direction direction,
                              std::vector<std::uint64_t>& out) const {
  note_adjacency(nodes, types, direction);
  count_degrees(state_, nodes, types, direction, out);
}

std::unique_ptr<NeighbourCursor> TableGraphReader::neighbours(RelationshipTypeId type,
                                                              Direction direction) const {
  LIAISON_ASSERT(direction != Direction::Both);
  return make_neighbour_cursor(state_, type, direction);
}

void TableGraphReader::nodes_exist(std::span<const NodeId> nodes,
                                   std::vector<std::uint8_t>& out) const {
  note_node_records(nodes);
  out.assign(nodes.size(), 0);
  fetch_records(
      state_, EntityKind::Node, raw_ids(nodes),
      [&](std::size_t i, const std::string* record) { out[i] = record != nullptr ? 1 : 0; });
}

void TableGraphReader::relationship_ends(std::span<const RelationshipId> relationships,
                                         std::vector<std::optional<RelationshipEnds>>& out) const {
  std::vector<std::uint64_t> ids;
  ids.reserve(relationships.size());
  for (const RelationshipId relationship : relationships) ids.push_back(relationship.value);
  note_entities(EntityKind::Relationship, ids);
  out.assign(ids.size(), std::nullopt);
  fetch_records(state_, EntityKind::Relationship, ids,
                [&](std::size_t i, const std::string* record) {
                  if (record != nullptr) out[i] = decode_relationship_ends(*record);
                });
}

void TableGraphReader::gather(EntityKind kind, std::span<const std::uint64_t> ids,
                              PropertyKeyId key, ColumnVector& out) const {
  ColumnVector* const columns[] = {&out};
  gather_many(kind, ids, {&key, 1}, columns);
}

void TableGraphReader::gather_many(EntityKind kind, std::span<const std::uint64_t> ids,
                                   std::span<const PropertyKeyId> keys,
                                   std::span<ColumnVector* const> columns) const {
  note_entities(kind, ids);
  std::vector<Value> values(keys.size() * ids.size());  // key by key
  fetch_records(state_, kind, ids, [&](std::size_t i, const std::string* record) {
    if (record == nullptr) return;
    for (std::size_t key = 0; key < keys.size(); ++key) {
      values[key * ids.size() + i] = property_of(kind, *record, keys[key]);
    }
  });
  for (std::size_t key = 0; key < keys.size(); ++key) {
    const std::span<Value> of_key(values.data() + key * ids.size(), ids.size());
    columns[key]->reset(common_type(of_key));
    for (Value& value : of_key) columns[key]->append(std::move(value));
  }
}

void TableGraphReader::gather_all(EntityKind kind, std::span<const std::uint64_t> ids,
                                  std::vector<std::vector<PropertyEntry>>& out) const {
  note_entities(kind, ids);
  out.assign(ids.size(), {});
  fetch_records(state_, kind, ids, [&](std::size_t i, const std::string* record) {
    if (record != nullptr) {
      out[i] = kind == EntityKind::Node ? decode_node_record(*record).properties
                                        : decode_relationship_record(*record).properties;
    }
  });
}

void TableGraphReader::labels(std::span<const NodeId> nodes,
                              std::vector<std::vector<LabelId>>& out) const {
  note_node_records(nodes);
  out.assign(nodes.size(), {});
  fetch_records(state_, EntityKind::Node, raw_ids(nodes),
                [&](std::size_t i, const std::string* record) {
                  if (record != nullptr) out[i] = decode_node_labels(*record);
                });
}

void TableGraphReader::has_label(std::span<const NodeId> nodes, LabelId label,
                                 std::vector<std::uint8_t>& out) const {
  std::vector<std::vector<LabelId>> found;
  labels(nodes, found);
  out.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    out[i] = std::binary_search(found[i].begin(), found[i].end(), label) ? 1 : 0;
  }
}

std::vector<EvidenceEntry> TableGraphReader::evidence(EntityKind kind, std::uint64_t entity) const {
  return list_evidence(state_, kind, entity);
}

std::vector<EvidenceEntry> TableGraphReader::cited_by(NodeId document) const {
  return list_citations(state_, document);
}

}  // namespace liaison::engine
