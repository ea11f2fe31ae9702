#include "output/json_value.h"

#include <cmath>
#include <cstdint>

#include "liaison/engine/error.h"
#include "output/value_text.h"

namespace liaison::cli {

using nlohmann::ordered_json;

namespace {

// Deeper parameters are a mistake or an attack.
constexpr std::size_t kDepthMax = 64;

ordered_json float_json(double number) {
  if (std::isnan(number) || std::isinf(number)) return value_text(Value(number));
  return number;
}

ordered_json map_json(const ValueMap& map) {
  ordered_json object = ordered_json::object();
  for (const auto& [key, value] : map) object[key] = to_json(value);
  return object;
}

ordered_json list_json(const ValueList& list) {
  ordered_json array = ordered_json::array();
  for (const Value& value : list) array.push_back(to_json(value));
  return array;
}

ordered_json node_json(const Value& value) {
  ordered_json object = {{"type", "node"}, {"id", std::to_string(value.node_id().value)}};
  if (const NodeData* node = value.node_data()) {
    object["labels"] = node->labels;
    object["properties"] = map_json(node->properties);
  }
  return object;
}

ordered_json relationship_json(const Value& value) {
  ordered_json object = {{"type", "relationship"},
                         {"id", std::to_string(value.relationship_id().value)}};
  if (const RelationshipData* data = value.relationship_data()) {
    object["label"] = data->type;
    object["properties"] = map_json(data->properties);
    object["start"] = std::to_string(data->source.value);
    object["end"] = std::to_string(data->target.value);
  }
  return object;
}

Value from_json(const ordered_json& json, std::size_t depth) {
  if (depth > kDepthMax) throw UsageError("a parameter is nested too deeply");
  switch (json.type()) {
    case ordered_json::value_t::null:
      return {};
    case ordered_json::value_t::boolean:
      return json.get<bool>();
    case ordered_json::value_t::number_integer:
      return Value(json.get<std::int64_t>());
    case ordered_json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(INT64_MAX)) {
        throw UsageError("integer " + std::to_string(number) + " is larger than 2^63-1");
      }
      return Value(static_cast<std::int64_t>(number));
    }
    case ordered_json::value_t::number_float:
      return json.get<double>();
    case ordered_json::value_t::string:
      return Value(json.get_ref<const std::string&>());
    case ordered_json::value_t::array: {
      ValueList list;
      for (const ordered_json& element : json) list.push_back(from_json(element, depth + 1));
      return Value(std::move(list));
    }
    case ordered_json::value_t::object: {
      ValueMap map;
      for (const auto& [key, element] : json.items()) {
        map.emplace_back(key, from_json(element, depth + 1));
      }
      return Value(std::move(map));
    }
    case ordered_json::value_t::binary:
    case ordered_json::value_t::discarded:
      break;
  }
  throw UsageError("not a JSON value");
}

}  // namespace

ordered_json to_json(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Null:
      return nullptr;
    case ValueKind::Boolean:
      return value.as_boolean();
    case ValueKind::Integer:
      return value.as_integer();
    case ValueKind::Float:
      return float_json(value.as_float());
    case ValueKind::String:
      return std::string(value.as_string());
    case ValueKind::Bytes: {
      ordered_json array = ordered_json::array();
      for (const char byte : value.as_bytes()) array.push_back(static_cast<unsigned char>(byte));
      return array;
    }
    case ValueKind::List:
      return list_json(value.as_list());
    case ValueKind::Map:
      return map_json(value.as_map());
    case ValueKind::Node:
      return node_json(value);
    case ValueKind::Relationship:
      return relationship_json(value);
    case ValueKind::Path:
      return {{"type", "path"},
              {"nodes", list_json(value.as_path().nodes)},
              {"relationships", list_json(value.as_path().relationships)}};
    case ValueKind::Point: {
      const Point& point = value.as_point();
      ordered_json object = {
          {"srid", point.srid}, {"x", float_json(point.x)}, {"y", float_json(point.y)}};
      if (point.is_3d()) object["z"] = float_json(point.z);
      return object;
    }
    case ValueKind::Date:
    case ValueKind::LocalTime:
    case ValueKind::Time:
    case ValueKind::LocalDateTime:
    case ValueKind::DateTime:
    case ValueKind::Duration:
      return value_text(value);
  }
  return nullptr;
}

std::string json_text(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Value parse_json_value(const std::string& text) {
  try {
    return from_json(ordered_json::parse(text), 0);
  } catch (const nlohmann::json::parse_error&) {
    throw UsageError("'" + text + "' is not JSON; a text needs quotes inside the shell's: '\"" +
                     text + "\"'");
  } catch (const nlohmann::json::exception& error) {
    throw UsageError("'" + text + "' cannot be used: " + error.what());
  }
}

}  // namespace liaison::cli
