// What EXPLAIN says about an operator: conditions and keys in the words of the query.
#include <doctest/doctest.h>

#include <string>

#include "liaison/engine/database.h"
#include "liaison/query/session.h"

using namespace liaison;
using namespace liaison::query;

namespace {

void append_details(const PlanView& plan, std::string& text) {
  for (const auto& [key, value] : plan.arguments) {
    if (key == "Details" && value.is_string()) {
      text += plan.operator_type + ": " + std::string(value.as_string()) + "\n";
    }
  }
  for (const PlanView& child : plan.children) append_details(child, text);
}

std::string details(const std::string& query) {
  const auto database = Database::open_in_memory();
  Session session(*database);
  std::string text;
  append_details(*session.run("EXPLAIN " + query, {{"start", "a"}, {"n", 1}}).plan(), text);
  return text;
}

void says(const std::string& query, const std::string& part) {
  const std::string text = details(query);
  CAPTURE(text);
  CHECK_MESSAGE(text.find(part) != std::string::npos, part);
}

}  // namespace

TEST_CASE("conditions are shown as they were written") {
  says("MATCH (p) WHERE p.age > 3 RETURN p", "Filter: p.age > 3\n");
  says("MATCH (p) WHERE p.age > 3 AND p.age < 9 RETURN p", "p.age > 3 AND p.age < 9");
  says("MATCH (p) WHERE p.a = 'x' OR NOT p.b RETURN p", "p.a = 'x' OR NOT p.b");
  says("MATCH (p) WHERE (p.a OR p.b) AND p.c RETURN p", "(p.a OR p.b)");
  says("MATCH (p) WHERE (p.a + 1) * 2 = -p.b RETURN p", "(p.a + 1) * 2 = -p.b");
  says("MATCH (p) WHERE p.a - (p.b - 1) = 2 ^ 3 RETURN p", "p.a - (p.b - 1) = ");
  says("MATCH (p) WHERE p:A&!B OR p.x IS NULL RETURN p", "p:A&!B OR p.x IS NULL");
  says("MATCH (p) WHERE p.name STARTS WITH $start RETURN p", "p.name STARTS WITH $start");
  says("MATCH (p) WHERE any(x IN p.l WHERE x = 1) RETURN p", "any(x IN p.l WHERE x = 1)");
  says("MATCH (p) WHERE p.x IN [1, 2.5, null] RETURN p", "p.x IN [1, 2.5, null]");
  says("MATCH (p) WHERE p.l[0] = p.l[1..][0] RETURN p", "p.l[0] = p.l[1..][0]");
  says("MATCH (p) WHERE toUpper(p.x) = 'X' RETURN p", "toUpper(p.x) = 'X'");
  says("MATCH (p) WHERE p.x IS :: INTEGER | STRING RETURN p", "p.x IS :: ");
  says("MATCH (p) WHERE EXISTS { (p)-->() } RETURN p", "EXISTS { .. }");
  says("MATCH (p) WHERE CASE p.x WHEN 1 THEN true ELSE false END RETURN p",
       "CASE p.x WHEN 1 THEN true ELSE false END");
}

TEST_CASE("a value that the query holds once is shown once") {
  says("MATCH (p) WHERE p.x + 1 < p.y + 2 < 9 RETURN p", "p.y + 2");
  CHECK(details("MATCH (p) WHERE 1 < p.x + p.y < 9 RETURN p").find(" | ") == std::string::npos);
}

TEST_CASE("long texts are cut") {
  const std::string text =
      details("MATCH (p) WHERE p.x = '" + std::string(5000, 'a') + "' RETURN p");
  CHECK(text.size() < 700);
}

TEST_CASE("keys, rows and lists are shown") {
  says("MATCH (p) RETURN p.name AS n ORDER BY n DESC, p.age", "n DESC, p.age");
  says("MATCH (p) RETURN p.name AS n SKIP 3", "Skip: 3\n");
  says("MATCH (p) RETURN p.name AS n LIMIT $n", "Limit: $n\n");
  says("UNWIND [1, 2] AS x RETURN x", "Unwind: [1, 2] AS x\n");
  says("MATCH (p) RETURN p.age + 1 AS a, count(*) AS c", "p.age + 1 AS a");
  says("MATCH (p)-[:A|B]->(q) RETURN q", ":A|B]->(q)");
  says("MATCH (p)-[:A* {w: 1}]->(q) RETURN q", "WHERE ");
  says("CALL db.labels() YIELD label RETURN label", "ProcedureCall: db.labels\n");
}
