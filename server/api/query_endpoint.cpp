#include <algorithm>
#include <thread>

#include "api/bookmark.h"
#include "api/endpoints.h"
#include "api/media_type.h"
#include "api/query_request.h"
#include "api/result_stream.h"

namespace liaison::server {
namespace {

constexpr std::size_t kBlockBytes = 64 << 10;
// Without credentials there is one user; drivers call it so.
constexpr std::string_view kUserName = "neo4j";
constexpr std::chrono::milliseconds kBookmarkPoll{2};

std::string header_or_empty(const Request& request, std::string_view name) {
  const std::string* value = request.header(name);
  return value != nullptr ? *value : std::string();
}

void check_user(const QueryRequest& request) {
  if (request.impersonated_user && *request.impersonated_user != kUserName) {
    throw RequestError(403, "Neo.ClientError.Security.Forbidden",
                       "There is no other user to act as.");
  }
}

// Returns once the database has reached every bookmark.
void await_bookmarks(ApiContext& context, const ServedDatabase& database,
                     const QueryRequest& request, const CancellationToken& cancellation) {
  CommitNumber wanted = 0;
  for (const std::string& bookmark : request.bookmarks) {
    const auto commit = read_bookmark(bookmark, database.name);
    if (!commit) {
      throw RequestError(400, "Neo.ClientError.Transaction.InvalidBookmark",
                         "A bookmark is malformed or belongs to another database.");
    }
    wanted = std::max(wanted, *commit);
  }
  const auto deadline = std::chrono::steady_clock::now() + context.options.limits.bookmark_wait;
  while (database.database->published_commit() < wanted) {
    cancellation.check();
    if (std::chrono::steady_clock::now() >= deadline) {
      throw RequestError(400, "Neo.TransientError.Transaction.BookmarkTimeout",
                         "The database has not reached the bookmark in time.");
    }
    std::this_thread::sleep_for(kBookmarkPoll);
  }
}

query::RunOptions run_options(const ServerLimits& limits, const QueryRequest& request,
                              std::shared_ptr<CancellationToken> cancellation) {
  query::RunOptions options;
  options.read_only = request.is_read_only;
  options.timeout_ms = limits.query_timeout.count();
  if (request.max_execution_time_s > 0 &&
      request.max_execution_time_s < options.timeout_ms / 1000) {
    options.timeout_ms = request.max_execution_time_s * 1000;
  }
  options.memory_max_bytes = limits.query_memory_bytes_max;
  options.cancellation = std::move(cancellation);
  return options;
}

// Collects a small result whole, so that an error still has a status of its own; a longer one goes
// on in blocks after its head.
Response respond(const ServerOptions& options, std::shared_ptr<ResultStream> stream,
                 const ReplyFormat& format) {
  Response response;
  response.status = 202;
  response.content_type = format.media_type;
  if (!stream->append_some(response.body, options.limits.collected_bytes_max)) return response;
  response.more = [stream = std::move(stream), &options](std::string& block) {
    const std::size_t before = block.size();
    try {
      return stream->append_some(block, kBlockBytes);
    } catch (...) {
      // Half a row may be there: whole rows only, then the error.
      block.resize(before);
      stream->append_failure(block, report_current_exception(options));
      return false;
    }
  };
  return response;
}

}  // namespace

Response query_endpoint(ApiContext& context, const Request& request,
                        const PathArguments& arguments) {
  const ServerLimits& limits = context.options.limits;
  const auto format = reply_format(header_or_empty(request, "accept"));
  if (!format) {
    throw RequestError(406, "Neo.ClientError.Request.Invalid",
                       "None of the accepted media types can be given.");
  }
  const auto parameter_format = request_format(header_or_empty(request, "content-type"));
  const std::shared_ptr<ServedDatabase> database = find_database(context, arguments[0]);
  QueryRequest query = read_query_request(
      request.body, parameter_format.value_or(ValueFormat::Plain), {limits.json_depth_max});
  if (query.statement.size() > limits.statement_bytes_max) {
    throw RequestError(
        400, "Neo.ClientError.Request.Invalid",
        "The statement is longer than " + std::to_string(limits.statement_bytes_max) + " bytes.");
  }
  check_user(query);
  const std::shared_ptr<CancellationToken> cancellation = context.running.add();
  await_bookmarks(context, *database, query, *cancellation);
  try {
    query::Result result = database->session->run(query.statement, query.parameters,
                                                  run_options(limits, query, cancellation));
    auto stream = std::make_shared<ResultStream>(
        database, std::move(result),
        ResultStream::Options{*format, query.include_counters, query.statement, cancellation});
    return respond(context.options, std::move(stream), *format);
  } catch (...) {
    const ErrorReply error = report_current_exception(context.options);
    Response response = error_response(error, query.statement);
    if (error.must_stop) response.after_sent = context.options.on_outcome_unknown;
    return response;
  }
}

}  // namespace liaison::server
