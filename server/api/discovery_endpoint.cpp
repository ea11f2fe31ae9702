#include "api/endpoints.h"
#include "json/text_writer.h"

namespace liaison::server {

// Drivers read the versions and go by them, so they name the protocol we speak, not ours.
Response discovery_endpoint(const Request& request) {
  const std::string* host = request.header("host");
  Response response;
  response.body = "{\"query\":";
  append_string(response.body, "http://" + (host != nullptr ? *host : std::string("localhost")) +
                                   "/db/{databaseName}/query/v2");
  response.body += R"(,"neo4j_version":"5.26.0","neo4j_edition":"community","server":"Liaison",)"
                   "\"server_version\":\"" LIAISON_VERSION "\"}";
  return response;
}

}  // namespace liaison::server
