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

}  // namespace
}  // namespace liaison::bench
