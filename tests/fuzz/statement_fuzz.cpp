// Any text as a statement over a small graph, within limits of time and memory: rows or an error of
// the engine, never anything else. It runs in a transaction that is thrown away, so that every
// input meets the same graph.
#include <memory>

#include "fuzz_target.h"
#include "liaison/engine/database.h"
#include "liaison/query/session.h"

using namespace liaison;

namespace {
std::unique_ptr<Database> make_graph() {
  auto database = Database::open_in_memory();
  query::Session session(*database);
  session.run(
      "CREATE (a:A {i: 1, s: 'x'})-[:R {w: 1}]->(b:B {i: 2, l: [1, 2]})-[:S]->(c:A:B {f: 1.5}), "
      "(b)-[:R]->(a), (c)-[:R]->(c), (:C {d: date('2020-02-29')})");
  session.run("CREATE INDEX FOR (n:A) ON (n.i)");
  return database;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Database> database = make_graph();
  static query::Session session(*database);
  try {
    Transaction transaction = database->begin(TransactionMode::Write);
    query::RunOptions options;
    options.timeout_ms = 200;
    options.memory_max_bytes = 64 << 20;
    query::Result result = session.run(
        transaction, test::text_of_input(data, size),
        {{"p", Value(1)}, {"q", Value("x")}, {"list", Value(ValueList{1, 2})}}, options);
    for (int chunks = 0; chunks < 8 && result.next_chunk(); ++chunks) {
    }
  } catch (const Error&) {
  }
  return 0;
}
