#include "api/query_request.h"

#include "api/error_response.h"
#include "json/value_reader.h"

namespace liaison::server {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw RequestError(400, "Neo.ClientError.Request.Invalid", message);
}

// The member, or null when it is absent or null.
const Value* member(const Value& body, std::string_view name) {
  const Value* value = body.find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void expect(const Value& value, ValueKind kind, std::string_view name, std::string_view wanted) {
  if (value.kind() == kind) return;
  refuse("The member `" + std::string(name) + "` must be " + std::string(wanted) + ", not " +
         kind_name(value.kind()) + ".");
}

query::Parameters read_parameters(const Value& value, ValueFormat format) {
  if (format == ValueFormat::Plain) return value.as_map();
  query::Parameters parameters;
  for (const auto& [name, typed] : value.as_map()) {
    parameters.emplace_back(name, typed_value(typed, "parameters." + name));
  }
  return parameters;
}

bool read_access_mode(const Value& value) {
  expect(value, ValueKind::String, "accessMode", "\"READ\" or \"WRITE\"");
  std::string mode;
  for (const char c : value.as_string()) {
    mode += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (mode != "READ" && mode != "WRITE") {
    refuse("The member `accessMode` must be \"READ\" or \"WRITE\".");
  }
  return mode == "READ";
}

std::vector<std::string> read_bookmarks(const Value& value) {
  expect(value, ValueKind::List, "bookmarks", "a list of strings");
  std::vector<std::string> bookmarks;
  for (const Value& bookmark : value.as_list()) {
    expect(bookmark, ValueKind::String, "bookmarks", "a list of strings");
    bookmarks.emplace_back(bookmark.as_string());
  }
  return bookmarks;
}

}  // namespace

QueryRequest read_query_request(std::string_view body, ValueFormat parameter_format,
                                const JsonLimits& limits) {
  const Value json = read_json(body, limits);
  if (!json.is_map()) refuse("The body must be a JSON object.");
  QueryRequest request;
  const Value* statement = member(json, "statement");
  if (statement == nullptr) refuse("The member `statement` is missing.");
  expect(*statement, ValueKind::String, "statement", "a string");
  request.statement = statement->as_string();
  if (const Value* parameters = member(json, "parameters")) {
    expect(*parameters, ValueKind::Map, "parameters", "an object");
    request.parameters = read_parameters(*parameters, parameter_format);
  }
  if (const Value* counters = member(json, "includeCounters")) {
    expect(*counters, ValueKind::Boolean, "includeCounters", "a boolean");
    request.include_counters = counters->as_boolean();
  }
  if (const Value* mode = member(json, "accessMode"))
    request.is_read_only = read_access_mode(*mode);
  if (const Value* bookmarks = member(json, "bookmarks")) {
    request.bookmarks = read_bookmarks(*bookmarks);
  }
  if (const Value* seconds = member(json, "maxExecutionTime")) {
    expect(*seconds, ValueKind::Integer, "maxExecutionTime", "a number of seconds");
    if (seconds->as_integer() < 0) refuse("The member `maxExecutionTime` must not be negative.");
    request.max_execution_time_s = seconds->as_integer();
  }
  if (const Value* user = member(json, "impersonatedUser")) {
    expect(*user, ValueKind::String, "impersonatedUser", "a string");
    request.impersonated_user = user->as_string();
  }
  return request;
}

}  // namespace liaison::server
