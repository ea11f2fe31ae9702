// Text to tokens, all at once. Spans are in bytes, with 1-based line and column in code points.
// Every bracket knows its partner, which lets the parser look past a bracketed part in one step;
// that is what keeps its decisions free of backtracking.
// A piece of text that is no token becomes one of kind Invalid that carries its error: it is raised
// where the parser meets it, so that errors come in the order of the text.
// Thread-safety: TokenList is plain data. Lifetime: tokens refer to the text by offset only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/error.h"
#include "parse/keyword.h"

namespace liaison::query {

enum class TokenKind : std::uint8_t {
  End,
  Word,        // a name or keyword
  QuotedName,  // `name`
  Integer,     // decimal, 0x.. or 0o..; not checked for range
  Float,
  String,
  BadNumber,  // begins as a number and goes on with letters
  Invalid,    // see TokenList::faults
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Comma,
  Dot,
  DotDot,
  Colon,
  Semicolon,
  Dollar,
  Bar,
  BarBar,
  Ampersand,
  Exclamation,
  Percent,
  Plus,
  PlusEqual,
  Minus,
  Star,
  Slash,
  Caret,
  Equal,
  EqualTilde,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual
};

struct Token {
  static constexpr std::uint32_t kNoPartner = UINT32_MAX;

  TokenKind kind = TokenKind::End;
  Keyword keyword = Keyword::Unknown;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  // Of a bracket: the index of the other one, or kNoPartner. Of Invalid: the index of its fault.
  std::uint32_t partner = kNoPartner;
};

struct LexicalFault {
  std::string detail;
  std::string message;
};

struct TokenList {
  std::vector<Token> tokens;  // the last one is of kind End
  std::vector<LexicalFault> faults;
};

// Requires: text.size() < 4 GB.
TokenList tokenize(std::string_view text);

inline SourceSpan span_of(const Token& token) {
  return {token.begin, token.end, token.line, token.column};
}

}  // namespace liaison::query
