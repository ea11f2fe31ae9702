// Runs the example in every row of the function and procedure tables: what the reference shows is
// what happens.
#include <doctest/doctest.h>

#include "liaison/engine/compare.h"
#include "liaison/query/procedure.h"
#include "liaison/query/session.h"

namespace liaison::query {
namespace {

Value value_of(Session& session, const std::string& query) {
  const auto rows = session.run(query).all_rows();
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].size() == 1);
  return rows[0][0];
}

TEST_CASE("the example of every scalar function has the result its row promises") {
  const auto database = Database::open_in_memory();
  Session session(*database);
  for (const FunctionSpec* function : all_functions()) {
    CAPTURE(function->name);
    REQUIRE_FALSE(function->doc.empty());
    REQUIRE_FALSE(function->example.empty());
    Value found = value_of(session, "RETURN " + std::string(function->example) + " AS v");
    if (found.is_temporal()) {
      // Temporal values have no literal: the table shows their text.
      found = value_of(session, "RETURN toString(" + std::string(function->example) + ") AS v");
    }
    const Value wanted =
        value_of(session, "RETURN " + std::string(function->example_result) + " AS v");
    CHECK(equivalent(found, wanted));
    CHECK(found.kind() == wanted.kind());
  }
  CHECK(all_functions().size() > 100);
}

TEST_CASE("the example of every aggregate has the result its row promises") {
  const auto database = Database::open_in_memory();
  Session session(*database);
  for (const AggregateSpec* function : all_aggregates()) {
    CAPTURE(function->name);
    const Value found = value_of(session, std::string(function->example));
    const Value wanted =
        value_of(session, "RETURN " + std::string(function->example_result) + " AS v");
    CHECK(equivalent(found, wanted));
    CHECK(found.kind() == wanted.kind());
  }
  CHECK(all_aggregates().size() >= 10);
}

TEST_CASE("the example of every procedure runs") {
  const auto database = Database::open_in_memory();
  Session session(*database);
  session.run("CREATE NAMES INDEX FOR (n:A) ON EACH [n.name, n.aliases]");
  session.run("CREATE INDEX by_name FOR (n:A) ON (n.name)");
  session.run("CREATE FULLTEXT INDEX articles FOR (n:Document) ON EACH [n.title, n.text]");
  session.run("CREATE FULLTEXT INDEX notes FOR ()-[r:R]-() ON EACH [r.note]");
  session.run(
      "CREATE (:A {name: 'Bộ Công an'})-[:R]->(:B), (:Document {text: 'They met in Hà Nội.'})");
  for (const ProcedureSpec* procedure : ProcedureRegistry::builtin().all()) {
    CAPTURE(procedure->name);
    REQUIRE_FALSE(procedure->example.empty());
    CHECK_NOTHROW(session.run(procedure->example).all_rows());
  }
}

}  // namespace
}  // namespace liaison::query
