// Tokens of any bytes: they lie in the text in order, brackets agree about their partners, and the
// last one is the end.
#include "fuzz_target.h"
#include "parse/lexer.h"

using liaison::query::Token;
using liaison::query::TokenKind;
using liaison::test::fuzz_check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto list = liaison::query::tokenize(liaison::test::text_of_input(data, size));
  fuzz_check(!list.tokens.empty() && list.tokens.back().kind == TokenKind::End, "ends with End");
  std::uint32_t at = 0;
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    const Token& token = list.tokens[i];
    fuzz_check(at <= token.begin && token.begin <= token.end && token.end <= size,
               "tokens lie in the text, in order");
    fuzz_check(line <= token.line && token.column >= 1, "lines ascend");
    if (token.kind == TokenKind::Invalid) {
      // It may lie inside the string that comes next.
      fuzz_check(token.partner < list.faults.size(), "an invalid token has a fault");
      continue;
    }
    at = token.end;
    line = token.line;
    if (token.kind == TokenKind::End) {
      fuzz_check(i + 1 == list.tokens.size(), "nothing follows the end");
    } else if (token.partner != Token::kNoPartner) {
      fuzz_check(token.partner < list.tokens.size() && token.partner != i &&
                     list.tokens[token.partner].partner == i,
                 "brackets agree about their partners");
    }
  }
  return 0;
}
