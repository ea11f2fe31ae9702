// Opening a database that was closed cleanly, and its first answer. By default a folder made for
// it; LIAISON_BENCH_DATABASE names another one, LIAISON_BENCH_LOOKUP what to ask of it.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "liaison/query/session.h"

namespace liaison::bench {
namespace {

struct Subject {
  std::string path;
  std::string lookup = "MATCH (n:Thing {id: 4321}) RETURN n.name";
  bool is_own = false;

  Subject() {
    if (const char* given = std::getenv("LIAISON_BENCH_LOOKUP")) lookup = given;
    if (const char* given = std::getenv("LIAISON_BENCH_DATABASE")) {
      path = given;
      return;
    }
    is_own = true;
    path = (std::filesystem::temp_directory_path() / "liaison-bench-XXXXXX").string();
    if (!mkdtemp(path.data())) std::abort();
    const auto database = Database::open(path);
    query::Session session(*database);
    session.run("CREATE INDEX FOR (n:Thing) ON (n.id)");
    session.run("UNWIND range(1, 100000) AS i CREATE (:Thing {id: i, name: 'thing ' + i})");
  }
  ~Subject() {
    std::error_code ignored;
    if (is_own) std::filesystem::remove_all(path, ignored);
  }
};

void open_and_look_up(benchmark::State& state) {
  const Subject subject;
  for (auto _ : state) {
    auto database = Database::open(subject.path);
    query::Session session(*database);
    DataChunk chunk;
    benchmark::DoNotOptimize(session.run(subject.lookup).next_chunk());
    state.PauseTiming();  // closing it is not what a client waits for
    database.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(open_and_look_up)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace liaison::bench
