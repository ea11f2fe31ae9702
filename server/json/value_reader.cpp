#include "json/value_reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "liaison/engine/temporal_functions.h"

namespace liaison::server {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw JsonError("Parameter value at " + path + ": " + what + ".");
}

std::int64_t parse_integer(std::string_view text, const std::string& path) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    fail(path, "the integer is outside the range of 64 bits");
  }
  if (error != std::errc() || end != text.data() + text.size()) {
    fail(path, "the text of an Integer must be a decimal number");
  }
  return value;
}

double parse_float(std::string_view text, const std::string& path) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity" || text == "+Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // from_chars also takes "inf" and "nan", which are not in the contract.
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    fail(path, "the text of a Float must be a number, NaN, Infinity or -Infinity");
  }
  return value;
}

// A zone is always written in these texts; the clock only stands in for its absence.
Value parse_temporal(std::string_view type, std::string_view text) {
  const StatementClock clock;
  if (type == "Date") return parse_date(text);
  if (type == "LocalTime") return parse_local_time(text);
  if (type == "Time") return parse_time(text, clock);
  if (type == "LocalDateTime") return parse_local_datetime(text);
  if (type == "Duration") return parse_duration(text);
  return parse_datetime(text, clock);
}

bool is_temporal_type(std::string_view type) {
  return type == "Date" || type == "LocalTime" || type == "Time" || type == "LocalDateTime" ||
         type == "Duration" || type == "OffsetDateTime" || type == "ZonedDateTime";
}

std::string_view text_of(const Value& content, std::string_view type, const std::string& path) {
  if (!content.is_string()) fail(path, std::string(type) + " needs a string as _value");
  return content.as_string();
}

Value typed_list(const Value& content, const std::string& path) {
  if (!content.is_list()) fail(path, "List needs an array as _value");
  ValueList list;
  list.reserve(content.as_list().size());
  for (const Value& element : content.as_list()) {
    list.push_back(typed_value(element, path + "[" + std::to_string(list.size()) + "]"));
  }
  return Value(std::move(list));
}

Value typed_map(const Value& content, const std::string& path) {
  if (!content.is_map()) fail(path, "Map needs an object as _value");
  ValueMap map;
  map.reserve(content.as_map().size());
  for (const auto& [key, value] : content.as_map()) {
    map.emplace_back(key, typed_value(value, path + "." + key));
  }
  return Value(std::move(map));
}

}  // namespace

Value typed_value(const Value& json, const std::string& path) {
  const Value* type_member = json.is_map() ? json.find("$type") : nullptr;
  const Value* content = json.is_map() ? json.find("_value") : nullptr;
  if (type_member == nullptr || !type_member->is_string()) {
    fail(path, "a typed value has the members $type and _value");
  }
  const std::string_view type = type_member->as_string();
  if (type == "Null") {
    if (content != nullptr && !content->is_null()) fail(path, "Null needs null as _value");
    return Value();
  }
  if (content == nullptr) fail(path, "a typed value has the members $type and _value");
  if (type == "Boolean") {
    if (!content->is_boolean()) fail(path, "Boolean needs true or false as _value");
    return *content;
  }
  if (type == "Integer") return Value(parse_integer(text_of(*content, type, path), path));
  if (type == "Float") return Value(parse_float(text_of(*content, type, path), path));
  if (type == "String") {
    text_of(*content, type, path);
    return *content;
  }
  if (type == "List") return typed_list(*content, path);
  if (type == "Map") return typed_map(*content, path);
  if (type == "Base64") return Value::bytes(decode_base64(text_of(*content, type, path)));
  if (type == "Point") return Value(parse_point(text_of(*content, type, path)));
  if (is_temporal_type(type)) {
    try {
      return parse_temporal(type, text_of(*content, type, path));
    } catch (const TemporalError& error) {
      fail(path, error.what());
    }
  }
  if (type == "Node" || type == "Relationship" || type == "Path") {
    fail(path, std::string(type) + " cannot be a parameter");
  }
  fail(path, "the $type is not one of the known types");
}

Point parse_point(std::string_view text) {
  const auto bad = [] {
    return JsonError("A Point must read like SRID=7203;POINT (1.0 2.0) or POINT Z (1.0 2.0 3.0).");
  };
  const auto take = [&](std::string_view prefix) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
  };
  const auto number = [&](auto& out) {
    take("");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc()) throw bad();
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  };
  Point point;
  if (!take("SRID=")) throw bad();
  number(point.srid);
  if (point.srid != 7203 && point.srid != 9157 && point.srid != 4326 && point.srid != 4979) {
    throw JsonError("The SRID of a Point must be 7203, 9157, 4326 or 4979.");
  }
  if (!take(";") || !take("POINT")) throw bad();
  const bool has_z = take("Z");
  if (!take("(")) throw bad();
  number(point.x);
  number(point.y);
  if (point.is_3d()) number(point.z);
  if (!take(")") || has_z != point.is_3d()) throw bad();
  take("");
  if (!text.empty()) throw bad();
  for (const double coordinate : {point.x, point.y, point.z}) {
    if (!std::isfinite(coordinate)) throw bad();
  }
  return point;
}

std::string decode_base64(std::string_view text) {
  static const auto kDigits = [] {
    std::array<std::int8_t, 256> digits;
    digits.fill(-1);
    const std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return digits;
  }();
  if (text.size() % 4 != 0)
    throw JsonError("A Base64 value has a length that is no multiple of 4.");
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_padding = i >= text.size() - padding;
    const int digit = is_padding ? 0 : kDigits[static_cast<unsigned char>(text[i])];
    if (digit < 0) throw JsonError("A Base64 value has a character that is not base64.");
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if (i % 4 == 3) {
      bytes += static_cast<char>(bits >> 16 & 0xFF);
      bytes += static_cast<char>(bits >> 8 & 0xFF);
      bytes += static_cast<char>(bits & 0xFF);
    }
  }
  bytes.resize(bytes.size() - padding);
  return bytes;
}

}  // namespace liaison::server
