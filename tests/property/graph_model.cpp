#include "property/graph_model.h"

namespace liaison::property {
namespace {

void add_properties(Random& random, PropertyMap& properties, int id) {
  properties["id"] = Value(id);
  for (const char* key : {"i", "s", "f", "b", "m"}) {
    if (random.chance(65)) properties[key] = random_literal(random, key);
  }
}

std::string map_text(const PropertyMap& properties) {
  std::string text = "{";
  for (const auto& [key, value] : properties) {
    text += (text.size() > 1 ? ", " : "") + key + ": " + literal_text(value);
  }
  return text + "}";
}

}  // namespace

Value random_literal(Random& random, const std::string& key) {
  if (key == "i") return Value(random.between(-1, 3));
  if (key == "s") return Value(random.pick<std::string>({"", "a", "ab", "b", "Ba"}));
  // Halves and quarters: sums of them are exact in any order.
  if (key == "f") return Value(random.between(-2, 6) * 0.5 + 0.25);
  if (key == "b") return Value(random.chance(50));
  return random_literal(random, random.pick<std::string>({"i", "s", "f", "b"}));
}

std::string literal_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Boolean:
      return value.as_boolean() ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.as_integer());
    case ValueKind::Float:
      return std::to_string(value.as_float());
    case ValueKind::String:
      return "'" + std::string(value.as_string()) + "'";
    default:
      return "null";
  }
}

GraphModel random_graph(Random& random) {
  GraphModel graph;
  const int nodes = random.chance(4) ? random.below(2) : random.between(2, 9);
  for (int id = 0; id < nodes; ++id) {
    ModelNode& node = graph.nodes[id];
    node.id = id;
    for (const std::string& label : kLabels) {
      if (random.chance(45)) node.labels.insert(label);
    }
    add_properties(random, node.properties, id);
  }
  const int relationships = nodes == 0 ? 0 : random.between(0, nodes + 4);
  for (int id = 0; id < relationships; ++id) {
    ModelRelationship& relationship = graph.relationships[id];
    relationship.id = id;
    relationship.type = random.pick(kTypes);
    relationship.source = random.below(nodes);
    // Few distinct ends make cycles, loops and parallel relationships common.
    relationship.target = random.chance(10) ? relationship.source : random.below(nodes);
    add_properties(random, relationship.properties, id);
  }
  return graph;
}

std::string create_statement(const GraphModel& graph) {
  if (graph.nodes.empty()) return "";
  std::string text = "CREATE ";
  for (const auto& [id, node] : graph.nodes) {
    if (text.size() > 7) text += ",\n  ";
    text += "(n" + std::to_string(id);
    for (const std::string& label : node.labels) text += ":" + label;
    text += " " + map_text(node.properties) + ")";
  }
  for (const auto& [id, relationship] : graph.relationships) {
    text += ",\n  (n" + std::to_string(relationship.source) + ")-[:" + relationship.type + " " +
            map_text(relationship.properties) + "]->(n" + std::to_string(relationship.target) + ")";
  }
  return text;
}

}  // namespace liaison::property
