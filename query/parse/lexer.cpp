#include "parse/lexer.h"

#include <array>
#include <cctype>
#include <cstdint>

#include "parse/characters.h"

namespace liaison::query {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Blanks are spaces that end no line. What is not ASCII is of no class.
enum AsciiClass : std::uint8_t {
  kSpaceClass = 1,
  kBlankClass = 2,
  kNameStartClass = 4,
  kNamePartClass = 8
};
constexpr std::array<std::uint8_t, 0x100> kClasses = [] {
  std::array<std::uint8_t, 0x100> classes{};
  for (char32_t c = 0; c < 0x80; ++c) {
    classes[c] = static_cast<std::uint8_t>((is_ascii_space(c) ? kSpaceClass : 0) |
                                           (is_ascii_space(c) && c != '\n' ? kBlankClass : 0) |
                                           (is_ascii_name_start(c) ? kNameStartClass : 0) |
                                           (is_ascii_name_part(c) ? kNamePartClass : 0));
  }
  return classes;
}();

bool is_of(char c, AsciiClass wanted) {
  return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}

// Characters that are a token whatever follows them; of others, End.
constexpr std::array<TokenKind, 0x100> kLoneTokens = [] {
  std::array<TokenKind, 0x100> kinds{};
  kinds[','] = TokenKind::Comma;
  kinds[':'] = TokenKind::Colon;
  kinds[';'] = TokenKind::Semicolon;
  kinds['$'] = TokenKind::Dollar;
  kinds['&'] = TokenKind::Ampersand;
  kinds['%'] = TokenKind::Percent;
  kinds['-'] = TokenKind::Minus;
  kinds['*'] = TokenKind::Star;
  kinds['/'] = TokenKind::Slash;
  kinds['^'] = TokenKind::Caret;
  return kinds;
}();

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { list_.tokens.reserve(text.size() / 3 + 8); }

  TokenList run() {
    for (skip_space_and_comments(); offset_ < text_.size(); skip_space_and_comments()) {
      start_ = offset_;
      start_line_ = line_;
      start_column_ = column_;
      next_token();
    }
    start_ = offset_;
    start_line_ = line_;
    start_column_ = column_;
    emit(TokenKind::End);
    return std::move(list_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0';
  }

  // Moves over one character, valid or not, and keeps the position. Returns it, or U+FFFF where
  // the bytes are not UTF-8.
  char32_t advance() {
    const char c = text_[offset_];
    if (static_cast<unsigned char>(c) < 0x80) {
      ++offset_;
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else {
        ++column_;
      }
      return static_cast<char32_t>(c);
    }
    ++column_;
    if (const auto decoded = decode_utf8(text_, offset_)) {
      offset_ += decoded->size;
      return decoded->code_point;
    }
    ++offset_;
    return 0xFFFF;
  }

  // The character ahead without moving; U+FFFF for bad bytes, 0 at the end.
  char32_t look() const {
    if (offset_ >= text_.size()) return 0;
    const auto decoded = decode_utf8(text_, offset_);
    return decoded ? decoded->code_point : 0xFFFF;
  }

  void skip_space_and_comments() {
    while (offset_ < text_.size()) {
      const char c = text_[offset_];
      if (is_of(c, kBlankClass)) {
        skip_plain(kBlankClass);
      } else if (is_of(c, kSpaceClass)) {
        advance();
      } else if (is_ascii(c) && c != '/') {
        return;
      } else if (peek() == '/' && peek(1) == '/') {
        while (offset_ < text_.size() && peek() != '\n') skip_text_character("comment");
      } else if (peek() == '/' && peek(1) == '*') {
        skip_block_comment();
      } else if (is_space(look())) {
        advance();
      } else {
        return;
      }
    }
  }

  // Over the ASCII characters of the class, which no line end is of.
  void skip_plain(AsciiClass wanted) {
    const char* const begin = text_.data() + offset_;
    const char* const end = text_.data() + text_.size();
    const char* at = begin;
    while (at != end && is_of(*at, wanted)) ++at;
    const auto skipped = static_cast<std::size_t>(at - begin);
    offset_ += skipped;
    column_ += static_cast<std::uint32_t>(skipped);
  }

  void skip_block_comment() {
    start_ = offset_;
    start_line_ = line_;
    start_column_ = column_;
    advance();
    advance();
    while (offset_ < text_.size() && !(peek() == '*' && peek(1) == '/')) {
      skip_text_character("comment");
    }
    if (offset_ >= text_.size()) {
      emit_fault("UnexpectedSyntax",
                 "The comment that starts here is never closed; end it with `*/`.");
      return;
    }
    advance();
    advance();
  }

  // One character inside quotes or a comment. Bad bytes are reported once, where they stand.
  void skip_text_character(const char* where) {
    const std::size_t at = offset_;
    const std::uint32_t column = column_;
    if (advance() != 0xFFFF || bad_bytes_reported_) return;
    bad_bytes_reported_ = true;
    Token token = make_token(TokenKind::Invalid);
    token.begin = static_cast<std::uint32_t>(at);
    token.line = line_;
    token.column = column;
    push_fault(token, "InvalidUnicodeCharacter",
               std::string("This byte in a ") + where + " is not valid UTF-8 text.");
  }

  void next_token() {
    const char c = text_[offset_];
    if (is_of(c, kNameStartClass)) return word();
    if (const TokenKind lone = kLoneTokens[static_cast<unsigned char>(c)]; lone != TokenKind::End) {
      ++offset_;
      ++column_;
      list_.tokens.push_back(make_token(lone));
      return;
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !follows_dot())) return number();
    if (c == '\'' || c == '"') return string(c);
    if (c == '`') return quoted_name();
    if (!is_ascii(c)) return is_name_start(look()) ? word() : bad_character();
    punctuation(c);
  }

  // `..5` is a range, not a dot and a fraction.
  bool follows_dot() const { return start_ > 0 && text_[start_ - 1] == '.'; }

  void word() {
    skip_plain(kNamePartClass);
    while (offset_ < text_.size() && !is_ascii(text_[offset_]) && is_name_part(look())) {
      advance();
      skip_plain(kNamePartClass);
    }
    Token token = make_token(TokenKind::Word);
    token.keyword = find_keyword(text_.substr(start_, offset_ - start_));
    list_.tokens.push_back(token);
  }

  // Digits, with single underscores between them.
  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek()) || (peek() == '_' && is_digit(peek(1)))) advance();
    return true;
  }

  void number() {
    bool good = true;
    bool is_float = false;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X' || peek(1) == 'o' || peek(1) == 'O')) {
      const bool hex = (peek(1) | 0x20) == 'x';
      advance();
      advance();
      const std::size_t first = offset_;
      while (hex ? std::isxdigit(static_cast<unsigned char>(peek())) != 0
                 : peek() >= '0' && peek() <= '7') {
        advance();
      }
      good = offset_ > first;
    } else {
      digits();
      if (peek() == '.' && is_digit(peek(1))) {
        advance();
        digits();
        is_float = true;
      }
      if (peek() == 'e' || peek() == 'E') {
        const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (is_digit(peek(1 + sign))) {
          for (std::size_t i = 0; i <= sign; ++i) advance();
          digits();
          is_float = true;
        }
      }
    }
    while (offset_ < text_.size() && is_name_part(look())) {
      advance();
      good = false;
    }
    emit(!good ? TokenKind::BadNumber : is_float ? TokenKind::Float : TokenKind::Integer);
  }

  void string(char quote) {
    advance();
    while (offset_ < text_.size() && peek() != quote) {
      if (peek() == '\\' && offset_ + 1 < text_.size()) advance();
      skip_text_character("string");
    }
    if (offset_ >= text_.size()) {
      return emit_fault(
          "UnexpectedSyntax",
          std::string("The string that starts here is never closed; end it with `") + quote + "`.");
    }
    advance();
    emit(TokenKind::String);
  }

  void quoted_name() {
    advance();
    while (offset_ < text_.size() && (peek() != '`' || peek(1) == '`')) {
      if (peek() == '`') advance();
      skip_text_character("name");
    }
    if (offset_ >= text_.size()) {
      return emit_fault(
          "UnexpectedSyntax",
          "The quoted name that starts here is never closed; end it with a backtick.");
    }
    advance();
    emit(TokenKind::QuotedName);
  }

  [[gnu::cold]] void bad_character() {
    const char32_t c = advance();
    if (c == 0xFFFF) {
      return emit_fault("InvalidUnicodeCharacter", "This byte is not valid UTF-8 text.");
    }
    const std::string shown(text_.substr(start_, offset_ - start_));
    std::string hint;
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) hint = "; did you mean a plain `-`?";
    if (c >= 0x2018 && c <= 0x201B) hint = "; did you mean a plain `'`?";
    if (c >= 0x201C && c <= 0x201F) hint = "; did you mean a plain `\"`?";
    if (c == 0x2264) hint = "; did you mean `<=`?";
    if (c == 0x2265) hint = "; did you mean `>=`?";
    if (c == 0x2260) hint = "; did you mean `<>`?";
    if (hint.empty()) hint = " outside of strings; put a name that contains it between backticks.";
    emit_fault("InvalidUnicodeCharacter",
               "The character `" + shown + "` has no meaning here" + hint);
  }

  void punctuation(char c) {
    advance();
    const auto with = [&](char second, TokenKind both, TokenKind one) {
      if (peek() != second) return emit(one);
      advance();
      emit(both);
    };
    switch (c) {
      case '(':
        return open(TokenKind::LeftParen);
      case '[':
        return open(TokenKind::LeftBracket);
      case '{':
        return open(TokenKind::LeftBrace);
      case ')':
        return close(TokenKind::RightParen, TokenKind::LeftParen);
      case ']':
        return close(TokenKind::RightBracket, TokenKind::LeftBracket);
      case '}':
        return close(TokenKind::RightBrace, TokenKind::LeftBrace);
      case '.':
        return with('.', TokenKind::DotDot, TokenKind::Dot);
      case '|':
        return with('|', TokenKind::BarBar, TokenKind::Bar);
      case '!':
        return with('=', TokenKind::Invalid, TokenKind::Exclamation);
      case '+':
        return with('=', TokenKind::PlusEqual, TokenKind::Plus);
      case '=':
        return with('~', TokenKind::EqualTilde, TokenKind::Equal);
      case '<':
        if (peek() == '>') return with('>', TokenKind::NotEqual, TokenKind::Less);
        return with('=', TokenKind::LessEqual, TokenKind::Less);
      case '>':
        return with('=', TokenKind::GreaterEqual, TokenKind::Greater);
      case '#':
        return emit_fault("UnexpectedSyntax",
                          "The character `#` has no meaning here; a comment begins with `//`.");
      default:
        emit_fault("UnexpectedSyntax", std::string("The character `") + c +
                                           "` has no meaning here outside of strings and names.");
    }
  }

  Token make_token(TokenKind kind) const {
    Token token;
    token.kind = kind;
    token.begin = static_cast<std::uint32_t>(start_);
    token.end = static_cast<std::uint32_t>(offset_);
    token.line = start_line_;
    token.column = start_column_;
    return token;
  }

  void emit(TokenKind kind) {
    if (kind == TokenKind::Invalid) [[unlikely]] {
      return emit_fault("UnexpectedSyntax", "Unexpected `!=`; inequality is written `<>`.");
    }
    list_.tokens.push_back(make_token(kind));
  }

  [[gnu::cold]] void emit_fault(std::string detail, std::string message) {
    push_fault(make_token(TokenKind::Invalid), std::move(detail), std::move(message));
  }

  [[gnu::cold]] void push_fault(Token token, std::string detail, std::string message) {
    token.end = static_cast<std::uint32_t>(offset_);
    token.partner = static_cast<std::uint32_t>(list_.faults.size());
    list_.faults.push_back({std::move(detail), std::move(message)});
    list_.tokens.push_back(token);
  }

  void open(TokenKind kind) {
    open_.push_back(static_cast<std::uint32_t>(list_.tokens.size()));
    emit(kind);
  }

  void close(TokenKind kind, TokenKind opening) {
    emit(kind);
    if (open_.empty() || list_.tokens[open_.back()].kind != opening) return;
    list_.tokens.back().partner = open_.back();
    list_.tokens[open_.back()].partner = static_cast<std::uint32_t>(list_.tokens.size() - 1);
    open_.pop_back();
  }

  std::string_view text_;
  TokenList list_;
  std::vector<std::uint32_t> open_;
  std::size_t offset_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  std::size_t start_ = 0;
  std::uint32_t start_line_ = 1;
  std::uint32_t start_column_ = 1;
  bool bad_bytes_reported_ = false;
};

}  // namespace

TokenList tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace liaison::query
