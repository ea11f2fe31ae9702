#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <tuple>

#include "optimize/optimizer.h"
#include "property/harness.h"
#include "property/query_generator.h"

namespace liaison::property {
namespace {

using Where = test::TestDatabase::Where;

// What the read cache takes in, and holds.
enum class Cache { Default, Off, AtOnce, OneChunk };

DatabaseOptions options_of(Cache cache) {
  DatabaseOptions options;
  if (cache == Cache::Off) options.cache_capacity_bytes = 0;
  if (cache == Cache::OneChunk) options.cache_capacity_bytes = 1;
  if (cache == Cache::AtOnce || cache == Cache::OneChunk) options.cache_touches = 1;
  return options;
}

// A way to run a query that must not change its answer.
struct Way {
  std::string name;
  query::SessionOptions options;
  Where where = Where::Memory;
  bool with_indexes = false;
  bool runs_twice = false;
  Cache cache = Cache::Default;
};

Store store_for(const Way& way, const GraphModel& graph) {
  return {graph, way.where, way.with_indexes, options_of(way.cache)};
}

// The stores of one graph, each made when it is first wanted.
class Stores {
 public:
  explicit Stores(const GraphModel& graph) : graph_(graph) {}
  Store& of(const Way& way) {
    std::optional<Store>& store = stores_[{way.where, way.with_indexes, way.cache}];
    if (!store) store.emplace(store_for(way, graph_));
    return *store;
  }

 private:
  const GraphModel& graph_;
  std::map<std::tuple<Where, bool, Cache>, std::optional<Store>> stores_;
};

std::vector<Way> all_ways() {
  std::vector<Way> ways;
  const auto add = [&](std::string name) -> Way& {
    ways.emplace_back().name = std::move(name);
    return ways.back();
  };
  add("all rules off").options.disabled_rules = query::optimizer_rule_names();
  for (const std::string& rule : query::optimizer_rule_names()) {
    add("without rule " + rule).options.disabled_rules = {rule};
  }
  for (const std::size_t rows : {1, 3}) {
    add("chunks of " + std::to_string(rows)).options.chunk_rows = rows;
  }
  Way& both = add("chunks of 3, all rules off");
  both.options.chunk_rows = 3;
  both.options.disabled_rules = query::optimizer_rule_names();
  for (const std::size_t rows : {1, 3}) {
    Way& threads = add("four threads, chunks of " + std::to_string(rows));
    threads.options.threads = 4;
    threads.options.parallel_after_us = 0;
    threads.options.chunk_rows = rows;
  }
  add("plan cache, second run").runs_twice = true;
  add("with indexes").with_indexes = true;
  Way& index_chunks = add("with indexes, chunks of 1");
  index_chunks.with_indexes = true;
  index_chunks.options.chunk_rows = 1;
  add("in a folder").where = Where::Folder;
  add("read cache off").cache = Cache::Off;
  add("read cache of one chunk").cache = Cache::OneChunk;
  for (const std::size_t threads : {1, 4}) {
    Way& cached = add("all in the read cache, threads: " + std::to_string(threads));
    cached.cache = Cache::AtOnce;
    cached.with_indexes = true;
    cached.options.threads = threads;
    cached.options.parallel_after_us = 0;
    cached.options.chunk_rows = threads == 1 ? kChunkCapacity : 3;
  }
  for (Way& way : ways) way.options.plan_cache = way.runs_twice;
  return ways;
}

Answer ask(Store& store, const Way& way, const std::string& text) {
  query::Session session(store.database(), way.options);
  if (way.runs_twice) property::ask(session, text);
  return property::ask(session, text);
}

bool agree(const GeneratedQuery& query, const Answer& a, const Answer& b) {
  if (!same_bag(a, b)) return false;
  return !query.is_ordered || a.is_cancelled || b.is_cancelled || a.rows == b.rows;
}

const Way& plain() {
  static const Way way = [] {
    Way made;
    made.name = "plain";
    made.options.plan_cache = false;
    made.options.threads = 1;
    return made;
  }();
  return way;
}

TEST_CASE("answers do not depend on rules, chunks, threads, caches, indexes or store") {
  Report report;
  report.seed = settings().seed;
  Random random(report.seed);
  const std::vector<Way> ways = all_ways();
  const int queries = settings().queries / 3;
  while (report.queries < queries && !report.is_over()) {
    const GraphModel graph = random_graph(random);
    Stores stores(graph);
    // A folder costs some milliseconds, so not every graph goes to one.
    const bool has_folder = random.chance(20);
    for (int i = 0; i < 30 && !report.is_over(); ++i) {
      const GeneratedQuery query = QueryGenerator(random).query();
      const Answer expected = ask(stores.of(plain()), plain(), query.text);
      report.saw(expected);
      if (expected.is_cancelled || expected.rows.size() > 5000) continue;
      for (const Way& way : ways) {
        if (way.where == Where::Folder && !has_folder) continue;
        ++report.comparisons;
        if (agree(query, expected, ask(stores.of(way), way, query.text))) continue;
        report.failure(way.name.c_str(), graph, [&](const GraphModel& smaller) -> std::string {
          Store one = store_for(plain(), smaller);
          Store other = store_for(way, smaller);
          const Answer wanted = ask(one, plain(), query.text);
          const Answer found = ask(other, way, query.text);
          if (agree(query, wanted, found)) return "";
          return query.text + "\nplain" + text_of(query.is_ordered ? wanted : sorted(wanted)) +
                 way.name + text_of(query.is_ordered ? found : sorted(found));
        });
        break;
      }
    }
  }
  report.print("differential");
  CHECK(report.failures == 0);
  CHECK(report.valid * 10 > report.queries * 9);
}

}  // namespace
}  // namespace liaison::property
