#include <algorithm>
#include <array>

#include "parse/habits.h"
#include "parse/literal.h"
#include "parse/parser_impl.h"
#include "parse/suggestion.h"

namespace liaison::query {
namespace {

// What may stand where a clause or the continuation of one is expected.
constexpr std::array kContinuations = {
    Keyword::Match,  Keyword::Optional, Keyword::Where,    Keyword::With,    Keyword::Return,
    Keyword::Unwind, Keyword::Create,   Keyword::Merge,    Keyword::Set,     Keyword::Delete,
    Keyword::Detach, Keyword::Remove,   Keyword::Foreach,  Keyword::Call,    Keyword::Yield,
    Keyword::Order,  Keyword::Skip,     Keyword::Limit,    Keyword::Union,   Keyword::And,
    Keyword::Or,     Keyword::Xor,      Keyword::Contains, Keyword::Starts,  Keyword::Ends,
    Keyword::Load,   Keyword::Finish,   Keyword::Using,    Keyword::Explain, Keyword::Profile,
    Keyword::Show,   Keyword::Drop};

}  // namespace

Parser::Parser(std::string_view text, const ParseLimits& limits) : text_(text), limits_(limits) {
  if (text.size() > limits.text_bytes_max) {
    throw QueryError("SyntaxError", ErrorPhase::CompileTime, "LimitExceeded",
                     "The query text has " + std::to_string(text.size()) + " bytes; at most " +
                         std::to_string(limits.text_bytes_max) +
                         " are taken. Pass large values as parameters.");
  }
  list_ = tokenize(text);
  tokens_ = list_.tokens.data();
  last_ = list_.tokens.size() - 1;
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (parser_.nesting_ >= parser_.limits_.nesting_max) {
    parser_.fail_limit("The query is nested more than " +
                       std::to_string(parser_.limits_.nesting_max) +
                       " levels deep here; split it with WITH, or pass the value as a parameter.");
  }
  ++parser_.nesting_;
}

bool Parser::at_word(std::string_view upper, std::size_t ahead) const {
  return at(TokenKind::Word, ahead) && equals_word(text_of(token(ahead)), upper);
}

bool Parser::take_word(std::string_view upper) {
  if (!at_word(upper)) return false;
  ++position_;
  return true;
}

void Parser::expect(Keyword keyword) {
  if (take(keyword)) return;
  const std::array wanted = {keyword};
  const std::string expected = "`" + std::string(keyword_text(keyword)) + "`";
  if (at(TokenKind::Word) && suggest_keyword(text_of(token()), wanted)) {
    fail_here("UnexpectedSyntax",
              "Unexpected " + shown(token()) + "; did you mean " + expected + "?");
  }
  unexpected(expected);
}

void Parser::expect_word(std::string_view upper) {
  if (!take_word(upper)) unexpected("`" + std::string(upper) + "`");
}

ast::Name Parser::expect_name(std::string_view expected) {
  if (!at_name()) unexpected(expected);
  const Token& name = token();
  ++position_;
  const std::string_view text = text_of(name);
  return {name.kind == TokenKind::QuotedName ? quoted_name_value(text) : std::string(text),
          span_of(name)};
}

std::vector<ast::Name> Parser::parse_dotted_name(std::string_view expected) {
  std::vector<ast::Name> parts;
  do {
    parts.push_back(expect_name(expected));
    count_node();
  } while (take(TokenKind::Dot));
  return parts;
}

std::int64_t Parser::expect_count(std::string_view expected) {
  if (!at(TokenKind::Integer)) unexpected(expected);
  const Token& number = token();
  ++position_;
  return integer_value(text_of(number), false, span_of(number));
}

std::string Parser::text_since(std::size_t first) const {
  const SourceSpan span = span_since(first);
  return std::string(text_.substr(span.begin, span.end - span.begin));
}

void Parser::fail(std::string_view detail, const std::string& message,
                  const SourceSpan& span) const {
  throw QueryError("SyntaxError", ErrorPhase::CompileTime, std::string(detail), message, span);
}

void Parser::fail_here(std::string_view detail, const std::string& message) const {
  fail(detail, message, span_of(token()));
}

void Parser::fail_limit(const std::string& message) const {
  fail_here("LimitExceeded", message);
}

std::string Parser::shown(const Token& some_token) const {
  constexpr std::size_t kShownMax = 40;
  if (some_token.kind == TokenKind::End) return "end of the query";
  std::string_view text = text_of(some_token);
  if (text.size() <= kShownMax) return "`" + std::string(text) + "`";
  std::size_t cut = kShownMax;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return "`" + std::string(text.substr(0, cut)) + "...`";
}

void Parser::unexpected(std::string_view expected) const {
  const Token& found = token();
  if (found.kind == TokenKind::Invalid) {
    const LexicalFault& fault = list_.faults[found.partner];
    fail_here(fault.detail, fault.message);
  }
  fail_for_habit();
  std::string message =
      found.kind == TokenKind::End
          ? "The query ends here, but " + std::string(expected) + " was expected."
          : "Unexpected " + shown(found) + "; expected " + std::string(expected) + ".";
  // The innermost bracket before this place that nothing closes is the likelier fault.
  const bool closes = found.kind == TokenKind::RightParen ||
                      found.kind == TokenKind::RightBracket || found.kind == TokenKind::RightBrace;
  if (found.kind == TokenKind::End || (closes && found.partner == Token::kNoPartner)) {
    for (std::size_t i = std::min(position_, list_.tokens.size()); i-- > 0;) {
      const Token& open = list_.tokens[i];
      if ((open.kind == TokenKind::LeftParen || open.kind == TokenKind::LeftBracket ||
           open.kind == TokenKind::LeftBrace) &&
          open.partner == Token::kNoPartner) {
        message += " The " + shown(open) + " at line " + std::to_string(open.line) + ", column " +
                   std::to_string(open.column) + " is never closed.";
        break;
      }
    }
  }
  fail_here("UnexpectedSyntax", message);
}

// What other languages call so, where nothing better is known of the place.
void Parser::fail_for_habit() const {
  if (at(TokenKind::Word)) {
    if (const auto hint = habit_hint(text_of(token()))) {
      fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + ". " + std::string(*hint));
    }
  }
  if (position_ > 0 && (at(TokenKind::String) || at(TokenKind::Word))) {
    const Token& before = token_at(position_ - 1);
    if (before.kind == TokenKind::String && before.end == token().begin) {
      fail_here("UnexpectedSyntax",
                "The string ended before " + shown(token()) +
                    "; a quote inside of a string is written with a backslash, as in 'it\\'s'.");
    }
  }
  if (at(TokenKind::Equal) && at(TokenKind::Greater, 1)) {
    fail_here("UnexpectedSyntax",
              "Unexpected `=>`; a relationship is drawn `-->`, and a number that is not smaller is "
              "`>=`.");
  }
  if (at(TokenKind::Ampersand) && at(TokenKind::Ampersand, 1)) {
    fail_here("UnexpectedSyntax", "Unexpected `&&`; conditions are joined with AND.");
  }
  if (at(TokenKind::Exclamation)) {
    fail_here("UnexpectedSyntax", "Unexpected `!`; a condition is negated with NOT.");
  }
}

void Parser::unexpected_clause(std::string_view expected) const {
  fail_for_habit();
  if (const auto suggestion = suggest_clause()) {
    fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + "; did you mean `" +
                                      std::string(keyword_text(*suggestion)) + "`?");
  }
  if (at(TokenKind::LeftParen) && position_ > 0 &&
      token_at(position_ - 1).kind == TokenKind::RightParen) {
    fail_here("UnexpectedSyntax",
              "Unexpected `(`; between two nodes stands a relationship, as in `(a)-->(b)`, or a "
              "comma.");
  }
  unexpected(expected);
}

// The word that may stand here and that the current one looks like.
std::optional<Keyword> Parser::suggest_clause() const {
  if (!at(TokenKind::Word) || !at(Keyword::Unknown)) return std::nullopt;
  return suggest_keyword(text_of(token()), kContinuations);
}

void Parser::fail_nodes() const {
  fail_limit("The query has more than " + std::to_string(limits_.nodes_max) +
             " parts; pass long lists and maps as parameters.");
}

void Parser::fail_height() const {
  fail_limit("This expression chains more than " + std::to_string(limits_.tree_height_max) +
             " operations; use a list with reduce() or several WITH steps.");
}

ast::Statement Parser::parse_statement() {
  ast::Statement statement;
  const auto at_prefix = [this](Keyword keyword) {
    return at(keyword) && !at(TokenKind::Equal, 1);
  };
  for (;;) {
    if (at_prefix(Keyword::Explain)) {
      ++position_;
      statement.explain = ast::ExplainMode::Explain;
    } else if (at_prefix(Keyword::Profile)) {
      ++position_;
      statement.explain = ast::ExplainMode::Profile;
    } else if (at_prefix(Keyword::Cypher)) {
      ++position_;
      if (at(TokenKind::Integer) || at(TokenKind::Float)) {
        statement.version = std::string(text_of(token()));
        if (*statement.version != "5" && *statement.version != "25") {
          fail_here("UnexpectedSyntax", "There is no version " + *statement.version +
                                            " of the language here; 5 and 25 are understood.");
        }
        ++position_;
      }
      while (at_name() && at(TokenKind::Equal, 1)) {  // CYPHER planner=cost: accepted, no effect
        position_ += 2;
        if (!at_name() && !at(TokenKind::Integer)) unexpected("the option's value");
        ++position_;
      }
    } else {
      break;
    }
  }
  if (at(TokenKind::End) || at(TokenKind::Semicolon)) {
    fail_here("UnexpectedSyntax", "There is no query here; begin with MATCH, RETURN or CREATE.");
  }
  const std::size_t first = position_;
  if (at_schema_command()) {
    statement.node = parse_schema_command();
  } else {
    statement.node = parse_query({});
  }
  statement.span = span_since(first);
  take(TokenKind::Semicolon);
  if (!at(TokenKind::End)) {
    if (position_ > 0 && token_at(position_ - 1).kind == TokenKind::Semicolon) {
      fail_here("UnexpectedSyntax",
                "Only one statement can be run at a time; send what follows "
                "the `;` as a query of its own.");
    }
    unexpected_clause("the end of the query");
  }
  return statement;
}

ast::ExpressionPtr Parser::parse_whole_expression() {
  ast::ExpressionPtr expression = parse_expression();
  if (!at(TokenKind::End)) unexpected("an operator or the end of the expression");
  return expression;
}

ast::Statement parse(std::string_view text, const ParseLimits& limits) {
  return Parser(text, limits).parse_statement();
}

ast::ExpressionPtr parse_expression(std::string_view text, const ParseLimits& limits) {
  return Parser(text, limits).parse_whole_expression();
}

}  // namespace liaison::query
