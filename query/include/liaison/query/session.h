// Runs statements against a database: parse, bind, plan, optimize, execute. Keeps a cache of plans
// by text and catalog version.
// Thread-safety: safe: run() may be called from several threads. Lifetime: the Database outlives
// it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "liaison/engine/database.h"
#include "liaison/query/options.h"
#include "liaison/query/result.h"

namespace liaison::query {

class SessionImpl;

// Values for $name. Order does not matter.
using Parameters = ValueMap;

class Session {
 public:
  explicit Session(Database& database, SessionOptions options = {});
  Session(Session&&) noexcept;
  ~Session();

  // Runs one statement in a transaction of its own.
  // *Throws* QueryError (with kind, phase, detail and span), ConstraintError, ConflictError,
  // CancelledError, AccessError, StorageError.
  Result run(std::string_view text, const Parameters& parameters = {},
             const RunOptions& options = {});

  // Runs one statement inside an open transaction, which sees its own earlier writes. An error
  // leaves the transaction as it was before the statement. The transaction outlives the result.
  Result run(Transaction& transaction, std::string_view text, const Parameters& parameters = {},
             const RunOptions& options = {});

  // Parses, binds and plans without running: whether the statement would write.
  bool writes(std::string_view text);

 private:
  std::unique_ptr<SessionImpl> impl_;
};

}  // namespace liaison::query
