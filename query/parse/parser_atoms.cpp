// The smallest parts of expressions: literals, names, calls, brackets, CASE, subqueries.
#include <algorithm>
#include <array>

#include "parse/literal.h"
#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

// Words that, where a value is expected, nearly always begin what comes next: the value is missing.
bool is_reserved(Keyword keyword) {
  switch (keyword) {
    case Keyword::And:
    case Keyword::As:
    case Keyword::Call:
    case Keyword::Create:
    case Keyword::Delete:
    case Keyword::Detach:
    case Keyword::Else:
    case Keyword::In:
    case Keyword::Match:
    case Keyword::Merge:
    case Keyword::Or:
    case Keyword::Remove:
    case Keyword::Return:
    case Keyword::Then:
    case Keyword::Union:
    case Keyword::Unwind:
    case Keyword::When:
    case Keyword::Where:
    case Keyword::With:
    case Keyword::Xor:
      return true;
    default:
      return false;
  }
}

// Whether such a word is a variable after all, from what follows it.
bool continues_variable(const Token& next) {
  switch (next.kind) {
    case TokenKind::Dot:
    case TokenKind::Comma:
    case TokenKind::RightParen:
    case TokenKind::RightBracket:
    case TokenKind::RightBrace:
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::EqualTilde:
    case TokenKind::Slash:
    case TokenKind::Caret:
    case TokenKind::Plus:
      return true;
    default:
      return next.keyword == Keyword::As || next.keyword == Keyword::Is;
  }
}

}  // namespace

bool Parser::at_reserved_word() const {
  return is_reserved(token().keyword) && !continues_variable(token(1));
}

ast::ExpressionPtr Parser::parse_atom() {
  const std::size_t first = position_;
  switch (token().kind) {
    case TokenKind::Integer: {
      ++position_;
      const Token& digits = token_at(first);
      return make(first, ast::Literal{integer_value(text_of(digits), false, span_of(digits))});
    }
    case TokenKind::Float: {
      ++position_;
      const Token& digits = token_at(first);
      return make(first, ast::Literal{float_value(text_of(digits), span_of(digits))});
    }
    case TokenKind::BadNumber:
      fail_here("InvalidNumberLiteral",
                "The number " + shown(token()) +
                    " is malformed; numbers look like 12, 1.5, 1e9, 0x1F or 0o17, and a name that "
                    "begins with a digit needs backticks.");
    case TokenKind::String:
      return parse_string();
    case TokenKind::Dollar:
      return parse_parameter();
    case TokenKind::LeftParen:
      return parse_parenthesis();
    case TokenKind::LeftBracket:
      return parse_bracket();
    case TokenKind::LeftBrace:
      return parse_map();
    case TokenKind::QuotedName:
    case TokenKind::Word:
      return parse_word();
    default:
      unexpected("an expression");
  }
}

ast::ExpressionPtr Parser::parse_string() {
  const std::size_t first = position_++;
  const Token& quoted = token_at(first);
  return make(first, ast::Literal{string_value(text_of(quoted), span_of(quoted))});
}

ast::ExpressionPtr Parser::parse_parameter() {
  const std::size_t first = position_;
  expect(TokenKind::Dollar, "`$`");
  if (at(TokenKind::Integer)) {
    std::string digits(text_of(token()));
    ++position_;
    return make(first, ast::Parameter{std::move(digits)});
  }
  ast::Name name = expect_name("the name of a parameter after `$`");
  return make(first, ast::Parameter{std::move(name.text)});
}

ast::ExpressionPtr Parser::parse_word() {
  // A name that no call and no dotted call begins with.
  if (at(Keyword::Unknown) && !at(TokenKind::LeftParen, 1) && !at(TokenKind::Dot, 1)) {
    return parse_variable();
  }
  const std::size_t first = position_;
  const bool calls = at(TokenKind::LeftParen, 1);
  const bool braces = at(TokenKind::LeftBrace, 1);
  switch (token().keyword) {
    case Keyword::True:
      ++position_;
      return make(first, ast::Literal{true});
    case Keyword::False:
      ++position_;
      return make(first, ast::Literal{false});
    case Keyword::Null:
      ++position_;
      return make(first, ast::Literal{ast::Null{}});
    case Keyword::Case:
      if (!continues_variable(token(1)) && !at(TokenKind::End, 1)) return parse_case();
      break;
    case Keyword::Exists:
    case Keyword::Count:
    case Keyword::Collect:
      if (braces) return parse_subquery();
      break;
    case Keyword::All:
      if (calls) return parse_quantifier(ast::QuantifierKind::All);
      break;
    case Keyword::Any:
      if (calls) return parse_quantifier(ast::QuantifierKind::Any);
      break;
    case Keyword::None:
      if (calls) return parse_quantifier(ast::QuantifierKind::None);
      break;
    case Keyword::Single:
      if (calls) return parse_quantifier(ast::QuantifierKind::Single);
      break;
    case Keyword::Reduce:
      if (calls) return parse_reduce();
      break;
    case Keyword::ShortestPath:
      if (calls) return parse_shortest_path(false);
      break;
    case Keyword::AllShortestPaths:
      if (calls) return parse_shortest_path(true);
      break;
    default:
      break;
  }
  if (at_reserved_word()) unexpected("an expression");
  if (calls && at_word("TRIM") &&
      (at_word("BOTH", 2) || at_word("LEADING", 2) || at_word("TRAILING", 2) ||
       call_holds(Keyword::From))) {
    return parse_trim();
  }
  if (calls && at_word("CAST") && call_holds(Keyword::As)) return parse_cast();
  if (calls && at_word("ALLREDUCE") && at(TokenKind::Equal, 3)) return parse_all_reduce();
  if (at_function_call()) return parse_function_call();
  return parse_variable();
}

ast::ExpressionPtr Parser::parse_variable() {
  const std::size_t first = position_;
  return make(first, ast::Variable{expect_name("an expression").text});
}

// name(.name)* followed by an opening parenthesis.
bool Parser::at_function_call() const {
  std::size_t ahead = 1;
  while (at(TokenKind::Dot, ahead) && at_name(ahead + 1)) ahead += 2;
  return at(TokenKind::LeftParen, ahead);
}

ast::ExpressionPtr Parser::parse_function_call() {
  const std::size_t first = position_;
  ast::FunctionCall call;
  call.name = parse_dotted_name("the name of a function");
  expect(TokenKind::LeftParen, "`(`");
  if (at(TokenKind::Star) && at(TokenKind::RightParen, 1)) {
    if (call.name.size() != 1 || !equals_word(call.name[0].text, "COUNT")) {
      fail_here("UnexpectedSyntax", "Unexpected `*`; only count(*) takes it.");
    }
    position_ += 2;
    call.star = true;
    return make(first, std::move(call));
  }
  call.distinct = take(Keyword::Distinct);
  if (!call.distinct) take(Keyword::All);
  const bool is_exists = call.name.size() == 1 && equals_word(call.name[0].text, "EXISTS");
  if (is_exists && pattern_starts_at(position_)) {
    ast::ExpressionPtr pattern = parse_condition();
    expect(TokenKind::RightParen, "`)`");
    pattern->span = span_since(first);
    return pattern;
  }
  parse_arguments(call);
  return make(first, std::move(call));
}

// The arguments up to and with the closing parenthesis. Some functions take a bare word as their
// last argument, which stands for its own name: normalize(s, NFC), vector(list, 3, FLOAT32).
void Parser::parse_arguments(ast::FunctionCall& call) {
  const bool one_part = call.name.size() == 1;
  constexpr std::array<std::string_view, 4> kTakeWords = {"NORMALIZE", "VECTOR", "VECTOR_DISTANCE",
                                                          "VECTOR_NORM"};
  const bool words =
      one_part && std::any_of(kTakeWords.begin(), kTakeWords.end(), [&](std::string_view name) {
        return equals_word(call.name[0].text, name);
      });
  if (take(TokenKind::RightParen)) return;
  do {
    const bool bare =
        words && !call.arguments.empty() && at(TokenKind::Word) && at(TokenKind::RightParen, 1);
    if (bare) {
      const std::size_t first = position_;
      ast::Name word = expect_name("a word");
      call.arguments.push_back(make(first, ast::Literal{std::move(word.text)}));
    } else {
      call.arguments.push_back(parse_expression());
    }
  } while (take(TokenKind::Comma));
  expect(TokenKind::RightParen, "`,` or `)`");
}

ast::ExpressionPtr Parser::parse_parenthesis() {
  if (pattern_starts_at(position_)) {
    const std::size_t first = position_;
    if (!patterns_allowed_) {
      fail_here("UnexpectedSyntax",
                "A pattern can stand here only inside EXISTS { }, COUNT { } or a pattern "
                "comprehension `[(a)-->(b) | b.x]`; by itself it is a condition for WHERE.");
    }
    auto path = std::make_unique<ast::PathPattern>(parse_path_pattern(PatternContext::Expression));
    return make(first, ast::PatternExpression{std::move(path)});
  }
  const Nesting nesting(*this);
  const Scoped bar(bar_ends_, false);
  expect(TokenKind::LeftParen, "`(`");
  ast::ExpressionPtr inner = parse_logical(0);
  if (!take(TokenKind::RightParen)) {
    if (at(TokenKind::Comma)) {
      fail_here("UnexpectedSyntax",
                "Unexpected `,`; a list is written in brackets, as in `['a', 'b']`.");
    }
    if (at(TokenKind::LeftBrace) || at(Keyword::Where)) {
      fail_here("UnexpectedSyntax",
                "Unexpected " + shown(token()) +
                    " in an expression; a single node is no condition, use EXISTS { (n ..) }.");
    }
    unexpected("`)` or an operator");
  }
  inner->parenthesised = true;
  return inner;
}

// After `[name IN`: a comprehension, unless a comma shows it to be a list of several items. Steps
// over inner brackets, so every token is looked at once per bracket that directly contains it.
bool Parser::at_list_comprehension() const {
  if (!at_name(1) || !at(Keyword::In, 2)) return false;
  for (std::size_t i = position_ + 3; i < list_.tokens.size(); ++i) {
    const Token& next = list_.tokens[i];
    switch (next.kind) {
      case TokenKind::LeftParen:
      case TokenKind::LeftBracket:
      case TokenKind::LeftBrace:
        if (next.partner == Token::kNoPartner) return true;  // an error either way
        i = next.partner;
        break;
      case TokenKind::Comma:
        return false;
      case TokenKind::Bar:
      case TokenKind::RightBracket:
        return true;
      default:
        if (next.keyword == Keyword::Where) return true;
    }
  }
  return true;
}

ast::ExpressionPtr Parser::parse_bracket() {
  if (at_list_comprehension()) return parse_list_comprehension();
  const bool named = at_name(1) && at(TokenKind::Equal, 2);
  if (pattern_starts_at(position_ + (named ? 3 : 1))) return parse_pattern_comprehension();
  const std::size_t first = position_;
  expect(TokenKind::LeftBracket, "`[`");
  ast::ListLiteral list;
  if (!take(TokenKind::RightBracket)) {
    do {
      list.items.push_back(parse_expression());
    } while (take(TokenKind::Comma));
    expect(TokenKind::RightBracket, "`,` or `]`");
  }
  return make(first, std::move(list));
}

ast::ExpressionPtr Parser::parse_list_comprehension() {
  const std::size_t first = position_;
  expect(TokenKind::LeftBracket, "`[`");
  ast::ListComprehension comprehension;
  comprehension.variable = expect_name("a variable");
  expect(Keyword::In);
  comprehension.list = parse_before_bar(false);
  if (take(Keyword::Where)) comprehension.where = parse_before_bar(true);
  if (take(TokenKind::Bar)) comprehension.projection = parse_expression();
  expect(TokenKind::RightBracket, comprehension.projection ? "`]`" : "`|` or `]`");
  return make(first, std::move(comprehension));
}

ast::ExpressionPtr Parser::parse_pattern_comprehension() {
  const std::size_t first = position_;
  expect(TokenKind::LeftBracket, "`[`");
  const Nesting nesting(*this);
  ast::PatternComprehension comprehension;
  std::optional<ast::Name> variable;
  const std::size_t path_first = position_;
  if (at(TokenKind::Equal, 1)) {
    variable = expect_name("a variable");
    expect(TokenKind::Equal, "`=`");
  }
  comprehension.path =
      std::make_unique<ast::PathPattern>(parse_path_pattern(PatternContext::Expression));
  comprehension.path->variable = std::move(variable);
  comprehension.path->span = span_since(path_first);
  if (take(Keyword::Where)) comprehension.where = parse_before_bar(true);
  if (!take(TokenKind::Bar)) {
    if (at(TokenKind::RightBracket)) {
      fail_here("UnexpectedSyntax",
                "The pattern comprehension does not say what to collect; add `| value` after the "
                "pattern, for example `[(a)-->(b) | b.name]`.");
    }
    unexpected("`|` and the value to collect");
  }
  comprehension.projection = parse_expression();
  expect(TokenKind::RightBracket, "`]`");
  return make(first, std::move(comprehension));
}

ast::ExpressionPtr Parser::parse_map() {
  const std::size_t first = position_;
  expect(TokenKind::LeftBrace, "`{`");
  ast::MapLiteral map;
  if (!take(TokenKind::RightBrace)) {
    do {
      ast::Name key = expect_name("a key (a name, or any text between backticks)");
      expect(TokenKind::Colon, "`:` after the key, as in `{name: 'Ada'}`");
      map.entries.push_back({std::move(key), parse_expression()});
    } while (take(TokenKind::Comma));
    expect(TokenKind::RightBrace, "`,` or `}`");
  }
  return make(first, std::move(map));
}

ast::ExpressionPtr Parser::parse_case() {
  const std::size_t first = position_;
  expect(Keyword::Case);
  ast::Case node;
  if (!at(Keyword::When)) node.subject = parse_expression();
  if (!at(Keyword::When)) unexpected("`WHEN`");
  while (take(Keyword::When)) {
    ast::CaseBranch branch;
    if (node.subject) {
      do {
        branch.conditions.push_back(parse_case_condition());
      } while (take(TokenKind::Comma));
    } else {
      branch.conditions.push_back(parse_condition());
    }
    expect(Keyword::Then);
    branch.result = parse_expression();
    node.branches.push_back(std::move(branch));
  }
  if (take(Keyword::Else)) node.otherwise = parse_expression();
  expect(Keyword::End);
  return make(first, std::move(node));
}

// A value to compare the subject with, or a comparison that lacks its left side: `> 3`, `IS NULL`.
ast::ExpressionPtr Parser::parse_case_condition() {
  const std::size_t first = position_;
  bool lacks_left = false;
  switch (token().kind) {
    case TokenKind::Equal:
    case TokenKind::EqualTilde:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::Colon:
      lacks_left = true;
      break;
    default:
      lacks_left = ((at(Keyword::Starts) || at(Keyword::Ends)) && at(Keyword::With, 1)) ||
                   ((at(Keyword::Is) || at(Keyword::In) || at(Keyword::Contains)) &&
                    !at(Keyword::Then, 1) && !continues_variable(token(1)));
  }
  if (!lacks_left) return parse_expression();
  const Nesting nesting(*this);
  const HeightScope height(*this);
  ast::ExpressionPtr subject = make(first, ast::CaseSubject{});
  return parse_comparison_tail(first, parse_predicate_tail(first, std::move(subject)));
}

}  // namespace liaison::query
