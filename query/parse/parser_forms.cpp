// What looks like a call but has a grammar of its own: trim, quantifiers, reduce, shortest paths
// and subqueries in expressions.
#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

const char* conversion_to(ast::TypeKind kind) {
  switch (kind) {
    case ast::TypeKind::Boolean:
      return "toBoolean";
    case ast::TypeKind::String:
      return "toString";
    case ast::TypeKind::Integer:
      return "toInteger";
    case ast::TypeKind::Float:
      return "toFloat";
    case ast::TypeKind::Date:
      return "date";
    case ast::TypeKind::LocalTime:
      return "localtime";
    case ast::TypeKind::ZonedTime:
      return "time";
    case ast::TypeKind::LocalDateTime:
      return "localdatetime";
    case ast::TypeKind::ZonedDateTime:
      return "datetime";
    case ast::TypeKind::Duration:
      return "duration";
    default:
      return nullptr;
  }
}

}  // namespace

// Whether the parentheses after the current word hold `keyword`, not inside of further brackets.
bool Parser::call_holds(Keyword keyword) const {
  const std::uint32_t end = token(1).partner;
  if (end == Token::kNoPartner) return false;
  for (std::size_t i = position_ + 2; i < end; ++i) {
    const Token& inner = token_at(i);
    if (inner.keyword == keyword) return true;
    const bool opens = inner.kind == TokenKind::LeftParen || inner.kind == TokenKind::LeftBracket ||
                       inner.kind == TokenKind::LeftBrace;
    if (opens && inner.partner != Token::kNoPartner) i = inner.partner;
  }
  return false;
}

// CAST(x AS INTEGER) is toInteger(x), and so on.
ast::ExpressionPtr Parser::parse_cast() {
  const std::size_t first = position_;
  ast::Name name = expect_name("CAST");
  expect(TokenKind::LeftParen, "`(`");
  ast::FunctionCall call;
  call.arguments.push_back(parse_expression());
  expect(Keyword::As);
  const ast::TypeName type = parse_type_name();
  const char* function = conversion_to(type.kind);
  if (function == nullptr || type.not_null) {
    fail("UnexpectedSyntax",
         "CAST converts to BOOLEAN, STRING, INTEGER, FLOAT, DURATION, or a type of date or time.",
         type.span);
  }
  expect(TokenKind::RightParen, "`)`");
  name.text = function;
  call.name.push_back(std::move(name));
  return make(first, std::move(call));
}

// trim(BOTH 'x' FROM s) is btrim(s, 'x'), LEADING ltrim, TRAILING rtrim; BOTH may be left out.
ast::ExpressionPtr Parser::parse_trim() {
  const std::size_t first = position_;
  ast::Name name = expect_name("trim");
  expect(TokenKind::LeftParen, "`(`");
  name.text = "btrim";
  if (take_word("LEADING")) {
    name.text = "ltrim";
  } else if (take_word("TRAILING")) {
    name.text = "rtrim";
  } else {
    take_word("BOTH");
  }
  ast::ExpressionPtr characters;
  if (!at(Keyword::From)) characters = parse_expression();
  expect(Keyword::From);
  ast::FunctionCall call;
  call.name.push_back(std::move(name));
  call.arguments.push_back(parse_expression());
  if (characters) call.arguments.push_back(std::move(characters));
  expect(TokenKind::RightParen, "`)`");
  return make(first, std::move(call));
}

ast::ExpressionPtr Parser::parse_quantifier(ast::QuantifierKind kind) {
  const std::size_t first = position_++;
  expect(TokenKind::LeftParen, "`(`");
  ast::Quantifier quantifier{kind, expect_name("a variable, as in `all(x IN list WHERE ..)`"),
                             nullptr, nullptr};
  expect(Keyword::In);
  quantifier.list = parse_expression();
  if (take(Keyword::Where)) quantifier.where = parse_condition();
  expect(TokenKind::RightParen, quantifier.where ? "`)`" : "`WHERE` or `)`");
  return make(first, std::move(quantifier));
}

ast::ExpressionPtr Parser::parse_reduce() {
  const std::size_t first = position_++;
  expect(TokenKind::LeftParen, "`(`");
  ast::Reduce reduce;
  reduce.accumulator = expect_name("a variable, as in `reduce(sum = 0, x IN list | sum + x)`");
  expect(TokenKind::Equal, "`=` and the first value");
  reduce.initial = parse_expression();
  expect(TokenKind::Comma, "`,`");
  reduce.variable = expect_name("a variable");
  expect(Keyword::In);
  reduce.list = parse_before_bar(false);
  expect(TokenKind::Bar, "`|` and the expression that combines");
  reduce.step = parse_expression();
  expect(TokenKind::RightParen, "`)`");
  return make(first, std::move(reduce));
}

// allReduce(acc = first, x IN list | step, condition): whether the condition holds of every value
// that acc takes. As a reduce over [value, holds], where lambdas of one element hold acc:
//   reduce(state = [first, true], x IN list |
//     CASE WHEN state[1] THEN [acc IN [acc IN [state[0]] | step] | [acc, condition]][0]
//     ELSE state END)[1]
ast::ExpressionPtr Parser::parse_all_reduce() {
  const std::size_t first = position_++;
  const Nesting nesting(*this);
  expect(TokenKind::LeftParen, "`(`");
  const ast::Name accumulator =
      expect_name("a variable, as in `allReduce(sum = 0, x IN list | sum + x, sum < 9)`");
  expect(TokenKind::Equal, "`=` and the first value");
  ast::ExpressionPtr initial = parse_expression();
  expect(TokenKind::Comma, "`,`");
  ast::Reduce reduce;
  reduce.variable = expect_name("a variable");
  expect(Keyword::In);
  reduce.list = parse_before_bar(false);
  expect(TokenKind::Bar, "`|` and the expression that combines");
  ast::ExpressionPtr step = parse_expression();
  expect(TokenKind::Comma, "`,` and the condition");
  ast::ExpressionPtr condition = parse_condition();
  expect(TokenKind::RightParen, "`)`");

  const SourceSpan span = span_since(first);
  constexpr std::int64_t kValue = 0;
  constexpr std::int64_t kHolds = 1;
  reduce.accumulator = {" state of allReduce", span};  // no text can name it
  const auto part_of = [&](ast::ExpressionPtr whole, std::int64_t part) {
    return make(first, ast::Index{std::move(whole), make(first, ast::Literal{part})});
  };
  const auto state = [&](std::int64_t part) {
    return part_of(make(first, ast::Variable{reduce.accumulator.text}), part);
  };
  const auto pair = [&](ast::ExpressionPtr of_value, ast::ExpressionPtr of_holds) {
    ast::ListLiteral list;
    list.items.push_back(std::move(of_value));
    list.items.push_back(std::move(of_holds));
    return make(first, std::move(list));
  };
  const auto list_of = [&](ast::ExpressionPtr element) {
    ast::ListLiteral list;
    list.items.push_back(std::move(element));
    return make(first, std::move(list));
  };
  ast::ExpressionPtr stepped = make(
      first, ast::ListComprehension{accumulator, list_of(state(kValue)), nullptr, std::move(step)});
  ast::ExpressionPtr pairs =
      make(first, ast::ListComprehension{
                      accumulator, std::move(stepped), nullptr,
                      pair(make(first, ast::Variable{accumulator.text}), std::move(condition))});
  ast::ExpressionPtr next = part_of(std::move(pairs), 0);
  ast::Case choice;
  ast::CaseBranch goes_on;
  goes_on.conditions.push_back(state(kHolds));
  goes_on.result = std::move(next);
  choice.branches.push_back(std::move(goes_on));
  choice.otherwise = make(first, ast::Variable{reduce.accumulator.text});
  reduce.initial = pair(std::move(initial), make(first, ast::Literal{true}));
  reduce.step = make(first, std::move(choice));
  ast::ExpressionPtr last = make(first, std::move(reduce));
  return part_of(std::move(last), kHolds);
}

ast::ExpressionPtr Parser::parse_shortest_path(bool all) {
  const std::size_t first = position_++;
  const Nesting nesting(*this);
  expect(TokenKind::LeftParen, "`(`");
  auto path = std::make_unique<ast::PathPattern>(parse_path_pattern(PatternContext::Expression));
  expect(TokenKind::RightParen, "`)`");
  return make(first, ast::ShortestPathExpression{all, std::move(path)});
}

ast::ExpressionPtr Parser::parse_subquery() {
  const std::size_t first = position_;
  const Keyword keyword = token().keyword;
  ++position_;
  const Scoped read_only(read_only_, true);
  QueryForm form;
  form.nested = true;
  form.return_optional = keyword != Keyword::Collect;
  form.name = keyword_text(keyword);
  ast::QueryPtr query = parse_braced_query(form);
  if (keyword == Keyword::Exists) return make(first, ast::ExistsSubquery{std::move(query)});
  if (keyword == Keyword::Count) return make(first, ast::CountSubquery{std::move(query)});
  return make(first, ast::CollectSubquery{std::move(query)});
}

}  // namespace liaison::query
