// Uses each library once: that it compiles, links and runs is the test.
#include <cstdio>
#include <string>

#include "liaison/boost_graph.h"
#include "liaison/engine/database.h"
#include "liaison/query/session.h"
#include "liaison/version.h"
#ifdef HAS_LOADERS
#include "liaison/loaders/loader.h"
#endif

int main() {
  const auto database = liaison::Database::open_in_memory();
  liaison::query::Session session(*database);
  session.run("CREATE (:Agency {name: $name})-[:MEMBER_OF]->(:Agency)", {{"name", "Bộ Công an"}});
  const auto rows =
      session.run("MATCH (a:Agency)-[:MEMBER_OF]->() WHERE a.name =~ 'B.*' RETURN a.name")
          .all_rows();
  if (rows.size() != 1 || rows[0][0].as_string() != "Bộ Công an") return 1;
  const auto snapshot = database->begin(liaison::TransactionMode::Read);
  const liaison::GraphProjection projection(snapshot.reader(), {});
  if (num_vertices(liaison::ProjectedGraph(projection)) != 2) return 1;
#ifdef HAS_LOADERS
  if (liaison::loaders::loader_formats().empty()) return 1;
#endif
  std::printf("Liaison %s works\n", std::string(liaison::kVersion).c_str());
  return 0;
}
