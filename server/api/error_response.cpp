#include "api/error_response.h"

#include <array>
#include <new>

#include "json/json_reader.h"
#include "json/result_writer.h"
#include "json/text_writer.h"
#include "liaison/engine/free_space.h"
#include "liaison/engine/stopped.h"
#include "liaison/engine/temporal.h"

namespace liaison::server {
namespace {

constexpr std::string_view kStatement = "Neo.ClientError.Statement.";
constexpr const char* kUnknownError = "Neo.DatabaseError.General.UnknownError";
constexpr const char* kCommitFailed = "Neo.DatabaseError.Transaction.TransactionCommitFailed";
constexpr const char* kConstraint = "Neo.ClientError.Schema.ConstraintValidationFailed";

// openCypher's error kinds that are a Neo4j code of the same name.
constexpr std::array<std::string_view, 7> kStatementKinds = {
    "SyntaxError",     "SemanticError",  "TypeError",        "ArgumentError",
    "ArithmeticError", "EntityNotFound", "ParameterMissing",
};

std::string code_of(const QueryError& error) {
  const std::string& kind = error.kind();
  if (kind == "ConstraintVerificationFailed" || kind == "ConstraintValidationFailed") {
    return kConstraint;
  }
  if (kind == "ProcedureError") {
    return error.detail() == "ProcedureNotFound" ? "Neo.ClientError.Procedure.ProcedureNotFound"
                                                 : "Neo.ClientError.Procedure.ProcedureCallFailed";
  }
  if (kind == "SchemaError") return "Neo.ClientError.Schema." + error.detail();
  for (const std::string_view known : kStatementKinds) {
    if (kind == known) return std::string(kStatement) + kind;
  }
  return std::string(kStatement) + "ExecutionFailed";
}

ErrorReply reply(int status, std::string code, std::string message) {
  ErrorReply result;
  result.status = status;
  result.code = std::move(code);
  result.message = std::move(message);
  return result;
}

ErrorReply classify(const QueryError& error) {
  ErrorReply result = reply(400, code_of(error), error.what());
  result.phase = error.phase() == ErrorPhase::CompileTime ? "compile" : "runtime";
  result.detail = error.detail();
  result.span = error.span();
  if (error.span() && result.message.find("(line ") == std::string::npos) {
    result.message += " (line " + std::to_string(error.span()->line) + ", column " +
                      std::to_string(error.span()->column) + ")";
  }
  return result;
}

ErrorReply classify(const ConstraintError& error) {
  ErrorReply result = reply(400, kConstraint, error.what());
  result.phase = "runtime";
  if (error.reason() == ConstraintError::Reason::ConnectedNode) {
    result.detail = "DeleteConnectedNode";
  }
  return result;
}

ErrorReply classify(const CancelledError& error) {
  ErrorReply result = reply(400, "", error.what());
  result.phase = "runtime";
  switch (error.reason()) {
    case CancelledError::Reason::Timeout:
      result.code = "Neo.ClientError.Transaction.TransactionTimedOut";
      break;
    case CancelledError::Reason::Cancelled:
      result.code = "Neo.ClientError.Transaction.Terminated";
      break;
    case CancelledError::Reason::MemoryLimit:
      result.code = "Neo.TransientError.General.MemoryPoolOutOfMemoryError";
      break;
    case CancelledError::Reason::RowLimit:
      result.code = std::string(kStatement) + "ArgumentError";
      result.detail = "LimitExceeded";
      break;
  }
  return result;
}

// Faults of ours: the client learns that, the log learns what.
ErrorReply internal(const std::string& message, const char* what) {
  ErrorReply result = reply(500, kUnknownError, message);
  result.for_log = what;
  return result;
}

const char* code_of_status(int status) {
  switch (status) {
    case 403:
      return "Neo.ClientError.Security.Forbidden";
    case 429:
      return "Neo.TransientError.Request.ResourceExhausted";
    case 503:
      return "Neo.TransientError.General.DatabaseUnavailable";
    case 507:
      return "Neo.TransientError.General.StorageFull";
    default:
      return status >= 500 ? kUnknownError : "Neo.ClientError.Request.Invalid";
  }
}

}  // namespace

ErrorReply classify_current_exception() {
  try {
    throw;
  } catch (const RequestError& error) {
    return reply(error.status(), error.code(), error.what());
  } catch (const JsonError& error) {
    return reply(400, "Neo.ClientError.Request.InvalidFormat", error.what());
  } catch (const QueryError& error) {
    return classify(error);
  } catch (const ConstraintError& error) {
    return classify(error);
  } catch (const CancelledError& error) {
    return classify(error);
  } catch (const ConflictError& error) {
    return reply(400, "Neo.TransientError.Transaction.Outdated", error.what());
  } catch (const AccessError& error) {
    return reply(400, std::string(kStatement) + "AccessMode", error.what());
  } catch (const OutcomeUnknownError& error) {
    ErrorReply result = reply(500, kCommitFailed,
                              "It is not known whether the commit is there: ask, do not retry.");
    result.detail = "OutcomeUnknown";
    result.must_stop = true;
    result.for_log = error.what();
    return result;
  } catch (const InputError& error) {
    ErrorReply result = reply(400, std::string(kStatement) + "ArgumentError", error.what());
    result.phase = "runtime";
    return result;
  } catch (const UsageError& error) {
    ErrorReply result = reply(400, std::string(kStatement) + "ArgumentError", error.what());
    result.phase = "runtime";
    return result;
  } catch (const TemporalError& error) {
    ErrorReply result = reply(400, std::string(kStatement) + "ArgumentError", error.what());
    result.phase = "runtime";
    return result;
  } catch (const CorruptionError& error) {
    return internal("Stored data is damaged: the server's log says where.", error.what());
  } catch (const StorageFullError& error) {
    ErrorReply result = reply(507, code_of_status(507),
                              "The server has too little disk space to write; reading goes on.");
    result.for_log = error.what();
    return result;
  } catch (const StoppedError& error) {
    ErrorReply result =
        reply(503, code_of_status(503), "The server stops, as an earlier commit could not be made "
                                        "durable; nothing of this statement was written.");
    result.must_stop = true;
    result.for_log = error.what();
    return result;
  } catch (const StorageError& error) {
    return internal("The store could not be read or written: the server's log says why.",
                    error.what());
  } catch (const std::bad_alloc&) {
    ErrorReply result = reply(400, "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
                              "The server has not enough memory for this statement.");
    result.phase = "runtime";
    result.for_log = "out of memory";
    return result;
  } catch (const std::exception& error) {
    return internal("An internal error occurred: the server's log has the details.", error.what());
  } catch (...) {
    return internal("An internal error occurred.", "an exception of an unknown type");
  }
}

void append_error(std::string& out, const ErrorReply& error, std::string_view statement) {
  out += "{\"code\":";
  append_string(out, error.code);
  out += ",\"message\":";
  append_string(out, error.message);
  if (!error.phase.empty()) {
    out += ",\"phase\":";
    append_string(out, error.phase);
  }
  if (!error.detail.empty()) {
    out += ",\"detail\":";
    append_string(out, error.detail);
  }
  if (error.span) {
    out += ",\"position\":";
    append_position(out, *error.span, statement);
  }
  out += '}';
}

Response error_response(const ErrorReply& error, std::string_view statement) {
  Response response;
  response.status = error.status;
  response.body = "{\"errors\":[";
  append_error(response.body, error, statement);
  response.body += "]}";
  return response;
}

Response refusal_response(int status, std::string_view message) {
  Response response = error_response(reply(status, code_of_status(status), std::string(message)));
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace liaison::server
