// Functions of nodes, relationships and paths.
#include <algorithm>

#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

RelationshipEnds ends_of(const FunctionContext& context, const Value& relationship) {
  check_alive(context, relationship);
  const RelationshipId id = relationship.relationship_id();
  std::vector<std::optional<RelationshipEnds>> ends;
  context.graph->relationship_ends(std::span(&id, 1), ends);
  if (!ends[0]) {
    throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                     "This relationship no longer exists.");
  }
  return *ends[0];
}

Value id_kernel(const FunctionContext&, std::span<const Value> arguments) {
  const Value& entity = arguments[0];
  if (!entity.is_node() && !entity.is_relationship()) {
    throw_bad_argument("id", entity, "a node or a relationship");
  }
  return static_cast<std::int64_t>(entity_id_of(entity));
}

Value element_id_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  return std::to_string(id_kernel(context, arguments).as_integer());
}

Value labels_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  const Value& node = arguments[0];
  if (!node.is_node()) throw_bad_argument("labels", node, "a node");
  check_alive(context, node);
  const NodeId id = node.node_id();
  std::vector<std::vector<LabelId>> labels;
  context.graph->labels(std::span(&id, 1), labels);
  ValueList names;
  for (const LabelId label : labels[0]) {
    names.emplace_back(context.graph->catalog().label_name(label));
  }
  std::sort(names.begin(), names.end(),
            [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
  return names;
}

Value type_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  const Value& relationship = arguments[0];
  if (!relationship.is_relationship()) {
    throw_bad_argument("type", relationship, "a relationship");
  }
  if (context.deleted) {
    // Unlike its properties, the type of a deleted relationship is still known.
    const auto found = context.deleted->relationships.find(relationship.relationship_id());
    if (found != context.deleted->relationships.end()) return found->second;
  }
  return context.graph->catalog().relationship_type_name(ends_of(context, relationship).type);
}

Value start_node_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  if (!arguments[0].is_relationship()) {
    throw_bad_argument("startNode", arguments[0], "a relationship");
  }
  return Value::node(ends_of(context, arguments[0]).source);
}

Value end_node_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  if (!arguments[0].is_relationship()) {
    throw_bad_argument("endNode", arguments[0], "a relationship");
  }
  return Value::node(ends_of(context, arguments[0]).target);
}

ValueMap properties_of_entity(const FunctionContext& context, const Value& entity) {
  check_alive(context, entity);
  const std::uint64_t id = entity_id_of(entity);
  std::vector<std::vector<PropertyEntry>> properties;
  context.graph->gather_all(entity_kind_of(entity), std::span(&id, 1), properties);
  ValueMap map;
  for (PropertyEntry& entry : properties[0]) {
    map.emplace_back(context.graph->catalog().property_key_name(entry.key), std::move(entry.value));
  }
  std::sort(map.begin(), map.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return map;
}

Value properties_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.is_map()) return value;
  if (!value.is_node() && !value.is_relationship()) {
    throw_bad_argument("properties", value, "a node, a relationship or a map");
  }
  return properties_of_entity(context, value);
}

Value keys_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  const Value map = properties_kernel(context, arguments);
  ValueList keys;
  for (const auto& [key, value] : map.as_map()) keys.emplace_back(key);
  return keys;
}

Value nodes_kernel(const FunctionContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_path()) throw_bad_argument("nodes", arguments[0], "a path");
  return arguments[0].as_path().nodes;
}

Value relationships_kernel(const FunctionContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_path()) throw_bad_argument("relationships", arguments[0], "a path");
  return arguments[0].as_path().relationships;
}

Value length_kernel(const FunctionContext&, std::span<const Value> arguments) {
  if (!arguments[0].is_path()) throw_bad_argument("length", arguments[0], "a path");
  return static_cast<std::int64_t>(arguments[0].as_path().relationships.size());
}

Value degree_kernel(const FunctionContext& context, std::span<const Value> arguments) {
  if (!arguments[0].is_node()) throw_bad_argument("degree", arguments[0], "a node");
  check_alive(context, arguments[0]);
  const NodeId id = arguments[0].node_id();
  std::vector<RelationshipTypeId> types;
  if (arguments.size() > 1) {
    const auto type = context.graph->catalog().relationship_type(arguments[1].as_string());
    if (!type) return 0;
    types.push_back(*type);
  }
  std::vector<std::uint64_t> degrees;
  context.graph->degree(std::span(&id, 1), types, Direction::Both, degrees);
  return static_cast<std::int64_t>(degrees[0]);
}

}  // namespace

std::span<const FunctionSpec> entity_functions() {
  static const std::vector<FunctionSpec> rows = {
      {.name = "id",
       .aliases = {},
       .arguments = {{"entity", type_entity()}},
       .result = type_integer(),
       .kernel = id_kernel,
       .category = "Graph",
       .doc = "The internal number of a node or relationship. Never given out twice.",
       .example = "id(null)",
       .example_result = "null"},
      {.name = "elementId",
       .aliases = {"element_id"},
       .arguments = {{"entity", type_entity()}},
       .result = type_string(),
       .kernel = element_id_kernel,
       .category = "Graph",
       .doc = "The identifier of a node or relationship as HTTP clients see it.",
       .example = "elementId(null)",
       .example_result = "null"},
      {.name = "labels",
       .aliases = {},
       .arguments = {{"node", type_node()}},
       .result = StaticType::list_of(type_string()),
       .kernel = labels_kernel,
       .category = "Graph",
       .doc = "The labels of a node, in alphabetical order.",
       .example = "labels(null)",
       .example_result = "null"},
      {.name = "type",
       .aliases = {},
       .arguments = {{"relationship", type_relationship()}},
       .result = type_string(),
       .kernel = type_kernel,
       .category = "Graph",
       .doc = "The type of a relationship; a relationship deleted by the statement still has it.",
       .example = "type(null)",
       .example_result = "null"},
      {.name = "startNode",
       .aliases = {},
       .arguments = {{"relationship", type_relationship()}},
       .result = type_node(),
       .kernel = start_node_kernel,
       .category = "Graph",
       .doc = "The node a relationship starts at.",
       .example = "startNode(null)",
       .example_result = "null"},
      {.name = "endNode",
       .aliases = {},
       .arguments = {{"relationship", type_relationship()}},
       .result = type_node(),
       .kernel = end_node_kernel,
       .category = "Graph",
       .doc = "The node a relationship ends at.",
       .example = "endNode(null)",
       .example_result = "null"},
      {.name = "properties",
       .aliases = {},
       .arguments = {{"entity", type_entity().union_with(type_map())}},
       .result = type_map(),
       .kernel = properties_kernel,
       .category = "Graph",
       .doc = "All properties of a node or relationship as a map; a map is returned as it is.",
       .example = "properties({a: 1})",
       .example_result = "{a: 1}"},
      {.name = "keys",
       .aliases = {},
       .arguments = {{"entity", type_entity().union_with(type_map())}},
       .result = StaticType::list_of(type_string()),
       .kernel = keys_kernel,
       .category = "Graph",
       .doc = "The names of the properties of a node or relationship, or the keys of a map.",
       .example = "keys({a: 1, b: null})",
       .example_result = "['a', 'b']"},
      {.name = "nodes",
       .aliases = {},
       .arguments = {{"path", type_path()}},
       .result = StaticType::list_of(type_node()),
       .kernel = nodes_kernel,
       .category = "Path",
       .doc = "The nodes of a path from its start to its end.",
       .example = "nodes(null)",
       .example_result = "null"},
      {.name = "relationships",
       .aliases = {"rels"},
       .arguments = {{"path", type_path()}},
       .result = StaticType::list_of(type_relationship()),
       .kernel = relationships_kernel,
       .category = "Path",
       .doc = "The relationships of a path from its start to its end.",
       .example = "relationships(null)",
       .example_result = "null"},
      {.name = "length",
       .aliases = {"path_length"},
       .arguments = {{"path", type_path()}},
       .result = type_integer(),
       .kernel = length_kernel,
       .category = "Path",
       .doc = "The number of relationships in a path.",
       .example = "length(null)",
       .example_result = "null"},
      {.name = "degree",
       .aliases = {},
       .arguments = {{"node", type_node()}, {"type", type_string()}},
       .optional_arguments = 1,
       .result = type_integer(),
       .kernel = degree_kernel,
       .category = "Graph",
       .doc = "The number of relationships of a node, of one type if given; a loop counts once.",
       .example = "degree(null)",
       .example_result = "null"},
  };
  return rows;
}

}  // namespace liaison::query
