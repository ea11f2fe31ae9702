// Schema commands: indexes and constraints.
#include <array>

#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

struct IndexWord {
  std::string_view word;
  ast::IndexKind kind;
};

constexpr std::array kIndexWords = {
    IndexWord{"RANGE", ast::IndexKind::Range},   IndexWord{"TEXT", ast::IndexKind::Text},
    IndexWord{"POINT", ast::IndexKind::Point},   IndexWord{"FULLTEXT", ast::IndexKind::FullText},
    IndexWord{"LOOKUP", ast::IndexKind::Lookup}, IndexWord{"VECTOR", ast::IndexKind::Vector},
    IndexWord{"NAME", ast::IndexKind::Names},    IndexWord{"NAMES", ast::IndexKind::Names}};

}  // namespace

// CREATE is a clause when a pattern follows, a command when a word does.
bool Parser::at_schema_command() const {
  if (at(Keyword::Show) || at(Keyword::Drop)) return true;
  if (at(Keyword::Terminate) && at(TokenKind::Word, 1)) return true;
  return at(Keyword::Create) && at(TokenKind::Word, 1) && !at(TokenKind::Equal, 2);
}

ast::StatementNode Parser::parse_schema_command() {
  if (at(Keyword::Show)) return parse_show();
  if (at(Keyword::Terminate)) return parse_terminate();
  if (at(Keyword::Drop)) return parse_drop();
  return parse_create_schema();
}

ast::StatementNode Parser::parse_create_schema() {
  expect(Keyword::Create);
  const bool or_replace = at(Keyword::Or) && at(Keyword::Replace, 1);
  if (or_replace) position_ += 2;
  if (at(Keyword::Constraint)) return parse_create_constraint(or_replace);
  ast::IndexKind kind = ast::IndexKind::Range;
  for (const IndexWord& word : kIndexWords) {
    if (at_word(word.word) && at(Keyword::Index, 1)) {
      kind = word.kind;
      ++position_;
      break;
    }
  }
  if (!at(Keyword::Index)) unexpected("a pattern, which begins with `(`, or INDEX or CONSTRAINT");
  return parse_create_index(kind, or_replace);
}

// The optional name of an index or constraint, in front of IF NOT EXISTS and FOR.
std::optional<ast::Name> Parser::parse_schema_name() {
  if (!at_name()) return std::nullopt;
  const bool at_for = at(Keyword::For) && at(TokenKind::LeftParen, 1);
  const bool at_if = at(Keyword::If) && at(Keyword::Not, 1);
  if (at_for || at_if) return std::nullopt;
  return expect_name("a name");
}

bool Parser::parse_if_not_exists() {
  if (!take(Keyword::If)) return false;
  expect(Keyword::Not);
  expect(Keyword::Exists);
  return true;
}

// (n:A|B) or ()-[r:T|U]-()
void Parser::parse_schema_target(ast::EntityKind& entity, ast::Name& variable,
                                 std::vector<ast::Name>& labels) {
  expect(TokenKind::LeftParen, "`(`");
  const auto parse_names = [&] {
    variable = expect_name("a variable");
    if (!take(TokenKind::Colon)) return;
    do {
      labels.push_back(expect_name("the name of a label or type"));
    } while (take(TokenKind::Bar));
  };
  if (!take(TokenKind::RightParen)) {
    entity = ast::EntityKind::Node;
    parse_names();
    expect(TokenKind::RightParen, "`)`");
    return;
  }
  entity = ast::EntityKind::Relationship;
  take(TokenKind::Less);
  expect(TokenKind::Minus, "`-[`");
  expect(TokenKind::LeftBracket, "`[`");
  parse_names();
  expect(TokenKind::RightBracket, "`]`");
  expect(TokenKind::Minus, "`-`");
  take(TokenKind::Greater);
  expect(TokenKind::LeftParen, "`()`");
  expect(TokenKind::RightParen, "`)`");
}

ast::Name Parser::parse_key_of(const ast::Name& variable) {
  const ast::Name owner = expect_name("`" + variable.text + ".property`");
  if (owner.text != variable.text) {
    fail("UnexpectedSyntax",
         "Unknown variable `" + owner.text + "`; the properties are those of `" + variable.text +
             "`.",
         owner.span);
  }
  expect(TokenKind::Dot, "`.` and a property");
  return expect_name("the name of a property");
}

std::vector<ast::Name> Parser::parse_key_list(const ast::Name& variable) {
  std::vector<ast::Name> keys;
  const bool round = at(TokenKind::LeftParen);
  const bool square = at(TokenKind::LeftBracket);
  if (!round && !square) {
    keys.push_back(parse_key_of(variable));
    return keys;
  }
  ++position_;
  do {
    keys.push_back(parse_key_of(variable));
  } while (take(TokenKind::Comma));
  expect(round ? TokenKind::RightParen : TokenKind::RightBracket,
         round ? "`,` or `)`" : "`,` or `]`");
  return keys;
}

ast::ExpressionPtr Parser::parse_options() {
  if (!take(Keyword::Options)) return nullptr;
  if (!at(TokenKind::LeftBrace) && !at(TokenKind::Dollar)) unexpected("a map of options");
  return parse_atom();
}

ast::CreateIndex Parser::parse_create_index(ast::IndexKind kind, bool or_replace) {
  expect(Keyword::Index);
  if (at(Keyword::On) && at(TokenKind::Colon, 1)) {
    fail_here(
        "UnexpectedSyntax",
        "Unexpected `ON`; an index is declared `CREATE INDEX name FOR (n:Person) ON (n.name)`.");
  }
  ast::CreateIndex index;
  index.kind = kind;
  index.or_replace = or_replace;
  index.name = parse_schema_name();
  index.if_not_exists = parse_if_not_exists();
  expect(Keyword::For);
  parse_schema_target(index.entity, index.variable, index.labels);
  const std::size_t on_at = position_;
  expect(Keyword::On);
  const bool each = take(Keyword::Each);
  if (kind == ast::IndexKind::Lookup) {
    // labels(n) or type(r): there is nothing to choose
    expect_name("`labels(n)` or `type(r)`");
    expect(TokenKind::LeftParen, "`(`");
    expect_name("the variable");
    expect(TokenKind::RightParen, "`)`");
  } else {
    index.keys = parse_key_list(index.variable);
  }
  const bool wants_each = kind == ast::IndexKind::FullText || kind == ast::IndexKind::Names;
  if (each && !wants_each && kind != ast::IndexKind::Lookup) {
    fail("UnexpectedSyntax", "ON EACH is for full-text and name indexes; write ON (n.property).",
         span_since(on_at));
  }
  if (kind != ast::IndexKind::Lookup && index.labels.empty()) {
    fail("UnexpectedSyntax", "An index needs a label or type, as in FOR (n:Person).",
         index.variable.span);
  }
  index.options = parse_options();
  return index;
}

ast::CreateConstraint Parser::parse_create_constraint(bool or_replace) {
  expect(Keyword::Constraint);
  if (at(Keyword::On) && at(TokenKind::LeftParen, 1)) {
    fail_here("UnexpectedSyntax",
              "Unexpected `ON`; a constraint is declared `CREATE CONSTRAINT name FOR (n:Person) "
              "REQUIRE n.name IS UNIQUE`.");
  }
  ast::CreateConstraint constraint;
  constraint.or_replace = or_replace;
  constraint.name = parse_schema_name();
  constraint.if_not_exists = parse_if_not_exists();
  expect(Keyword::For);
  std::vector<ast::Name> labels;
  parse_schema_target(constraint.entity, constraint.variable, labels);
  if (labels.size() != 1) {
    fail("UnexpectedSyntax", "A constraint needs exactly one label or type, as in FOR (n:Person).",
         constraint.variable.span);
  }
  constraint.label = std::move(labels[0]);
  expect(Keyword::Require);
  constraint.keys = parse_key_list(constraint.variable);
  if (at(TokenKind::Colon) && at(TokenKind::Colon, 1)) {
    position_ += 2;
    constraint.kind = ast::ConstraintKind::PropertyType;
    constraint.type = parse_type_expression();
  } else {
    expect(Keyword::Is);
    if (take_word("NODE") || take_word("RELATIONSHIP") || take_word("REL")) {
      if (!at_word("KEY") && !at_word("UNIQUE")) unexpected("KEY or UNIQUE");
    }
    if (take_word("UNIQUE")) {
      constraint.kind = ast::ConstraintKind::Unique;
    } else if (take_word("KEY")) {
      constraint.kind = ast::ConstraintKind::Key;
    } else if (take(Keyword::Not)) {
      expect(Keyword::Null);
      constraint.kind = ast::ConstraintKind::NotNull;
    } else if (take(Keyword::Typed) || (at(TokenKind::Colon) && at(TokenKind::Colon, 1))) {
      if (take(TokenKind::Colon)) expect(TokenKind::Colon, "`::`");
      constraint.kind = ast::ConstraintKind::PropertyType;
      constraint.type = parse_type_expression();
    } else {
      unexpected("UNIQUE, NOT NULL, NODE KEY or `:: type`");
    }
  }
  constraint.options = parse_options();
  return constraint;
}

ast::StatementNode Parser::parse_drop() {
  expect(Keyword::Drop);
  const bool is_index = at(Keyword::Index);
  if (!is_index && !at(Keyword::Constraint)) unexpected("INDEX or CONSTRAINT");
  ++position_;
  if (at(Keyword::On) && (at(TokenKind::Colon, 1) || at(TokenKind::LeftParen, 1))) {
    fail_here(
        "UnexpectedSyntax",
        std::string("Unexpected `ON`; ") +
            (is_index ? "an index is dropped by its name, which SHOW INDEXES tells."
                      : "a constraint is dropped by its name, which SHOW CONSTRAINTS tells."));
  }
  ast::Name name = expect_name(is_index ? "the name of the index" : "the name of the constraint");
  bool if_exists = false;
  if (take(Keyword::If)) {
    expect(Keyword::Exists);
    if_exists = true;
  }
  if (is_index) return ast::DropIndex{std::move(name), if_exists};
  return ast::DropConstraint{std::move(name), if_exists};
}

}  // namespace liaison::query
