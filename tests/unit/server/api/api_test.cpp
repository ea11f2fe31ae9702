// Media types, bookmarks, request bodies, table procedures and the mapping of errors.
#include <doctest/doctest.h>

#include "api/bookmark.h"
#include "api/error_response.h"
#include "api/media_type.h"
#include "api/procedure_table.h"
#include "api/query_request.h"
#include "liaison/engine/free_space.h"
#include "liaison/engine/stopped.h"

using namespace liaison;
using namespace liaison::server;

namespace {

template <class Thrown>
ErrorReply classify(const Thrown& thrown) {
  try {
    throw thrown;
  } catch (...) {
    return classify_current_exception();
  }
}

std::string accepted(std::string_view accept) {
  const auto format = reply_format(accept);
  return format ? format->media_type : "none";
}

std::string code_of_body(std::string_view body, ValueFormat format = ValueFormat::Plain) {
  try {
    read_query_request(body, format, {});
  } catch (...) {
    return classify_current_exception().code;
  }
  return "no error";
}

}  // namespace

TEST_CASE("The reply's form follows Accept") {
  CHECK(accepted("") == "application/json");
  CHECK(accepted("*/*") == "application/json");
  CHECK(accepted("application/vnd.neo4j.query") == "application/vnd.neo4j.query");
  CHECK(accepted("text/html, application/vnd.neo4j.query.v1.0;q=0.5") ==
        "application/vnd.neo4j.query.v1.0");
  CHECK(accepted("application/json;q=0.2, application/jsonl ; q=0.9") == "application/jsonl");
  CHECK(accepted("Application/JSON; charset=utf-8") == "application/json");
  CHECK(accepted("text/html") == "none");
  CHECK(accepted("application/json;q=0") == "none");
  CHECK(reply_format("application/vnd.neo4j.query.v1.1+jsonl")->is_lines);
  CHECK(request_format("application/json; charset=utf-8") == ValueFormat::Plain);
  CHECK(request_format("application/vnd.neo4j.query.v1.1") == ValueFormat::Typed);
  CHECK(request_format("text/plain, application/vnd.neo4j.query") == ValueFormat::Typed);
  CHECK_FALSE(request_format("text/plain"));
  CHECK_FALSE(request_format("application/jsonl"));
}

TEST_CASE("A bookmark names its database and commit") {
  CHECK(read_bookmark(make_bookmark("neo4j", 42), "neo4j") == 42u);
  CHECK(read_bookmark(make_bookmark("a:b", 7), "a:b") == 7u);
  CHECK_FALSE(read_bookmark(make_bookmark("neo4j", 42), "other"));
  for (const char* bad : {"", "FB:", "FB:neo4j", "FB:neo4j:", "FB:neo4j:x", "FB:neo4j:1x",
                          "XX:neo4j:1", "FB:neo4j:99999999999999999999"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_bookmark(bad, "neo4j"));
  }
}

TEST_CASE("A request body is read with its defaults") {
  const QueryRequest least =
      read_query_request(R"({"statement": "RETURN 1"})", ValueFormat::Plain, {});
  CHECK(least.statement == "RETURN 1");
  CHECK(least.parameters.empty());
  CHECK_FALSE(least.include_counters);
  CHECK_FALSE(least.is_read_only);
  const QueryRequest full = read_query_request(
      R"({"statement": "RETURN $a", "parameters": {"a": {"$type": "Date", "_value": "2020-01-02"}},
          "includeCounters": true, "accessMode": "rEaD", "bookmarks": ["FB:x:1"],
          "maxExecutionTime": 5, "impersonatedUser": "neo4j", "txMetadata": {"k": [1]},
          "anything": null})",
      ValueFormat::Typed, {});
  CHECK(full.parameters.at(0).second.kind() == ValueKind::Date);
  CHECK(full.include_counters);
  CHECK(full.is_read_only);
  CHECK(full.bookmarks == std::vector<std::string>{"FB:x:1"});
  CHECK(full.max_execution_time_s == 5);
  CHECK(full.impersonated_user == "neo4j");
}

TEST_CASE("Bodies that are wrong are told apart by code") {
  CHECK(code_of_body("{") == "Neo.ClientError.Request.InvalidFormat");
  CHECK(code_of_body("[]") == "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body("{}") == "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": null})") == "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": 1})") == "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": "x", "parameters": []})") ==
        "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": "x", "accessMode": "ADMIN"})") ==
        "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": "x", "maxExecutionTime": -1})") ==
        "Neo.ClientError.Request.Invalid");
  CHECK(code_of_body(R"({"statement": "x", "parameters": {"a": 1}})", ValueFormat::Typed) ==
        "Neo.ClientError.Request.InvalidFormat");
  CHECK(code_of_body(R"({"statement": "x", "parameters": {"a": 1}})") == "no error");
}

TEST_CASE("Errors of statements become codes, phases, details and positions") {
  const ErrorReply syntax =
      classify(QueryError("SyntaxError", ErrorPhase::CompileTime, "UndefinedVariable",
                          "Variable `x` not defined", SourceSpan{7, 8, 1, 8}));
  CHECK(syntax.status == 400);
  CHECK(syntax.code == "Neo.ClientError.Statement.SyntaxError");
  CHECK(syntax.message == "Variable `x` not defined (line 1, column 8)");
  const Response response = error_response(syntax, "RETURN x");
  CHECK(response.body ==
        R"~({"errors":[{"code":"Neo.ClientError.Statement.SyntaxError",)~"
        R"~("message":"Variable `x` not defined (line 1, column 8)","phase":"compile",)~"
        R"~("detail":"UndefinedVariable","position":{"offset":7,"line":1,"column":8}}]})~");
  // The offset counts code points, the span bytes.
  CHECK(error_response(syntax, "\xC3\xA9\xC3\xA9\xC3\xA9 x").body.find("\"offset\":4") !=
        std::string::npos);
  const auto code = [](const char* kind, const char* detail) {
    return classify(QueryError(kind, ErrorPhase::Runtime, detail, "m")).code;
  };
  CHECK(code("TypeError", "InvalidArgumentValue") == "Neo.ClientError.Statement.TypeError");
  CHECK(code("ProcedureError", "ProcedureNotFound") ==
        "Neo.ClientError.Procedure.ProcedureNotFound");
  CHECK(code("ProcedureError", "Other") == "Neo.ClientError.Procedure.ProcedureCallFailed");
  CHECK(code("ConstraintVerificationFailed", "DeleteConnectedNode") ==
        "Neo.ClientError.Schema.ConstraintValidationFailed");
}

TEST_CASE("Errors of the engine become what the client can do about them") {
  const ErrorReply connected =
      classify(ConstraintError(ConstraintError::Reason::ConnectedNode, "still connected"));
  CHECK(connected.code == "Neo.ClientError.Schema.ConstraintValidationFailed");
  CHECK(connected.detail == "DeleteConnectedNode");
  CHECK(connected.phase == "runtime");
  CHECK(classify(ConflictError("c")).code == "Neo.TransientError.Transaction.Outdated");
  CHECK(classify(AccessError("a")).code == "Neo.ClientError.Statement.AccessMode");
  CHECK(classify(CancelledError(CancelledError::Reason::Timeout, "t")).code ==
        "Neo.ClientError.Transaction.TransactionTimedOut");
  CHECK(classify(CancelledError(CancelledError::Reason::MemoryLimit, "t")).code ==
        "Neo.TransientError.General.MemoryPoolOutOfMemoryError");
  CHECK(classify(CancelledError(CancelledError::Reason::RowLimit, "t")).detail == "LimitExceeded");
  const ErrorReply unknown = classify(OutcomeUnknownError("fsync of /secret/path"));
  CHECK(unknown.status == 500);
  CHECK(unknown.detail == "OutcomeUnknown");
  CHECK(unknown.must_stop);
  const ErrorReply stopped = classify(StoppedError("a failed sync of /secret/path"));
  CHECK(stopped.status == 503);
  CHECK(stopped.must_stop);
  CHECK(stopped.message.find("/secret") == std::string::npos);
  const ErrorReply full = classify(StorageFullError("3 MiB free at /secret/path"));
  CHECK(full.status == 507);
  CHECK(full.code == "Neo.TransientError.General.StorageFull");
  CHECK(full.message.find("/secret") == std::string::npos);
}

TEST_CASE("Faults of the server go to the log and not to the client") {
  const auto leaks = [](const ErrorReply& error) {
    CHECK(error.status == 500);
    CHECK(error.for_log.find("/secret") != std::string::npos);
    return error_response(error).body.find("secret") != std::string::npos;
  };
  CHECK_FALSE(leaks(classify(StorageError("cannot write /secret/000012.log"))));
  CHECK_FALSE(leaks(classify(CorruptionError("/secret key 0102"))));
  CHECK_FALSE(leaks(classify(OutcomeUnknownError("/secret"))));
  CHECK_FALSE(leaks(classify(std::logic_error("/secret"))));
  CHECK(classify(42).status == 500);
}

TEST_CASE("A procedure from a table yields the rows whose inputs equal the arguments") {
  ProcedureTable table;
  table.columns = {"name", "id", "city"};
  table.rows = {
      {"Ada", 1, "Hu\xE1\xBA\xBF"}, {"Ada", 2, "Vinh"}, {"Ada", 1, Value()}, {Value(), 1, "x"}};
  const query::ProcedureSpec spec = make_table_procedure(
      "test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?)", table);
  CHECK(spec.name == "test.my.proc");
  REQUIRE(spec.arguments.size() == 2);
  CHECK(spec.arguments[0].name == "name");
  CHECK(spec.arguments[0].nullable);
  CHECK(spec.arguments[1].type.is_exactly(ValueKind::Integer));
  REQUIRE(spec.results.size() == 1);
  const auto call = [&](const ValueList& arguments) {
    std::vector<ValueList> rows;
    spec.run({}, arguments,
             [&](std::span<const Value> row) { rows.emplace_back(row.begin(), row.end()); });
    return rows;
  };
  CHECK(call({"Ada", 1}).size() == 2);
  CHECK(call({"Ada", 2}).at(0).at(0).as_string() == "Vinh");
  CHECK(call({"Ada", 3}).empty());
  CHECK(call({Value(), 1}).size() == 1);
}

TEST_CASE("Signatures may be void, and wrong ones are refused") {
  CHECK(make_table_procedure("test.doNothing() :: ()", {}).results.empty());
  CHECK(make_table_procedure("test.doNothing() :: VOID", {}).results.empty());
  CHECK(make_table_procedure("p(a :: LIST OF INTEGER?) :: (b :: NUMBER?) ", {{"a", "b"}, {}})
            .arguments[0]
            .type.is_exactly(ValueKind::List));
  for (const char* bad : {"", "p", "p()", "p() :: ", "p(a) :: ()", "p(a :: SPHERE) :: ()",
                          "p() :: () x", "p(a :: STRING? b :: STRING?) :: ()"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(make_table_procedure(bad, {{"a", "b"}, {}}), RequestError);
  }
  CHECK_THROWS_AS(make_table_procedure("p(a :: STRING?) :: ()", {{"b"}, {}}), RequestError);
  CHECK_THROWS_AS(make_table_procedure("p(a :: STRING?) :: ()", {{"a"}, {{1, 2}}}), RequestError);
}
