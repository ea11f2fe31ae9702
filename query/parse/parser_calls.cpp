// CALL of procedures and subqueries, and LOAD CSV.
#include "parse/literal.h"
#include "parse/parser_impl.h"

namespace liaison::query {

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
      if (!take(Keyword::Rows) && !take(Keyword::Row)) expect(Keyword::Rows);
    } else if (at(Keyword::On) && at(Keyword::Error, 1)) {
      position_ += 2;
      // A transaction has the store to itself here, so that nothing passing can fail it: what
      // remains of RETRY is what follows THEN.
      if (take_word("RETRY")) {
        if (take(Keyword::For)) {
          parse_expression();
          if (!take_word("SECONDS") && !take_word("SECOND") && !take_word("SEC")) {
            expect_word("SECONDS");
          }
        }
        if (!take(Keyword::Then)) continue;
      }
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
