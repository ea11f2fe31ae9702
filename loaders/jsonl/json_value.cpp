#include "jsonl/json_value.h"

#include <cmath>
#include <string>

#include "liaison/engine/error.h"
#include "liaison/engine/temporal.h"

namespace liaison::loaders {

using nlohmann::ordered_json;

namespace {

ordered_json json_float(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return number;
}

ordered_json json_point(const Point& point) {
  ordered_json object = {
      {"srid", point.srid}, {"x", json_float(point.x)}, {"y", json_float(point.y)}};
  if (point.is_3d()) object["z"] = json_float(point.z);
  return object;
}

}  // namespace

ordered_json json_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Null:
      return nullptr;
    case ValueKind::Boolean:
      return value.as_boolean();
    case ValueKind::Integer:
      return value.as_integer();
    case ValueKind::Float:
      return json_float(value.as_float());
    case ValueKind::String:
      return std::string(value.as_string());
    case ValueKind::Bytes: {
      ordered_json list = ordered_json::array();
      for (const char byte : value.as_bytes()) list.push_back(static_cast<unsigned char>(byte));
      return list;
    }
    case ValueKind::List: {
      ordered_json list = ordered_json::array();
      for (const Value& element : value.as_list()) list.push_back(json_value(element));
      return list;
    }
    case ValueKind::Map: {
      ordered_json object = ordered_json::object();
      for (const auto& [key, element] : value.as_map()) object[key] = json_value(element);
      return object;
    }
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
      return json_point(value.as_point());
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
      break;
  }
  throw UsageError(std::string("a ") + kind_name(value.kind()) + " is not a stored value");
}

}  // namespace liaison::loaders
