#include "parse/habits.h"

#include <array>

#include "parse/keyword.h"

namespace liaison::query {
namespace {

struct Habit {
  std::string_view word;  // in upper case
  std::string_view hint;
};

constexpr std::array kHabits = {
    Habit{"SELECT",
          "A query says MATCH what to find and ends with RETURN, as in `MATCH (n:Person) RETURN "
          "n.name`."},
    Habit{"FROM", "There is no FROM: MATCH says where to look, as in `MATCH (n:Person)`."},
    Habit{"GROUP",
          "There is no GROUP BY: what is returned beside an aggregate is what it groups by, as in "
          "`RETURN n.city, count(*)`."},
    Habit{
        "HAVING",
        "There is no HAVING: filter aggregates with `WITH n.city AS city, count(*) AS c WHERE c > "
        "1`."},
    Habit{"UPDATE", "To change properties write `MATCH (n:Person) .. SET n.age = 3`."},
    Habit{"INTO", "To add a node write `CREATE (:Person {name: 'Ada'})`."},
    Habit{"VALUES", "Properties are written as a map, as in `CREATE (:Person {name: 'Ada'})`."},
    Habit{"TABLE",
          "There are no tables: nodes have labels, as in `(:Person)`, without declaration."},
    Habit{"LIKE",
          "There is no LIKE: use STARTS WITH, ENDS WITH, CONTAINS, or `=~` with a pattern."},
    Habit{"ILIKE", "There is no ILIKE: compare `toLower(..)`, or use `=~ '(?i)..'`."},
    Habit{"BETWEEN", "There is no BETWEEN: comparisons chain, as in `1 <= n.age <= 3`."},
    Habit{"INNER", "There is no JOIN: a pattern joins, as in `(a)-[:KNOWS]->(b)`."},
    Habit{"LEFT", "There is no LEFT JOIN: `OPTIONAL MATCH` keeps rows without a match."},
    Habit{"JOIN", "There is no JOIN: a pattern joins, as in `(a)-[:KNOWS]->(b)`."},
    Habit{"IF", "There is no IF: use `CASE WHEN .. THEN .. ELSE .. END`."},
    Habit{"ISNULL", "Write `IS NULL`."},
    Habit{"NOTNULL", "Write `IS NOT NULL`."},
    Habit{"MOD", "The remainder of a division is written `%`."},
    Habit{"DIV", "Dividing integers gives an integer: `7 / 2` is 3."},
    Habit{"BEGIN", "Transactions are opened by the program or over HTTP, not in the text."},
    Habit{"COMMIT", "Transactions are committed by the program or over HTTP, not in the text."},
    Habit{"ROLLBACK", "Transactions are rolled back by the program or over HTTP, not in the text."},
    Habit{"START", "A query begins with MATCH; there is no START."},
    Habit{"ASSERT", "A constraint is written `FOR (n:Person) REQUIRE n.name IS UNIQUE`."},
    Habit{"TOP", "The number of rows is given at the end, as in `RETURN n LIMIT 10`."},
    Habit{"ELSEIF", "A further case is another `WHEN .. THEN ..`."},
    Habit{"USING",
          "A hint follows the pattern that it is for; to commit a long change in pieces, write "
          "`CALL (row) { .. } IN TRANSACTIONS`."},
    Habit{"BTREE", "The kind of index for equality, ranges and order is RANGE, and needs no word."},
    Habit{"HASH", "The kind of index for equality, ranges and order is RANGE, and needs no word."},
    Habit{"USER", "There are no users in the language: who may connect is said to the server."},
    Habit{"USERS", "There are no users in the language: who may connect is said to the server."},
    Habit{"ROLE", "There are no roles: a connection may be given the right to read only."},
    Habit{"ROLES", "There are no roles: a connection may be given the right to read only."},
    Habit{"PRIVILEGES", "There are no roles: a connection may be given the right to read only."},
    Habit{"DATABASE", "A database is a folder: the program or server that opens it makes it."},
    Habit{"ALIAS", "A database has one name, which the server is told."},
    Habit{"ALIASES", "A database has one name, which the server is told."},
    Habit{"SERVERS", "There is one server, the one that answers."},
    Habit{"DESCRIBE",
          "What there is: `CALL db.labels()`, `CALL db.propertyKeys()`, `SHOW INDEXES`."},
};

constexpr std::array kFunctions = {
    Habit{"LEN", "size(list) or size(text)"},
    Habit{"STRLEN", "size(text)"},
    Habit{"LENGTH_OF", "size(list)"},
    Habit{"IFNULL", "coalesce(value, other)"},
    Habit{"ISNULL", "value IS NULL"},
    Habit{"NVL", "coalesce(value, other)"},
    Habit{"IF", "CASE WHEN condition THEN value ELSE other END"},
    Habit{"IIF", "CASE WHEN condition THEN value ELSE other END"},
    Habit{"SUBSTR", "substring(text, start, length)"},
    Habit{"CONCAT", "text || other"},
    Habit{"NOW", "datetime()"},
    Habit{"CURRENT_DATE", "date()"},
    Habit{"CURRENT_TIMESTAMP", "datetime()"},
    Habit{"UUID", "randomUUID()"},
    Habit{"GROUP_CONCAT", "collect(value)"},
    Habit{"STRING_AGG", "collect(value)"},
    Habit{"ARRAY_AGG", "collect(value)"},
    Habit{"STDDEV", "stDev(value)"},
    Habit{"AVERAGE", "avg(value)"},
    Habit{"MEAN", "avg(value)"},
    Habit{"MEDIAN", "percentileCont(value, 0.5)"},
    Habit{"POW", "base ^ exponent"},
    Habit{"POWER", "base ^ exponent"},
    Habit{"DISTANCE", "point.distance(a, b)"},
    Habit{"EXISTS", "value IS NOT NULL"},
    Habit{"PROPERTY_EXISTS", "n.property IS NOT NULL"},
    Habit{"MOD", "value % divisor"},
    Habit{"CAST", "toInteger(value), toFloat(value), toString(value) or toBoolean(value)"},
    Habit{"INT", "toInteger(value)"},
    Habit{"STR", "toString(value)"},
    Habit{"LABEL", "labels(node)"},
    Habit{"RELS", "relationships(path)"},
    Habit{"EDGES", "relationships(path)"},
    Habit{"VERTICES", "nodes(path)"},
    Habit{"INDEGREE", "COUNT { (n)<--() }"},
    Habit{"OUTDEGREE", "COUNT { (n)-->() }"},
    Habit{"FILTER", "[x IN list WHERE condition]"},
    Habit{"EXTRACT", "[x IN list | expression]"},
    Habit{"MAP", "[x IN list | expression]"},
};

constexpr std::array kProcedures = {
    Habit{"DB.INDEXES", "SHOW INDEXES"},
    Habit{"DB.CONSTRAINTS", "SHOW CONSTRAINTS"},
    Habit{"DB.SCHEMA", "CALL db.schema.nodeTypeProperties()"},
    Habit{"DB.SCHEMA.VISUALIZATION", "CALL db.schema.nodeTypeProperties()"},
    Habit{"DB.CREATELABEL", "CREATE (:Label)"},
    Habit{"DB.INDEX.FULLTEXT.CREATENODEINDEX",
          "CREATE FULLTEXT INDEX name FOR (n:A) ON EACH [n.p]"},
    Habit{"DB.INDEX.FULLTEXT.DROP", "DROP INDEX name"},
    Habit{"DBMS.FUNCTIONS", "SHOW FUNCTIONS"},
    Habit{"DBMS.PROCEDURES", "SHOW PROCEDURES"},
    Habit{"DBMS.LISTCONFIG", "SHOW SETTINGS"},
    Habit{"DBMS.LISTTRANSACTIONS", "SHOW TRANSACTIONS"},
    Habit{"DBMS.LISTQUERIES", "SHOW TRANSACTIONS"},
    Habit{"DBMS.KILLTRANSACTION", "TERMINATE TRANSACTION 'id'"},
    Habit{"DBMS.KILLTRANSACTIONS", "TERMINATE TRANSACTIONS 'id', 'id'"},
    Habit{"DBMS.KILLQUERY", "TERMINATE TRANSACTION 'id'"},
    Habit{"DBMS.DATABASES", "SHOW DATABASES"},
};

}  // namespace

std::optional<std::string_view> habit_procedure(std::string_view name) {
  for (const Habit& habit : kProcedures) {
    if (equals_word(name, habit.word)) return habit.hint;
  }
  return std::nullopt;
}

std::optional<std::string_view> habit_function(std::string_view name) {
  for (const Habit& habit : kFunctions) {
    if (equals_word(name, habit.word)) return habit.hint;
  }
  return std::nullopt;
}

std::optional<std::string_view> habit_hint(std::string_view word) {
  for (const Habit& habit : kHabits) {
    if (equals_word(word, habit.word)) return habit.hint;
  }
  return std::nullopt;
}

}  // namespace liaison::query
