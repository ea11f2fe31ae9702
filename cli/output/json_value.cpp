#include "output/json_value.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

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

// Builds a value while the text is read: only here is it seen how a number was written.
class ValueBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Value take() { return std::move(root_); }
  const std::string& error() const { return error_; }

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(Value(value)); }
  bool number_integer(std::int64_t value) override { return add(Value(value)); }
  bool number_unsigned(std::uint64_t value) override {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return too_large(std::to_string(value));
    return add(Value(static_cast<std::int64_t>(value)));
  }
  bool number_float(double value, const std::string& written) override {
    // The parser gives an integer that fits nowhere as a float.
    if (written.find_first_of(".eE") == std::string::npos) return too_large(written);
    return add(Value(value));
  }
  bool string(std::string& value) override { return add(Value(value)); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool key(std::string& name) override {
    for (const auto& [known, value] : open_.back().map) {
      if (known == name) return fail("key '" + name + "' is given twice");
    }
    open_.back().map.emplace_back(name, Value());
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  struct Container {
    bool is_list;
    ValueList list;
    ValueMap map;
  };

  bool fail(std::string error) {
    error_ = std::move(error);
    return false;
  }
  bool too_large(const std::string& written) {
    return fail("integer " + written + " does not fit into 64 bits");
  }
  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_list) {
      open_.back().list.push_back(std::move(value));
    } else {
      open_.back().map.back().second = std::move(value);
    }
    return true;
  }
  bool open(bool is_list) {
    if (open_.size() >= kDepthMax) return fail("it is nested too deeply");
    open_.push_back({is_list, {}, {}});
    return true;
  }
  bool close() {
    Container done = std::move(open_.back());
    open_.pop_back();
    return add(done.is_list ? Value(std::move(done.list)) : Value(std::move(done.map)));
  }

  std::vector<Container> open_;
  Value root_;
  std::string error_;
};

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
  ValueBuilder builder;
  if (nlohmann::json::sax_parse(text, &builder)) return builder.take();
  if (!builder.error().empty()) throw UsageError(builder.error());
  throw UsageError("'" + text + "' is not JSON; a text needs quotes inside the shell's: '\"" +
                   text + "\"'");
}

}  // namespace liaison::cli
