#include "api/routes.h"

#include "api/error_response.h"
#include "api/media_type.h"

namespace liaison::server {

Api::Api(ApiContext context) : context_(context) {
  add_routes();
}

void Api::add_routes() {
  const RouteOptions json{.takes_json = true};
  router_.add("GET", "/", [](const Request& request, const PathArguments&) {
    return discovery_endpoint(request);
  });
  router_.add("GET", "/health",
              [this](const Request&, const PathArguments&) { return health_endpoint(context_); });
  router_.add(
      "POST", "/db/{name}/query/v2",
      [this](const Request& request, const PathArguments& arguments) {
        return query_endpoint(context_, request, arguments);
      },
      json);
  if (!context_.databases.has_test_hooks()) return;
  router_.add("DELETE", "/db/{name}", [this](const Request&, const PathArguments& arguments) {
    return drop_endpoint(context_, arguments);
  });
  router_.add(
      "POST", "/db/{name}/tck/procedures",
      [this](const Request& request, const PathArguments& arguments) {
        return add_procedure_endpoint(context_, request, arguments);
      },
      json);
  router_.add("DELETE", "/db/{name}/tck/procedures",
              [this](const Request&, const PathArguments& arguments) {
                return remove_procedures_endpoint(context_, arguments);
              });
}

template <class Endpoint>
Response Api::guarded(const Endpoint& endpoint) {
  try {
    return endpoint();
  } catch (...) {
    const ErrorReply error = report_current_exception(context_.options);
    Response response = error_response(error);
    if (error.must_stop) response.after_sent = context_.options.on_outcome_unknown;
    return response;
  }
}

// A page elsewhere must not reach us through a browser: neither under a foreign name (Host) nor
// with a request of its own (Origin).
std::optional<Response> Api::refuse(const Request& request) {
  const std::string* host = request.header("host");
  if (host == nullptr || !is_host_allowed(*host, context_.options.allowed_hosts)) {
    return refusal(421, "The Host header names a host that this server is not.");
  }
  const std::string* origin = request.header("origin");
  if (origin != nullptr && !is_own_origin(*origin, *host)) {
    return refusal(403, "Requests from pages of other origins are refused.");
  }
  const Router::Match match = router_.match(request.method, request.path);
  if (match.allow.empty()) return refusal(404, "There is nothing at this path.");
  if (match.handler == nullptr) {
    Response response = refusal(405, "The method is not allowed here.");
    response.headers.emplace_back("Allow", match.allow);
    return response;
  }
  const std::string* content_type = request.header("content-type");
  if (match.options.takes_json &&
      (content_type == nullptr || !request_format(*content_type).has_value())) {
    return refusal(415,
                   "The Content-Type must be application/json or application/vnd.neo4j.query.");
  }
  return std::nullopt;
}

Response Api::handle(const Request& request) {
  return guarded([&] {
    const Router::Match match = router_.match(request.method, request.path);
    return (*match.handler)(request, match.arguments);
  });
}

Response Api::refusal(int status, std::string_view message) {
  return refusal_response(status, message);
}

std::shared_ptr<ServedDatabase> find_database(ApiContext& context, const std::string& name) {
  std::shared_ptr<ServedDatabase> database = context.databases.find(name);
  if (database == nullptr) {
    throw RequestError(404, "Neo.ClientError.Database.DatabaseNotFound",
                       "There is no database of this name; this server has `" +
                           context.databases.default_name() + "`.");
  }
  return database;
}

ErrorReply report_current_exception(const ServerOptions& options) {
  ErrorReply error = classify_current_exception();
  if (!error.for_log.empty() && options.log) options.log(error.code + ": " + error.for_log);
  return error;
}

}  // namespace liaison::server
