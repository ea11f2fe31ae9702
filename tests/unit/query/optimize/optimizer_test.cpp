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

void append_details(const PlanView& plan, std::string& text) {
  for (const auto& [key, value] : plan.arguments) {
    if (key == "Details") text.append(value.as_string()).append("\n");
  }
  for (const PlanView& child : plan.children) append_details(child, text);
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
    std::string text;
    append_operators(plan_of(query, std::move(disabled)), text);
    return text;
  }
  // The details of all operators, a line each.
  std::string details(const std::string& query, std::vector<std::string> disabled = {}) {
    std::string text;
    append_details(plan_of(query, std::move(disabled)), text);
    return text;
  }

 private:
  PlanView plan_of(const std::string& query, std::vector<std::string> disabled) {
    SessionOptions options;
    options.disabled_rules = std::move(disabled);
    Session other(*database, options);
    return *other.run("EXPLAIN " + query).plan();
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

TEST_CASE_FIXTURE(Fixture,
                  "an index whose range hangs on each row does not keep parts from a join") {
  session.run("CREATE INDEX FOR (m:Many) ON (m.k)");
  const std::string range = "MATCH (m:Many), (n:Many) WHERE m.k < n.k";
  CHECK(operators(range + " AND m.j = n.j RETURN m").find("HashJoin") != std::string::npos);
  CHECK(operators(range + " AND m.j = n.j RETURN m").find("Seek") == std::string::npos);
  // Without keys it is better than all pairs, and so is one that finds little.
  CHECK(operators(range + " RETURN m").find("NodeIndexRangeSeek") != std::string::npos);
  CHECK(operators(range + " AND m.j = 3 RETURN m").find("NodeIndexRangeSeek") != std::string::npos);
  // One that finds the same for all rows is read once.
  CHECK(operators("MATCH (f:Few), (m:Many) WHERE m.k > 150 AND m.j = f.j RETURN m")
            .find("HashJoin < ") != std::string::npos);
  CHECK(operators("MATCH (f:Few), (m:Many) WHERE m.k > 150 AND m.j = f.j RETURN m")
            .find("NodeIndexRangeSeek < SingleRow") != std::string::npos);
  CHECK(operators("MATCH (f:Few), (m:Many) WHERE m.k > 150 AND m.j > f.j RETURN m")
            .find("HashJoin") == std::string::npos);
  // What it alone must be is no key.
  CHECK(operators("UNWIND [1, 2] AS x MATCH (m:Many) WHERE m.k > 150 AND m.j = 3 RETURN m, x")
            .ends_with("NodeIndexRangeSeek < Unwind < SingleRow"));
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
  session.run("CREATE INDEX FOR (m:Many) ON (m.k)");
  session.run("UNWIND range(1, 3000) AS i CREATE (:Filler)");
  const std::string plan =
      operators("MATCH p = shortestPath((a:Many {k: 1})-[:TO*]-(b:Many {k: 2})) RETURN p");
  CAPTURE(plan);
  const std::size_t search = plan.find("ShortestPath < ");
  REQUIRE(search != std::string::npos);
  const std::size_t first = plan.find("NodeIndexSeek");
  CHECK(first > search);
  CHECK(plan.find("NodeIndexSeek", first + 1) != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "ends of which repeats do not matter are reached, not enumerated") {
  const std::string walk = "MATCH (m:Many {k: 1})-[:TO*1..3]-(x) ";
  for (const char* end : {"RETURN DISTINCT x", "RETURN count(DISTINCT x)",
                          "WITH DISTINCT x RETURN x.k", "RETURN max(x.k), min(x.k)"}) {
    CAPTURE(end);
    CHECK(operators(walk + end).find("Reachable") != std::string::npos);
    CHECK(operators(walk + end, {"reachability"}).find("Reachable") == std::string::npos);
  }
  CHECK(operators("MATCH p = (m:Many)-[:TO*1..3]-(x) RETURN x, min(length(p))").find("Reachable") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many) WHERE (m)-[:TO*]-(:Rare) RETURN m").find("Reachable") !=
        std::string::npos);
  for (const char* end :
       {"RETURN x", "RETURN count(x)", "RETURN DISTINCT x LIMIT 3", "RETURN sum(x.k)"}) {
    CAPTURE(end);
    const bool is_cut = std::string(end).ends_with("LIMIT 3");
    CHECK((operators(walk + end).find("Reachable") != std::string::npos) == is_cut);
  }
  // The limit comes first, so how often an end comes does matter; and so do lists and long walks.
  CHECK(operators(walk + "WITH x LIMIT 3 RETURN DISTINCT x").find("Reachable") ==
        std::string::npos);
  CHECK(operators("MATCH (m:Many)-[r:TO*1..3]-(x) RETURN DISTINCT x, r").find("Reachable") ==
        std::string::npos);
  CHECK(operators("MATCH (m:Many)-[:TO*2..3]-(x) RETURN DISTINCT x").find("Reachable") ==
        std::string::npos);
  CHECK(operators("MATCH p = (m:Many)-[:TO*1..3]-(x) RETURN x, max(length(p))").find("Reachable") ==
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a pattern that closes is intersected or looked up") {
  const std::string plan = operators("MATCH (a:Many)-[:TO]->(b)<-[:TO]-(c)--(a) RETURN a, b, c");
  CHECK((plan.find("ExpandIntersect") != std::string::npos ||
         plan.find("ExpandInto") != std::string::npos));
}

TEST_CASE_FIXTURE(Fixture, "matches that are only counted are not made") {
  CHECK(operators("MATCH (m:Many)-[:TO]->() RETURN m, count(*)").find("ExpandCount") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many)-[:TO]->(f) RETURN m, count(f), min(m.k)").find("ExpandCount") !=
        std::string::npos);
  CHECK(operators("MATCH (m:Many)-[:TO]->(f) RETURN m, count(f.k)").find("ExpandCount") ==
        std::string::npos);
  CHECK(operators("MATCH (m:Many)-[:TO]->(f) RETURN f, count(*)").find("ExpandCount") ==
        std::string::npos);
  CHECK(operators("MATCH ()-[r:TO]->() RETURN count(r)").find("CountFromStatistics") !=
        std::string::npos);
  CHECK(operators("MATCH (:Many)-[r:TO]->() RETURN count(*)").find("CountFromStatistics") !=
        std::string::npos);
  CHECK(operators("MATCH (:Many)-[r:TO]-() RETURN count(*)").find("CountFromStatistics") ==
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a label that all ends have is not looked at") {
  CHECK(operators("MATCH (m:Many)-[r:TO]->(f:Few) RETURN m.k, f.k").find("LabelFilter") !=
        std::string::npos);
  session.run("MATCH (r:Rare), (f:Few {k: 7}) CREATE (:Many)-[:TO]->(r), (r)-[:TO]->(f)");
  CHECK(operators("MATCH (m:Many)-[r:TO]->(f:Few) RETURN m.k, f.k").find("LabelFilter") ==
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "conditions after WITH reach the pattern before it") {
  const std::string query = "MATCH (m:Many)-[:TO]->(f) WITH m, f.k AS k, f WHERE m.k = 3 RETURN k";
  const std::string plan = operators(query);
  CHECK(plan.find("Filter") > plan.find("Expand"));
  CHECK(operators(query, {"predicate-pushdown"}).find("Filter") <
        operators(query, {"predicate-pushdown"}).find("Expand"));
  // 1 and 1.0 are one group, so what the group is called is not known before.
  const std::string grouped =
      operators("MATCH (m:Many) WITH m.k AS k, count(*) AS n WHERE k = 3 RETURN n");
  CHECK(grouped.find("Filter") < grouped.find("Aggregation"));
  const std::string by_node =
      operators("MATCH (m:Many)-->(f) WITH m, count(*) AS n WHERE m.k = 3 RETURN n");
  CHECK(by_node.find("Filter") > by_node.find("Aggregation"));
}

TEST_CASE_FIXTURE(Fixture, "properties of rows that are cut off are not read") {
  const std::string query =
      "MATCH (m:Many)-->(f) WITH m, count(f) AS n RETURN m.k AS k, n ORDER BY n LIMIT 3";
  const std::string plan = operators(query);
  CHECK(plan.find("Projection") < plan.find("TopN"));
  const std::string early = operators(query, {"late-projection"});
  CHECK(early.find("Projection") > early.find("TopN"));
}

TEST_CASE_FIXTURE(Fixture, "only the largest groups are kept where none of them can be left out") {
  session.run("CREATE INDEX FOR (m:Many) ON (m.k)");
  const std::string pairs = "MATCH (a:Many)-[:TO]->(f)<-[:TO]-(b:Many) ";
  const auto of = [&](const std::string& rest,
                      std::vector<std::string> disabled = {}) -> std::string {
    const std::string text = details(pairs + rest, std::move(disabled));
    if (text.find("; largest 5, told early") != std::string::npos) return "early";
    return text.find("; largest 5") != std::string::npos ? "at the end" : "all";
  };
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY n DESC LIMIT 5") == "early");
  CHECK(
      of("WHERE a.k < b.k RETURN a.k AS x, b.k, count(*) AS n ORDER BY n DESC, x SKIP 2 LIMIT 5") ==
      "early");
  CHECK(of("WITH a.k AS x, b.k AS y, count(*) AS n RETURN x, n AS m ORDER BY m DESC LIMIT 5") ==
        "early");
  CHECK(of("WITH a.k AS x, b.k AS y, count(*) AS n WHERE n > 1 AND 9 <= n "
           "RETURN x, n ORDER BY n DESC LIMIT 5") == "early");
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY n DESC LIMIT 5", {"largest-groups"}) == "all");
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY n LIMIT 5") == "all");
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY a.k DESC, n DESC LIMIT 5") == "all");
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY n DESC") == "all");
  CHECK(of("RETURN a.k, b.k, -count(*) AS n ORDER BY n DESC LIMIT 5") == "all");
  // A group may go after it was counted, and the measure with it; or what is left out could fail.
  CHECK(of("WITH a.k AS x, b.k AS y, count(*) AS n WHERE n < 3 "
           "RETURN x, n ORDER BY n DESC LIMIT 5") == "all");
  CHECK(of("WITH a.k AS x, b.k AS y, count(*) AS n WHERE n > x "
           "RETURN x, n ORDER BY n DESC LIMIT 5") == "all");
  CHECK(of("RETURN a.k, b.k, count(*) AS n ORDER BY n DESC, 1 / b.k LIMIT 5") == "all");
  CHECK(of("RETURN a.k, b.k, count(*) AS n, percentileDisc(b.k, a.k) AS p "
           "ORDER BY n DESC LIMIT 5") == "all");
  // What is counted is counted to its end, here because leaving it out early could hide a failure.
  CHECK(of("WHERE 1 / (a.k + b.k) > 0 "
           "RETURN a.k, b.k, count(*) AS n ORDER BY n DESC LIMIT 5") == "at the end");
  CHECK(of("RETURN f.k, count(*) AS n, max(a.k) AS m ORDER BY n DESC LIMIT 5") == "at the end");
  CHECK(of("WHERE id(a) = 3 RETURN b, count(*) AS n ORDER BY n DESC LIMIT 5") == "at the end");
}

TEST_CASE_FIXTURE(Fixture, "groups that belong to one node of a scan are done with it") {
  session.run("CREATE INDEX FOR (m:Many) ON (m.k)");
  const auto is_done = [&](const std::string& text, std::vector<std::string> disabled = {}) {
    return details(text, std::move(disabled)).find("; done with each ") != std::string::npos;
  };
  const std::string pairs = "MATCH (a:Many)-[r:TO]->(f)<-[s:TO]-(b:Many) ";
  CHECK(is_done(pairs + "RETURN a.k, b.k, sum(r.x + s.x)"));
  CHECK(is_done(pairs + "WITH a, f.k AS x, count(DISTINCT b.k) AS n RETURN x, max(n)"));
  CHECK(is_done(pairs + "WHERE r.x > 1 WITH a, b, r.x AS x WITH a, b, min(x) AS m RETURN max(m)"));
  CHECK(is_done(pairs + "RETURN a, sum(r.x + s.x)"));
  CHECK_FALSE(is_done(pairs + "RETURN a.k, b.k, sum(r.x + s.x)", {"group-by-runs"}));
  // No key tells the runs apart, or there are no runs.
  CHECK_FALSE(is_done(pairs + "RETURN a.k + 1, b.k, sum(r.x + s.x)"));
  CHECK_FALSE(is_done(pairs + "WITH a, b ORDER BY b.k RETURN a, b, sum(b.k)"));
  CHECK_FALSE(is_done(pairs + "WHERE id(a) = 3 RETURN a.k, b.k, sum(r.x + s.x)"));
}

TEST_CASE_FIXTURE(Fixture, "every operator tells how many rows are expected of it") {
  const PlanView plan =
      *session.run("EXPLAIN MATCH (m:Many)-[:TO]->(f:Few) WHERE m.k > 3 RETURN f.k, count(*)")
           .plan();
  std::size_t estimated = 0;
  std::size_t all = 0;
  const PlanView* at = &plan;
  for (;;) {
    ++all;
    for (const auto& [key, value] : at->arguments) estimated += key == "EstimatedRows";
    if (at->children.empty()) break;
    at = &at->children.front();
  }
  CHECK(all > 3);
  CHECK(estimated == all);
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
