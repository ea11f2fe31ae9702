// The body of a query request as plain data.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json_reader.h"
#include "json/result_writer.h"
#include "liaison/query/session.h"

namespace liaison::server {

struct QueryRequest {
  std::string statement;
  query::Parameters parameters;
  bool include_counters = false;
  bool is_read_only = false;
  std::vector<std::string> bookmarks;
  std::int64_t max_execution_time_s = 0;  // 0: the server's limit
  std::optional<std::string> impersonated_user;
};

// *Throws* JsonError for text that is not such JSON, RequestError for a member of the wrong type or
// a missing statement. Unknown members are ignored.
QueryRequest read_query_request(std::string_view body, ValueFormat parameter_format,
                                const JsonLimits& limits);

}  // namespace liaison::server
