// The single mapping from Liaison's errors to what an HTTP client is told: status, Neo4j code,
// openCypher phase and detail, position. Nothing internal leaves through it: paths, exception texts
// and stored bytes go to the log.
// Thread-safety: pure functions.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "liaison/engine/error.h"

namespace liaison::server {

// A request refused by the server itself, before the database had a say.
class RequestError : public Error {
 public:
  RequestError(int status, std::string code, const std::string& message)
      : Error(message), status_(status), code_(std::move(code)) {}
  int status() const { return status_; }
  const std::string& code() const { return code_; }

 private:
  int status_;
  std::string code_;
};

struct ErrorReply {
  int status = 500;
  std::string code;
  std::string message;
  std::string phase;   // "compile", "runtime" or empty
  std::string detail;  // openCypher's name, or empty
  std::optional<SourceSpan> span;
  bool must_stop = false;  // the log failed: the process has to end
  std::string for_log;  // what the operator should know; empty for faults of clients
};

// The server's only catch-all. *Requires* a current exception.
ErrorReply classify_current_exception();

// {"code": .., "message": .., ..}. `statement` turns byte positions into code points.
void append_error(std::string& out, const ErrorReply& error, std::string_view statement);
// {"errors": [..]} with the status.
Response error_response(const ErrorReply& error, std::string_view statement = {});
// For a status alone: the code that belongs to it.
Response refusal_response(int status, std::string_view message);

}  // namespace liaison::server
