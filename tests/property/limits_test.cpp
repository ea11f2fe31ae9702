// What a hostile or generated text may ask for: each of these is answered or refused with an error
// that says why, on the stack of an ordinary thread and on one of 1 MB, through every step from
// text to rows.
#include <doctest/doctest.h>
#include <pthread.h>

#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>

#include "liaison/engine/database.h"
#include "liaison/query/session.h"

namespace liaison::property {
namespace {

// With AddressSanitizer frames are several times as large.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kSmallStack = 8 << 20;
#else
constexpr std::size_t kSmallStack = 1 << 20;
#endif

void on_small_stack(const std::function<void()>& work) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kSmallStack);
  pthread_t thread;
  const auto run = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  if (pthread_create(&thread, &attributes, run, const_cast<std::function<void()>*>(&work)) != 0) {
    throw std::runtime_error("cannot start a thread");
  }
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// "rows: n", or the error's detail.
std::string outcome_here(const std::string& text) {
  const auto database = Database::open_in_memory();
  query::Session session(*database);
  try {
    return "rows: " + std::to_string(session.run(text).all_rows().size());
  } catch (const QueryError& error) {
    return error.detail();
  }
}

std::string outcome(const std::string& text) {
  const std::string large = outcome_here(text);
  std::string small;
  on_small_stack([&] {
    try {
      small = outcome_here(text);
    } catch (const std::exception& error) {
      small = error.what();
    }
  });
  return large == small ? large : large + " on a large stack, " + small + " on a small one";
}

TEST_CASE("open brackets without end are an error, whatever bracket it is") {
  for (const std::string bracket :
       {"(", "[", "{a: ", "-(", "NOT (", "[x IN [", "CASE WHEN ", "EXISTS { MATCH (a) WHERE ",
        "COUNT { RETURN ", "all(x IN [1] WHERE ", "toString(", "a[", "($p)[("}) {
    CAPTURE(bracket);
    const std::string found = outcome("RETURN " + repeated(bracket, 50'000));
    const bool is_refused = found == "LimitExceeded" || found == "UnexpectedSyntax" ||
                            found == "InvalidSyntax" || found == "UnclosedBracket" ||
                            found == "InvalidUnclosedBracket";
    CHECK_MESSAGE(is_refused, found);
  }
}

TEST_CASE("100,000 brackets that do close are too deep") {
  const std::size_t many = 100'000;
  CHECK(outcome("RETURN " + repeated("(", many) + "1" + repeated(")", many)) == "LimitExceeded");
  CHECK(outcome("RETURN " + repeated("[", many) + "1" + repeated("]", many)) == "LimitExceeded");
  CHECK(outcome("RETURN " + repeated("{a: ", many) + "1" + repeated("}", many)) == "LimitExceeded");
  CHECK(outcome("RETURN " + repeated("NOT ", many) + "true") == "LimitExceeded");
  CHECK(outcome("RETURN " + repeated("- ", many) + "1") == "LimitExceeded");
  CHECK(outcome(repeated("CALL { ", many) + "RETURN 1 AS x" + repeated(" }", many)) ==
        "LimitExceeded");
  CHECK(outcome("MATCH (a:" + repeated("(", many) + "A" + repeated(")", many) + ") RETURN a") ==
        "LimitExceeded");
  CHECK(outcome("MATCH (a:" + repeated("!", many) + "A) RETURN a") == "LimitExceeded");
  CHECK(outcome("RETURN 1 IS :: " + repeated("LIST<", many) + "INTEGER" + repeated(">", many)) ==
        "LimitExceeded");
  CHECK(outcome(repeated("FOREACH (x IN [1] | ", many) + "CREATE ()" + repeated(")", many)) ==
        "LimitExceeded");
}

TEST_CASE("what is as deep as is allowed runs") {
  CHECK(outcome("RETURN " + repeated("(", 200) + "1" + repeated(")", 200)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("[", 200) + "1" + repeated("]", 200)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("{a: ", 200) + "1" + repeated("}", 200)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("NOT ", 200) + "true") == "rows: 1");
  CHECK(outcome("RETURN " + repeated("[x IN ", 120) + "[1]" + repeated(" | x]", 120)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("toString(", 200) + "1" + repeated(")", 200)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("CASE WHEN true THEN ", 200) + "1" + repeated(" END", 200)) ==
        "rows: 1");
  CHECK(outcome("RETURN " + repeated("EXISTS { MATCH () WHERE ", 60) + "true" +
                repeated(" }", 60)) == "rows: 1");
  CHECK(outcome("RETURN " + repeated("COUNT { RETURN ", 100) + "1" + repeated(" AS x }", 100)) ==
        "rows: 1");
  CHECK(outcome(repeated("CALL { ", 100) + "RETURN 1 AS x" + repeated(" } RETURN x", 100)) ==
        "rows: 1");
}

TEST_CASE("a text of 10 MB is refused for its size") {
  CHECK(outcome("RETURN '" + std::string(10 << 20, 'a') + "'") == "LimitExceeded");
  CHECK(outcome(std::string(10 << 20, ' ') + "RETURN 1") == "LimitExceeded");
  CHECK(outcome("RETURN '" + std::string(1'000'000, 'a') + "'") == "rows: 1");
}

TEST_CASE("50,000 arms of UNION are refused, 500 run") {
  CHECK(outcome("RETURN 1 AS x" + repeated(" UNION ALL RETURN 1 AS x", 500)) == "rows: 501");
  CHECK(outcome("RETURN 1 AS x" + repeated(" UNION RETURN 1 AS x", 500)) == "rows: 1");
  CHECK(outcome("RETURN 1 AS x" + repeated(" UNION ALL RETURN 1 AS x", 50'000)) == "LimitExceeded");
}

TEST_CASE("long chains of operators are refused, or run") {
  for (const std::string sign : {" + ", " - ", " * ", " ^ ", " % "}) {
    CAPTURE(sign);
    CHECK(outcome("RETURN 1" + repeated(sign + "1", 100'000)) == "LimitExceeded");
    CHECK(outcome("RETURN 1" + repeated(sign + "1", 900)) == "rows: 1");
  }
  for (const std::string sign : {" AND ", " OR ", " XOR "}) {
    CAPTURE(sign);
    CHECK(outcome("RETURN true" + repeated(sign + "false", 100'000)) == "LimitExceeded");
    CHECK(outcome("RETURN true" + repeated(sign + "false", 20'000)) == "rows: 1");
    CHECK(outcome("MATCH (a) WHERE a.x = 1" + repeated(sign + "a.x = 2", 5'000) + " RETURN a") ==
          "rows: 0");
  }
  CHECK(outcome("RETURN 1" + repeated(" < 2", 100'000)) == "LimitExceeded");
  CHECK(outcome("RETURN $p" + repeated(".a", 100'000)) == "LimitExceeded");
  CHECK(outcome("RETURN []" + repeated("[0]", 100'000)) == "LimitExceeded");
  CHECK(outcome("RETURN null" + repeated(" IS NULL", 100'000)) == "LimitExceeded");
  CHECK(outcome("RETURN 1" + repeated(" + 1", 20'000) + " AS x") == "LimitExceeded");
}

TEST_CASE("long flat texts run") {
  CHECK(outcome("RETURN [1" + repeated(", 1", 50'000) + "]") == "rows: 1");
  CHECK(outcome("UNWIND [1" + repeated(", 1", 20'000) + "] AS x RETURN x") == "rows: 20001");
  CHECK(outcome(repeated("WITH 1 AS x ", 400) + "RETURN x") == "rows: 1");
  CHECK(outcome("CREATE ()" + repeated(", ()", 5'000)) == "rows: 0");
  CHECK(outcome("MATCH ()" + repeated("--()", 300) + " RETURN 1") == "rows: 0");
  CHECK(outcome(repeated("MATCH (a) ", 300) + "RETURN a") == "rows: 0");
  CHECK(outcome(repeated("OPTIONAL MATCH (:A) ", 300) + "RETURN 1") == "rows: 1");
}

TEST_CASE("more than 500 clauses after each other are refused") {
  for (const std::string clause :
       {"WITH 1 AS x ", "MATCH (a) ", "OPTIONAL MATCH (:A) ", "CREATE () ",
        "UNWIND [1] AS y WITH 1 AS z ", "CALL { RETURN 1 AS a } WITH 1 AS b "}) {
    CAPTURE(clause);
    CHECK(outcome(repeated(clause, 10'000) + "RETURN 1") == "LimitExceeded");
  }
  CHECK(outcome("MERGE (a)" + repeated(" SET a.x = 1", 10'000)) == "LimitExceeded");
}

TEST_CASE("more than 1,000 nodes and relationships in one MATCH are refused") {
  CHECK(outcome("MATCH ()" + repeated("--()", 500) + " RETURN 1") == "LimitExceeded");
  CHECK(outcome("MATCH ()" + repeated(", ()", 1'000) + " RETURN 1") == "LimitExceeded");
  CHECK(outcome("MATCH ()" + repeated("--()", 5'000) + " RETURN 1") == "LimitExceeded");
}

TEST_CASE("queries of many parts are refused, or run") {
  const std::string branch = " WHEN false THEN { RETURN 1 AS x }";
  CHECK(outcome(repeated(branch, 50'000)) == "LimitExceeded");
  CHECK(outcome(repeated(branch, 200) + " ELSE { RETURN 2 AS x }") == "rows: 1");
  CHECK(outcome("RETURN 1 AS x" + repeated(" NEXT RETURN x", 50'000)) == "LimitExceeded");
  CHECK(outcome("RETURN 1 AS x" + repeated(" NEXT RETURN x", 400)) == "rows: 1");
  CHECK(outcome(repeated("{ ", 100'000) + "RETURN 1 AS x" + repeated(" }", 100'000)) ==
        "LimitExceeded");
  CHECK(outcome(repeated("{ ", 100) + "RETURN 1 AS x" + repeated(" }", 100)) == "rows: 1");
  CHECK(outcome(repeated("WHEN true THEN { ", 100) + "RETURN 1 AS x" + repeated(" }", 100)) ==
        "rows: 1");
  CHECK(outcome(repeated("WHEN true THEN ", 100'000) + "RETURN 1 AS x") == "LimitExceeded");
  CHECK(outcome("RETURN [] IS :: " + repeated("LIST<", 200) + "INTEGER NOT NULL" +
                repeated(">", 200)) == "rows: 1");
  CHECK(outcome("RETURN 1 IS :: INTEGER" + repeated(" | STRING NOT NULL", 20'000)) == "rows: 1");
  CHECK(outcome("MATCH (a), SHORTEST 1 (a)-->+()-->(b)" +
                repeated(", SHORTEST 1 (a)-->+()-->(b)", 100) + " RETURN b") == "rows: 0");
}

// In processor time, so that a busy machine does not matter.
TEST_CASE("saying no takes less than a second") {
  const std::size_t many = 100'000;
  for (const std::string& text :
       {"RETURN " + repeated("(", many) + "1" + repeated(")", many),
        "RETURN " + repeated("[", many), "RETURN '" + std::string(10 << 20, 'a') + "'",
        "RETURN 1 AS x" + repeated(" UNION ALL RETURN 1 AS x", 50'000),
        "RETURN 1" + repeated(" + 1", many), repeated("WITH 1 AS x ", 50'000) + "RETURN x",
        "MATCH ()" + repeated("--()", 50'000) + " RETURN 1",
        "RETURN 1 AS x" + repeated(" NEXT RETURN x", 50'000)}) {
    CAPTURE(text.substr(0, 40));
    const std::clock_t begin = std::clock();
    CHECK(outcome_here(text) == "LimitExceeded");
    CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < 1.0);
  }
}

}  // namespace
}  // namespace liaison::property
