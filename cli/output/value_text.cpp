#include "output/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "liaison/engine/temporal.h"
#include "liaison/engine/text.h"

namespace liaison::cli {
namespace {

// Columns of a string inside a node, a relationship or a map.
constexpr std::size_t kNestedTextColumns = 60;

std::string float_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string quoted(std::string_view raw, std::size_t columns_max) {
  std::string cut(raw);
  if (columns_max > 0 && text::display_width(raw) > columns_max) {
    cut = std::string(text::truncate_to_width(raw, columns_max)) + "…";
  }
  std::string out = "'";
  for (const char c : without_control_characters(cut)) {
    if (c == '\'' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string nested(const Value& value, std::size_t columns_max);

std::string map_text(const ValueMap& map, std::size_t columns_max) {
  std::string out = "{";
  for (const auto& [key, value] : map) {
    if (out.size() > 1) out += ", ";
    out += without_control_characters(key) + ": " + nested(value, columns_max);
  }
  return out + "}";
}

std::string node_text(const Value& value) {
  const NodeData* node = value.node_data();
  if (node == nullptr) return "(" + std::to_string(value.node_id().value) + ")";
  std::string out = "(";
  for (const std::string& label : node->labels) out += ":" + without_control_characters(label);
  if (!node->properties.empty()) {
    out += (node->labels.empty() ? "" : " ") + map_text(node->properties, kNestedTextColumns);
  }
  return out + ")";
}

std::string relationship_text(const Value& value) {
  const RelationshipData* data = value.relationship_data();
  if (data == nullptr) return "[" + std::to_string(value.relationship_id().value) + "]";
  std::string out = "[:" + without_control_characters(data->type);
  if (!data->properties.empty()) out += " " + map_text(data->properties, kNestedTextColumns);
  return out + "]";
}

std::string path_text(const PathData& path) {
  std::string out;
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) {
      const Value& step = path.relationships[i - 1];
      const RelationshipData* data = step.relationship_data();
      const NodeData* before = path.nodes[i - 1].node_data();
      const bool backwards = data != nullptr && before != nullptr && data->source != before->id;
      out += backwards ? "<-" : "-";
      out += relationship_text(step);
      out += backwards ? "-" : "->";
    }
    out += node_text(path.nodes[i]);
  }
  return out;
}

std::string point_text(const Point& point) {
  std::string out = "point({srid: " + std::to_string(point.srid) + ", x: " + float_text(point.x) +
                    ", y: " + float_text(point.y);
  if (point.is_3d()) out += ", z: " + float_text(point.z);
  return out + "})";
}

std::string nested(const Value& value, std::size_t columns_max) {
  if (value.is_string()) return quoted(value.as_string(), columns_max);
  if (value.is_map()) return map_text(value.as_map(), columns_max);
  if (value.is_list()) {
    std::string out = "[";
    for (const Value& element : value.as_list()) {
      if (out.size() > 1) out += ", ";
      out += nested(element, columns_max);
    }
    return out + "]";
  }
  return value_text(value);
}

}  // namespace

std::string without_control_characters(std::string_view raw) {
  std::string out;
  append_without_control_characters(out, raw);
  return out;
}

void append_without_control_characters(std::string& out, std::string_view raw) {
  // Nearly every text has none: C0 controls and DEL by their byte, C1 controls behind a C2. All
  // bytes are looked at, as a loop without a way out is done for many at once.
  unsigned char found = 0;
  for (const char byte : raw) {
    const auto c = static_cast<unsigned char>(byte);
    found |= static_cast<unsigned char>((c < 0x20) & (c != '\n')) | (c == 0x7F) | (c == 0xC2);
  }
  if (found == 0) {
    out += raw;
    return;
  }
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t begin = at;
    const char32_t c = text::decode(raw, at);
    if (c == U'\t') {
      out += ' ';
    } else if ((c < 0x20 && c != U'\n') || (c >= 0x7F && c < 0xA0)) {
      out += "\uFFFD";
    } else {
      out.append(raw, begin, at - begin);
    }
  }
}

bool is_numeric(const Value& value) {
  return value.is_number();
}

std::string value_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Null:
      return "null";
    case ValueKind::Boolean:
      return value.as_boolean() ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.as_integer());
    case ValueKind::Float:
      return float_text(value.as_float());
    case ValueKind::String:
      return without_control_characters(value.as_string());
    case ValueKind::Bytes:
      return "<" + std::to_string(value.as_bytes().size()) + " bytes>";
    case ValueKind::List:
    case ValueKind::Map:
      return nested(value, 0);
    case ValueKind::Node:
      return node_text(value);
    case ValueKind::Relationship:
      return relationship_text(value);
    case ValueKind::Path:
      return path_text(value.as_path());
    case ValueKind::Date:
      return to_string(value.as_date());
    case ValueKind::LocalTime:
      return to_string(value.as_local_time());
    case ValueKind::Time:
      return to_string(value.as_time());
    case ValueKind::LocalDateTime:
      return to_string(value.as_local_date_time());
    case ValueKind::DateTime:
      return to_string(value.as_date_time());
    case ValueKind::Duration:
      return to_string(value.as_duration());
    case ValueKind::Point:
      return point_text(value.as_point());
  }
  return {};
}

}  // namespace liaison::cli
