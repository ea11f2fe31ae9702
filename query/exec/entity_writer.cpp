#include "exec/entity_writer.h"

#include <algorithm>

namespace liaison::query {
namespace {

[[noreturn]] void throw_type_error(const std::string& detail, const std::string& message) {
  throw QueryError("TypeError", ErrorPhase::Runtime, detail, message);
}

EntityKind kind_of(const Value& entity) {
  return entity.is_node() ? EntityKind::Node : EntityKind::Relationship;
}

std::uint64_t id_of(const Value& entity) {
  return entity.is_node() ? entity.node_id().value : entity.relationship_id().value;
}

}  // namespace

void check_storable(const Value& value) {
  auto is_entity = [](const Value& v) {
    return v.is_node() || v.is_relationship() || v.is_path() || v.is_map();
  };
  if (is_entity(value)) {
    throw_type_error("InvalidPropertyType", std::string("A value of type ") +
                                                kind_name(value.kind()) +
                                                " cannot be stored in a property.");
  }
  if (!value.is_list()) return;
  for (const Value& element : value.as_list()) {
    if (is_entity(element) || element.is_list() || element.is_null()) {
      throw_type_error("InvalidPropertyType", std::string("A list with an element of type ") +
                                                  kind_name(element.kind()) +
                                                  " cannot be stored in a property.");
    }
  }
}

std::vector<PropertyEntry> EntityWriter::storable(const ValueMap& properties) {
  std::vector<PropertyEntry> entries;
  for (const auto& [key, value] : properties) {
    if (value.is_null()) continue;
    check_storable(value);
    entries.push_back({context_.writer().property_key(key), value});
  }
  std::sort(entries.begin(), entries.end(),
            [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; });
  return entries;
}

NodeId EntityWriter::create_node(const std::vector<std::string>& labels,
                                 const ValueMap& properties) {
  std::vector<LabelId> ids;
  for (const std::string& label : labels) ids.push_back(context_.writer().label(label));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return create_node(ids, storable(properties));
}

NodeId EntityWriter::create_node(std::span<const LabelId> labels,
                                 std::span<const PropertyEntry> properties) {
  const NodeId node = context_.writer().create_node(labels, properties);
  ++context_.counters.nodes_created;
  context_.counters.labels_added += labels.size();
  context_.counters.properties_set += properties.size();
  return node;
}

RelationshipId EntityWriter::create_relationship(const std::string& type, NodeId source,
                                                 NodeId target, const ValueMap& properties) {
  const auto entries = storable(properties);
  return create_relationship(context_.writer().relationship_type(type), source, target, entries);
}

RelationshipId EntityWriter::create_relationship(RelationshipTypeId type, NodeId source,
                                                 NodeId target,
                                                 std::span<const PropertyEntry> properties) {
  const RelationshipId relationship =
      context_.writer().create_relationship(type, source, target, properties);
  ++context_.counters.relationships_created;
  context_.counters.properties_set += properties.size();
  return relationship;
}

bool EntityWriter::is_writable(const Value& entity) const {
  if (entity.is_null()) return false;
  if (!entity.is_node() && !entity.is_relationship()) {
    throw_type_error("InvalidArgumentType",
                     std::string("SET and REMOVE expect a node or relationship, found a value of "
                                 "type ") +
                         kind_name(entity.kind()) + ".");
  }
  const bool deleted = entity.is_node()
                           ? context_.deleted.nodes.contains(entity.node_id())
                           : context_.deleted.relationships.contains(entity.relationship_id());
  if (deleted) {
    throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                     std::string(entity.is_node() ? "A node" : "A relationship") +
                         " that this statement has deleted cannot be changed.");
  }
  return true;
}

void EntityWriter::set_property(const Value& entity, const std::string& key, const Value& value) {
  if (!is_writable(entity)) return;
  check_storable(value);
  if (value.is_null() && !context_.graph().catalog().property_key(key)) return;
  const bool changed = context_.writer().set_property(kind_of(entity), id_of(entity),
                                                      context_.writer().property_key(key), value);
  if (changed || !value.is_null()) ++context_.counters.properties_set;
}

ValueMap EntityWriter::properties_of(const Value& source) {
  if (source.is_map()) return source.as_map();
  if (source.is_null()) return {};
  if (!source.is_node() && !source.is_relationship()) {
    throw_type_error("InvalidArgumentType",
                     std::string("Properties come from a map, node or relationship, found a value "
                                 "of type ") +
                         kind_name(source.kind()) + ".");
  }
  const std::uint64_t id = id_of(source);
  std::vector<std::vector<PropertyEntry>> found;
  context_.graph().gather_all(kind_of(source), std::span(&id, 1), found);
  ValueMap result;
  for (const PropertyEntry& entry : found.front()) {
    result.emplace_back(context_.graph().catalog().property_key_name(entry.key), entry.value);
  }
  return result;
}

void EntityWriter::replace_properties(const Value& entity, const Value& values) {
  if (!is_writable(entity)) return;
  const auto entries = storable(properties_of(values));
  std::size_t removed = 0;
  for (const auto& [key, value] : properties_of(entity)) {
    const auto id = context_.graph().catalog().property_key(key);
    removed += std::none_of(entries.begin(), entries.end(),
                            [&](const PropertyEntry& entry) { return id && entry.key == *id; });
  }
  context_.writer().replace_properties(kind_of(entity), id_of(entity), entries);
  context_.counters.properties_set += entries.size() + removed;
}

void EntityWriter::merge_properties(const Value& entity, const Value& values) {
  if (!is_writable(entity)) return;
  for (const auto& [key, value] : properties_of(values)) set_property(entity, key, value);
}

void EntityWriter::add_label(const Value& node, const std::string& label) {
  if (!is_writable(node)) return;
  if (context_.writer().add_label(node.node_id(), context_.writer().label(label))) {
    ++context_.counters.labels_added;
  }
}

void EntityWriter::remove_label(const Value& node, const std::string& label) {
  if (!is_writable(node)) return;
  const auto id = context_.graph().catalog().label(label);
  if (id && context_.writer().remove_label(node.node_id(), *id)) {
    ++context_.counters.labels_removed;
  }
}

}  // namespace liaison::query
