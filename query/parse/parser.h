// The front door of parsing: query text in, syntax tree out.
//
// Recursive descent with precedence climbing. Two decisions would need unbounded lookahead - is a
// parenthesis a pattern or an expression, is a bracket a list or a comprehension - and both are
// taken from the tokens alone before anything is built: brackets know their partners
// (see lexer.h), so a whole bracketed part is stepped over at once. Nothing is ever parsed twice,
// and time is linear in the text.
//
// Thread-safety: parse() is a pure function.
#pragma once

#include <cstddef>
#include <string_view>

#include "ast/query.h"

namespace liaison::query {

// Bounds on what one text may ask for; beyond them parse() throws detail LimitExceeded. Together
// nesting and height bound the stack that any recursive walk over the tree needs.
struct ParseLimits {
  std::size_t text_bytes_max = 1 << 20;
  // Brackets, subqueries and the like inside each other.
  std::size_t nesting_max = 256;
  // Expression nodes above each other, which also counts `a + b + c ..` (one more each). AND, OR,
  // XOR, lists and UNION are flat and need none.
  std::size_t tree_height_max = 1000;
  std::size_t nodes_max = 100'000;
  // Clauses after each other in one query: a plan is as deep as it has clauses.
  static constexpr std::size_t kClausesMax = 500;
  // Branches of WHEN .. THEN .. as a query: each becomes a part of the plan.
  static constexpr std::size_t kBranchesMax = 500;
  // Nodes, relationships and groups in one MATCH: choosing their order costs the square of it.
  static constexpr std::size_t kMatchElementsMax = 1000;
};

// Parses one statement, with an optional semicolon at its end.
// Throws: QueryError of kind SyntaxError, phase CompileTime, with the position of the first fault.
ast::Statement parse(std::string_view text, const ParseLimits& limits = {});
// Parses a text that is one expression. Throws as parse() does.
ast::ExpressionPtr parse_expression(std::string_view text, const ParseLimits& limits = {});

}  // namespace liaison::query
