// Which predicates bring which look into an index, read from EXPLAIN.
#include "optimize/access_paths.h"

#include <doctest/doctest.h>

#include "liaison/engine/database.h"
#include "liaison/query/session.h"

using namespace liaison;
using namespace liaison::query;

namespace {

struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  Session session{*database};

  Fixture() {
    session.run("UNWIND range(1, 300) AS i CREATE (:P {n: i})-[:T {d: i}]->(:Q {n: i})");
    session.run("CREATE INDEX pn FOR (p:P) ON (p.n)");
    session.run("CREATE TEXT INDEX ps FOR (p:P) ON (p.s)");
    session.run("CREATE POINT INDEX pa FOR (p:P) ON (p.at)");
    session.run("CREATE INDEX td FOR ()-[r:T]-() ON (r.d)");
  }

  // The operator at the leaf of the plan, above its single row.
  std::string leaf(const std::string& query) {
    const PlanView plan = *session.run("EXPLAIN " + query, {{"x", 1}}).plan();
    const PlanView* at = &plan;
    std::string above;
    while (!at->children.empty()) {
      above = at->operator_type;
      at = &at->children.front();
    }
    return above;
  }
  std::string where(const std::string& condition) {
    return leaf("MATCH (p:P) WHERE " + condition + " RETURN p");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "each kind of predicate has its look into an index") {
  CHECK(where("p.n = 3") == "NodeIndexSeek");
  CHECK(where("p.n IN [1, 2]") == "NodeIndexSeek");
  CHECK(where("p.n > 3 AND p.n < 9") == "NodeIndexRangeSeek");
  CHECK(where("3 >= p.n") == "NodeIndexRangeSeek");
  CHECK(where("p.n STARTS WITH 'a'") == "NodeIndexRangeSeek");
  CHECK(where("p.n IS NOT NULL") == "NodeIndexScan");
  CHECK(where("p.s CONTAINS 'a'") == "NodeIndexContainsScan");
  CHECK(where("p.s ENDS WITH 'a'") == "NodeIndexEndsWithScan");
  CHECK(where("p.s = 'a'") == "NodeIndexSeek");
  CHECK(where("point.distance(p.at, point({x: 1, y: 2})) < 3") == "NodeIndexRangeSeek");
  CHECK(where("point.withinBBox(p.at, point({x: 1, y: 2}), point({x: 3, y: 4}))") ==
        "NodeIndexRangeSeek");
}

TEST_CASE_FIXTURE(Fixture, "what an index cannot answer is scanned") {
  CHECK(where("p.n <> 3") == "NodeByLabelScan");
  CHECK(where("p.n > p.m") == "NodeByLabelScan");
  CHECK(where("p.n CONTAINS 'a'") == "NodeByLabelScan");
  // The parameter may be a number, of which a text index knows nothing.
  CHECK(where("p.s = $x") == "NodeByLabelScan");
  CHECK(where("point.distance(p.at, point({x: 1, y: 2})) > 3") == "NodeByLabelScan");
  CHECK(leaf("MATCH (q:Q) WHERE q.n > 3 RETURN q") == "NodeByLabelScan");
}

TEST_CASE_FIXTURE(Fixture, "relationships are found by their index when few are wanted") {
  CHECK(leaf("MATCH (a)-[r:T {d: 3}]->(b) RETURN b") == "RelationshipIndexSeek");
  CHECK(leaf("MATCH (a)-[r:T]-(b) WHERE r.d > 290 AND r.d < 299 RETURN b") ==
        "RelationshipIndexRangeSeek");
  CHECK(leaf("MATCH (a)-[r:T|U {d: 3}]->(b) RETURN b") != "RelationshipIndexSeek");
  CHECK(leaf("MATCH (a)-[r:T]->(b) WHERE r.d = a.n RETURN b") != "RelationshipIndexSeek");
}
