// Several threads on one statement: the same rows, order and error as one thread gives.
#include <doctest/doctest.h>

#include <thread>

#include "liaison/engine/compare.h"
#include "liaison/engine/database.h"
#include "liaison/query/error.h"
#include "liaison/query/session.h"

namespace liaison::query {
namespace {

struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  Session one;
  Session many;

  Fixture() : one(*database, options(1)), many(*database, options(4)) {
    one.run(
        "UNWIND range(1, 4000) AS i CREATE (:P {id: i, g: i % 13, x: toFloat(i % 8) / 4, "
        "s: 'name ' + toString(i % 50), d: date({year: 2000 + i % 20, month: 1, day: 1})})");
    one.run(
        "MATCH (a:P) WHERE a.id % 3 = 0 MATCH (b:P {id: a.id - a.id % 60 + 1}) "
        "CREATE (a)-[:R {w: a.id % 5}]->(b)");
  }
  static SessionOptions options(std::size_t threads) {
    SessionOptions result;
    result.threads = threads;
    result.parallel_after_us = 0;
    result.chunk_rows = threads == 1 ? 2048 : 64;
    return result;
  }
};

TEST_CASE("rows and their order do not depend on the number of threads") {
  Fixture f;
  for (const char* text : {
           "MATCH (n:P) RETURN count(*), sum(n.id), avg(n.x), min(n.s), max(n.d)",
           "MATCH (n:P) RETURN n.g, count(*), avg(n.id), count(DISTINCT n.s)",
           "MATCH (n:P) RETURN n.s, n.d, min(n.id), max(n.x)",
           "MATCH (n:P) WITH n.g AS g, collect(n.id) AS ids RETURN g, size(ids), ids[0]",
           "MATCH (n:P) RETURN n.g AS g ORDER BY g LIMIT 700",
           "MATCH (n:P) RETURN n.id, n.s ORDER BY n.s DESC, n.d",
           "MATCH (n:P) RETURN n.id ORDER BY n.x LIMIT 3",
           "MATCH (a:P)-[r:R]->(b) RETURN b.id, count(*) AS n, sum(r.w) ORDER BY n DESC LIMIT 10",
           "MATCH (a:P)-[:R]->(b)<-[:R]-(c) RETURN a.g, count(*) AS n ORDER BY n",
           "MATCH (a:P) OPTIONAL MATCH (a)-[:R]->(b) RETURN b.id AS b, count(a) ORDER BY b LIMIT 9",
           "MATCH (a:P), (b:P) WHERE a.id = b.id + 1 AND a.g = 3 RETURN sum(b.id)",
           "MATCH (a:P) WHERE EXISTS { (a)-[:R]->(:P {g: 1}) } RETURN a.g, count(*) ORDER BY a.g",
           "MATCH (a:P {g: 2}) RETURN COUNT { (a)-[:R]->() } AS c, count(*) ORDER BY c",
           "UNWIND range(1, 3000) AS i RETURN i % 7 AS k, sum(i) ORDER BY k",
           "MATCH (n:P) WITH n ORDER BY n.s, n.id RETURN collect(n.id)[100..103] AS part",
           "MATCH (n:P) RETURN min(n.x), max(n.g), count(n.missing), sum(n.missing)",
       }) {
    CAPTURE(text);
    const auto expected = f.one.run(text).all_rows();
    for (int round = 0; round < 3; ++round) {
      const auto found = f.many.run(text).all_rows();
      REQUIRE(found.size() == expected.size());
      for (std::size_t row = 0; row < expected.size(); ++row) {
        for (std::size_t i = 0; i < expected[row].size(); ++i) {
          CHECK(equivalent(found[row][i], expected[row][i]));
        }
      }
    }
  }
}

TEST_CASE("the error is the one that a single thread meets first") {
  Fixture f;
  const char* text = "MATCH (n:P) RETURN sum(100 / (n.id % 1500 - 7)), max(date(n.s))";
  const auto message = [&](Session& session) {
    try {
      session.run(text).all_rows();
    } catch (const QueryError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::string expected = message(f.one);
  CHECK(!expected.empty());
  for (int round = 0; round < 20; ++round) CHECK(message(f.many) == expected);
}

TEST_CASE("the memory limit is one for all threads") {
  Fixture f;
  RunOptions options;
  options.memory_max_bytes = 40000;
  CHECK_THROWS_AS(f.many.run("MATCH (n:P) RETURN n.id, count(*)", {}, options).all_rows(),
                  CancelledError);
  options.memory_max_bytes = 4000000;
  CHECK(f.many.run("MATCH (n:P) RETURN n.id, count(*)", {}, options).all_rows().size() == 4000);
}

TEST_CASE("a cancelled statement leaves no thread behind") {
  Fixture f;
  for (int round = 0; round < 10; ++round) {
    RunOptions options;
    options.cancellation = std::make_shared<CancellationToken>();
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(round));
      options.cancellation->cancel();
    });
    try {
      f.many.run("MATCH (a:P), (b:P), (c:P) RETURN sum(a.id * b.id - c.id)", {}, options)
          .all_rows();
      CHECK(false);
    } catch (const CancelledError& error) {
      CHECK(error.reason() == CancelledError::Reason::Cancelled);
    }
    canceller.join();
  }
}

TEST_CASE("PROFILE counts the rows of all threads") {
  Fixture f;
  Result result = f.many.run("PROFILE MATCH (n:P) WHERE n.g = 1 RETURN n.s, count(*)");
  while (result.next_chunk() != nullptr) {
  }
  const PlanView* view = &*result.plan();
  while (view->operator_type != "NodeByLabelScan" && !view->children.empty())
    view = &view->children[0];
  CHECK(view->rows == 4000);
}

}  // namespace
}  // namespace liaison::query
