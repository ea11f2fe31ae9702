#include "micro/graph_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>

namespace liaison::bench {
namespace {

std::string temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "liaison-bench-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  return name;
}

// Owns the folder: removed after the database in it is closed.
struct Graph {
  std::string folder = temporary_folder();
  std::unique_ptr<Database> database = Database::open(folder);
  std::unique_ptr<query::Session> session = std::make_unique<query::Session>(*database);

  Graph() {
    session->run("CREATE INDEX FOR (a:Agency) ON (a.id)");
    session->run("UNWIND range(1, $n) AS i CREATE (:Agency {id: i, name: 'Agency ' + i})",
                 {{"n", kAgencies}});
    session->run("UNWIND range(1, $n) AS i CREATE (:Conference {id: i, year: 1990 + i % 35})",
                 {{"n", kConferences}});
    session->run("CREATE INDEX FOR (c:Conference) ON (c.id)");
    std::mt19937 random(7);
    ValueList pairs;
    for (int i = 0; i < kAttendances; ++i) {
      // Squaring makes some agencies far busier than others, as in life.
      const double u = std::uniform_real_distribution<>(0, 1)(random);
      pairs.push_back(
          ValueMap{{"a", 1 + static_cast<int>(u * u * (kAgencies - 1))},
                   {"c", 1 + static_cast<int>(random() % static_cast<unsigned>(kConferences))}});
    }
    session->run(
        "UNWIND $pairs AS p MATCH (a:Agency {id: p.a}), (c:Conference {id: p.c}) "
        "CREATE (a)-[:ATTENDED {role: 'participant'}]->(c)",
        {{"pairs", pairs}});
  }
  ~Graph() {
    session.reset();
    database.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

Graph& graph() {
  static Graph graph;
  return graph;
}

}  // namespace

query::Session& graph_session() {
  return *graph().session;
}

Database& graph_database() {
  return *graph().database;
}

}  // namespace liaison::bench
