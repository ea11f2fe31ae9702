// Errors of Liaison, typed by what the caller can do about them. All derive from liaison::Error.
// Thread-safety: immutable after construction; may be carried across threads in exception_ptr.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>

namespace liaison {

// Base of all errors. `what()` is a text for people: what was found, what was expected, where.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Half-open range of bytes in a query text, with the 1-based line and column (in code points) of
// its start.
struct SourceSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t line = 1;
  std::size_t column = 1;
};

// When openCypher says an error is found.
enum class ErrorPhase { CompileTime, Runtime };

// Fix the query. `kind` and `detail` are openCypher's names, for example kind "SyntaxError",
// phase CompileTime, detail "UndefinedVariable".
class QueryError : public Error {
 public:
  QueryError(std::string kind, ErrorPhase phase, std::string detail, const std::string& message,
             std::optional<SourceSpan> span = std::nullopt)
      : Error(message),
        kind_(std::move(kind)),
        phase_(phase),
        detail_(std::move(detail)),
        span_(span) {}

  const std::string& kind() const { return kind_; }
  ErrorPhase phase() const { return phase_; }
  const std::string& detail() const { return detail_; }
  const std::optional<SourceSpan>& span() const { return span_; }

 private:
  std::string kind_;
  ErrorPhase phase_;
  std::string detail_;
  std::optional<SourceSpan> span_;
};

// Fix the data: uniqueness, existence, the type of a property, deleting a node that still has
// relationships.
class ConstraintError : public Error {
 public:
  enum class Reason { Uniqueness, Existence, ConnectedNode, PropertyType };
  ConstraintError(Reason reason, const std::string& message) : Error(message), reason_(reason) {}
  Reason reason() const { return reason_; }

 private:
  Reason reason_;
};

// Retry the transaction: what it read was changed by another one that committed first.
class ConflictError : public Error {
  using Error::Error;
};

// The work was stopped: timeout, cancel, memory limit.
class CancelledError : public Error {
 public:
  enum class Reason { Timeout, Cancelled, MemoryLimit, RowLimit };
  CancelledError(Reason reason, const std::string& message) : Error(message), reason_(reason) {}
  Reason reason() const { return reason_; }

 private:
  Reason reason_;
};

// The operator must act: I/O error, disk full, folder locked by another process.
class StorageError : public Error {
  using Error::Error;
};

// The folder is open in another process, or twice in this one.
class LockedError : public StorageError {
  using StorageError::StorageError;
};

// Stored bytes contradict the format. The message names the column family and the key.
class CorruptionError : public Error {
  using Error::Error;
};

// Fix the input file: the message has path and record number or line.
class InputError : public Error {
  using Error::Error;
};

// A commit whose sync failed: it may or may not be there. Ask; do not retry blindly.
class OutcomeUnknownError : public Error {
  using Error::Error;
};

// The caller may not do this (read-only transaction, for example).
class AccessError : public Error {
  using Error::Error;
};

// Fix the calling code: closed transaction, bad option, wrong thread.
class UsageError : public Error {
  using Error::Error;
};

}  // namespace liaison
