#include "exec/detach.h"

#include <algorithm>
#include <unordered_map>

namespace liaison::query {
namespace {

class Detacher {
 public:
  explicit Detacher(const ExecutionContext& context) : context_(context) {}

  void collect(const Value& value) {
    switch (value.kind()) {
      case ValueKind::Node:
        if (!value.node_data()) nodes_.try_emplace(value.node_id());
        break;
      case ValueKind::Relationship:
        if (!value.relationship_data()) relationships_.try_emplace(value.relationship_id());
        break;
      case ValueKind::List:
        for (const Value& element : value.as_list()) collect(element);
        break;
      case ValueKind::Map:
        for (const auto& [key, element] : value.as_map()) collect(element);
        break;
      case ValueKind::Path:
        for (const Value& node : value.as_path().nodes) collect(node);
        for (const Value& relationship : value.as_path().relationships) collect(relationship);
        break;
      default:
        break;
    }
  }

  bool is_needed() const { return !nodes_.empty() || !relationships_.empty(); }

  void fetch() {
    fetch_nodes();
    fetch_relationships();
  }

  Value convert(const Value& value) const {
    switch (value.kind()) {
      case ValueKind::Node: {
        const auto found = nodes_.find(value.node_id());
        return found == nodes_.end() ? value : found->second;
      }
      case ValueKind::Relationship: {
        const auto found = relationships_.find(value.relationship_id());
        return found == relationships_.end() ? value : found->second;
      }
      case ValueKind::List:
        return Value(convert(value.as_list()));
      case ValueKind::Map: {
        ValueMap map = value.as_map();
        for (auto& [key, element] : map) element = convert(element);
        return Value(std::move(map));
      }
      case ValueKind::Path:
        return Value::path(
            {convert(value.as_path().nodes), convert(value.as_path().relationships)});
      default:
        return value;
    }
  }

 private:
  ValueList convert(const ValueList& values) const {
    ValueList result;
    result.reserve(values.size());
    for (const Value& value : values) result.push_back(convert(value));
    return result;
  }

  ValueMap named(const std::vector<PropertyEntry>& entries) const {
    ValueMap result;
    for (const PropertyEntry& entry : entries) {
      result.emplace_back(context_.graph().catalog().property_key_name(entry.key), entry.value);
    }
    std::sort(result.begin(), result.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return result;
  }

  void fetch_nodes() {
    std::vector<NodeId> nodes;
    std::vector<std::uint64_t> ids;
    for (const auto& [node, value] : nodes_) {
      nodes.push_back(node);
      ids.push_back(node.value);
    }
    std::vector<std::vector<LabelId>> labels;
    std::vector<std::vector<PropertyEntry>> properties;
    context_.graph().labels(nodes, labels);
    context_.graph().gather_all(EntityKind::Node, ids, properties);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      NodeData data{nodes[i], {}, {}};
      if (!context_.deleted.nodes.contains(nodes[i])) {
        for (LabelId label : labels[i]) {
          data.labels.push_back(context_.graph().catalog().label_name(label));
        }
        std::sort(data.labels.begin(), data.labels.end());
        data.properties = named(properties[i]);
      }
      nodes_[nodes[i]] = Value::node(std::move(data));
    }
  }

  void fetch_relationships() {
    std::vector<RelationshipId> relationships;
    std::vector<std::uint64_t> ids;
    for (const auto& [relationship, value] : relationships_) {
      relationships.push_back(relationship);
      ids.push_back(relationship.value);
    }
    std::vector<std::optional<RelationshipEnds>> ends;
    std::vector<std::vector<PropertyEntry>> properties;
    context_.graph().relationship_ends(relationships, ends);
    context_.graph().gather_all(EntityKind::Relationship, ids, properties);
    for (std::size_t i = 0; i < relationships.size(); ++i) {
      RelationshipData data{relationships[i], {}, {}, {}, {}};
      const auto deleted = context_.deleted.relationships.find(relationships[i]);
      if (deleted != context_.deleted.relationships.end()) {
        data.type = deleted->second;
      } else if (ends[i]) {
        data.source = ends[i]->source;
        data.target = ends[i]->target;
        data.type = context_.graph().catalog().relationship_type_name(ends[i]->type);
        data.properties = named(properties[i]);
      }
      relationships_[relationships[i]] = Value::relationship(std::move(data));
    }
  }

  const ExecutionContext& context_;
  std::unordered_map<NodeId, Value> nodes_;
  std::unordered_map<RelationshipId, Value> relationships_;
};

bool may_hold_entities(const ColumnVector& column) {
  return column.type() == VectorType::Tagged || column.type() == VectorType::Node ||
         column.type() == VectorType::Relationship;
}

}  // namespace

void detach_entities(const ExecutionContext& context, DataChunk& chunk) {
  Detacher detacher(context);
  for (const ColumnVector& column : chunk.columns()) {
    if (!may_hold_entities(column)) continue;
    for (std::size_t row = 0; row < chunk.row_count(); ++row) detacher.collect(column.get(row));
  }
  if (!detacher.is_needed()) return;
  detacher.fetch();
  for (ColumnVector& column : chunk.columns()) {
    if (!may_hold_entities(column)) continue;
    ColumnVector converted(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      converted.append(detacher.convert(column.get(row)));
    }
    column = std::move(converted);
  }
}

}  // namespace liaison::query
