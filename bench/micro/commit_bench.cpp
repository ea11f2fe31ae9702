// Durable single inserts beside the floor they cannot beat: an append and fdatasync on the same
// folder in the same run.
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

void append_and_sync(benchmark::State& state) {
  const Folder folder;
  const int file = open((folder.path + "/log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string record(200, 'x');
  for (auto _ : state) {
    if (write(file, record.data(), record.size()) < 0 || fdatasync(file) != 0) {
      state.SkipWithError("write failed");
      break;
    }
  }
  close(file);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_and_sync)->UseRealTime();

}  // namespace
}  // namespace liaison::bench
