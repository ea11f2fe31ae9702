// Procedures, called with CALL ... YIELD: rows of a table like functions, but they return rows.
// Thread-safety: specs are immutable; a registry is filled before it is shared and then immutable.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/query/function.h"

namespace liaison::query {

// Read and Write are about the graph; Admin acts on the session: it needs no transaction that
// writes, and is refused where only reading is allowed.
enum class ProcedureMode : std::uint8_t { Read, Write, Admin };

struct ProcedureArgument {
  std::string name;
  StaticType type = StaticType::any();
  bool nullable = true;
  std::optional<Value> default_value;  // set: the argument may be left out
};

struct ProcedureResult {
  std::string name;
  StaticType type = StaticType::any();
};

class ProcedureRegistry;

struct Setting {
  std::string name;
  Value value;
  Value default_value;
  std::string description;
};

struct RunningTransaction {
  std::string id;
  std::string statement;
  std::int64_t begin_ns = 0;    // since 1970, UTC
  std::int64_t elapsed_ns = 0;  // by a clock that never goes back
  bool is_terminated = false;   // told to stop, not yet done
};

// An expression over one variable that a procedure was given as text, as in
// {weight: '1 - confidence(r)'}.
// Thread-safety: belongs to one thread. Lifetime: that of the statement.
class VariableExpression {
 public:
  virtual ~VariableExpression() = default;
  // Replaces `out` by the value of the expression for each value of the variable. *Throws*
  // QueryError as the expression does.
  virtual void evaluate(const ColumnVector& values, ColumnVector& out) = 0;
};

// The session that runs a statement, as far as its procedures may look.
// Thread-safety: safe. Lifetime: that of the statement.
class SessionAccess {
 public:
  virtual ~SessionAccess() = default;
  // By name.
  virtual std::vector<Setting> settings() const = 0;
  // What runs in this session, oldest first.
  virtual std::vector<RunningTransaction> running() const = 0;
  // Tells a running transaction to stop. False: there is none of that id.
  virtual bool terminate(std::string_view id) const = 0;
  // For a further transaction of the statement.
  virtual std::string new_transaction_id() = 0;
  // Prepares an expression over a variable of a type. It sees no other variable, and neither
  // parameters nor subqueries. *Throws* QueryError with what is wrong with the text.
  virtual std::unique_ptr<VariableExpression> expression(std::string_view text,
                                                         std::string_view variable,
                                                         const StaticType& type,
                                                         const FunctionContext& context) const = 0;
};

struct ProcedureContext : FunctionContext {
  GraphWriter* writer = nullptr;  // of Write procedures only
  std::string_view database_name;
  // Where the session finds procedures, in the order in which it looks.
  std::span<const ProcedureRegistry* const> procedures;
  SessionAccess* session = nullptr;  // may be null
};

// Receives one result row: as many values as the procedure has results.
using ProcedureSink = std::function<void(std::span<const Value>)>;

struct ProcedureSpec {
  std::string name;  // dotted, matched without regard to case
  ProcedureMode mode = ProcedureMode::Read;
  std::vector<ProcedureArgument> arguments;
  std::vector<ProcedureResult> results;  // empty: a void procedure
  std::string doc;
  std::string example;
  std::function<void(const ProcedureContext&, std::span<const Value> arguments,
                     const ProcedureSink&)>
      run;
};

class ProcedureRegistry {
 public:
  void add(ProcedureSpec spec);  // replaces one of the same name
  const ProcedureSpec* find(std::string_view name) const;
  std::vector<const ProcedureSpec*> all() const;  // by name
  // The procedures every session has.
  static const ProcedureRegistry& builtin();
  // What SHOW reads; no session can call these by name.
  static const ProcedureRegistry& listings();

 private:
  std::vector<std::shared_ptr<const ProcedureSpec>> specs_;
};

}  // namespace liaison::query
