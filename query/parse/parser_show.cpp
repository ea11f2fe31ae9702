// SHOW and TERMINATE.
#include <algorithm>
#include <array>

#include "parse/habits.h"
#include "parse/parser_impl.h"
#include "parse/suggestion.h"

namespace liaison::query {
namespace {

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

// Whether the word may say which of them SHOW lists.
bool is_show_filter(ast::ShowSubject subject, std::string_view word) {
  constexpr std::array<std::string_view, 9> kIndexes = {
      "ALL", "RANGE", "TEXT", "POINT", "FULLTEXT", "LOOKUP", "VECTOR", "NAME", "NAMES"};
  constexpr std::array<std::string_view, 14> kConstraints = {
      "ALL",   "UNIQUE", "UNIQUENESS", "NODE",     "RELATIONSHIP", "REL",   "KEY",
      "EXIST", "EXISTS", "EXISTENCE",  "PROPERTY", "TYPE",         "GRAPH", "TYPED"};
  constexpr std::array<std::string_view, 5> kFunctions = {"ALL", "BUILT", "IN", "USER", "DEFINED"};
  constexpr std::array<std::string_view, 2> kDatabases = {"DEFAULT", "HOME"};
  const auto is_one_of = [word](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  switch (subject) {
    case ast::ShowSubject::Indexes:
      return is_one_of(kIndexes);
    case ast::ShowSubject::Constraints:
      return is_one_of(kConstraints);
    case ast::ShowSubject::Functions:
      return is_one_of(kFunctions);
    case ast::ShowSubject::Databases:
      return is_one_of(kDatabases);
    case ast::ShowSubject::Procedures:
    case ast::ShowSubject::Transactions:
    case ast::ShowSubject::Settings:
    case ast::ShowSubject::Termination:
      return false;
  }
  return false;
}

}  // namespace

ast::Show Parser::parse_show() {
  expect(Keyword::Show);
  ast::Show show;
  const auto subject_here = [this]() -> std::optional<ast::ShowSubject> {
    for (const SubjectWord& word : kSubjectWords) {
      if (at_word(word.word)) return word.subject;
    }
    return std::nullopt;
  };
  constexpr std::size_t kFilterWordsMax = 3;
  const std::size_t first_word = position_;
  std::optional<ast::ShowSubject> subject = subject_here();
  for (std::size_t words = 0; !subject && at(TokenKind::Word) && words < kFilterWordsMax; ++words) {
    if (!show.filter.empty()) show.filter += ' ';
    show.filter += upper(text_of(token()));
    ++position_;
    subject = subject_here();
  }
  if (!subject) {
    // A word further on may tell what is meant, as in SHOW CURRENT USER.
    for (position_ = first_word; at(TokenKind::Word); ++position_) {
      if (const auto hint = habit_hint(text_of(token()))) {
        fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + ". " + std::string(*hint));
      }
    }
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
  check_show_filter(*subject, first_word);
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
  const bool takes_ids =
      *subject == ast::ShowSubject::Settings || *subject == ast::ShowSubject::Transactions;
  if (takes_ids && !at(Keyword::Yield) && !at(Keyword::Where) && !at(Keyword::Return) &&
      !at(TokenKind::End) && !at(TokenKind::Semicolon)) {
    parse_show_ids(show);
  }
  parse_show_yield(show);
  return show;
}

ast::Show Parser::parse_terminate() {
  expect(Keyword::Terminate);
  if (!take_word("TRANSACTIONS")) expect_word("TRANSACTION");
  ast::Show show;
  show.subject = ast::ShowSubject::Termination;
  parse_show_ids(show);
  parse_show_yield(show);
  return show;
}

// The words between SHOW and its subject, which ends at the current token.
void Parser::check_show_filter(ast::ShowSubject subject, std::size_t first) {
  const std::size_t last = position_;
  for (position_ = first; position_ < last; ++position_) {
    if (is_show_filter(subject, upper(text_of(token())))) continue;
    fail_for_habit();
    fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + "; there is no such kind of " +
                                      std::string(text_of(token_at(last))) + " to show.");
  }
}

void Parser::parse_show_ids(ast::Show& show) {
  do {
    show.ids.push_back(parse_expression());
  } while (take(TokenKind::Comma));
}

void Parser::parse_show_yield(ast::Show& show) {
  if (take(Keyword::Yield)) {
    show.yield_star = take(TokenKind::Star);
    if (!show.yield_star) show.yield = parse_yield_items();
    if (at(Keyword::Order)) show.order_by = parse_order_by();
    if (take(Keyword::Skip) || take(Keyword::Offset)) show.skip = parse_expression();
    if (take(Keyword::Limit)) show.limit = parse_expression();
  }
  if (take(Keyword::Where)) show.where = parse_condition();
  if (take(Keyword::Return)) show.returns = parse_projection(false);
}

}  // namespace liaison::query
