// Durable inserts, one by one and in batches of 1,000, beside the floors on the same folder in the
// same run: a raw append + fdatasync, and the same over bytes that are there already.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "liaison/query/session.h"

namespace liaison::bench {
namespace {

struct Folder {
  std::string path = [] {
    std::string name = (std::filesystem::temp_directory_path() / "liaison-bench-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    return name;
  }();
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

struct Inserts {
  Folder folder;
  std::unique_ptr<Database> database = Database::open(folder.path + "/db");
  query::Session session{*database};
};

void durable_insert(benchmark::State& state) {
  static std::unique_ptr<Inserts> inserts;
  if (state.thread_index() == 0) inserts = std::make_unique<Inserts>();
  std::int64_t i = 0;
  for (auto _ : state) {
    inserts->session.run("CREATE (:Event {n: $n})", {{"n", ++i}});
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) inserts.reset();
}
BENCHMARK(durable_insert)->Threads(1)->UseRealTime();
BENCHMARK(durable_insert)->Threads(16)->UseRealTime();

// Finds a node by its indexed number, and changes it.
void durable_update(benchmark::State& state) {
  constexpr std::int64_t kNodes = 1000;
  Inserts inserts;
  inserts.session.run("CREATE INDEX FOR (e:Event) ON (e.n)");
  inserts.session.run("UNWIND range(0, $last) AS i CREATE (:Event {n: i, seen: 0})",
                      {{"last", kNodes - 1}});
  std::int64_t i = 0;
  for (auto _ : state) {
    inserts.session.run("MATCH (e:Event {n: $n}) SET e.seen = e.seen + 1", {{"n", ++i % kNodes}});
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(durable_update)->UseRealTime();

constexpr std::int64_t kBatchRows = 1000;

void batch_insert(benchmark::State& state) {
  Inserts inserts;
  std::int64_t next = 0;
  for (auto _ : state) {
    state.PauseTiming();
    ValueList rows;
    for (std::int64_t i = 0; i < kBatchRows; ++i) {
      ++next;
      rows.push_back(
          ValueMap{{"id", next}, {"name", "name " + std::to_string(next)}, {"value", next % 1000}});
    }
    query::Parameters parameters{{"rows", std::move(rows)}};
    state.ResumeTiming();
    inserts.session.run("UNWIND $rows AS r CREATE (:Bench {id: r.id, name: r.name, value: 0})",
                        parameters);
  }
  state.SetItemsProcessed(state.iterations() * kBatchRows);
}
BENCHMARK(batch_insert)->UseRealTime();

// The same rows through the engine's own door: what is left is storage.
void batch_insert_by_api(benchmark::State& state) {
  Inserts inserts;
  std::int64_t next = 0;
  for (auto _ : state) {
    auto tx = inserts.database->begin(TransactionMode::Write);
    GraphWriter& writer = tx.writer();
    const LabelId label = writer.label("Bench");
    const PropertyKeyId id = writer.property_key("id");
    const PropertyKeyId name = writer.property_key("name");
    const PropertyKeyId value = writer.property_key("value");
    for (std::int64_t i = 0; i < kBatchRows; ++i) {
      ++next;
      const PropertyEntry properties[] = {
          {id, next}, {name, "name " + std::to_string(next)}, {value, 0}};
      writer.create_node({&label, 1}, properties);
    }
    tx.commit();
  }
  state.SetItemsProcessed(state.iterations() * kBatchRows);
}
BENCHMARK(batch_insert_by_api)->UseRealTime();

void write_and_sync(benchmark::State& state, std::size_t filled_bytes) {
  const Folder folder;
  const int file = open((folder.path + "/log").c_str(), O_CREAT | O_WRONLY, 0600);
  const std::string zeros(filled_bytes, '\0');
  const std::string record(200, 'x');
  bool failed = pwrite(file, zeros.data(), zeros.size(), 0) < 0 || fsync(file) != 0;
  off_t at = 0;
  for (auto _ : state) {
    failed |= pwrite(file, record.data(), record.size(), at) < 0 || fdatasync(file) != 0;
    at += static_cast<off_t>(record.size());
  }
  if (failed) state.SkipWithError("write failed");
  close(file);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(write_and_sync, append, std::size_t{0})->UseRealTime();
BENCHMARK_CAPTURE(write_and_sync, overwrite, std::size_t{64} << 20)->UseRealTime();

}  // namespace
}  // namespace liaison::bench
