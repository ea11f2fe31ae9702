// What a person reads after a typical mistake: where it is, what is wrong, and what to write
// instead.
#include <doctest/doctest.h>

#include <string>

#include "liaison/engine/database.h"
#include "liaison/query/error.h"
#include "liaison/query/session.h"

using namespace liaison;
using namespace liaison::query;

namespace {

struct Mistake {
  const char* query;
  std::size_t column;  // of the first line, from 1
  const char* says;    // part of the message
};

// Message and column of the error; empty when there is none.
std::pair<std::string, std::size_t> answer(const std::string& text) {
  static const auto database = Database::open_in_memory();
  static Session session(*database);
  try {
    Result result = session.run(text);
    while (result.next_chunk() != nullptr) {
    }
  } catch (const QueryError& error) {
    return {error.what(), error.span() ? error.span()->column : 0};
  }
  return {};
}

void check(std::initializer_list<Mistake> mistakes) {
  for (const Mistake& mistake : mistakes) {
    CAPTURE(mistake.query);
    const auto [message, column] = answer(mistake.query);
    CHECK(column == mistake.column);
    CHECK_MESSAGE(message.find(mistake.says) != std::string::npos, message);
  }
}

}  // namespace

TEST_CASE("mistyped words get the nearest one that may stand there") {
  check({{"MTACH (n) RETURN n", 1, "did you mean `MATCH`?"},
         {"MATCH (n) RETRUN n", 11, "did you mean `RETURN`?"},
         {"MATCH (n:Person) WHER n.age > 1 RETURN n", 18, "did you mean `WHERE`?"},
         {"MATCH (n) RETURN n.name ODER BY n.name", 25, "did you mean `ORDER`?"},
         {"MATCH (n) WHERE n.name STARTS WIHT 'A' RETURN n", 31, "did you mean `WITH`?"},
         {"MATCH (n) WHERE n.name ENDS 'A' RETURN n", 29, "expected `WITH`"},
         {"EXPLAN RETURN 1", 1, "did you mean `EXPLAIN`?"},
         {"RETURN cuont(1)", 8, "did you mean `count`?"},
         {"RETURN toUper('a')", 8, "did you mean `toUpper`?"},
         {"MATCH (person) RETURN persn.name", 23, "did you mean `person`?"},
         {"CALL db.lables()", 6, "did you mean `db.labels`?"},
         {"CALL db.labels() YIELD labels RETURN labels", 24, "did you mean `label`?"},
         {"SHOW INDEXS", 6, "did you mean `INDEX"},
         {"CALL db.indexes()", 6, "write `SHOW INDEXES`"},
         {"CALL dbms.listConfig()", 6, "write `SHOW SETTINGS`"},
         {"MATCH TRAIL p = (a)-[*]->(b) RETURN p", 13, "the name of a path comes first"},
         {"SHOW CURRENT USER", 14, "There are no users"},
         {"CREATE DATABASE x", 8, "A database is a folder"},
         {"CREATE BTREE INDEX FOR (n:A) ON (n.x)", 8, "RANGE"},
         {"SHOW WONDERFUL INDEXES", 6, "no such kind of INDEXES"},
         {"USING PERIODIC COMMIT 500 MATCH (n) RETURN n", 1, "IN TRANSACTIONS"},
         {"RETURN 1 IS :: INTEGR", 16, "did you mean `INTEGER`?"},
         {"SHOW INDEXES YIELD nam", 20, "did you mean `name`?"}});
}

TEST_CASE("brackets and quotes that nothing closes are found where they open") {
  check({{"MATCH (n {name: 'Ada') RETURN n", 22, "The `{` at line 1, column 10 is never closed"},
         {"RETURN (1 + 2", 14, "The `(` at line 1, column 8 is never closed"},
         {"RETURN [1, 2", 13, "The `[` at line 1, column 8 is never closed"},
         {"MATCH (n) RETURN n)", 19, "Unexpected `)`"},
         {"MATCH (n) WHERE n.name = 'Ada RETURN n", 26, "never closed; end it with `'`"},
         {"RETURN 'it's'", 12, "a quote inside of a string"},
         {"RETURN 1 /* what", 10, "never closed; end it with `*/`"}});
}

TEST_CASE("operators of other languages are told apart") {
  check({{"MATCH (n) WHERE n.age == 3 RETURN n", 24, "equality is written with one `=`"},
         {"MATCH (n) WHERE n.age != 3 RETURN n", 23, "inequality is written `<>`"},
         {"MATCH (n) WHERE n.age => 3 RETURN n", 24, "it is written `>=`"},
         {"MATCH (n) WHERE n.age =< 3 RETURN n", 24, "it is written `<=`"},
         {"MATCH (n) WHERE n.a > 3 && n.b RETURN n", 25, "joined with AND"},
         {"RETURN true || false", 8, "joined with OR"},
         {"MATCH (n) WHERE !n.age RETURN n", 17, "negated with NOT"},
         {"RETURN ‘abc’", 8, "did you mean a plain `'`?"},
         {"MATCH (n)–[:KNOWS]–>(m) RETURN n", 10, "did you mean a plain `-`?"},
         {"MATCH (n) WHERE n.age ≥ 3 RETURN n", 23, "did you mean `>=`?"},
         {"RETURN # comment", 8, "a comment begins with `//`"},
         {"RETURN 5 MOD 2", 10, "written `%`"}});
}

TEST_CASE("habits of other query languages are answered with what to write") {
  check({{"SELECT * FROM Person", 1, "MATCH what to find"},
         {"UPDATE Person SET age = 3", 1, "SET n.age = 3"},
         {"INSERT INTO Person VALUES (1)", 8, "CREATE (:Person"},
         {"CREATE TABLE Person", 8, "no tables"},
         {"MATCH (n) RETURN n.age, count(*) GROUP BY n.age", 34, "no GROUP BY"},
         {"MATCH (n) RETURN n.age, count(*) AS c HAVING c > 1", 39, "WITH n.city"},
         {"MATCH (n) WHERE n.name LIKE 'A%' RETURN n", 24, "STARTS WITH"},
         {"MATCH (n) WHERE n.age BETWEEN 1 AND 3 RETURN n", 23, "1 <= n.age <= 3"},
         {"MATCH (n) WHERE n.name NOT IN ['a'] RETURN n", 24, "NOT value IN"},
         {"MATCH (n) WHERE n.name NOT CONTAINS 'x' RETURN n", 24, "NOT value CONTAINS"},
         {"MATCH (n) WHERE n.name IN ('a', 'b') RETURN n", 31, "['a', 'b']"},
         {"RETURN IF(true, 2, 3)", 8, "CASE WHEN"},
         {"RETURN len('a')", 8, "size("},
         {"MATCH (n) WHERE exists(n.name) RETURN n", 17, "IS NOT NULL"},
         {"CREATE INDEX ON :Person(name)", 14, "FOR (n:Person) ON (n.name)"},
         {"CREATE CONSTRAINT ON (n:Person) ASSERT n.name IS UNIQUE", 19, "REQUIRE"},
         {"DROP INDEX ON :Person(name)", 12, "SHOW INDEXES"},
         {"SHOW LABELS", 6, "CALL db.labels()"},
         {"MATCH (n) WHERE n.name.first() RETURN n", 17, "`first(n.name)`"},
         {"CYPHER 6 RETURN 1", 8, "5 and 25"}});
}

TEST_CASE("patterns that are drawn wrongly") {
  check({{"MATCH (n)->(m) RETURN n", 11, "drawn `-->`"},
         {"MATCH (n)=>(m) RETURN n", 10, "drawn `-->`"},
         {"MATCH (n) (m) RETURN n", 11, "a relationship"},
         {"MATCH (n:Person, m:City) RETURN n", 16, "parentheses of its own"},
         {"MATCH n RETURN n", 7, "begins with `(`"},
         {"MATCH (n)-->m RETURN m", 13, "a node `( )`"},
         {"MATCH (n {name = 'Ada'}) RETURN n", 16, "{name: 'Ada'}"},
         {"CREATE (a)-[:T]-(b)", 11, "direction"},
         {"CREATE (a)-[]->(b)", 11, "exactly one type"},
         {"CREATE (a)-[:T*2]->(b)", 15, "variable length"},
         {"MATCH (a)-[r*1.5]->() RETURN r", 14, "whole number"}});
}

TEST_CASE("names that are not known here") {
  check({{"MATCH (n) WHERE n.name = Ada RETURN n", 26, "in quotes: 'Ada'"},
         {"MATCH (n) SET age = 3", 15, "`n.age`"},
         {"MATCH (n) WHERE age > 3 RETURN n", 17, "`n.age`"},
         {"MATCH (n) CALL { RETURN n.name AS x } RETURN x", 25, "CALL (n)"},
         {"MATCH (n) CALL () { RETURN n.name AS x } RETURN x", 28, "CALL (n)"},
         {"MATCH (n) WITH count(*) AS c RETURN n", 37, "not defined"},
         {"RETURN x", 8, "Variable `x` not defined"}});
}

TEST_CASE("order and shape of clauses") {
  check({{"MATCH (n)", 1, "cannot end with MATCH"},
         {"MATCH (n) ORDER BY n", 11, "cannot end with ORDER BY"},
         {"MATCH (n) OPTIONAL MATCH (m)", 11, "cannot end with OPTIONAL MATCH"},
         {"FOR x IN [1]", 1, "cannot end with FOR"},
         {"MATCH (n) WITH n.name RETURN n", 16, "n.name AS name"},
         {"MATCH (n) RETURN n CREATE (m)", 20, "RETURN ends a query"},
         {"MATCH (n) RETURN n.age LIMIT 5 ORDER BY n.age", 32, "ORDER BY, SKIP, LIMIT"},
         {"MATCH (n) RETURN n.name name", 25, "AS name"},
         {"MATCH (n) WHERE count(n) > 1 RETURN n", 17, "compute it in a WITH"},
         {"RETURN sum(count(1))", 12, "stands inside another"},
         {"RETURN 1; RETURN 2", 11, "Only one statement"},
         {"RETURN 1 AS a UNION RETURN 2 AS b", 21, "the first returns `a`, this one `b`"},
         {"FOREACH (x IN [1] | RETURN x)", 21, "UNWIND"},
         {"UNWIND [1] RETURN x", 12, "`AS`"},
         {"RETURN 1 AS x, 2 AS x", 16, "Several columns"},
         {"MATCH (n) REMOVE n", 18, "DELETE removes"},
         {"MERGE (a), (b)", 10, "one MERGE for each"}});
}

TEST_CASE("arguments and values") {
  check({{"RETURN substring('abc')", 8, "substring(text, start[, length])"},
         {"RETURN toUpper()", 8, "takes 1 argument, but got 0"},
         {"RETURN toUpper(1)", 16, "must be STRING, but got INTEGER"},
         {"RETURN 1 + true", 8, "INTEGER and BOOLEAN"},
         {"RETURN 1/0", 8, "Division by zero"},
         {"RETURN 99999999999999999999", 8, "integers reach from"},
         {"RETURN date('hello')", 8, "2015-07-21"},
         {"RETURN date('2024-13-01')", 8, "month is 13"},
         {"MATCH (n) RETURN n LIMIT -1", 26, "number of rows"},
         {"MATCH (n) RETURN n LIMIT n.age", 26, "do not see the rows"}});
}

TEST_CASE("the place is shown with a caret, also on later lines") {
  const std::string text = "MATCH (n)\nWHERE n.age == 3\nRETURN n";
  try {
    const auto database = Database::open_in_memory();
    Session(*database).run(text);
    FAIL("no error");
  } catch (const QueryError& error) {
    CHECK(format_error(error, text) ==
          "Unexpected `==`; equality is written with one `=`. (line 2, column 14)\n"
          "  WHERE n.age == 3\n"
          "               ^");
  }
}
