// Whatever parses also binds, plans and is optimized, or is refused with an error at compile time.
#include <memory>

#include "bind/binder.h"
#include "fuzz_target.h"
#include "liaison/engine/database.h"
#include "liaison/query/error.h"
#include "optimize/optimizer.h"
#include "parse/parser.h"
#include "plan/plan_printer.h"
#include "plan/planner.h"

using namespace liaison;
using liaison::test::fuzz_check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Database> database = Database::open_in_memory();
  static const query::BinderEnvironment environment{
      query::FunctionLookup::standard(), {&query::ProcedureRegistry::builtin()}, nullptr, "neo4j"};
  const std::string_view text = test::text_of_input(data, size);
  try {
    auto statement =
        std::make_shared<const query::BoundStatement>(query::bind(query::parse(text), environment));
    if (!std::holds_alternative<query::BoundQuery>(statement->body)) return 0;
    const Transaction transaction = database->begin(TransactionMode::Read);
    query::LogicalPlan plan = query::plan_statement(std::move(statement));
    query::optimize(plan, transaction.reader().catalog(), {});
    query::view_of(plan, {});
  } catch (const QueryError& error) {
    fuzz_check(!error.detail().empty(), "an error has a detail");
    if (error.span()) {
      fuzz_check(error.span()->begin <= error.span()->end && error.span()->end <= size,
                 "an error lies in the text");
    }
    query::format_error(error, text);
  }
  return 0;
}
