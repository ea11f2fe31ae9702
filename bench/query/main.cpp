// Times the queries of .bench files in process, on a database that holds their data set.
//   liaison_query_bench DATABASE PARAMS.json FILE.bench... [--only TEXT] [--seconds S]
//                       [--threads N] [--cache-mib N]
// --cache-mib: budget of the read cache; the engine's default without it. For each query: the first
// run (nothing of it planned or cached), then runs until the time is up with its parameter sets in
// turn; median and 99th percentile of single runs, and CPU time. Exit status 1 when a query fails
// or gives another number of rows than its file says; slow is not an error.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "allocator.h"
#include "liaison/engine/error.h"
#include "query/parameter_sets.h"

namespace liaison::bench {
namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

// What the process has computed so far: hardly disturbed by whatever else the machine does.
double cpu_microseconds() {
  return static_cast<double>(std::clock()) * 1e6 / CLOCKS_PER_SEC;
}

struct Settings {
  std::string database;
  std::string parameters;
  std::vector<std::string> files;
  std::string only;
  double seconds = 1;
  std::size_t threads = 1;
  DatabaseOptions database_options;
};

std::optional<Settings> parse_arguments(int argc, char** argv) {
  Settings settings;
  std::vector<std::string> plain;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto option = [&](const char* name) { return argument == name && i + 1 < argc; };
    if (option("--only")) {
      settings.only = argv[++i];
    } else if (option("--seconds")) {
      settings.seconds = std::stod(argv[++i]);
    } else if (option("--threads")) {
      settings.threads = std::stoul(argv[++i]);
    } else if (option("--cache-mib")) {
      settings.database_options.cache_capacity_bytes = std::stoull(argv[++i]) << 20;
    } else if (argument.starts_with("--")) {
      return std::nullopt;
    } else {
      plain.push_back(argument);
    }
  }
  if (plain.size() < 3) return std::nullopt;
  settings.database = plain[0];
  settings.parameters = plain[1];
  settings.files.assign(plain.begin() + 2, plain.end());
  return settings;
}

struct Timing {
  double first_us = 0;
  double median_us = 0;
  double p99_us = 0;
  double cpu_us = 0;  // mean, of all threads
  std::size_t runs = 0;
  std::size_t rows = 0;
};

std::size_t run_once(query::Session& session, const BenchQuery& query,
                     const query::Parameters& parameters) {
  query::Result result = session.run(query.text, parameters);
  std::size_t rows = 0;
  while (const DataChunk* chunk = result.next_chunk()) rows += chunk->row_count();
  return rows;
}

Timing time_query(query::Session& session, const BenchQuery& query,
                  const std::vector<query::Parameters>& sets, double seconds) {
  Timing timing;
  const auto first = Clock::now();
  timing.rows = run_once(session, query, sets.front());
  timing.first_us = microseconds_since(first);
  // Another round over some of the sets, so that the median is that of a warm database.
  for (std::size_t i = 0; i < std::min<std::size_t>(sets.size(), 50); ++i) {
    run_once(session, query, sets[i]);
  }
  std::vector<double> times;
  const auto begin = Clock::now();
  const double cpu_begin = cpu_microseconds();
  while (times.size() < 3 ||
         (microseconds_since(begin) < seconds * 1e6 && times.size() < 200'000)) {
    const auto run = Clock::now();
    run_once(session, query, sets[times.size() % sets.size()]);
    times.push_back(microseconds_since(run));
  }
  timing.cpu_us = (cpu_microseconds() - cpu_begin) / static_cast<double>(times.size());
  std::sort(times.begin(), times.end());
  timing.runs = times.size();
  timing.median_us = times[times.size() / 2];
  timing.p99_us = times[std::min(times.size() - 1, times.size() * 99 / 100)];
  return timing;
}

std::string duration(double us) {
  char text[32];
  if (us < 1e3) {
    std::snprintf(text, sizeof text, "%.1f us", us);
  } else if (us < 1e6) {
    std::snprintf(text, sizeof text, "%.2f ms", us / 1e3);
  } else {
    std::snprintf(text, sizeof text, "%.2f s", us / 1e6);
  }
  return text;
}

// Whether the query answered, and with the rows it should have.
bool report(query::Session& session, const BenchQuery& query, const ParameterSets& parameters,
            double seconds) {
  try {
    const Timing timing = time_query(session, query, parameters.of(query), seconds);
    std::string verdict;
    if (query.reach_us) {
      char ratio[32];
      std::snprintf(ratio, sizeof ratio, "%.2f", timing.median_us / *query.reach_us);
      verdict = duration(*query.reach_us) + "  x" + ratio;
    }
    std::printf("%-22s %6zu %11s %11s %11s %11s %8zu  %s\n", query.name.c_str(), timing.rows,
                duration(timing.median_us).c_str(), duration(timing.p99_us).c_str(),
                duration(timing.cpu_us).c_str(), duration(timing.first_us).c_str(), timing.runs,
                verdict.c_str());
    if (query.rows && *query.rows != timing.rows) {
      std::printf("%-22s WRONG: %zu rows expected\n", query.name.c_str(), *query.rows);
      return false;
    }
  } catch (const std::exception& error) {
    std::printf("%-22s FAILED: %s\n", query.name.c_str(), error.what());
    return false;
  }
  std::fflush(stdout);
  return true;
}

int run(const Settings& settings) {
  const ParameterSets parameters(settings.parameters);
  const auto opened = Clock::now();
  const auto database = Database::open(settings.database, settings.database_options);
  std::printf("opened in %s\n", duration(microseconds_since(opened)).c_str());
  query::SessionOptions options;
  options.threads = settings.threads;
  query::Session session(*database, options);
  std::printf("%-22s %6s %11s %11s %11s %11s %8s  %s\n", "query", "rows", "median", "p99",
              "CPU mean", "first run", "runs", "reach, ratio");
  bool is_good = true;
  for (const std::string& file : settings.files) {
    for (const BenchQuery& query : read_bench_file(file)) {
      if (query.name.find(settings.only) == std::string::npos) continue;
      is_good = report(session, query, parameters, settings.seconds) && is_good;
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("peak memory %ld MiB\n", usage.ru_maxrss / 1024);
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace liaison::bench

int main(int argc, char** argv) {
  const auto settings = liaison::bench::parse_arguments(argc, argv);
  if (!settings) {
    std::fprintf(stderr,
                 "usage: %s DATABASE PARAMS.json FILE.bench... [--only TEXT] [--seconds S] "
                 "[--threads N] [--cache-mib N]\n",
                 argv[0]);
    return 2;
  }
  // As `liaison serve` does.
  liaison::cli::use_large_pages();
  try {
    return liaison::bench::run(*settings);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}
