// Queries, and the clauses that read and project.
#include "parse/literal.h"
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

ast::Query Parser::parse_query(const QueryForm& form) {
  const Nesting nesting(*this);
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
    if (at(Keyword::Next)) {
      fail_here("InvalidClauseComposition",
                "NEXT cannot follow UNION directly; put the UNION into CALL { .. }.");
    }
  }
  if (query.parts.size() == 1 && query.parts[0].clauses.size() == 1 && !form.nested) {
    auto* call = std::get_if<ast::CallProcedure>(&query.parts[0].clauses[0].node);
    if (call != nullptr) call->standalone = true;
  }
  query.span = span_since(first);
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
         at(Keyword::Union);
}

ast::SingleQuery Parser::parse_single_query(const QueryForm& form) {
  const std::size_t first = position_;
  ast::SingleQuery query;
  if (at_query_end()) unexpected("a clause such as MATCH or RETURN");
  while (!at_query_end()) {
    if (at(Keyword::Next) && !query.clauses.empty() && is<ast::Return>(query.clauses.back())) {
      ++position_;
      turn_return_into_with(query.clauses.back());
      if (at_query_end()) unexpected("a clause after NEXT");
      continue;
    }
    check_follows(query.clauses);
    if (query.clauses.size() >= ParseLimits::kClausesMax) {
      fail_limit("The query has more than " + std::to_string(ParseLimits::kClausesMax) +
                 " clauses here; split it into several statements.");
    }
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
  unexpected_clause("the end of the query");
}

void Parser::check_last(const std::vector<ast::Clause>& clauses, const QueryForm& form) const {
  const ast::Clause& last = clauses.back();
  const char* name = nullptr;
  if (is<ast::Match>(last)) name = "MATCH";
  if (is<ast::Unwind>(last)) name = "UNWIND";
  if (is<ast::With>(last)) name = "WITH";
  if (is<ast::LoadCsv>(last)) name = "LOAD CSV";
  if (is<ast::Use>(last)) name = "USE";
  if (form.name == keyword_text(Keyword::Collect) && !is<ast::Return>(last)) {
    fail("InvalidClauseComposition", "COLLECT { } needs a RETURN with one column at its end.",
         last.span);
  }
  if (name == nullptr) return;
  const bool lenient = form.return_optional && (is<ast::Match>(last) || is<ast::Unwind>(last));
  if (lenient) return;
  fail("InvalidClauseComposition",
       std::string("A query cannot end with ") + name +
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

ast::Clause Parser::parse_clause() {
  const std::size_t first = position_;
  count_node();
  ast::ClauseNode node = parse_clause_node();
  return {span_since(first), std::move(node)};
}

ast::ClauseNode Parser::parse_clause_node() {
  switch (token().keyword) {
    case Keyword::Match:
      return parse_match(false);
    case Keyword::Optional:
      ++position_;
      if (at(Keyword::Call)) return parse_call(true);
      if (!at(Keyword::Match)) expect(Keyword::Match);
      return parse_match(true);
    case Keyword::Unwind:
      return parse_unwind();
    case Keyword::With:
      return parse_with();
    case Keyword::Return: {
      ++position_;
      return ast::Return{parse_projection(false)};
    }
    case Keyword::Create:
    case Keyword::Insert:
      return parse_create();
    case Keyword::Merge:
      return parse_merge();
    case Keyword::Set:
      return parse_set();
    case Keyword::Remove:
      return parse_remove();
    case Keyword::Delete:
    case Keyword::Detach:
    case Keyword::Nodetach:
      return parse_delete();
    case Keyword::Foreach:
      return parse_foreach();
    case Keyword::Call:
      return parse_call(false);
    case Keyword::Load:
      return parse_load_csv();
    case Keyword::Finish:
      ++position_;
      return ast::Finish{};
    case Keyword::Use:
      ++position_;
      return ast::Use{parse_dotted_name("the name of a graph")};
    case Keyword::Let:
      return parse_let();
    case Keyword::Filter:
      return parse_filter();
    case Keyword::For:
      return parse_for();
    case Keyword::Order:
    case Keyword::Skip:
    case Keyword::Offset:
    case Keyword::Limit:
      return parse_order_clause();
    default:
      unexpected_clause(position_ == 0 ? "a clause such as MATCH, RETURN or CREATE"
                                       : "a clause or the end of the query");
  }
}

ast::Match Parser::parse_match(bool optional) {
  expect(Keyword::Match);
  ast::Match match;
  match.optional = optional;
  const auto mode_words = [this](std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (at_word(word, 1)) return true;
    }
    return false;
  };
  if (at(Keyword::Different) && mode_words({"RELATIONSHIPS", "RELATIONSHIP", "EDGES", "EDGE"})) {
    match.mode = ast::MatchMode::DifferentRelationships;
    position_ += 2;
  } else if (at(Keyword::Repeatable) && mode_words({"ELEMENTS", "ELEMENT"})) {
    match.mode = ast::MatchMode::RepeatableElements;
    position_ += 2;
  }
  if (match.mode != ast::MatchMode::Default && take_word("BINDINGS")) {
  }
  match.patterns = parse_pattern_list(PatternContext::Match);
  while (at(Keyword::Using)) match.hints.push_back(parse_hint());
  if (take(Keyword::Where)) match.where = parse_condition();
  return match;
}

ast::PlannerHint Parser::parse_hint() {
  const std::size_t first = position_;
  expect(Keyword::Using);
  ast::PlannerHint hint{ast::PlannerHint::Kind::Index, {}, std::nullopt, {}, {}};
  if (take(Keyword::Join)) {
    hint.kind = ast::PlannerHint::Kind::Join;
    expect(Keyword::On);
    do {
      hint.variables.push_back(expect_name("a variable"));
    } while (take(TokenKind::Comma));
  } else {
    if (take(Keyword::Scan)) {
      hint.kind = ast::PlannerHint::Kind::Scan;
    } else {
      if (at_word("RANGE") || at_word("TEXT") || at_word("POINT")) ++position_;
      expect(Keyword::Index);
      take_word("SEEK");
    }
    hint.variables.push_back(expect_name("a variable"));
    expect(TokenKind::Colon, "`:` and a label");
    hint.label = expect_name("a label");
    if (hint.kind == ast::PlannerHint::Kind::Index) {
      expect(TokenKind::LeftParen, "`(` and property names");
      do {
        hint.keys.push_back(expect_name("a property name"));
      } while (take(TokenKind::Comma));
      expect(TokenKind::RightParen, "`)`");
    }
  }
  hint.span = span_since(first);
  return hint;
}

ast::Unwind Parser::parse_unwind() {
  expect(Keyword::Unwind);
  ast::Unwind unwind;
  unwind.list = parse_expression();
  expect(Keyword::As);
  unwind.variable = expect_name("a variable after AS");
  return unwind;
}

ast::With Parser::parse_with() {
  expect(Keyword::With);
  ast::With with;
  with.projection = parse_projection(true);
  if (take(Keyword::Where)) with.where = parse_condition();
  return with;
}

// LET a = 1, b = 2 is WITH *, 1 AS a, 2 AS b.
ast::With Parser::parse_let() {
  const std::size_t first = position_;
  expect(Keyword::Let);
  ast::With with;
  with.projection.star = true;
  with.projection.star_may_be_empty = true;
  do {
    const std::size_t item_first = position_;
    ast::ProjectionItem item;
    item.alias = expect_name("a variable");
    expect(TokenKind::Equal, "`=`");
    const std::size_t value_first = position_;
    item.expression = parse_expression();
    const SourceSpan value = span_since(value_first);
    item.text = text_.substr(value.begin, value.end - value.begin);
    item.span = span_since(item_first);
    with.projection.items.push_back(std::move(item));
  } while (take(TokenKind::Comma));
  with.projection.span = span_since(first);
  return with;
}

// FILTER condition is WITH * WHERE condition.
ast::With Parser::parse_filter() {
  const std::size_t first = position_;
  expect(Keyword::Filter);
  take(Keyword::Where);
  ast::With with;
  with.projection.star = true;
  with.projection.star_may_be_empty = true;
  with.where = parse_condition();
  with.projection.span = span_since(first);
  return with;
}

// FOR x IN list is UNWIND list AS x.
ast::Unwind Parser::parse_for() {
  expect(Keyword::For);
  ast::Unwind unwind;
  unwind.variable = expect_name("a variable");
  expect(Keyword::In);
  unwind.list = parse_expression();
  return unwind;
}

// ORDER BY, SKIP and LIMIT as clauses of their own: WITH * in front of them.
ast::With Parser::parse_order_clause() {
  const std::size_t first = position_;
  ast::With with;
  with.projection.star = true;
  with.projection.star_may_be_empty = true;
  parse_order_and_limits(with.projection);
  with.projection.span = span_since(first);
  return with;
}

ast::Projection Parser::parse_projection(bool is_with) {
  const std::size_t first = position_;
  ast::Projection projection;
  projection.distinct = take(Keyword::Distinct);
  projection.star = take(TokenKind::Star);
  if (!projection.star || take(TokenKind::Comma)) {
    do {
      projection.items.push_back(parse_projection_item());
      const ast::ProjectionItem& item = projection.items.back();
      const bool named =
          item.alias || (std::holds_alternative<ast::Variable>(item.expression->node) &&
                         !item.expression->parenthesised);
      if (is_with && !named) {
        fail("NoExpressionAlias",
             "`" + item.text + "` needs a name in WITH; write `" + item.text + " AS name`.",
             item.span);
      }
    } while (take(TokenKind::Comma));
  }
  parse_order_and_limits(projection);
  projection.span = span_since(first);
  return projection;
}

ast::ProjectionItem Parser::parse_projection_item() {
  const std::size_t first = position_;
  ast::ProjectionItem item;
  item.expression = parse_expression();
  const SourceSpan written = span_since(first);
  item.text = text_.substr(written.begin, written.end - written.begin);
  if (take(Keyword::As)) item.alias = expect_name("a name after AS");
  item.span = span_since(first);
  return item;
}

void Parser::parse_order_and_limits(ast::Projection& projection) {
  if (at(Keyword::Order)) projection.order_by = parse_order_by();
  if (take(Keyword::Skip) || take(Keyword::Offset)) projection.skip = parse_expression();
  if (take(Keyword::Limit)) projection.limit = parse_expression();
}

std::vector<ast::SortItem> Parser::parse_order_by() {
  expect(Keyword::Order);
  expect(Keyword::By);
  std::vector<ast::SortItem> items;
  do {
    ast::SortItem item;
    item.expression = parse_expression();
    item.descending = take(Keyword::Desc) || take(Keyword::Descending);
    if (!item.descending && !take(Keyword::Asc)) take(Keyword::Ascending);
    items.push_back(std::move(item));
  } while (take(TokenKind::Comma));
  return items;
}

ast::ClauseNode Parser::parse_call(bool optional) {
  expect(Keyword::Call);
  if (at(TokenKind::LeftBrace) || at(TokenKind::LeftParen)) return parse_call_subquery(optional);
  return parse_procedure_call(optional);
}

ast::CallProcedure Parser::parse_procedure_call(bool optional) {
  ast::CallProcedure call;
  call.optional = optional;
  call.name = parse_dotted_name("the name of a procedure, or `{`");
  if (take(TokenKind::LeftParen)) {
    call.arguments.emplace();
    if (!take(TokenKind::RightParen)) {
      do {
        call.arguments->push_back(parse_expression());
      } while (take(TokenKind::Comma));
      expect(TokenKind::RightParen, "`,` or `)`");
    }
  }
  if (take(Keyword::Yield)) {
    if (take(TokenKind::Star)) {
      call.yield_star = true;
    } else if (take(TokenKind::Minus)) {
      call.yield.emplace();
    } else {
      call.yield = parse_yield_items();
    }
    if (take(Keyword::Where)) call.where = parse_condition();
  }
  return call;
}

std::vector<ast::YieldItem> Parser::parse_yield_items() {
  std::vector<ast::YieldItem> items;
  do {
    ast::YieldItem item;
    item.field = expect_name("the name of a result column, or `*`");
    if (take(Keyword::As)) item.alias = expect_name("a variable after AS");
    items.push_back(std::move(item));
    count_node();
  } while (take(TokenKind::Comma));
  return items;
}

ast::CallSubquery Parser::parse_call_subquery(bool optional) {
  ast::CallSubquery call;
  call.optional = optional;
  if (take(TokenKind::LeftParen)) {
    call.imports.emplace();
    if (take(TokenKind::Star)) {
      call.imports_all = true;
    } else if (!at(TokenKind::RightParen)) {
      do {
        call.imports->push_back(expect_name("a variable to pass in, or `*`"));
      } while (take(TokenKind::Comma));
    }
    expect(TokenKind::RightParen, "`,` or `)`");
  }
  QueryForm form;
  form.nested = true;
  form.name = keyword_text(Keyword::Call);
  call.query = parse_braced_query(form);
  if (at(Keyword::In)) call.batches = parse_batches();
  return call;
}

ast::SubqueryBatches Parser::parse_batches() {
  const std::size_t first = position_;
  ast::SubqueryBatches batches;
  expect(Keyword::In);
  if (!at(Keyword::Transactions) && !at(Keyword::Concurrent)) {
    batches.concurrency = parse_expression();
  }
  take(Keyword::Concurrent);
  expect(Keyword::Transactions);
  for (;;) {
    if (take(Keyword::Of)) {
      batches.rows = parse_expression();
      if (!take(Keyword::Rows)) expect(Keyword::Row);
    } else if (at(Keyword::On) && at(Keyword::Error, 1)) {
      position_ += 2;
      if (take_word("CONTINUE")) {
        batches.on_error = ast::BatchErrorMode::Continue;
      } else if (take_word("BREAK")) {
        batches.on_error = ast::BatchErrorMode::Break;
      } else if (!take_word("FAIL")) {
        unexpected("CONTINUE, BREAK or FAIL");
      }
    } else if (at(Keyword::Report) && at(Keyword::Status, 1)) {
      position_ += 2;
      expect(Keyword::As);
      batches.status = expect_name("a variable");
    } else {
      break;
    }
  }
  batches.span = span_since(first);
  return batches;
}

ast::LoadCsv Parser::parse_load_csv() {
  expect(Keyword::Load);
  expect(Keyword::Csv);
  ast::LoadCsv load;
  if (take(Keyword::With)) {
    expect(Keyword::Headers);
    load.with_headers = true;
  }
  expect(Keyword::From);
  load.source = parse_expression();
  expect(Keyword::As);
  load.variable = expect_name("a variable");
  if (take(Keyword::FieldTerminator)) {
    if (!at(TokenKind::String)) unexpected("a string with the separator, for example ';'");
    load.field_terminator = string_value(text_of(token()), span_of(token()));
    ++position_;
  }
  return load;
}

}  // namespace liaison::query
