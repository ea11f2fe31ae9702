// Queries: their parts joined by UNION and NEXT, conditional ones, and what may follow what in
// them.
#include "parse/habits.h"
#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

template <typename Node>
bool is(const ast::Clause& clause) {
  return std::holds_alternative<Node>(clause.node);
}

bool begins_clause(Keyword keyword) {
  switch (keyword) {
    case Keyword::Call:
    case Keyword::Create:
    case Keyword::Delete:
    case Keyword::Detach:
    case Keyword::Filter:
    case Keyword::Finish:
    case Keyword::For:
    case Keyword::Foreach:
    case Keyword::Insert:
    case Keyword::Let:
    case Keyword::Load:
    case Keyword::Match:
    case Keyword::Merge:
    case Keyword::Nodetach:
    case Keyword::Optional:
    case Keyword::Remove:
    case Keyword::Return:
    case Keyword::Set:
    case Keyword::Unwind:
    case Keyword::With:
      return true;
    default:
      return false;
  }
}

}  // namespace

// Queries joined by NEXT become one: what a RETURN before NEXT gives goes on as WITH, a UNION as a
// part of its own.
ast::Query Parser::parse_query(const QueryForm& form) {
  const Nesting nesting(*this);
  const std::size_t first = position_;
  ast::Query query = parse_union(form);
  if (at(Keyword::Next)) {
    ast::SingleQuery whole;
    for (;;) {
      const bool goes_on = at(Keyword::Next);
      add_part(std::move(query), goes_on, whole);
      if (!goes_on) break;
      ++position_;
      if (at_query_end() && !at(Keyword::When)) unexpected("a query after NEXT");
      query = parse_union(form);
    }
    whole.span = span_since(first);
    query = {};
    query.parts.push_back(std::move(whole));
    query.span = query.parts[0].span;
  }
  if (query.parts.size() == 1 && query.parts[0].clauses.size() == 1 && !form.nested) {
    auto* call = std::get_if<ast::CallProcedure>(&query.parts[0].clauses[0].node);
    if (call != nullptr) call->standalone = true;
  }
  check_calls(query);
  return query;
}

void Parser::add_part(ast::Query part, bool goes_on, ast::SingleQuery& whole) const {
  // Braces around the whole part say nothing more.
  while (part.parts.size() == 1 && part.parts[0].clauses.size() == 1) {
    auto* braced = std::get_if<ast::QueryPart>(&part.parts[0].clauses[0].node);
    if (braced == nullptr || braced->branches[0].condition) break;
    ast::Query inner = std::move(*braced->branches[0].query);
    part = std::move(inner);
  }
  if (part.parts.size() > 1) {
    check_calls(part);
    const SourceSpan span = part.span;
    ast::QueryPart node;
    node.takes_table = !whole.clauses.empty();
    if (node.takes_table) {
      for (ast::SingleQuery& arm : part.parts) {
        arm.clauses.insert(arm.clauses.begin(), ast::Clause{arm.span, ast::TableRows{}});
      }
    }
    node.branches.push_back({nullptr, std::make_unique<ast::Query>(std::move(part))});
    whole.clauses.push_back({span, std::move(node)});
    return;
  }
  std::vector<ast::Clause>& clauses = part.parts[0].clauses;
  if (goes_on && is<ast::Return>(clauses.back())) {
    turn_return_into_with(clauses.back());
  } else if (goes_on && !is<ast::QueryPart>(clauses.back())) {
    fail_here("InvalidClauseComposition",
              "The query before NEXT passes nothing on; end it with RETURN.");
  }
  for (ast::Clause& clause : clauses) whole.clauses.push_back(std::move(clause));
  if (whole.clauses.size() > ParseLimits::kClausesMax) fail_clauses();
}

void Parser::fail_clauses() const {
  fail_limit("The query has more than " + std::to_string(ParseLimits::kClausesMax) +
             " clauses here; split it into several statements.");
}

// What a procedure call inside of a query must say.
void Parser::check_calls(const ast::Query& query) const {
  for (const ast::SingleQuery& part : query.parts) {
    for (const ast::Clause& clause : part.clauses) {
      const auto* call = std::get_if<ast::CallProcedure>(&clause.node);
      if (call == nullptr || call->standalone) continue;
      if (call->yield_star) {
        fail("UnexpectedSyntax",
             "YIELD * is for a procedure call that stands alone; name the columns you need.",
             clause.span);
      }
      if (!call->arguments) {
        fail("InvalidArgumentPassingMode",
             "A procedure called within a query needs its arguments in parentheses.", clause.span);
      }
    }
  }
}

ast::Query Parser::parse_union(const QueryForm& form) {
  const std::size_t first = position_;
  ast::Query query;
  query.parts.push_back(parse_single_query(form));
  while (at(Keyword::Union)) {
    const SourceSpan joint = span_of(token());
    ++position_;
    const auto kind = take(Keyword::All) ? ast::UnionKind::All : ast::UnionKind::Distinct;
    take(Keyword::Distinct);
    if (query.parts.size() > 1 && kind != query.union_kind) {
      fail("InvalidClauseComposition",
           "UNION and UNION ALL cannot be mixed in one query; put one of them into CALL { .. }.",
           joint);
    }
    query.union_kind = kind;
    query.parts.push_back(parse_single_query(form));
  }
  query.span = span_since(first);
  return query;
}

// A pattern, not a clause: `(..`, `p = (..`, or a path search.
bool Parser::at_bare_pattern() const {
  if (at(TokenKind::LeftParen)) return true;
  if (!at_name() || begins_clause(token().keyword)) return false;
  if (at(TokenKind::Equal, 1)) return true;
  switch (token().keyword) {
    case Keyword::All:
    case Keyword::AllShortestPaths:
    case Keyword::Any:
    case Keyword::Shortest:
    case Keyword::ShortestPath:
    case Keyword::Acyclic:
    case Keyword::Simple:
    case Keyword::Trail:
    case Keyword::Walk:
      return true;
    default:
      return false;
  }
}

ast::QueryPtr Parser::parse_braced_query(const QueryForm& form) {
  const Scoped patterns(patterns_allowed_, false);
  const Scoped bar(bar_ends_, false);
  expect(TokenKind::LeftBrace, "`{`");
  auto query = std::make_unique<ast::Query>();
  if (form.return_optional && at_bare_pattern()) {
    const Nesting nesting(*this);
    const std::size_t first = position_;
    ast::Match match;
    match.patterns = parse_pattern_list(PatternContext::Match);
    if (take(Keyword::Where)) match.where = parse_condition();
    count_node();
    ast::SingleQuery part;
    part.span = span_since(first);
    part.clauses.push_back({part.span, std::move(match)});
    query->span = part.span;
    query->parts.push_back(std::move(part));
    query->implicit_match = true;
  } else {
    *query = parse_query(form);
  }
  if (!take(TokenKind::RightBrace)) unexpected_clause("a clause or `}`");
  return query;
}

bool Parser::at_query_end() const {
  return at(TokenKind::End) || at(TokenKind::Semicolon) || at(TokenKind::RightBrace) ||
         at(Keyword::Union) || at(Keyword::Next) || at(Keyword::When) || at(Keyword::Else);
}

ast::SingleQuery Parser::parse_single_query(const QueryForm& form) {
  const std::size_t first = position_;
  ast::SingleQuery query;
  if (at(Keyword::When) || at(TokenKind::LeftBrace)) {
    ast::QueryPart part = parse_query_part(form);
    query.span = span_since(first);
    query.clauses.push_back({query.span, std::move(part)});
    if (!at_query_end()) {
      unexpected_clause("UNION, NEXT or the end of the query");
    }
    return query;
  }
  if (at_query_end()) unexpected("a clause such as MATCH or RETURN");
  query.clauses.reserve(4);
  while (!at_query_end()) {
    check_follows(query.clauses);
    if (query.clauses.size() >= ParseLimits::kClausesMax) fail_clauses();
    ast::Clause clause = parse_clause();
    if (read_only_ && ast::is_updating(clause)) {
      fail("InvalidClauseComposition",
           "EXISTS, COUNT and COLLECT only read; move the change out of the braces.", clause.span);
    }
    query.clauses.push_back(std::move(clause));
  }
  check_last(query.clauses, form);
  query.span = span_since(first);
  return query;
}

// `{ query }`, or WHEN condition THEN query .. ELSE query, where braces may be left out.
ast::QueryPart Parser::parse_query_part(const QueryForm& form) {
  const Nesting nesting(*this);
  count_node();
  QueryForm inner = form;
  inner.nested = true;
  inner.return_optional = false;
  const auto parse_body = [&] {
    if (at(TokenKind::LeftBrace)) return parse_braced_query(inner);
    auto query = std::make_unique<ast::Query>();
    const std::size_t first = position_;
    query->parts.push_back(parse_single_query(inner));
    query->span = span_since(first);
    check_calls(*query);
    return query;
  };
  ast::QueryPart part;
  if (!at(Keyword::When)) {
    part.branches.push_back({nullptr, parse_body()});
    return part;
  }
  while (take(Keyword::When)) {
    ast::QueryBranch branch;
    branch.condition = parse_condition();
    expect(Keyword::Then);
    branch.query = parse_body();
    part.branches.push_back(std::move(branch));
    count_node();
    if (part.branches.size() > ParseLimits::kBranchesMax) {
      fail_limit("WHEN has more than " + std::to_string(ParseLimits::kBranchesMax) +
                 " branches here; look the value up in a list or map instead.");
    }
  }
  if (take(Keyword::Else)) part.branches.push_back({nullptr, parse_body()});
  return part;
}

// Whether another clause may follow the last one.
void Parser::check_follows(const std::vector<ast::Clause>& clauses) const {
  if (clauses.empty()) return;
  const bool returned = is<ast::Return>(clauses.back());
  if (!returned && !is<ast::Finish>(clauses.back())) return;
  const std::string last = returned ? "RETURN" : "FINISH";
  if (returned && at(Keyword::Where)) {
    fail_here("UnexpectedSyntax",
              "Unexpected `WHERE` after RETURN; filter with WITH .. WHERE before it.");
  }
  if (returned && (at(Keyword::Skip) || at(Keyword::Offset) || at(Keyword::Order))) {
    fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) +
                                      "; the order is ORDER BY, SKIP, LIMIT, each at most once.");
  }
  if (begins_clause(token().keyword)) {
    fail_here("InvalidClauseComposition",
              "Unexpected " + shown(token()) + "; " + last +
                  " ends a query. Use WITH to pass results on to further clauses.");
  }
  fail_for_habit();
  const bool after_value = returned && at(Keyword::Unknown) && at(TokenKind::Word) &&
                           !suggest_clause() && !habit_hint(text_of(token()));
  if (after_value) {
    fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) +
                                      "; a name for the column before it is given with AS, "
                                      "as in `.. AS " +
                                      std::string(text_of(token())) + "`.");
  }
  unexpected_clause("the end of the query");
}

void Parser::check_last(const std::vector<ast::Clause>& clauses, const QueryForm& form) const {
  const ast::Clause& last = clauses.back();
  // As it was written: ORDER BY, LET and FOR arrive as other clauses.
  std::string name;
  if (is<ast::Match>(last) || is<ast::Unwind>(last) || is<ast::With>(last) ||
      is<ast::LoadCsv>(last) || is<ast::Use>(last)) {
    const std::string_view text = text_.substr(last.span.begin);
    for (const char c : text.substr(0, text.find_first_of(" \t\r\n([{/"))) {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    if (name == "OPTIONAL") name = "OPTIONAL MATCH";
    if (name == "LOAD") name = "LOAD CSV";
    if (name == "ORDER") name = "ORDER BY";
  }
  const bool returns = is<ast::Return>(last) || is<ast::QueryPart>(last);
  if (form.name == keyword_text(Keyword::Collect) && !returns) {
    fail("InvalidClauseComposition", "COLLECT { } needs a RETURN with one column at its end.",
         last.span);
  }
  if (name.empty()) return;
  const bool lenient = form.return_optional && (is<ast::Match>(last) || is<ast::Unwind>(last));
  if (lenient) return;
  fail("InvalidClauseComposition",
       "A query cannot end with " + name +
           "; add RETURN for results, or a clause that changes the graph.",
       last.span);
}

// `RETURN .. NEXT`: the columns go on as variables of the same names.
void Parser::turn_return_into_with(ast::Clause& clause) const {
  ast::With with;
  with.projection = std::move(std::get<ast::Return>(clause.node).projection);
  for (ast::ProjectionItem& item : with.projection.items) {
    if (!item.alias) item.alias = ast::Name{item.column_name(), item.span};
  }
  clause.node = std::move(with);
}

}  // namespace liaison::query
