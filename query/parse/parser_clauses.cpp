// Clauses that read and project.
#include "parse/parser_impl.h"

namespace liaison::query {

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
    item.expression = parse_expression();
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
    projection.items.reserve(4);
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
  if (at(Keyword::As)) {
    ++position_;
    item.alias = expect_name("a name after AS");
  } else {
    item.text = text_since(first);
  }
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
    if (take_word("NULLS")) {
      item.nulls_first = take_word("FIRST");
      if (!*item.nulls_first) expect_word("LAST");
    }
    items.push_back(std::move(item));
  } while (take(TokenKind::Comma));
  return items;
}

}  // namespace liaison::query
