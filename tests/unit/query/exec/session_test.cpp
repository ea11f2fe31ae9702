// What the language cannot say: budgets, transactions, the plan cache, counters and streaming.
#include "liaison/query/session.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "liaison/engine/database.h"

using namespace liaison;
using namespace liaison::query;

namespace {

struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  Session session{*database};

  Value one(std::string_view text, const Parameters& parameters = {}) {
    const auto rows = session.run(text, parameters).all_rows();
    REQUIRE(rows.size() == 1);
    return rows[0][0];
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a reading result streams and ends with null for good") {
  Result result = session.run("UNWIND range(1, 5000) AS x RETURN x");
  std::size_t rows = 0;
  while (const DataChunk* chunk = result.next_chunk()) {
    CHECK(chunk->row_count() <= kChunkCapacity);
    rows += chunk->row_count();
  }
  CHECK(rows == 5000);
  CHECK(result.next_chunk() == nullptr);
  CHECK(result.type() == QueryType::Read);
}

TEST_CASE_FIXTURE(Fixture, "a writing statement is committed before its rows are read") {
  Result result = session.run("UNWIND range(1, 10) AS x CREATE (n:A {x: x}) RETURN n.x");
  CHECK(one("MATCH (n:A) RETURN count(n)").as_integer() == 10);
  CHECK(result.counters().nodes_created == 10);
  CHECK(result.commit_number() > 0);
  CHECK(result.all_rows().size() == 10);
}

TEST_CASE_FIXTURE(Fixture, "an error inside a transaction undoes its statement and nothing else") {
  Transaction transaction = database->begin(TransactionMode::Optimistic);
  session.run(transaction, "CREATE (:A)");
  CHECK_THROWS_AS(session.run(transaction, "UNWIND [1, 0] AS x CREATE (:A {x: 1 / x})"),
                  QueryError);
  CHECK(session.run(transaction, "MATCH (n:A) RETURN count(*)").all_rows()[0][0].as_integer() == 1);
  transaction.commit();
  CHECK(one("MATCH (n:A) RETURN count(*)").as_integer() == 1);
}

TEST_CASE_FIXTURE(Fixture, "rows held by an operator count against the memory budget") {
  RunOptions options;
  options.memory_max_bytes = 1'000'000;
  const char* sorting = "UNWIND range(1, 100000) AS x RETURN x ORDER BY -x";
  try {
    session.run(sorting, {}, options).all_rows();
    FAIL("no error");
  } catch (const CancelledError& error) {
    CHECK(error.reason() == CancelledError::Reason::MemoryLimit);
  }
  // With a limit the same order fits: only its first rows are kept.
  CHECK(session.run("UNWIND range(1, 100000) AS x RETURN x ORDER BY -x LIMIT 1", {}, options)
            .all_rows()[0][0]
            .as_integer() == 100000);
}

TEST_CASE_FIXTURE(Fixture, "a deadline and a cancel stop a query that would run for ever") {
  session.run("UNWIND range(1, 3000) AS x CREATE (:A)");
  RunOptions timed;
  timed.timeout_ms = 20;
  const char* endless = "MATCH (a:A), (b:A), (c:A), (d:A) WHERE id(a) < 0 - id(d) RETURN count(*)";
  CHECK_THROWS_AS(session.run(endless, {}, timed).all_rows(), CancelledError);
  RunOptions cancelled;
  cancelled.cancellation = std::make_shared<CancellationToken>();
  cancelled.cancellation->cancel();
  CHECK_THROWS_AS(session.run(endless, {}, cancelled).all_rows(), CancelledError);
}

TEST_CASE_FIXTURE(Fixture, "read-only refuses what writes, by its plan and not its text") {
  RunOptions options;
  options.read_only = true;
  CHECK_THROWS_AS(session.run("CREATE (:A)", {}, options), AccessError);
  CHECK_THROWS_AS(session.run("CREATE INDEX i FOR (n:A) ON (n.x)", {}, options), AccessError);
  CHECK(session.run("RETURN 'CREATE' AS x", {}, options).all_rows().size() == 1);
  CHECK(session.run("EXPLAIN CREATE (:A)", {}, options).plan().has_value());
  CHECK(session.writes("MERGE (:A)"));
  CHECK_FALSE(session.writes("EXPLAIN MERGE (:A)"));
}

TEST_CASE_FIXTURE(Fixture,
                  "batches need a transaction of their own, with and without errors to bear") {
  const char* batches =
      "UNWIND [1, 0, 2] AS x CALL (x) { CREATE (:A {x: 1 / x}) } IN TRANSACTIONS OF 1 ROW "
      "ON ERROR CONTINUE";
  Transaction transaction = database->begin(TransactionMode::Optimistic);
  try {
    session.run(transaction, batches);
    FAIL("no error");
  } catch (const QueryError& error) {
    CHECK(error.detail() == "InvalidClauseComposition");
    CHECK(std::string(error.what()).find("send the statement by itself") != std::string::npos);
    REQUIRE(error.span());
    CHECK(error.span()->column == 59);
  }
  transaction.rollback();
  Result result = session.run(batches);
  CHECK(result.counters().nodes_created == 2);
  CHECK(result.commit_number() > 0);
  CHECK(one("MATCH (n:A) RETURN count(*)").as_integer() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a limit ends a statement with batches, whatever errors it bears") {
  RunOptions options;
  options.cancellation = std::make_shared<CancellationToken>();
  options.memory_max_bytes = 2'000'000;
  const char* batches =
      "UNWIND range(1, 3) AS x CALL (x) { UNWIND range(1, x * x * x * 4000) AS y "
      "WITH y ORDER BY -y CREATE (:A) } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE";
  CHECK_THROWS_AS(session.run(batches, {}, options), CancelledError);
  // The batches before it stay, of its own nothing does.
  CHECK(one("MATCH (n:A) RETURN count(*)").as_integer() == 4000 + 32000);
}

TEST_CASE_FIXTURE(Fixture, "a statement is listed while its rows are read, and can be terminated") {
  const auto ids = [&] {
    return session
        .run(
            "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS text "
            "WHERE text STARTS WITH 'UNWIND' RETURN id")
        .all_rows();
  };
  {
    Result abandoned = session.run("UNWIND range(1, 100000) AS x RETURN x");
    REQUIRE(abandoned.next_chunk() != nullptr);
    CHECK(ids().size() == 1);
  }
  CHECK(ids().empty());
  Result result = session.run("UNWIND range(1, 100000) AS x RETURN x");
  REQUIRE(result.next_chunk() != nullptr);
  const auto found = ids();
  REQUIRE(found.size() == 1);
  const Parameters id{{"id", found[0][0]}};
  RunOptions read_only;
  read_only.read_only = true;
  CHECK_THROWS_AS(session.run("TERMINATE TRANSACTION $id", id, read_only), AccessError);
  CHECK(session.run("EXPLAIN TERMINATE TRANSACTION $id", id).plan().has_value());
  REQUIRE(result.next_chunk() != nullptr);
  CHECK(one("TERMINATE TRANSACTION $id YIELD message", id).as_string() ==
        "Transaction terminated.");
  CHECK(one("SHOW TRANSACTIONS $id YIELD status", id).as_string() == "Terminated");
  CHECK_THROWS_AS(result.all_rows(), CancelledError);
}

TEST_CASE_FIXTURE(Fixture, "a cached plan follows new labels, indexes and other parameters") {
  const char* text = "MATCH (n:Late {x: $x}) RETURN count(*)";
  CHECK(one(text, {{"x", 1}}).as_integer() == 0);
  session.run("CREATE (:Late {x: 1}), (:Late {x: 2}), (:Late {x: 1})");
  CHECK(one(text, {{"x", 1}}).as_integer() == 2);
  session.run("CREATE INDEX i FOR (n:Late) ON (n.x)");
  CHECK(one(text, {{"x", 2}}).as_integer() == 1);
  session.run("DROP INDEX i");
  CHECK(one(text, {{"x", 1}}).as_integer() == 2);
  CHECK_THROWS_AS(session.run(text), QueryError);
}

TEST_CASE_FIXTURE(Fixture, "PROFILE counts the rows of each operator, EXPLAIN runs nothing") {
  session.run("UNWIND range(1, 100) AS x CREATE (:A {x: x})");
  Result explained = session.run("EXPLAIN MATCH (n:A) DELETE n");
  CHECK(explained.all_rows().empty());
  CHECK(one("MATCH (n:A) RETURN count(*)").as_integer() == 100);
  Result profiled = session.run("PROFILE MATCH (n:A) WHERE n.x > 90 RETURN n.x");
  CHECK(profiled.all_rows().size() == 10);
  REQUIRE(profiled.plan().has_value());
  const PlanView* at = &*profiled.plan();
  while (at->operator_type != "NodeByLabelScan") {
    REQUIRE_FALSE(at->children.empty());
    at = &at->children.front();
  }
  CHECK(at->rows == 100u);
}

namespace {

void collect_operators(const PlanView& plan, std::vector<std::string>& out) {
  out.push_back(plan.operator_type);
  for (const PlanView& child : plan.children) collect_operators(child, out);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "evidence is written by none who may only read, and reviewed without a scan") {
  session.run(
      "CREATE (d:Doc {text: 'one two three four five six'}), (e:Doc {text: 'six five four three'}) "
      "WITH d, e UNWIND range(1, 500) AS i CREATE (:A)-[r:MET {i: i}]->(:A) WITH d, e, r, i "
      "CALL evidence.add(r, d, 'one', 0, 0.4 + i * 0.001) YIELD n WITH e, r, i WHERE i > 10 "
      "CALL evidence.add(r, e, 'six', 0, 0.5) YIELD n RETURN count(*)");
  RunOptions read_only;
  read_only.read_only = true;
  for (const char* text :
       {"MATCH ()-[r]->(), (d:Doc) CALL evidence.add(r, d, 'one', 0) YIELD n RETURN n",
        "MATCH (d:Doc) CALL evidence.withdraw(d) YIELD records RETURN records",
        "MATCH (d:Doc) CALL evidence.withdraw(d, {dryRun: true}) YIELD records RETURN records"}) {
    CHECK_THROWS_AS(session.run(text, {}, read_only), AccessError);
  }
  for (const auto& [text, rows] :
       {std::pair("PROFILE CALL evidence.review({maxConfidence: 0.4055}) YIELD entity "
                  "RETURN entity.i",
                  5),
        std::pair("PROFILE MATCH (d:Doc {text: 'six five four three'}) CALL evidence.of(d) "
                  "YIELD entity RETURN entity.i",
                  490)}) {
    Result result = session.run(text, {}, read_only);
    CHECK(result.all_rows().size() == static_cast<std::size_t>(rows));
    REQUIRE(result.plan());
    std::vector<std::string> operators;
    collect_operators(*result.plan(), operators);
    CHECK(std::find(operators.begin(), operators.end(), "ProcedureCall") != operators.end());
    for (const std::string& name : operators) {
      CAPTURE(name);
      CHECK((name.find("Scan") == std::string::npos || name == "NodeByLabelScan"));
      CHECK(name.find("Expand") == std::string::npos);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "results keep their values after the graph has changed") {
  session.run("CREATE (:A {x: 1})-[:R {y: 2}]->(:B)");
  const auto rows =
      session.run("MATCH p = (a:A)-[r]->() RETURN a, [r] AS l, {p: p} AS m").all_rows();
  session.run("MATCH (n) DETACH DELETE n");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0][0].node_data()->labels == std::vector<std::string>{"A"});
  CHECK(rows[0][1].as_list()[0].relationship_data()->type == "R");
  const PathData& path = rows[0][2].find("p")->as_path();
  CHECK(path.nodes[0].node_data()->properties[0].second.as_integer() == 1);
}
