// Statements in process: what the language costs on top of the store.
#include <benchmark/benchmark.h>

#include <string>

#include "micro/graph_fixture.h"

namespace liaison::bench {
namespace {

// Runs one statement with a parameter that changes from run to run.
void run_statement(benchmark::State& state, const std::string& text, int id_max) {
  query::Session& session = graph_session();
  int id = 0;
  std::size_t rows = 0;
  for (auto _ : state) {
    id = id % id_max + 1;
    query::Result result = session.run(text, {{"id", id}});
    while (const DataChunk* chunk = result.next_chunk()) rows += chunk->row_count();
  }
  state.counters["rows"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kAvgIterations);
}

void null_statement(benchmark::State& state) {
  run_statement(state, "RETURN 1", 1);
}
BENCHMARK(null_statement);

void key_lookup(benchmark::State& state) {
  run_statement(state, "MATCH (a:Agency {id: $id}) RETURN a.name", kAgencies);
}
BENCHMARK(key_lookup);

void one_hop(benchmark::State& state) {
  run_statement(state, "MATCH (a:Agency {id: $id})-[r:ATTENDED]->(c) RETURN c.year, r.role",
                kAgencies);
}
BENCHMARK(one_hop);

void co_attendance_of_one(benchmark::State& state) {
  run_statement(state,
                "MATCH (a:Agency {id: $id})-[:ATTENDED]->(c)<-[:ATTENDED]-(b) "
                "RETURN b.name, count(*) AS shared ORDER BY shared DESC LIMIT 10",
                kAgencies);
}
BENCHMARK(co_attendance_of_one);

void shortest_path(benchmark::State& state) {
  run_statement(state,
                "MATCH (a:Agency {id: $id}), (b:Agency {id: 1}) "
                "MATCH p = shortestPath((a)-[:ATTENDED*]-(b)) RETURN length(p)",
                kAgencies);
}
BENCHMARK(shortest_path);

void scan_with_filter(benchmark::State& state) {
  run_statement(state, "MATCH (c:Conference) WHERE c.year = 1990 + $id % 35 RETURN count(*)",
                kConferences);
}
BENCHMARK(scan_with_filter);

// Operators by themselves: rows come from a list and not from the store.
void group_rows(benchmark::State& state) {
  run_statement(state, "UNWIND range(1, 500000) AS i RETURN i % 100, count(*), avg(i)", 1);
}
BENCHMARK(group_rows)->Unit(benchmark::kMillisecond);

void group_many_keys(benchmark::State& state) {
  run_statement(state,
                "UNWIND range(1, 500000) AS i WITH i / 50 AS a, i % 40 AS b, count(*) AS n "
                "RETURN max(n)",
                1);
}
BENCHMARK(group_many_keys)->Unit(benchmark::kMillisecond);

void top_rows(benchmark::State& state) {
  run_statement(state, "UNWIND range(1, 500000) AS i RETURN i ORDER BY i * 7919 % 500009 LIMIT 20",
                1);
}
BENCHMARK(top_rows)->Unit(benchmark::kMillisecond);

void distinct_rows(benchmark::State& state) {
  run_statement(state, "UNWIND range(1, 500000) AS i WITH DISTINCT i % 5000 AS k RETURN count(*)",
                1);
}
BENCHMARK(distinct_rows)->Unit(benchmark::kMillisecond);

void pairs_of_all(benchmark::State& state) {
  run_statement(state,
                "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) WHERE a.id < b.id "
                "RETURN a.id, b.id, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 20",
                1);
}
BENCHMARK(pairs_of_all)->Unit(benchmark::kMillisecond);

std::string ten_lines(std::uint64_t limit) {
  return "MATCH (a:Agency)-[r:ATTENDED]->(c:Conference)\n"
         "WHERE c.year >= 2000 AND a.name STARTS WITH 'Agency 1'\n"
         "WITH a, count(c) AS meetings, collect(c.year) AS years\n"
         "WHERE meetings > 3\n"
         "OPTIONAL MATCH (a)-[:ATTENDED]->(d:Conference {year: 2010})\n"
         "WITH a, meetings, years, count(d) AS in_2010\n"
         "RETURN a.name AS name, meetings, in_2010,\n"
         "       [y IN years WHERE y < 2005 | y] AS early,\n"
         "       CASE WHEN meetings > 10 THEN 'busy' ELSE 'quiet' END AS kind\n"
         "ORDER BY meetings DESC, name LIMIT " +
         std::to_string(limit);
}

// A statement never seen before, until it is ready to give its first row: lexed, parsed, bound,
// planned, optimised, and a snapshot taken.
void compile_ten_lines(benchmark::State& state) {
  query::Session& session = graph_session();
  std::uint64_t n = 10;
  for (auto _ : state) {
    const query::Result result = session.run(ten_lines(++n));
    benchmark::DoNotOptimize(result.columns().data());
  }
}
BENCHMARK(compile_ten_lines);

// The first half of it: the text alone, without a database.
void parse_and_bind_ten_lines(benchmark::State& state) {
  query::Session& session = graph_session();
  std::uint64_t n = 1'000'000'000;
  for (auto _ : state) benchmark::DoNotOptimize(session.writes(ten_lines(++n)));
}
BENCHMARK(parse_and_bind_ten_lines);

// The same statement again and again: found in the plan cache, ready to give its first row.
void plan_cache_hit(benchmark::State& state) {
  query::Session& session = graph_session();
  const std::string text = ten_lines(10);
  for (auto _ : state) {
    const query::Result result = session.run(text);
    benchmark::DoNotOptimize(result.columns().data());
  }
}
BENCHMARK(plan_cache_hit);

// Only the look-up in it.
void plan_cache_look_up(benchmark::State& state) {
  query::Session& session = graph_session();
  const std::string text = ten_lines(10);
  for (auto _ : state) benchmark::DoNotOptimize(session.writes(text));
}
BENCHMARK(plan_cache_look_up);

}  // namespace
}  // namespace liaison::bench
