// Runs queries in several ways and says where answers differ: databases made from a model graph,
// answers as text, comparison as bags or sequences, and a report that a person can replay.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "liaison/engine/database.h"
#include "liaison/query/session.h"
#include "property/graph_model.h"
#include "support/test_database.h"

namespace liaison::property {

// How long a test goes on: LIAISON_PROPERTY_QUERIES queries in all tests together (default 3,600,
// the merge check asks for 24,000), from seed LIAISON_SEED (default: a fixed one for the default
// size, else a new one).
struct Settings {
  int queries = 0;
  std::uint64_t seed = 0;
};
const Settings& settings();

// Rows as texts, in which integral floats look like integers, and lists in columns called "bag.."
// are sorted: collect() promises no order.
struct Answer {
  std::string error;  // empty: rows
  bool is_cancelled = false;
  std::vector<std::string> columns;
  std::vector<std::string> rows;
};
Answer ask(query::Session& session, const std::string& text);
Answer sorted(Answer answer);
bool same_bag(const Answer& a, const Answer& b);
std::string text_of(const Answer& answer);

// A database with the graph in it, and a session on it.
class Store {
 public:
  Store(const GraphModel& graph, test::TestDatabase::Where where, bool with_indexes,
        DatabaseOptions options = {});
  Answer ask(const query::SessionOptions& options, const std::string& text);
  Database& database() { return *database_; }

 private:
  test::TestDatabase database_;
};

// Sees to it that a test stops after a few failures, and counts.
struct Report {
  std::uint64_t seed = 0;
  int queries = 0;
  int valid = 0;
  int nonempty = 0;
  int comparisons = 0;
  int failures = 0;

  void saw(const Answer& answer);
  // Prints and counts. `fails` says what is wrong on a given graph, or nothing: it is asked for
  // smaller graphs until none of them fails.
  void failure(const char* what, const GraphModel& graph,
               const std::function<std::string(const GraphModel&)>& fails);
  bool is_over() const { return failures >= 5; }
  void print(const char* test) const;
};

}  // namespace liaison::property
