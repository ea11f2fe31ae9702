#include "value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "liaison/engine/temporal_functions.h"

namespace liaison::spec {
namespace {

std::string text_of_map(ValueMap map) {
  std::sort(map.begin(), map.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text = "{";
  for (const auto& [key, value] : map) {
    text += (text.size() > 1 ? ", " : "") + key + ": " + text_of(value);
  }
  return text + "}";
}

std::string text_of_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string text_of_node(const NodeData& node) {
  std::string text = "(";
  for (const std::string& label : node.labels) text += ":" + label;
  if (!node.properties.empty()) {
    text += (text.size() > 1 ? " " : "") + text_of_map(node.properties);
  }
  return text + ")";
}

std::string text_of_relationship(const RelationshipData& relationship) {
  std::string text = "[:" + relationship.type;
  if (!relationship.properties.empty()) text += " " + text_of_map(relationship.properties);
  return text + "]";
}

std::string text_of_path(const PathData& path) {
  std::string text = "<" + text_of(path.nodes.front());
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    const RelationshipData* relationship = path.relationships[i].relationship_data();
    const bool forward = relationship && relationship->source == path.nodes[i].node_id();
    text += (forward ? "-" : "<-") + text_of(path.relationships[i]) + (forward ? "->" : "-") +
            text_of(path.nodes[i + 1]);
  }
  return text + ">";
}

}  // namespace

std::string text_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Null:
      return "null";
    case ValueKind::Boolean:
      return value.as_boolean() ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.as_integer());
    case ValueKind::Float:
      return text_of_float(value.as_float());
    case ValueKind::String:
      return "'" + std::string(value.as_string()) + "'";
    case ValueKind::List: {
      std::string text = "[";
      for (const Value& element : value.as_list()) {
        text += (text.size() > 1 ? ", " : "") + text_of(element);
      }
      return text + "]";
    }
    case ValueKind::Map:
      return text_of_map(value.as_map());
    case ValueKind::Node:
      return value.node_data() ? text_of_node(*value.node_data()) : "(?)";
    case ValueKind::Relationship:
      return value.relationship_data() ? text_of_relationship(*value.relationship_data()) : "[?]";
    case ValueKind::Path:
      return text_of_path(value.as_path());
    default:
      return std::string("<") + kind_name(value.kind()) + ">";
  }
}

}  // namespace liaison::spec
