#include "api/endpoints.h"
#include "api/error_response.h"
#include "api/procedure_table.h"
#include "json/value_reader.h"

namespace liaison::server {
namespace {

Response empty_object() {
  Response response;
  response.body = "{}";
  return response;
}

[[noreturn]] void refuse(const std::string& message) {
  throw RequestError(400, "Neo.ClientError.Request.Invalid", message);
}

const Value& member(const Value& body, std::string_view name, ValueKind kind) {
  const Value* value = body.is_map() ? body.find(name) : nullptr;
  if (value == nullptr || value->kind() != kind) {
    refuse("The member `" + std::string(name) + "` is missing or of the wrong type.");
  }
  return *value;
}

}  // namespace

Response drop_endpoint(ApiContext& context, const PathArguments& arguments) {
  context.databases.drop(arguments[0]);
  return empty_object();
}

Response add_procedure_endpoint(ApiContext& context, const Request& request,
                                const PathArguments& arguments) {
  const Value body = read_json(request.body, {context.options.limits.json_depth_max});
  ProcedureTable table;
  for (const Value& column : member(body, "columns", ValueKind::List).as_list()) {
    if (!column.is_string()) refuse("A column name must be a string.");
    table.columns.emplace_back(column.as_string());
  }
  for (const Value& row : member(body, "rows", ValueKind::List).as_list()) {
    if (!row.is_list()) refuse("A row must be an array.");
    ValueList values;
    for (const Value& value : row.as_list()) values.push_back(typed_value(value, "rows"));
    table.rows.push_back(std::move(values));
  }
  const Value& signature = member(body, "signature", ValueKind::String);
  context.databases.add_procedure(arguments[0],
                                  make_table_procedure(signature.as_string(), std::move(table)));
  return empty_object();
}

Response remove_procedures_endpoint(ApiContext& context, const PathArguments& arguments) {
  context.databases.remove_procedures(arguments[0]);
  return empty_object();
}

}  // namespace liaison::server
