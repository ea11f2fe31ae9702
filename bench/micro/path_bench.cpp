// Paths, reach and circles in process, on the graph of the fixture.
#include <benchmark/benchmark.h>

#include <string>

#include "micro/graph_fixture.h"

namespace liaison::bench {
namespace {

void run_paths(benchmark::State& state, const std::string& text) {
  query::Session& session = graph_session();
  int id = 1;
  std::int64_t sum = 0;
  for (auto _ : state) {
    id = id % kAgencies + 1;
    query::Result result = session.run(text, {{"id", id}});
    while (const DataChunk* chunk = result.next_chunk()) {
      for (std::size_t row = 0; row < chunk->row_count(); ++row) {
        const Value value = chunk->column(0).get(row);
        if (value.is_integer()) sum += value.as_integer();
      }
    }
  }
  state.counters["value"] =
      benchmark::Counter(static_cast<double>(sum), benchmark::Counter::kAvgIterations);
}

void shortest_length(benchmark::State& state) {
  run_paths(state,
            "MATCH (a:Agency {id: $id}), (b:Agency {id: 1}) "
            "MATCH p = shortestPath((a)-[:ATTENDED*..30]-(b)) RETURN length(p)");
}
BENCHMARK(shortest_length);

void all_shortest_counted(benchmark::State& state) {
  run_paths(state,
            "MATCH (a:Agency {id: $id}), (b:Agency {id: 1}) "
            "MATCH p = allShortestPaths((a)-[:ATTENDED*..30]-(b)) RETURN count(p)");
}
BENCHMARK(all_shortest_counted);

void five_shortest(benchmark::State& state) {
  run_paths(state,
            "MATCH (a:Agency {id: $id}), (b:Agency {id: 1}) "
            "MATCH p = SHORTEST 5 (a)-[:ATTENDED]-+(b) RETURN length(p)");
}
BENCHMARK(five_shortest);

void reach_of_three(benchmark::State& state) {
  run_paths(state, "MATCH (a:Agency {id: $id})-[:ATTENDED*1..3]-(b) RETURN count(DISTINCT b)");
}
BENCHMARK(reach_of_three);

void circles_of_four(benchmark::State& state) {
  run_paths(state,
            "MATCH (a:Agency {id: $id})-[:ATTENDED]->(c)<-[:ATTENDED]-(b)-[:ATTENDED]->(d)"
            "<-[:ATTENDED]-(a) RETURN count(*)");
}
BENCHMARK(circles_of_four);

}  // namespace
}  // namespace liaison::bench
