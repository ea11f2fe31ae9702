#include "parse/lexer.h"

#include <doctest/doctest.h>

#include <string>

#include "parse/literal.h"

using namespace liaison;
using namespace liaison::query;

namespace {

std::string kinds(std::string_view text) {
  std::string result;
  const TokenList list = tokenize(text);
  for (const Token& token : list.tokens) {
    if (!result.empty()) result += ' ';
    result += std::to_string(static_cast<int>(token.kind));
  }
  return result;
}

template <typename Function>
std::string error_detail(Function function) {
  try {
    function();
  } catch (const QueryError& error) {
    CHECK(error.kind() == "SyntaxError");
    CHECK(error.phase() == ErrorPhase::CompileTime);
    return error.detail();
  }
  return "";
}

}  // namespace

TEST_CASE("positions count bytes in spans and code points in columns") {
  const std::string text = "é:日本\n  /* ñ */ x";
  const TokenList list = tokenize(text);
  REQUIRE(list.tokens.size() == 5);
  CHECK(list.tokens[0].begin == 0);
  CHECK(list.tokens[0].end == 2);
  CHECK(list.tokens[1].column == 2);
  CHECK(list.tokens[2].column == 3);
  CHECK(list.tokens[2].end == 9);
  CHECK(list.tokens[3].line == 2);
  CHECK(list.tokens[3].column == 11);
  CHECK(list.tokens[4].kind == TokenKind::End);
  CHECK(list.tokens[4].begin == text.size());
}

TEST_CASE("keywords are found in any case, and nothing else is one") {
  CHECK(find_keyword("match") == Keyword::Match);
  CHECK(find_keyword("MaTcH") == Keyword::Match);
  CHECK(find_keyword("ALLSHORTESTPATHS") == Keyword::AllShortestPaths);
  CHECK(find_keyword("matc") == Keyword::Unknown);
  CHECK(find_keyword("") == Keyword::Unknown);
  CHECK(find_keyword("matchmatchmatchmatchmatch") == Keyword::Unknown);
  for (int i = 1; i <= static_cast<int>(Keyword::Yield); ++i) {
    const Keyword keyword = static_cast<Keyword>(i);
    CHECK(find_keyword(keyword_text(keyword)) == keyword);
  }
}

TEST_CASE("a range is not a fraction") {
  CHECK(kinds("1..3") == kinds("1 .. 3"));
  CHECK(kinds("..3") == kinds(".. 3"));
  CHECK(tokenize(".5").tokens[0].kind == TokenKind::Float);
  CHECK(tokenize("1.x").tokens[0].kind == TokenKind::Integer);
  CHECK(tokenize("1e9").tokens[0].kind == TokenKind::Float);
  CHECK(tokenize("1e").tokens[0].kind == TokenKind::BadNumber);
  CHECK(tokenize("0x").tokens[0].kind == TokenKind::BadNumber);
  CHECK(tokenize("0o8").tokens[0].kind == TokenKind::BadNumber);
  CHECK(tokenize("9223372h54775808").tokens.size() == 2);
}

TEST_CASE("brackets know their partners, unmatched ones have none") {
  const TokenList list = tokenize("([)]{}");
  CHECK(list.tokens[0].partner == Token::kNoPartner);
  CHECK(list.tokens[4].partner == 5);
  CHECK(list.tokens[5].partner == 4);
}

TEST_CASE("integers cover the whole range and not one more") {
  const SourceSpan span;
  CHECK(integer_value("9223372036854775807", false, span) == INT64_MAX);
  CHECK(integer_value("9223372036854775808", true, span) == INT64_MIN);
  CHECK(integer_value("0x8000000000000000", true, span) == INT64_MIN);
  CHECK(integer_value("0o17", false, span) == 15);
  CHECK(integer_value("1_000", false, span) == 1000);
  CHECK(error_detail([&] { integer_value("9223372036854775808", false, span); }) ==
        "IntegerOverflow");
  CHECK(error_detail([&] { integer_value("9223372036854775809", true, span); }) ==
        "IntegerOverflow");
  CHECK(error_detail([&] { integer_value("99999999999999999999999", false, span); }) ==
        "IntegerOverflow");
}

TEST_CASE("floats overflow to an error and underflow to zero") {
  const SourceSpan span;
  CHECK(float_value(".5", span) == 0.5);
  CHECK(float_value("1e-999", span) == 0.0);
  CHECK(float_value("0." + std::string(400, '0') + "1", span) == 0.0);
  CHECK(float_value("0e999", span) == 0.0);
  CHECK(error_detail([&] { float_value("1.34E999", span); }) == "FloatingPointOverflow");
  CHECK(error_detail([&] { float_value(std::string(400, '9') + ".0", span); }) ==
        "FloatingPointOverflow");
}

TEST_CASE("escapes become characters, and a wrong one is named where it stands") {
  const SourceSpan span{10, 30, 2, 5};
  CHECK(string_value(R"('a\n\'\\')", span) == "a\n'\\");
  CHECK(string_value(R"('\u00e9\uD83D\uDE00')", span) == "é😀");
  CHECK(string_value(R"('\U0001F600')", span) == "😀");
  CHECK(error_detail([&] { string_value(R"('\uH')", span); }) == "InvalidUnicodeLiteral");
  CHECK(error_detail([&] { string_value(R"('\uD800')", span); }) == "InvalidUnicodeLiteral");
  try {
    string_value("'é\\q'", span);
    FAIL("an unknown escape was taken");
  } catch (const QueryError& error) {
    CHECK(error.span()->begin == 13);
    CHECK(error.span()->column == 7);
  }
  CHECK(quoted_name_value("`a``b`") == "a`b");
}

TEST_CASE("text that is no token carries its own error") {
  const auto fault = [](std::string_view text) {
    const TokenList list = tokenize(text);
    for (const Token& token : list.tokens) {
      if (token.kind == TokenKind::Invalid) return list.faults[token.partner].detail;
    }
    return std::string();
  };
  CHECK(fault("42 \xE2\x80\x94 41") == "InvalidUnicodeCharacter");
  CHECK(fault("'\xFF'") == "InvalidUnicodeCharacter");
  CHECK(fault("// \xC3(") == "InvalidUnicodeCharacter");
  CHECK(fault("'abc") == "UnexpectedSyntax");
  CHECK(fault("'abc\\") == "UnexpectedSyntax");
  CHECK(fault("`abc") == "UnexpectedSyntax");
  CHECK(fault("/* abc") == "UnexpectedSyntax");
  CHECK(fault("a != b") == "UnexpectedSyntax");
  CHECK(fault("a /* b */ // c") == "");
}

TEST_CASE("a keyword inside other text is only a name") {
  CHECK(tokenize("matching").tokens[0].keyword == Keyword::Unknown);
  CHECK(tokenize("`match`").tokens[0].keyword == Keyword::Unknown);
}
