// One function per endpoint, and what they share. An endpoint throws what goes wrong; routes.cpp
// turns that into a reply.
// Thread-safety: endpoints are called from several threads; the context is safe or immutable.
#pragma once

#include "api/error_response.h"
#include "http/router.h"
#include "session/databases.h"
#include "session/running_queries.h"

namespace liaison::server {

struct ApiContext {
  const ServerOptions& options;
  Databases& databases;
  RunningQueries& running;
};

Response discovery_endpoint(const Request& request);
Response health_endpoint(ApiContext& context);
// POST /db/{name}/query/v2: one statement in a transaction of its own.
Response query_endpoint(ApiContext& context, const Request& request,
                        const PathArguments& arguments);
// Test hooks: DELETE /db/{name}, POST and DELETE /db/{name}/tck/procedures.
Response drop_endpoint(ApiContext& context, const PathArguments& arguments);
Response add_procedure_endpoint(ApiContext& context, const Request& request,
                                const PathArguments& arguments);
Response remove_procedures_endpoint(ApiContext& context, const PathArguments& arguments);

// *Throws* RequestError(404) for a database that does not exist.
std::shared_ptr<ServedDatabase> find_database(ApiContext& context, const std::string& name);
// An error as a reply: logs what the operator should know, ends the process's service when the
// outcome of a commit is unknown. *Requires* a current exception.
ErrorReply report_current_exception(const ServerOptions& options);

}  // namespace liaison::server
