// Pairs of nodes counted over what they share: labels are tested while neighbours are counted,
// lists without the others are kept, and groups that cannot repeat are not looked up. None of it
// may be seen in an answer.
#include <doctest/doctest.h>

#include "liaison/engine/compare.h"
#include "liaison/engine/database.h"
#include "liaison/query/session.h"

using namespace liaison;
using namespace liaison::query;

namespace {

struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  Session session{*database};

  // 300 agencies and 900 officials at 120 conferences, so that masks and kept lists pay.
  Fixture() {
    session.run("UNWIND range(1, 300) AS i CREATE (:Agency {id: i, group: i % 7})");
    session.run("UNWIND range(1, 900) AS i CREATE (:Official {id: i})");
    session.run("UNWIND range(1, 120) AS i CREATE (:Conference {id: i})");
    session.run("CREATE INDEX FOR (n:Agency) ON (n.id)");
    session.run("CREATE INDEX FOR (n:Conference) ON (n.id)");
    session.run(
        "MATCH (a:Agency), (c:Conference) WHERE (a.id * 7 + c.id * 13) % (5 + a.id % 11) = 0 "
        "CREATE (a)-[:ATTENDED]->(c)");
    session.run(
        "MATCH (o:Official), (c:Conference) WHERE (o.id + c.id) % 9 = 0 "
        "CREATE (o)-[:ATTENDED]->(c)");
  }

  void check(const std::string& text) {
    CAPTURE(text);
    const auto expected = run(text, 1, kChunkCapacity, {"aggregate-early", "group-by-runs"});
    CHECK(expected.size() > 1);
    for (const std::size_t threads : {1u, 4u}) {
      for (const std::size_t chunk_rows : {kChunkCapacity, std::size_t{64}, std::size_t{3}}) {
        if (threads == 4 && chunk_rows == 3) continue;
        CAPTURE(threads);
        CAPTURE(chunk_rows);
        const auto found = run(text, threads, chunk_rows, {});
        REQUIRE(found.size() == expected.size());
        bool same = true;
        for (std::size_t row = 0; row < found.size(); ++row) {
          for (std::size_t i = 0; i < found[row].size(); ++i) {
            same = same && equivalent(found[row][i], expected[row][i]);
          }
        }
        CHECK(same);
      }
    }
  }

  std::vector<std::vector<Value>> run(const std::string& text, std::size_t threads,
                                      std::size_t chunk_rows, std::vector<std::string> disabled) {
    SessionOptions options;
    options.threads = threads;
    options.parallel_after_us = 0;
    options.chunk_rows = chunk_rows;
    options.disabled_rules = std::move(disabled);
    Session other(*database, options);
    return other.run(text).all_rows();
  }
};

constexpr const char* kPairs =
    "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency) WHERE a.id < b.id "
    "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 50";
constexpr const char* kFirstPairs =
    "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) WHERE a.id < 60 "
    "RETURN a.id, b.id, count(*) AS n LIMIT 5000";
constexpr const char* kAllPairs =
    "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) "
    "WITH a.id AS x, b.id AS y, count(*) AS n RETURN sum(n), count(*), min(n), max(x * 1000 + y) "
    "UNION ALL MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) "
    "WITH a.group AS x, b.id AS y, count(*) AS n RETURN sum(n), count(*), min(n), "
    "max(x * 1000 + y)";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "pairs with keys of their own") {
  check(kPairs);
  check(kFirstPairs);
  check(kAllPairs);
  check(
      "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) "
      "RETURN a.id, b, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 40");
  check(
      "MATCH (a:Agency {id: 11})-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) WHERE b.id <> a.id "
      "WITH b, count(*) AS n WHERE n >= 2 RETURN b.id, n ORDER BY n DESC, b.id LIMIT 10");
}

TEST_CASE_FIXTURE(Fixture, "pairs whose keys repeat, or are missing, are put together") {
  session.run("MATCH (a:Agency {id: 17}) SET a.id = 16");
  check(kPairs);
  check(kFirstPairs);
  session.run("MATCH (a:Agency) WHERE a.id IN [20, 21] REMOVE a.id");
  check(kAllPairs);
  check(
      "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) "
      "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 40");
}

TEST_CASE_FIXTURE(Fixture, "groups that are done with the node they belong to") {
  session.run("MATCH (:Agency)-[r:ATTENDED]->(c) SET r.seats = c.id % 5");
  const std::string pairs = "MATCH (a:Agency)-[r:ATTENDED]->(c)<-[s:ATTENDED]-(b:Agency) ";
  for (const char* rest :
       {"RETURN a.id, b.id, sum(r.seats + s.seats) LIMIT 60000",
        "WITH a, b, count(DISTINCT c.id % 4) AS n, avg(r.seats) AS m, count(*) AS k "
        "RETURN b.id, a.id, n, m, k LIMIT 60000",
        "RETURN a.id, c.id % 3, collect(b.id), max(s.seats) LIMIT 60000",
        "WITH a AS x, b, r.seats AS n WITH x, b, sum(n) AS n RETURN x.id, b.id, n LIMIT 60000",
        "WHERE a.id < b.id WITH a, b, sum(r.seats) AS n, count(*) AS k "
        "RETURN a.id, b.id, n ORDER BY k DESC, n, a.id, b.id LIMIT 60",
        "WITH a, b, avg(r.seats) AS d, min(c.id) AS m RETURN m, count(*), max(d)"}) {
    check(pairs + rest);
  }
  // Counted early behind a WITH, where the scanned node has another name.
  for (const char* text :
       {"MATCH (a:Agency)-[:ATTENDED]->(c) WITH a, c MATCH (c)<-[:ATTENDED]-(b:Agency) "
        "RETURN a.id, b.id, count(*) AS n LIMIT 60000",
        "MATCH (a:Agency)-[:ATTENDED]->(c) WITH c.id % 3 AS d, a, c "
        "MATCH (c)<-[:ATTENDED]-(b:Agency) WITH d, a, b, count(*) AS n "
        "RETURN d, a.id, b.id, n LIMIT 60000",
        "MATCH (a:Agency)-[:ATTENDED]->(c) WITH a AS x, c MATCH (c)<-[:ATTENDED]-(b:Agency) "
        "WITH x.id AS i, b.id AS j, count(DISTINCT c.id % 2) AS n RETURN i, j, n LIMIT 60000"}) {
    check(text);
  }
  // A number twice, and none: what is one group is put together.
  session.run("MATCH (a:Agency) WHERE a.id IN [17, 290] SET a.id = 16");
  check(pairs + "RETURN a.id, b.id, sum(r.seats + s.seats), count(*) LIMIT 60000");
  session.run("MATCH (a:Agency) WHERE a.id IN [20, 21] REMOVE a.id");
  check(pairs + "RETURN a.id, b.id, sum(r.seats + s.seats), count(*) LIMIT 60000");
}

TEST_CASE_FIXTURE(Fixture, "the largest of more groups than are held") {
  // A group of each pair and conference, most of them of one row: many are as large as the last.
  session.run(
      "MATCH (a:Agency)-[r:ATTENDED]->(c) WHERE (a.id + c.id) % 10 = 0 "
      "CREATE (a)-[:ATTENDED]->(c)");
  const std::string groups =
      "MATCH (a:Agency)-[r:ATTENDED]->(c)<-[s:ATTENDED]-(b) "
      "WITH a, b, c.id AS x, count(*) AS n, min(r.seats) AS m ";
  check(groups + "RETURN count(*), sum(n) UNION ALL RETURN 1 AS `count(*)`, 2 AS `sum(n)`");
  CHECK(session.run(groups + "RETURN count(*)").all_rows()[0][0].as_integer() > 200'000);
  check(groups + "RETURN a.id, id(b), x, n ORDER BY n DESC, a.id, id(b), x LIMIT 30");
  check(groups + "RETURN a.id, id(b), x, n ORDER BY n DESC, a.id, id(b), x SKIP 9000 LIMIT 300");
}

TEST_CASE_FIXTURE(Fixture, "labels that no node has, or that a second one narrows") {
  session.run("MATCH (a:Agency) WHERE a.id % 2 = 0 SET a:Even");
  check(
      "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency:Even) "
      "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 40");
  CHECK(session
            .run("MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Nowhere) "
                 "RETURN a.id, b.id, count(*)")
            .all_rows()
            .empty());
}

TEST_CASE_FIXTURE(Fixture, "a transaction counts with what it has changed itself") {
  const auto count = [](Transaction& transaction, Session& s) {
    return s.run(transaction, kAllPairs).all_rows()[0];
  };
  Transaction transaction = database->begin(TransactionMode::Write);
  const auto before = count(transaction, session);
  session.run(transaction, "CREATE (a:Agency {id: 16})");
  session
      .run(transaction,
           "MATCH (a:Agency {id: 16}), (c:Conference {id: 5}) CREATE (a)-[:ATTENDED]->(c)")
      .all_rows();
  const auto after = count(transaction, session);
  CHECK(after[0].as_integer() > before[0].as_integer());
  transaction.rollback();
}

TEST_CASE_FIXTURE(Fixture, "the largest groups only") {
  const std::string pairs =
      "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency) WHERE a.id < b.id ";
  for (const char* rest :
       {"RETURN a.id, b.id, count(*) AS n ORDER BY n DESC LIMIT 30",
        "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, b.id DESC, a.id SKIP 17 LIMIT 25",
        "WITH a.id AS x, b.id AS y, count(*) AS n RETURN n AS m, x, y ORDER BY m DESC, x LIMIT 2",
        "WITH a.id AS x, b.id AS y, count(*) AS n WHERE n < 9 "
        "RETURN n, x, y ORDER BY n DESC, x, y LIMIT 40",
        "RETURN a.id, b.id, count(*) AS n ORDER BY n, a.id, b.id LIMIT 30"}) {
    check(pairs + rest);
  }
  session.run("MATCH (a:Agency) WHERE a.id IN [17, 18, 19] SET a.id = 1");
  check(pairs + "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 30");
  CHECK(session.run(pairs + "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC LIMIT 0")
            .all_rows()
            .empty());
}

TEST_CASE_FIXTURE(Fixture, "the largest groups beyond a bound") {
  const std::string pairs =
      "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency) WHERE a.id < b.id ";
  for (const char* rest :
       {"WITH a.id AS x, b.id AS y, count(*) AS n WHERE n > 9 "
        "RETURN n, x, y ORDER BY n DESC, x, y LIMIT 40",
        "WITH a.group AS x, b.group AS y, count(*) AS n, collect(DISTINCT c.id % 5) AS l "
        "WHERE 3 <= n RETURN n, x, y, size(l) ORDER BY n DESC, x, y SKIP 3 LIMIT 9",
        "WITH c.id AS x, max(a.id) AS y, count(DISTINCT b) AS n "
        "RETURN n, x, y ORDER BY n DESC LIMIT 7"}) {
    check(pairs + rest);
  }
  const std::string none = "WITH a.id AS x, count(*) AS n WHERE n > $least ";
  const std::string first = "RETURN x, n ORDER BY n DESC LIMIT 3";
  CHECK(session.run(pairs + none + first, {{"least", Value(100000)}}).all_rows().empty());
  CHECK(session.run(pairs + none + first, {{"least", Value("no number")}}).all_rows().empty());
}

TEST_CASE_FIXTURE(Fixture, "those that met one node") {
  const std::string met = "-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency) ";
  for (const char* start : {"MATCH (a:Agency {id: 16})", "MATCH (a) WHERE id(a) = 16 MATCH (a)"}) {
    for (const char* rest : {"WHERE b.id <> a.id RETURN b, count(*) AS n ORDER BY n DESC, b.id",
                             "RETURN b.id, count(*) AS n ORDER BY n DESC, b.id LIMIT 12",
                             "RETURN b, count(*) AS n ORDER BY n DESC, b.id LIMIT 12",
                             "WITH b, count(*) AS n WHERE n >= 2 RETURN b.id, n ORDER BY n, b.id",
                             "RETURN b.group, count(*) AS n ORDER BY n DESC, b.group",
                             "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, b.id LIMIT 12"}) {
      check(start + met + rest);
    }
  }
  // The same number twice: rows of two nodes are put together.
  session.run("MATCH (a:Agency {id: 17}) SET a.id = 16");
  check("MATCH (a:Agency {id: 16})" + met +
        "WHERE b.id <> a.id RETURN b, count(*) AS n ORDER BY n DESC, b.id LIMIT 20");
  check("MATCH (a:Agency {id: 16})" + met + "RETURN b.id, count(*) AS n ORDER BY n DESC, b.id");
  session.run("MATCH (b:Agency) WHERE b.id > 280 SET b.id = 280");
  check("MATCH (a:Agency {id: 11})" + met + "RETURN b.id, count(*) AS n ORDER BY n DESC, b.id");
}

TEST_CASE_FIXTURE(Fixture, "a relationship walked is left out, one beside it is not") {
  session.run(
      "MATCH (a:Agency)-[:ATTENDED]->(c:Conference) WHERE (a.id + c.id) % 4 = 0 "
      "CREATE (a)-[:ATTENDED]->(c), (c)-[:HOSTED]->(a), (c)-[:ATTENDED]->(a)");
  const std::string rest = "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 60";
  for (const char* pairs :
       {"MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency) ",
        "MATCH (a:Agency)<-[:ATTENDED]-(c:Conference)-[:ATTENDED]->(b:Agency) ",
        "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)-[:ATTENDED]->(b:Agency) ",
        "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED|HOSTED]-(b:Agency) ",
        "MATCH (a:Agency)<-[:ATTENDED|HOSTED]-(c:Conference)-[:ATTENDED]->(b:Agency) ",
        "MATCH (a:Agency)-[:ATTENDED]-(c:Conference)<-[:ATTENDED]-(b:Agency) ",
        "MATCH (a:Agency)-[r:ATTENDED]->(c), (c)<-[:ATTENDED]-(b:Agency) "}) {
    check(pairs + rest);
  }
}
