// Schema commands and SHOW.
#include <array>

#include "parse/literal.h"
#include "parse/parser_impl.h"
#include "parse/suggestion.h"

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

struct SubjectWord {
  std::string_view word;
  ast::ShowSubject subject;
};

constexpr std::array kSubjectWords = {SubjectWord{"INDEX", ast::ShowSubject::Indexes},
                                      SubjectWord{"INDEXES", ast::ShowSubject::Indexes},
                                      SubjectWord{"CONSTRAINT", ast::ShowSubject::Constraints},
                                      SubjectWord{"CONSTRAINTS", ast::ShowSubject::Constraints},
                                      SubjectWord{"FUNCTION", ast::ShowSubject::Functions},
                                      SubjectWord{"FUNCTIONS", ast::ShowSubject::Functions},
                                      SubjectWord{"PROCEDURE", ast::ShowSubject::Procedures},
                                      SubjectWord{"PROCEDURES", ast::ShowSubject::Procedures},
                                      SubjectWord{"DATABASE", ast::ShowSubject::Databases},
                                      SubjectWord{"DATABASES", ast::ShowSubject::Databases},
                                      SubjectWord{"TRANSACTION", ast::ShowSubject::Transactions},
                                      SubjectWord{"TRANSACTIONS", ast::ShowSubject::Transactions},
                                      SubjectWord{"SETTING", ast::ShowSubject::Settings},
                                      SubjectWord{"SETTINGS", ast::ShowSubject::Settings}};

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

}  // namespace

// CREATE is a clause when a pattern follows, a command when a word does.
bool Parser::at_schema_command() const {
  if (at(Keyword::Show) || at(Keyword::Drop)) return true;
  return at(Keyword::Create) && at(TokenKind::Word, 1) && !at(TokenKind::Equal, 2);
}

ast::StatementNode Parser::parse_schema_command() {
  if (at(Keyword::Show)) return parse_show();
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
      if (take(TokenKind::Colon)) take(TokenKind::Colon);
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

ast::Show Parser::parse_show() {
  expect(Keyword::Show);
  ast::Show show;
  const auto subject_here = [this]() -> std::optional<ast::ShowSubject> {
    for (const SubjectWord& word : kSubjectWords) {
      if (at_word(word.word)) return word.subject;
    }
    return std::nullopt;
  };
  constexpr std::size_t kFilterWordsMax = 4;
  const std::size_t first_word = position_;
  std::optional<ast::ShowSubject> subject = subject_here();
  for (std::size_t words = 0; !subject && at(TokenKind::Word) && words < kFilterWordsMax; ++words) {
    if (!show.filter.empty()) show.filter += ' ';
    show.filter += upper(text_of(token()));
    ++position_;
    subject = subject_here();
  }
  if (!subject) {
    position_ = first_word;
    if (at(TokenKind::Word)) {
      const std::string word = upper(text_of(token()));
      for (const SubjectWord& known : kSubjectWords) {
        if (edit_distance(word, known.word) > 2) continue;
        fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + "; did you mean `" +
                                          std::string(known.word) + "`?");
      }
      if (word == "LABELS" || word == "TYPES" || word == "KEYS" || word == "PROPERTIES") {
        fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) +
                                          "; what the graph has is told by `CALL db.labels()`, "
                                          "`db.relationshipTypes()` and `db.propertyKeys()`.");
      }
    }
    unexpected("INDEXES, CONSTRAINTS, FUNCTIONS, PROCEDURES, DATABASES, TRANSACTIONS or SETTINGS");
  }
  ++position_;
  show.subject = *subject;
  const bool is_callable =
      *subject == ast::ShowSubject::Functions || *subject == ast::ShowSubject::Procedures;
  if (is_callable && take_word("EXECUTABLE") && take(Keyword::By)) {
    // There are no users to tell apart: whatever exists may be called.
    if (take_word("CURRENT")) {
      expect_word("USER");
    } else {
      expect_name("CURRENT USER or a user's name");
    }
  }
  if (*subject == ast::ShowSubject::Databases && at_name() && !at(Keyword::Yield) &&
      !at(Keyword::Where)) {
    show.name = expect_name("the name of a database");
  }
  if (*subject == ast::ShowSubject::Settings && (at(TokenKind::String) || at_name()) &&
      !at(Keyword::Yield) && !at(Keyword::Where)) {
    if (at(TokenKind::String)) {
      show.name = ast::Name{string_value(text_of(token()), span_of(token())), span_of(token())};
      ++position_;
    } else {
      show.name = expect_name("the name of a setting");
    }
  }
  if (take(Keyword::Yield)) {
    show.yield_star = take(TokenKind::Star);
    if (!show.yield_star) show.yield = parse_yield_items();
    if (at(Keyword::Order)) show.order_by = parse_order_by();
    if (take(Keyword::Skip) || take(Keyword::Offset)) show.skip = parse_expression();
    if (take(Keyword::Limit)) show.limit = parse_expression();
  }
  if (take(Keyword::Where)) show.where = parse_condition();
  if (take(Keyword::Return)) show.returns = parse_projection(false);
  return show;
}

}  // namespace liaison::query
