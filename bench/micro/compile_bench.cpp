// What a statement costs before it runs: a typical one of ten lines, cold and from the plan cache;
// and, cold, one that looks up a key, one that writes, and a longer one.
#include <benchmark/benchmark.h>

#include "bind/binder.h"
#include "exec/physical_planner.h"
#include "micro/graph_fixture.h"
#include "optimize/optimizer.h"
#include "parse/parser.h"
#include "plan/planner.h"

namespace liaison::bench {
namespace {

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

std::string look_up(std::uint64_t id) {
  return "MATCH (a:Agency {id: " + std::to_string(id) + "}) RETURN a.name AS name, a.id AS id";
}

std::string merge(std::uint64_t year) {
  return "MATCH (a:Agency {id: $a}), (c:Conference {id: $c})\n"
         "MERGE (a)-[r:ATTENDED]->(c)\n"
         "  ON CREATE SET r.role = 'participant', r.since = date('2024-01-01')\n"
         "  ON MATCH SET r.seen = coalesce(r.seen, 0) + 1\n"
         "SET a.touched = true, c.year = " +
         std::to_string(year) +
         "\n"
         "RETURN a.name, c.year, r.role";
}

std::string long_read(std::uint64_t id) {
  return "MATCH (a:Agency)-[:ATTENDED]->(c:Conference)<-[:ATTENDED]-(b:Agency)\n"
         "WHERE a.id = " +
         std::to_string(id) +
         " AND a <> b AND c.year IN [2001, 2002, 2003]\n"
         "OPTIONAL MATCH (b)-[r:ATTENDED]->(d:Conference)\n"
         "WHERE d.year > c.year AND NOT (a)-[:ATTENDED]->(d)\n"
         "WITH a, b, count(DISTINCT c) AS shared, count(d) AS later, min(d.year) AS first\n"
         "OPTIONAL MATCH (b)-[:ATTENDED]->(e:Conference)\n"
         "WITH a, b, shared, later, first, collect(DISTINCT e.year)[0..5] AS years\n"
         "WHERE shared > 1 OR later > 3\n"
         "RETURN a.name AS a, b.name AS b, shared, later, first, years,\n"
         "       toUpper(substring(b.name, 0, 3)) AS code\n"
         "ORDER BY shared DESC, later DESC, b LIMIT 20";
}

// Counts to plan by, and an environment to bind in, as a session has them.
struct Compiler {
  Transaction transaction = graph_database().begin(TransactionMode::Read);
  const Catalog& catalog = transaction.reader().catalog().for_planning();
  query::BinderEnvironment environment;

  Compiler() { environment.procedures.push_back(&query::ProcedureRegistry::builtin()); }

  std::shared_ptr<const query::BoundStatement> bound(const std::string& text) const {
    return std::make_shared<const query::BoundStatement>(bind(query::parse(text), environment));
  }
  query::LogicalPlan planned(const std::string& text) const {
    return query::plan_statement(bound(text));
  }
  query::LogicalPlan optimized(const std::string& text) const {
    query::LogicalPlan plan = planned(text);
    query::optimize(plan, catalog, {});
    return plan;
  }
  std::shared_ptr<const query::ExecutablePlan> executable(const std::string& text) const {
    return query::make_executable(optimized(text));
  }
};

// Times `step` on texts that were never seen before; what it makes is freed again.
template <class Step>
void time_step(benchmark::State& state, Step step, std::string (*text)(std::uint64_t) = ten_lines) {
  const Compiler compiler;
  std::uint64_t n = 10;
  for (auto _ : state) benchmark::DoNotOptimize(step(compiler, text(++n)));
}

// The steps, each with those before it.
void compile_parse(benchmark::State& state) {
  time_step(state, [](const Compiler&, const std::string& text) { return query::parse(text); });
}
BENCHMARK(compile_parse);

void compile_parse_bind(benchmark::State& state) {
  time_step(state, [](const Compiler& to, const std::string& text) { return to.bound(text); });
}
BENCHMARK(compile_parse_bind);

void compile_parse_bind_plan(benchmark::State& state) {
  time_step(state, [](const Compiler& to, const std::string& text) { return to.planned(text); });
}
BENCHMARK(compile_parse_bind_plan);

void compile_parse_bind_plan_optimize(benchmark::State& state) {
  time_step(state, [](const Compiler& to, const std::string& text) { return to.optimized(text); });
}
BENCHMARK(compile_parse_bind_plan_optimize);

// All of them: a text becomes a plan that can run.
void compile_ten_lines(benchmark::State& state) {
  time_step(state, [](const Compiler& to, const std::string& text) { return to.executable(text); });
}
BENCHMARK(compile_ten_lines);

// The same of other statements.
template <std::string (*text)(std::uint64_t)>
void compile(benchmark::State& state) {
  time_step(
      state, [](const Compiler& to, const std::string& query) { return to.executable(query); },
      text);
}
BENCHMARK_TEMPLATE(compile, look_up)->Name("compile_look_up");
BENCHMARK_TEMPLATE(compile, merge)->Name("compile_merge");
BENCHMARK_TEMPLATE(compile, long_read)->Name("compile_long_read");

// The same in a session whose plan cache is full, until the first row could be given: a snapshot
// is taken, the run set up, and each new plan makes an old one go.
void first_run_ten_lines(benchmark::State& state) {
  query::Session& session = graph_session();
  std::uint64_t n = 10;
  for (auto _ : state) {
    const query::Result result = session.run(ten_lines(++n));
    benchmark::DoNotOptimize(result.columns().data());
  }
}
BENCHMARK(first_run_ten_lines);

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
