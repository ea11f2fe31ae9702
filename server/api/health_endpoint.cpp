#include "api/endpoints.h"
#include "json/text_writer.h"

namespace liaison::server {

Response health_endpoint(ApiContext& context) {
  Response response;
  response.body = R"({"status":"ok","server":"Liaison","version":")" LIAISON_VERSION "\"";
  if (context.options.database != nullptr) {
    response.body += ",\"database\":";
    append_string(response.body, context.options.database_name);
    response.body += ",\"commit\":" + std::to_string(context.options.database->published_commit());
  }
  response.body += '}';
  return response;
}

}  // namespace liaison::server
