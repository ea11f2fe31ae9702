// What client programs ask of a database before they work with it.
#include "procedures/families.h"

namespace liaison::query {
namespace {

const StaticType kString = StaticType::of(ValueKind::String);

void run_components(const ProcedureContext&, std::span<const Value>, const ProcedureSink& sink) {
  const Value row[] = {"Liaison", ValueList{Value(LIAISON_VERSION)}, "community"};
  sink(row);
}

void run_ping(const ProcedureContext&, std::span<const Value>, const ProcedureSink& sink) {
  const Value row[] = {true};
  sink(row);
}

void run_info(const ProcedureContext& context, std::span<const Value>, const ProcedureSink& sink) {
  const std::string name(context.database_name);
  const Value row[] = {name, name};
  sink(row);
}

}  // namespace

std::vector<ProcedureSpec> server_procedures() {
  return {
      {.name = "dbms.components",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"name", kString},
                   {"versions", StaticType::list_of(kString)},
                   {"edition", kString}},
       .doc = "The program that answers, and its version.",
       .example = "CALL dbms.components() YIELD name RETURN name",
       .run = run_components},
      {.name = "db.ping",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"success", StaticType::of(ValueKind::Boolean)}},
       .doc = "True: the database answers.",
       .example = "CALL db.ping() YIELD success RETURN success",
       .run = run_ping},
      {.name = "db.info",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"id", kString}, {"name", kString}},
       .doc = "What the database is called.",
       .example = "CALL db.info() YIELD name RETURN name",
       .run = run_info},
  };
}

}  // namespace liaison::query
