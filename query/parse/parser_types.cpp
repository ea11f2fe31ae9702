// Type names, as after `IS ::` and in constraints.
#include <array>

#include "parse/parser_impl.h"
#include "parse/suggestion.h"

namespace liaison::query {
namespace {

struct PlainType {
  std::string_view word;
  ast::TypeKind kind;
};

constexpr std::array kPlainTypes = {PlainType{"BOOL", ast::TypeKind::Boolean},
                                    PlainType{"BOOLEAN", ast::TypeKind::Boolean},
                                    PlainType{"STRING", ast::TypeKind::String},
                                    PlainType{"VARCHAR", ast::TypeKind::String},
                                    PlainType{"INT", ast::TypeKind::Integer},
                                    PlainType{"INTEGER", ast::TypeKind::Integer},
                                    PlainType{"INT64", ast::TypeKind::Integer},
                                    PlainType{"INTEGER64", ast::TypeKind::Integer},
                                    PlainType{"FLOAT", ast::TypeKind::Float},
                                    PlainType{"FLOAT64", ast::TypeKind::Float},
                                    PlainType{"DOUBLE", ast::TypeKind::Float},
                                    PlainType{"NUMBER", ast::TypeKind::Number},
                                    PlainType{"DATE", ast::TypeKind::Date},
                                    PlainType{"DURATION", ast::TypeKind::Duration},
                                    PlainType{"POINT", ast::TypeKind::Point},
                                    PlainType{"VECTOR", ast::TypeKind::Vector},
                                    PlainType{"NODE", ast::TypeKind::Node},
                                    PlainType{"VERTEX", ast::TypeKind::Node},
                                    PlainType{"RELATIONSHIP", ast::TypeKind::Relationship},
                                    PlainType{"EDGE", ast::TypeKind::Relationship},
                                    PlainType{"PATH", ast::TypeKind::Path},
                                    PlainType{"MAP", ast::TypeKind::Map},
                                    PlainType{"NULL", ast::TypeKind::Null},
                                    PlainType{"NOTHING", ast::TypeKind::Nothing}};

}  // namespace

ast::TypeExpression Parser::parse_type_expression() {
  const Nesting nesting(*this);
  const std::size_t first = position_;
  ast::TypeExpression type;
  do {
    type.alternatives.push_back(parse_type_name());
  } while (!bar_ends_ && take(TokenKind::Bar));
  type.span = span_since(first);
  return type;
}

ast::TypeName Parser::parse_type_name() {
  const std::size_t first = position_;
  ast::TypeName type = parse_plain_type();
  for (;;) {
    count_node();
    if (at(Keyword::Not) && at(Keyword::Null, 1)) {
      position_ += 2;
      type.not_null = true;
    } else if (take(TokenKind::Exclamation)) {
      type.not_null = true;
    } else {
      break;
    }
  }
  type.span = span_since(first);
  return type;
}

ast::TypeName Parser::parse_plain_type() {
  using ast::TypeKind;
  ast::TypeName type;
  const auto with_zone = [&](TypeKind zoned, TypeKind local) {
    // TIME WITH TIME ZONE, TIME WITHOUT TIMEZONE
    const bool with = take(Keyword::With);
    if (!with) expect_word("WITHOUT");
    if (!take_word("TIMEZONE")) {
      expect_word("TIME");
      expect_word("ZONE");
    }
    return with ? zoned : local;
  };
  if (take_word("LIST") || take_word("ARRAY")) {
    type.kind = TypeKind::List;
    if (take(TokenKind::Less)) {
      const Scoped bar(bar_ends_, false);
      type.element = std::make_unique<ast::TypeExpression>(parse_type_expression());
      expect(TokenKind::Greater, "`>`");
    }
    return type;
  }
  if (take_word("LOCAL")) {
    type.kind = at_word("TIME") ? TypeKind::LocalTime : TypeKind::LocalDateTime;
    if (!take_word("TIME")) expect_word("DATETIME");
    return type;
  }
  if (take_word("ZONED")) {
    type.kind = at_word("TIME") ? TypeKind::ZonedTime : TypeKind::ZonedDateTime;
    if (!take_word("TIME")) expect_word("DATETIME");
    return type;
  }
  if (take_word("TIME")) {
    type.kind = with_zone(TypeKind::ZonedTime, TypeKind::LocalTime);
    return type;
  }
  if (take_word("TIMESTAMP")) {
    type.kind = with_zone(TypeKind::ZonedDateTime, TypeKind::LocalDateTime);
    return type;
  }
  if (take_word("SIGNED")) {
    expect_word("INTEGER");
    type.kind = TypeKind::Integer;
    return type;
  }
  if (take_word("PROPERTY")) {
    expect_word("VALUE");
    type.kind = TypeKind::PropertyValue;
    return type;
  }
  if (take(Keyword::Any)) {
    if (take_word("PROPERTY")) {
      expect_word("VALUE");
      type.kind = TypeKind::PropertyValue;
    } else if (take_word("NODE") || take_word("VERTEX")) {
      type.kind = TypeKind::Node;
    } else if (take_word("RELATIONSHIP") || take_word("EDGE")) {
      type.kind = TypeKind::Relationship;
    } else if (take_word("MAP")) {
      type.kind = TypeKind::Map;
    } else if (at(TokenKind::Less)) {
      // ANY<INTEGER | STRING> is what the alternatives are by themselves.
      ++position_;
      const Scoped bar(bar_ends_, false);
      type.kind = TypeKind::Union;
      type.element = std::make_unique<ast::TypeExpression>(parse_type_expression());
      expect(TokenKind::Greater, "`|` or `>`");
    } else {
      take_word("VALUE");
    }
    return type;
  }
  for (const PlainType& plain : kPlainTypes) {
    if (take_word(plain.word)) {
      type.kind = plain.kind;
      return type;
    }
  }
  if (at(TokenKind::Word)) {
    std::string word(text_of(token()));
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    for (const PlainType& plain : kPlainTypes) {
      if (edit_distance(word, plain.word) > (word.size() <= 4 ? 1U : 2U)) continue;
      fail_here("UnexpectedSyntax", "Unexpected " + shown(token()) + "; did you mean `" +
                                        std::string(plain.word) + "`?");
    }
  }
  unexpected("the name of a type, for example INTEGER or LIST<STRING>");
}

}  // namespace liaison::query
