// Any text parses or is a SyntaxError at a place inside it; parsing twice gives the same tree.
#include <string>

#include "ast/printer.h"
#include "fuzz_target.h"
#include "liaison/query/error.h"
#include "parse/parser.h"

using namespace liaison;
using liaison::test::fuzz_check;

namespace {
std::string printed(const query::ast::Statement& statement) {
  if (const auto* tree = std::get_if<query::ast::Query>(&statement.node)) {
    return query::ast::print(*tree);
  }
  return "";
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = test::text_of_input(data, size);
  try {
    fuzz_check(printed(query::parse(text)) == printed(query::parse(text)), "one tree for one text");
  } catch (const QueryError& error) {
    fuzz_check(error.phase() == ErrorPhase::CompileTime, "parsing happens at compile time");
    fuzz_check(!error.detail().empty(), "an error has a detail");
    if (error.span()) {
      fuzz_check(error.span()->begin <= error.span()->end && error.span()->end <= size,
                 "an error lies in the text");
    }
    query::format_error(error, text);
  }
  return 0;
}
