// The plans that the rules choose, read from EXPLAIN.
#include "optimize/optimizer.h"

#include <doctest/doctest.h>

#include "liaison/engine/database.h"
#include "liaison/query/session.h"

using namespace liaison;
using namespace liaison::query;

namespace {

void append_operators(const PlanView& plan, std::string& text) {
  text += (text.empty() ? "" : " < ") + plan.operator_type;
  for (const PlanView& child : plan.children) append_operators(child, text);
}

struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  Session session{*database};

  Fixture() {
    session.run("UNWIND range(1, 200) AS i CREATE (:Many {k: i})");
    session.run("MATCH (m:Many) WHERE m.k <= 100 CREATE (m)-[:TO]->(:Few {k: m.k % 5})");
    session.run("CREATE (:Rare)<-[:OF]-(:Few {k: 7})");
  }

  std::string operators(const std::string& query, std::vector<std::string> disabled = {}) {
    SessionOptions options;
    options.disabled_rules = std::move(disabled);
    Session other(*database, options);
    std::string text;
    append_operators(*other.run("EXPLAIN " + query).plan(), text);
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a walk starts at its rarest node") {
  CHECK(operators("MATCH (m:Many)-->(f:Few)-[:OF]->(r:Rare) RETURN m")
            .ends_with("NodeByLabelScan < SingleRow"));
  const PlanView plan = *session.run("EXPLAIN MATCH (f:Few)-[:OF]->(r:Rare) RETURN f").plan();
  const PlanView* at = &plan;
  while (at->operator_type != "NodeByLabelScan") at = &at->children.front();
  CHECK(at->arguments[0].second.as_string() == "r:Rare");
}

TEST_CASE_FIXTURE(Fixture,
                  "an equality on an indexed key is a seek, with the index or without it") {
  CHECK(operators("MATCH (m:Many {k: 3}) RETURN m").find("NodeIndexSeek") == std::string::npos);
  session.run("CREATE INDEX many FOR (m:Many) ON (m.k)");
  CHECK(operators("MATCH (m:Many {k: 3}) RETURN m").find("NodeIndexSeek") != std::string::npos);
  // The value may come from an earlier row, but not from a part that is not known yet.
  CHECK(operators("UNWIND [1, 2] AS x MATCH (m:Many) WHERE m.k = x RETURN m")
            .find("NodeIndexSeek < Unwind") != std::string::npos);
  CHECK(operators("MATCH (m:Many), (r:Rare) WHERE m.k = r.k RETURN m")
            .find("NodeIndexSeek < NodeByLabelScan < SingleRow") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "parts without a way between them are joined, each read once") {
  const std::string query = "MATCH (m:Many), (f:Few) WHERE m.k = f.k RETURN m";
  CHECK(operators(query).find("HashJoin") != std::string::npos);
  CHECK(operators(query, {"join-scans"}).find("HashJoin") == std::string::npos);
  CHECK(operators("MATCH (m:Many), (f:Few) RETURN m").find("CartesianProduct") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a limit on an order keeps only its first rows") {
  CHECK(operators("MATCH (m:Many) RETURN m ORDER BY m.k SKIP 1 LIMIT 2").find("TopN") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many) RETURN m ORDER BY m.k LIMIT 2", {"top-n"}).find("TopN") ==
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "counting a label reads the catalog, counting a filtered one does not") {
  CHECK(operators("MATCH (m:Many) RETURN count(*)").find("CountFromStatistics") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many) RETURN count(m)").find("CountFromStatistics") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many) RETURN count(m.k)").find("CountFromStatistics") ==
        std::string::npos);
  CHECK(operators("MATCH (m:Many) WHERE m.k > 3 RETURN count(*)").find("CountFromStatistics") ==
        std::string::npos);
  CHECK(
      operators("UNWIND [1, 2] AS x MATCH (m:Many) RETURN count(*)").find("CountFromStatistics") ==
      std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a search for a shortest path knows both of its ends first") {
  const std::string plan =
      operators("MATCH p = shortestPath((a:Many {k: 1})-[:TO*]-(b:Many {k: 2})) RETURN p");
  CHECK(plan.find("ShortestPath < ") != std::string::npos);
  CHECK(plan.find("CartesianProduct") > plan.find("ShortestPath"));
  CHECK(plan.find("CartesianProduct") != std::string::npos);
}

TEST_CASE("every rule can be left out by its name") {
  const auto names = optimizer_rule_names();
  CHECK(names.size() >= 6);
  auto database = Database::open_in_memory();
  for (const std::string& name : names) {
    SessionOptions options;
    options.disabled_rules = {name};
    Session session(*database, options);
    CHECK(session.run("UNWIND [3, 1] AS x RETURN x ORDER BY x LIMIT 1")
              .all_rows()[0][0]
              .as_integer() == 1);
  }
}
