// Operators, loosest first: OR, XOR, AND, NOT, comparison (chained), predicates (IS, IN, STARTS
// WITH, =~ ..), + - ||, * / %, ^ (left-associative), sign, then what follows an operand directly
// (.key, [index], :Label).
#include "parse/literal.h"
#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

constexpr int kLooseLogical = 0;
constexpr int kLooseArithmetic = 0;

std::optional<std::pair<ast::LogicalOperator, int>> logical_operator(Keyword keyword) {
  switch (keyword) {
    case Keyword::Or:
      return {{ast::LogicalOperator::Or, 0}};
    case Keyword::Xor:
      return {{ast::LogicalOperator::Xor, 1}};
    case Keyword::And:
      return {{ast::LogicalOperator::And, 2}};
    default:
      return std::nullopt;
  }
}

std::optional<std::pair<ast::BinaryOperator, int>> arithmetic_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::Plus:
      return {{ast::BinaryOperator::Add, 0}};
    case TokenKind::Minus:
      return {{ast::BinaryOperator::Subtract, 0}};
    case TokenKind::BarBar:
      return {{ast::BinaryOperator::Concatenate, 0}};
    case TokenKind::Star:
      return {{ast::BinaryOperator::Multiply, 1}};
    case TokenKind::Slash:
      return {{ast::BinaryOperator::Divide, 1}};
    case TokenKind::Percent:
      return {{ast::BinaryOperator::Modulo, 1}};
    case TokenKind::Caret:
      return {{ast::BinaryOperator::Power, 2}};
    default:
      return std::nullopt;
  }
}

std::optional<ast::ComparisonOperator> comparison_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::Equal:
      return ast::ComparisonOperator::Equal;
    case TokenKind::NotEqual:
      return ast::ComparisonOperator::NotEqual;
    case TokenKind::Less:
      return ast::ComparisonOperator::Less;
    case TokenKind::LessEqual:
      return ast::ComparisonOperator::LessOrEqual;
    case TokenKind::Greater:
      return ast::ComparisonOperator::Greater;
    case TokenKind::GreaterEqual:
      return ast::ComparisonOperator::GreaterOrEqual;
    default:
      return std::nullopt;
  }
}

// Whether the token may make the operand before it part of something larger than itself: an
// arithmetic operator, a predicate or a comparison. Most operands stand alone.
bool may_go_on(const Token& next) {
  if (next.kind == TokenKind::Word) {
    return next.keyword == Keyword::Is || next.keyword == Keyword::In ||
           next.keyword == Keyword::Starts || next.keyword == Keyword::Ends ||
           next.keyword == Keyword::Contains || next.keyword == Keyword::Not;
  }
  return next.kind == TokenKind::EqualTilde || next.kind == TokenKind::Colon ||
         arithmetic_operator(next.kind) || comparison_operator(next.kind);
}

}  // namespace

ast::ExpressionPtr Parser::parse_expression() {
  const Nesting nesting(*this);
  const Scoped patterns(patterns_allowed_, false);
  const Scoped bar(bar_ends_, false);
  return parse_logical(kLooseLogical);
}

ast::ExpressionPtr Parser::parse_condition() {
  const Nesting nesting(*this);
  const Scoped patterns(patterns_allowed_, true);
  const Scoped bar(bar_ends_, false);
  return parse_logical(kLooseLogical);
}

ast::ExpressionPtr Parser::parse_before_bar(bool condition) {
  const Nesting nesting(*this);
  const Scoped patterns(patterns_allowed_, condition);
  const Scoped bar(bar_ends_, true);
  return parse_logical(kLooseLogical);
}

ast::ExpressionPtr Parser::parse_logical(int level) {
  const HeightScope height(*this);
  const std::size_t first = position_;
  ast::ExpressionPtr left = parse_not();
  while (const auto found = logical_operator(token().keyword)) {
    if (found->second < level) break;
    const Keyword word = token().keyword;
    std::vector<ast::ExpressionPtr> operands;
    operands.push_back(std::move(left));
    while (take(word)) operands.push_back(parse_logical(found->second + 1));
    left = make(first, ast::Logical{found->first, std::move(operands)});
  }
  return left;
}

ast::ExpressionPtr Parser::parse_not() {
  if (!at(Keyword::Not)) return parse_comparison();
  // In a loop, so that a thousand NOTs need no stack.
  const std::size_t first = position_;
  while (take(Keyword::Not)) {
  }
  const std::size_t operand_first = position_;
  const HeightScope height(*this);
  ast::ExpressionPtr operand = parse_comparison();
  for (std::size_t at_not = operand_first; at_not-- > first;) {
    operand = make(at_not, ast::Unary{ast::UnaryOperator::Not, std::move(operand)});
  }
  return operand;
}

ast::ExpressionPtr Parser::parse_comparison() {
  const HeightScope height(*this);
  const std::size_t first = position_;
  ast::ExpressionPtr left = parse_unary();
  if (!may_go_on(token())) return left;
  left = parse_arithmetic_tail(kLooseArithmetic, first, std::move(left));
  left = parse_predicate_tail(first, std::move(left));
  return parse_comparison_tail(first, std::move(left));
}

ast::ExpressionPtr Parser::parse_comparison_tail(std::size_t first, ast::ExpressionPtr left) {
  if (!comparison_operator(token().kind)) return left;
  ast::ComparisonChain chain;
  chain.operands.reserve(2);
  chain.operands.push_back(std::move(left));
  while (const auto op = comparison_operator(token().kind)) {
    ++position_;
    if (*op == ast::ComparisonOperator::Equal && at(TokenKind::Equal)) {
      fail_here("UnexpectedSyntax", "Unexpected `==`; equality is written with one `=`.");
    }
    if (*op == ast::ComparisonOperator::Equal && (at(TokenKind::Greater) || at(TokenKind::Less))) {
      const bool greater = at(TokenKind::Greater);
      fail_here("UnexpectedSyntax", std::string("Unexpected `=") + (greater ? ">" : "<") +
                                        "`; it is written `" + (greater ? ">=" : "<=") + "`.");
    }
    chain.operators.push_back(*op);
    chain.operands.push_back(parse_predicate());
  }
  return make(first, std::move(chain));
}

ast::ExpressionPtr Parser::parse_predicate() {
  const HeightScope height(*this);
  const std::size_t first = position_;
  ast::ExpressionPtr left = parse_unary();
  if (!may_go_on(token())) return left;
  left = parse_arithmetic_tail(kLooseArithmetic, first, std::move(left));
  return parse_predicate_tail(first, std::move(left));
}

ast::ExpressionPtr Parser::parse_predicate_tail(std::size_t first, ast::ExpressionPtr left) {
  const auto string_predicate = [&](ast::StringOperator op, std::size_t words) {
    position_ += words;
    ast::ExpressionPtr right = parse_arithmetic(kLooseArithmetic);
    left = make(first, ast::StringPredicate{op, std::move(left), std::move(right)});
  };
  for (;;) {
    if (at(Keyword::Is)) {
      left = parse_is(first, std::move(left));
    } else if (at(TokenKind::Colon) && at(TokenKind::Colon, 1)) {
      position_ += 2;
      ast::TypeExpression type = parse_type_expression();
      left = make(first, ast::TypePredicate{std::move(left), false, std::move(type)});
    } else if (take(Keyword::In)) {
      ast::ExpressionPtr list = parse_arithmetic(kLooseArithmetic);
      left = make(first, ast::In{std::move(left), std::move(list)});
    } else if (at(Keyword::Starts) || at(Keyword::Ends)) {
      const bool starts = at(Keyword::Starts);
      ++position_;
      expect(Keyword::With);
      string_predicate(starts ? ast::StringOperator::StartsWith : ast::StringOperator::EndsWith, 0);
    } else if (at(Keyword::Contains)) {
      string_predicate(ast::StringOperator::Contains, 1);
    } else if (take(TokenKind::EqualTilde)) {
      ast::ExpressionPtr right = parse_arithmetic(kLooseArithmetic);
      left = make(first, ast::RegexMatch{std::move(left), std::move(right)});
    } else if (at(Keyword::Not) && (at(Keyword::In, 1) || at(Keyword::Contains, 1) ||
                                    at(Keyword::Starts, 1) || at(Keyword::Ends, 1))) {
      const std::string word(keyword_text(token(1).keyword));
      fail_here("UnexpectedSyntax",
                "Unexpected `NOT " + word + "`; put NOT in front: `NOT value " + word + " ..`.");
    } else {
      return left;
    }
  }
}

ast::ExpressionPtr Parser::parse_is(std::size_t first, ast::ExpressionPtr left) {
  expect(Keyword::Is);
  const std::size_t at_not = position_;
  const bool negated = take(Keyword::Not);
  if (take(Keyword::Null)) return make(first, ast::IsNull{std::move(left), negated});
  const bool typed = at(Keyword::Typed) && at_name(1);
  if (typed || (at(TokenKind::Colon) && at(TokenKind::Colon, 1))) {
    position_ += typed ? 1 : 2;
    ast::TypeExpression type = parse_type_expression();
    return make(first, ast::TypePredicate{std::move(left), negated, std::move(type)});
  }
  ast::NormalForm form = ast::NormalForm::Nfc;
  if (at(Keyword::Normalized, 1)) {
    if (at_word("NFD")) form = ast::NormalForm::Nfd;
    if (at_word("NFKC")) form = ast::NormalForm::Nfkc;
    if (at_word("NFKD")) form = ast::NormalForm::Nfkd;
    if (form != ast::NormalForm::Nfc || at_word("NFC")) ++position_;
  }
  if (take(Keyword::Normalized)) {
    return make(first, ast::IsNormalized{std::move(left), negated, form});
  }
  if (!at_name() && !at(TokenKind::LeftParen) && !at(TokenKind::Exclamation) &&
      !at(TokenKind::Percent) && !at(TokenKind::Dollar)) {
    unexpected("`NULL`, `NOT NULL`, `:: type`, `NORMALIZED` or a label after `IS`");
  }
  // IS LABELED Actor says the same as IS Actor.
  if (at_word("LABELED") && (at_name(1) || at(TokenKind::LeftParen, 1))) ++position_;
  ast::LabelExpressionPtr labels = parse_labels();
  if (negated) {
    auto inverse = std::make_unique<ast::LabelExpression>();
    inverse->kind = ast::LabelExpression::Kind::Not;
    inverse->operands.push_back(std::move(*labels));
    inverse->span = span_since(at_not);
    labels = std::move(inverse);
  }
  return make(first, ast::LabelPredicate{std::move(left), std::move(labels)});
}

ast::ExpressionPtr Parser::parse_arithmetic(int level) {
  const HeightScope height(*this);
  const std::size_t first = position_;
  return parse_arithmetic_tail(level, first, parse_unary());
}

ast::ExpressionPtr Parser::parse_arithmetic_tail(int level, std::size_t first,
                                                 ast::ExpressionPtr left) {
  for (;;) {
    const auto found = arithmetic_operator(token().kind);
    if (!found || found->second < level) return left;
    ++position_;
    ast::ExpressionPtr right = parse_arithmetic(found->second + 1);
    left = make(first, ast::Binary{found->first, std::move(left), std::move(right)});
  }
}

ast::ExpressionPtr Parser::parse_unary() {
  if (!at(TokenKind::Minus) && !at(TokenKind::Plus)) return parse_postfix(true);
  const HeightScope height(*this);
  const std::size_t first = position_;
  while (at(TokenKind::Minus) || at(TokenKind::Plus)) ++position_;
  std::size_t signs_end = position_;
  ast::ExpressionPtr operand;
  const bool number = at(TokenKind::Integer) || at(TokenKind::Float);
  const TokenKind after = token(1).kind;
  if (number && token_at(position_ - 1).kind == TokenKind::Minus && after != TokenKind::Dot &&
      after != TokenKind::LeftBracket) {
    // The sign is part of the number: the smallest integer has no positive counterpart.
    const Token& digits = token();
    const SourceSpan span = span_of(digits);
    ++position_;
    --signs_end;
    ast::Literal literal;
    if (digits.kind == TokenKind::Integer) {
      literal.value = integer_value(text_of(digits), true, span);
    } else {
      literal.value = -float_value(text_of(digits), span);
    }
    operand = make(signs_end, std::move(literal));
  } else {
    operand = parse_postfix(true);
  }
  for (std::size_t at_sign = signs_end; at_sign-- > first;) {
    const auto op = token_at(at_sign).kind == TokenKind::Minus ? ast::UnaryOperator::Minus
                                                               : ast::UnaryOperator::Plus;
    operand = make(at_sign, ast::Unary{op, std::move(operand)});
  }
  return operand;
}

ast::ExpressionPtr Parser::parse_postfix(bool with_labels) {
  const HeightScope height(*this);
  const std::size_t first = position_;
  ast::ExpressionPtr operand = parse_atom();
  if (at(TokenKind::LeftBrace) && std::holds_alternative<ast::Variable>(operand->node)) {
    operand = parse_map_projection(first, std::move(operand));
  }
  for (;;) {
    if (take(TokenKind::Dot)) {
      ast::Name key = expect_name("the name of a property after `.`");
      operand = make(first, ast::PropertyAccess{std::move(operand), std::move(key)});
    } else if (at(TokenKind::LeftBracket)) {
      operand = parse_index(first, std::move(operand));
    } else {
      break;
    }
  }
  if (with_labels && at(TokenKind::Colon) && !at(TokenKind::Colon, 1)) {
    ++position_;
    ast::LabelExpressionPtr labels = parse_labels();
    operand = make(first, ast::LabelPredicate{std::move(operand), std::move(labels)});
  }
  return operand;
}

ast::ExpressionPtr Parser::parse_index(std::size_t first, ast::ExpressionPtr operand) {
  expect(TokenKind::LeftBracket, "`[`");
  ast::ExpressionPtr from;
  if (!at(TokenKind::DotDot)) from = parse_expression();
  if (take(TokenKind::DotDot)) {
    ast::ExpressionPtr to;
    if (!at(TokenKind::RightBracket)) to = parse_expression();
    expect(TokenKind::RightBracket, "`]`");
    return make(first, ast::Slice{std::move(operand), std::move(from), std::move(to)});
  }
  expect(TokenKind::RightBracket, "`]` or `..`");
  return make(first, ast::Index{std::move(operand), std::move(from)});
}

ast::ExpressionPtr Parser::parse_map_projection(std::size_t first, ast::ExpressionPtr operand) {
  expect(TokenKind::LeftBrace, "`{`");
  ast::MapProjection projection{std::move(operand), {}};
  if (!at(TokenKind::RightBrace)) {
    do {
      using Kind = ast::MapProjectionItem::Kind;
      const std::size_t item_first = position_;
      count_node();
      ast::MapProjectionItem item{Kind::Property, {}, nullptr, {}};
      if (take(TokenKind::Dot)) {
        if (take(TokenKind::Star)) {
          item.kind = Kind::AllProperties;
        } else {
          item.key = expect_name("the name of a property, or `*`, after `.`");
        }
      } else {
        item.key = expect_name("`.property`, `.*`, a variable, or `key: value`");
        item.kind = Kind::Variable;
        if (take(TokenKind::Colon)) {
          item.kind = Kind::Entry;
          item.value = parse_expression();
        }
      }
      item.span = span_since(item_first);
      projection.items.push_back(std::move(item));
    } while (take(TokenKind::Comma));
  }
  expect(TokenKind::RightBrace, "`,` or `}`");
  return make(first, std::move(projection));
}

}  // namespace liaison::query
