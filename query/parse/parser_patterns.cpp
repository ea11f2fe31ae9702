// Graph patterns: paths, nodes, relationships, label expressions; and the lookahead that tells a
// pattern from a parenthesised expression.
#include "parse/literal.h"
#include "parse/parser_impl.h"

namespace liaison::query {

// Whether a pattern with at least one relationship starts at the parenthesis there. Decided from
// the shape: what follows `(`, then what follows its partner: an arrow that leads to another `(`.
// A constant number of tokens is looked at, whatever lies between the brackets.
bool Parser::pattern_starts_at(std::size_t index) const {
  if (!node_starts_at(index)) return false;
  const std::size_t after = skip_relationship(token_at(index).partner + 1);
  return after != 0 && token_at(after).kind == TokenKind::LeftParen;
}

bool Parser::node_starts_at(std::size_t index) const {
  const Token& open = token_at(index);
  if (open.kind != TokenKind::LeftParen || open.partner == Token::kNoPartner) return false;
  const Token& next = token_at(index + 1);
  const Token& second = token_at(index + 2);
  switch (next.kind) {
    case TokenKind::RightParen:
    case TokenKind::Colon:
    case TokenKind::LeftBrace:
      return true;
    case TokenKind::Word:
    case TokenKind::QuotedName:
      break;
    default:
      return false;
  }
  if (next.keyword == Keyword::Where || next.keyword == Keyword::Is) return true;
  return second.kind == TokenKind::RightParen || second.kind == TokenKind::Colon ||
         second.kind == TokenKind::LeftBrace || second.kind == TokenKind::Dollar ||
         second.keyword == Keyword::Where || second.keyword == Keyword::Is;
}

// The index behind the relationship that starts there, or 0 if none does.
std::size_t Parser::skip_relationship(std::size_t index) const {
  if (token_at(index).kind == TokenKind::Less) ++index;
  if (token_at(index).kind != TokenKind::Minus) return 0;
  ++index;
  const Token& open = token_at(index);
  if (open.kind == TokenKind::LeftBracket) {
    if (open.partner == Token::kNoPartner) return 0;
    const Token& next = token_at(index + 1);
    const Token& second = token_at(index + 2);
    const auto goes_on = [](TokenKind kind) {
      return kind == TokenKind::RightBracket || kind == TokenKind::Colon ||
             kind == TokenKind::Star || kind == TokenKind::LeftBrace || kind == TokenKind::Dollar;
    };
    const bool named =
        is_name(next) && (goes_on(second.kind) || second.keyword == Keyword::Where ||
                          second.keyword == Keyword::Is || next.keyword == Keyword::Where ||
                          next.keyword == Keyword::Is);
    if (!goes_on(next.kind) && !named) return 0;
    index = open.partner + 1;
  }
  if (token_at(index).kind != TokenKind::Minus) return 0;
  ++index;
  if (token_at(index).kind == TokenKind::Greater) ++index;
  return index;
}

std::vector<ast::PathPattern> Parser::parse_pattern_list(PatternContext context) {
  std::vector<ast::PathPattern> patterns;
  std::size_t elements = 0;
  do {
    patterns.push_back(parse_path_pattern(context));
    elements += patterns.back().elements.size();
    if (context == PatternContext::Match && elements > ParseLimits::kMatchElementsMax) {
      fail_limit("One MATCH has more than " + std::to_string(ParseLimits::kMatchElementsMax) +
                 " nodes and relationships; split it with WITH.");
    }
  } while (take(TokenKind::Comma));
  return patterns;
}

ast::PathPattern Parser::parse_path_pattern(PatternContext context) {
  const std::size_t first = position_;
  ast::PathPattern path;
  if (at_name() && at(TokenKind::Equal, 1)) {
    path.variable = expect_name("a variable");
    expect(TokenKind::Equal, "`=`");
  }
  if (context != PatternContext::Expression && at(TokenKind::Word)) {
    const std::size_t prefix = position_;
    parse_path_prefix(path);
    if (position_ > prefix && !path.variable && at_name() && at(TokenKind::Equal, 1)) {
      fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) +
                                        "; the name of a path comes first, as in `p = " +
                                        std::string(text_of(token_at(prefix))) + " (a)-->(b)`.");
    }
  }
  if ((at(Keyword::ShortestPath) || at(Keyword::AllShortestPaths)) && at(TokenKind::LeftParen, 1)) {
    parse_shortest_path_call(path, context);
  } else {
    parse_elements(path, context);
  }
  path.span = span_since(first);
  if (context == PatternContext::Create || context == PatternContext::Merge) {
    check_written_pattern(path, context == PatternContext::Merge);
  }
  return path;
}

// Selector and restrictor: ANY SHORTEST, SHORTEST 2 GROUPS, ALL, TRAIL ..
void Parser::parse_path_prefix(ast::PathPattern& path) {
  using Kind = ast::SelectorKind;
  ast::PathSelector& selector = path.selector;
  const std::size_t first = position_;
  const auto parse_count = [this, &selector] {
    if (at(TokenKind::Integer)) {
      selector.count = parse_atom();
    } else if (at(TokenKind::Dollar)) {
      selector.count = parse_parameter();
    }
  };
  if (take(Keyword::All)) {
    if (take(Keyword::Shortest)) selector.kind = Kind::AllShortest;
  } else if (take(Keyword::Any)) {
    selector.kind = take(Keyword::Shortest) ? Kind::AnyShortest : Kind::Any;
    if (selector.kind == Kind::Any) parse_count();
  } else if (take(Keyword::Shortest)) {
    selector.kind = Kind::AnyShortest;
    parse_count();
  }
  selector.span = span_since(first);
  const auto take_restrictor = [&] {
    if (take(Keyword::Walk)) return ast::PathRestrictor::Walk;
    if (take(Keyword::Trail)) return ast::PathRestrictor::Trail;
    if (take(Keyword::Acyclic)) return ast::PathRestrictor::Acyclic;
    if (take(Keyword::Simple)) return ast::PathRestrictor::Simple;
    return ast::PathRestrictor::None;
  };
  path.restrictor = take_restrictor();
  if (!take(Keyword::Path)) take(Keyword::Paths);
  if ((at(Keyword::Group) || at(Keyword::Groups)) && selector.kind == Kind::AnyShortest) {
    ++position_;
    selector.kind = Kind::ShortestGroups;
  }
}

void Parser::parse_shortest_path_call(ast::PathPattern& path, PatternContext context) {
  const Nesting nesting(*this);
  path.selector.kind = at(Keyword::ShortestPath) ? ast::SelectorKind::ShortestPathCall
                                                 : ast::SelectorKind::AllShortestPathsCall;
  const std::size_t first = position_++;
  expect(TokenKind::LeftParen, "`(`");
  parse_elements(path, context);
  expect(TokenKind::RightParen, "`)`");
  path.selector.span = span_since(first);
}

void Parser::parse_elements(ast::PathPattern& path, PatternContext context) {
  bool after_node = false;
  path.elements.reserve(3);
  for (;;) {
    if (!at(TokenKind::LeftParen)) {
      unexpected(path.elements.empty() ? "a pattern, which begins with `(`"
                                       : "a node `( )` at the end of the relationship");
    }
    const bool inner_path = at(TokenKind::LeftParen, 1) || (at_name(1) && at(TokenKind::Equal, 2));
    if (inner_path) {
      path.elements.emplace_back(parse_parenthesised_path(context));
      after_node = false;
    } else {
      path.elements.emplace_back(parse_node(context));
      after_node = true;
    }
    count_node();
    if (at(TokenKind::Minus) || at(TokenKind::Less)) {
      if (!after_node) {
        unexpected("a node `( )` between the parenthesised path and the relationship");
      }
      if (context == PatternContext::Expression && skip_relationship(position_) == 0) break;
      path.elements.emplace_back(parse_relationship(context));
      count_node();
    } else if (at(TokenKind::LeftParen) && (!after_node || at(TokenKind::LeftParen, 1) ||
                                            (at_name(1) && at(TokenKind::Equal, 2)))) {
      continue;  // a parenthesised path directly beside the node or path before it
    } else {
      break;
    }
  }
}

ast::ParenthesisedPath Parser::parse_parenthesised_path(PatternContext context) {
  const Nesting nesting(*this);
  const std::size_t first = position_;
  expect(TokenKind::LeftParen, "`(`");
  ast::ParenthesisedPath part;
  part.path = std::make_unique<ast::PathPattern>(parse_path_pattern(context));
  if (take(Keyword::Where)) part.where = parse_condition();
  expect(TokenKind::RightParen, "`)`");
  part.quantifier = parse_path_quantifier();
  part.span = span_since(first);
  return part;
}

// `+`, `*`, `{2}`, `{2,5}`, `{2,}`, `{,5}`
std::optional<ast::PathQuantifier> Parser::parse_path_quantifier() {
  const std::size_t first = position_;
  ast::PathQuantifier quantifier;
  if (take(TokenKind::Plus)) {
    quantifier.lower = 1;
  } else if (take(TokenKind::LeftBrace)) {
    const bool has_lower = at(TokenKind::Integer);
    if (has_lower) quantifier.lower = expect_count("a number");
    if (take(TokenKind::Comma)) {
      if (at(TokenKind::Integer)) quantifier.upper = expect_count("a number");
    } else if (has_lower) {
      quantifier.upper = quantifier.lower;
    }
    expect(TokenKind::RightBrace, "numbers of repetitions, as in `{2,5}`");
    const SourceSpan span = span_since(first);
    if (!has_lower && !quantifier.upper) {
      fail("UnexpectedSyntax", "Give a number of repetitions, as in `{2,5}`; any number is `*`.",
           span);
    }
    if (quantifier.upper && (*quantifier.upper < quantifier.lower || *quantifier.upper == 0)) {
      fail("InvalidRelationshipPattern",
           "This range of repetitions is empty; the upper bound must be at least 1 and at least "
           "the lower bound.",
           span);
    }
  } else if (!take(TokenKind::Star)) {
    return std::nullopt;
  }
  quantifier.span = span_since(first);
  return quantifier;
}

// A name that is the variable, not the WHERE or IS of an anonymous element.
bool Parser::at_pattern_variable() const {
  if (!at_name()) return false;
  if (!at(Keyword::Where) && !at(Keyword::Is)) return true;
  const TokenKind next = token(1).kind;
  return next == TokenKind::RightParen || next == TokenKind::RightBracket ||
         next == TokenKind::Colon || next == TokenKind::LeftBrace ||
         (at(Keyword::Where) && (next == TokenKind::Star || token(1).keyword == Keyword::Is)) ||
         token(1).keyword == Keyword::Where;
}

ast::NodePattern Parser::parse_node(PatternContext context) {
  const Nesting nesting(*this);
  const std::size_t first = position_;
  expect(TokenKind::LeftParen, "`(`");
  ast::NodePattern node;
  if (at_pattern_variable()) node.variable = expect_name("a variable");
  if (take(TokenKind::Colon) || take(Keyword::Is)) node.labels = parse_labels();
  node.properties = parse_pattern_properties(context);
  if (take(Keyword::Where)) node.where = parse_condition();
  if (!take(TokenKind::RightParen)) {
    if (at(TokenKind::Comma)) {
      fail_here("UnexpectedSyntax",
                "Unexpected `,`; every node has parentheses of its own, as in `(a:Person), (b)`.");
    }
    if (node.properties || node.where) unexpected("`)`");
    unexpected(node.labels ? "`)`, `{` or another label" : "`)`, `:Label` or `{properties}`");
  }
  node.span = span_since(first);
  return node;
}

ast::ExpressionPtr Parser::parse_pattern_properties(PatternContext context) {
  if (at(TokenKind::LeftBrace)) return parse_expression();
  if (!at(TokenKind::Dollar)) return nullptr;
  const std::size_t first = position_;
  ast::ExpressionPtr parameter = parse_parameter();
  if (context != PatternContext::Create) {
    fail("InvalidParameterUse",
         "A parameter cannot stand for all properties here; name them, as in {key: $" +
             std::get<ast::Parameter>(parameter->node).name + ".key}.",
         span_since(first));
  }
  return parameter;
}

ast::RelationshipPattern Parser::parse_relationship(PatternContext context) {
  const std::size_t first = position_;
  ast::RelationshipPattern relationship;
  const bool left = take(TokenKind::Less);
  expect(TokenKind::Minus, "`-`");
  if (take(TokenKind::LeftBracket)) {
    const Nesting nesting(*this);
    parse_relationship_detail(relationship, context);
  }
  if (at(TokenKind::Greater) && !left) {
    fail_here("UnexpectedSyntax",
              "Unexpected `>`; a relationship is drawn `-->` or `-[:TYPE]->`, with two dashes.");
  }
  expect(TokenKind::Minus, "`-` or `->`");
  const bool right = take(TokenKind::Greater);
  relationship.direction = left == right ? ast::Direction::Either
                           : left        ? ast::Direction::Incoming
                                         : ast::Direction::Outgoing;
  const std::size_t quantifier_at = position_;
  relationship.quantifier = parse_path_quantifier();
  if (relationship.quantifier && relationship.length) {
    fail("InvalidRelationshipPattern",
         "The length is given twice, inside the brackets and after the arrow; keep one.",
         span_since(quantifier_at));
  }
  relationship.span = span_since(first);
  return relationship;
}

void Parser::parse_relationship_detail(ast::RelationshipPattern& relationship,
                                       PatternContext context) {
  if (at_pattern_variable()) relationship.variable = expect_name("a variable");
  if (take(TokenKind::Colon) || take(Keyword::Is)) relationship.types = parse_labels();
  if (at(TokenKind::Star)) relationship.length = parse_variable_length();
  if (at(TokenKind::DotDot)) {
    fail_here("InvalidRelationshipPattern",
              "A range of lengths begins with `*`, for example `[:TYPE*1..3]`.");
  }
  relationship.properties = parse_pattern_properties(context);
  if (take(Keyword::Where)) relationship.where = parse_condition();
  if (take(TokenKind::RightBracket)) return;
  if (relationship.properties || relationship.where) unexpected("`]`");
  unexpected(relationship.types ? "`]`, `*`, `{` or another type"
                                : "`]`, `:TYPE`, `*` or `{properties}`");
}

// `*`, `*2`, `*1..3`, `*..3`, `*1..`
ast::VariableLength Parser::parse_variable_length() {
  const std::size_t first = position_;
  expect(TokenKind::Star, "`*`");
  ast::VariableLength length;
  if (at(TokenKind::Integer)) {
    length.lower = expect_count("a length");
    length.upper = length.lower;
  }
  if (take(TokenKind::DotDot)) {
    length.upper.reset();
    if (at(TokenKind::Integer)) length.upper = expect_count("a length");
  }
  if (at(TokenKind::Minus)) {
    fail_here("InvalidRelationshipPattern",
              "A length cannot be negative; write for example `*1..3`.");
  }
  if (at(TokenKind::Float)) {
    fail_here("InvalidRelationshipPattern",
              "A length is a whole number; write for example `*1..3`.");
  }
  if (at(TokenKind::Dollar)) {
    fail_here("InvalidParameterUse",
              "A length cannot be a parameter; write the number, for example `*1..3`.");
  }
  length.span = span_since(first);
  return length;
}

ast::LabelExpressionPtr Parser::parse_labels() {
  return std::make_unique<ast::LabelExpression>(parse_label_or());
}

ast::LabelExpression Parser::parse_label_or() {
  const std::size_t first = position_;
  ast::LabelExpression left = parse_label_and();
  if (bar_ends_ || !at(TokenKind::Bar)) return left;
  ast::LabelExpression either{ast::LabelExpression::Kind::Or, {}, nullptr, false, {}, {}};
  either.operands.push_back(std::move(left));
  while (take(TokenKind::Bar)) {
    take(TokenKind::Colon);  // the old spelling `:A|:B`
    either.operands.push_back(parse_label_and());
  }
  either.span = span_since(first);
  return either;
}

ast::LabelExpression Parser::parse_label_and() {
  const std::size_t first = position_;
  ast::LabelExpression left = parse_label_not();
  const auto at_and = [this] {
    return at(TokenKind::Ampersand) || (at(TokenKind::Colon) && !at(TokenKind::Colon, 1));
  };
  if (!at_and()) return left;
  ast::LabelExpression both{ast::LabelExpression::Kind::And, {}, nullptr, false, {}, {}};
  both.operands.push_back(std::move(left));
  while (at_and()) {
    ++position_;
    both.operands.push_back(parse_label_not());
  }
  both.span = span_since(first);
  return both;
}

ast::LabelExpression Parser::parse_label_not() {
  if (!at(TokenKind::Exclamation)) return parse_label_atom();
  const Nesting nesting(*this);
  const std::size_t first = position_++;
  ast::LabelExpression inverse{ast::LabelExpression::Kind::Not, {}, nullptr, false, {}, {}};
  inverse.operands.push_back(parse_label_not());
  inverse.span = span_since(first);
  return inverse;
}

ast::LabelExpression Parser::parse_label_atom() {
  using Kind = ast::LabelExpression::Kind;
  count_node();
  const std::size_t first = position_;
  ast::LabelExpression label{Kind::Name, {}, nullptr, false, {}, {}};
  if (take(TokenKind::LeftParen)) {
    const Nesting nesting(*this);
    const Scoped bar(bar_ends_, false);
    label = parse_label_or();
    expect(TokenKind::RightParen, "`)`, `|` or `&`");
    return label;
  }
  if (take(TokenKind::Percent)) {
    label.kind = Kind::Wildcard;
  } else if (take(TokenKind::Dollar)) {
    label.kind = Kind::Dynamic;
    label.dynamic_any = at(Keyword::Any);
    if (!take(Keyword::Any)) take(Keyword::All);
    expect(TokenKind::LeftParen, "`(`, as in `$($label)`");
    label.expression = parse_expression();
    expect(TokenKind::RightParen, "`)`");
  } else {
    label.name = expect_name("the name of a label or type");
  }
  label.span = span_since(first);
  return label;
}

}  // namespace liaison::query
