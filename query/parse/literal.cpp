#include "parse/literal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "parse/characters.h"

namespace liaison::query {
namespace {

[[noreturn]] void fail(const char* detail, const std::string& message, const SourceSpan& span) {
  throw QueryError("SyntaxError", ErrorPhase::CompileTime, detail, message, span);
}

std::string without_underscores(std::string_view digits) {
  std::string plain(digits);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  return plain;
}

// Whether a number out of a double's range is too large rather than too small: its first
// significant digit stands left of the decimal point once the exponent has moved it.
bool is_too_large(const std::string& digits) {
  const std::size_t exponent_at = digits.find_first_of("eE");
  const std::string mantissa = digits.substr(0, exponent_at);
  if (exponent_at != std::string::npos) {
    long exponent = 0;
    const char* first = digits.data() + exponent_at + 1;
    if (*first == '+') ++first;
    const auto parsed = std::from_chars(first, digits.data() + digits.size(), exponent);
    if (parsed.ec != std::errc()) return *first != '-';
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t significant = mantissa.find_first_of("123456789");
    if (significant == std::string::npos) return false;
    const long place = significant < point ? static_cast<long>(point - significant)
                                           : -static_cast<long>(significant - point - 1);
    return place + exponent > 0;
  }
  return mantissa.find_first_of("123456789") < std::min(mantissa.find('.'), mantissa.size());
}

class StringReader {
 public:
  StringReader(std::string_view quoted, const SourceSpan& span)
      : body_(quoted.substr(1, quoted.size() - 2)), span_(span) {}

  std::string read() {
    std::string value;
    value.reserve(body_.size());
    while (at_ < body_.size()) {
      const std::size_t plain = std::min(body_.find('\\', at_), body_.size());
      value.append(body_.substr(at_, plain - at_));
      at_ = plain;
      if (at_ < body_.size()) read_escape(value);
    }
    return value;
  }

 private:
  // The span of `size` bytes at the escape; the column counts code points, as everywhere.
  SourceSpan escape_span(std::size_t begin, std::size_t size) const {
    SourceSpan span = span_;
    span.begin = span_.begin + 1 + begin;
    span.end = std::min(span.begin + size, span_.end);
    span.column += 1;
    for (std::size_t i = 0; i < begin; ++i) {
      if (body_[i] == '\n') {
        ++span.line;
        span.column = 1;
      } else if ((static_cast<unsigned char>(body_[i]) & 0xC0) != 0x80) {
        ++span.column;
      }
    }
    return span;
  }

  void read_escape(std::string& value) {
    const std::size_t begin = at_++;
    const char c = body_[at_++];  // the lexer has seen to it that something follows the backslash
    switch (c) {
      case '\\':
      case '\'':
      case '"':
      case '`':
      case '/':
        value += c;
        return;
      case 'b':
        value += '\b';
        return;
      case 'f':
        value += '\f';
        return;
      case 'n':
        value += '\n';
        return;
      case 'r':
        value += '\r';
        return;
      case 't':
        value += '\t';
        return;
      case 'u':
        return append_utf8(value, read_code_point(begin, 4));
      case 'U':
        return append_utf8(value, read_code_point(begin, 8));
      default: {
        const std::string shown(1, c);
        const bool printable = c > ' ' && c < 0x7F;
        fail("UnexpectedSyntax",
             printable ? "`\\" + shown + "` is no escape sequence; write `\\\\" + shown +
                             "` for a backslash before `" + shown + "`."
                       : "A backslash must be followed by one of \\ ' \" ` b f n r t u U.",
             escape_span(begin, 2));
      }
    }
  }

  char32_t read_hex(std::size_t begin, std::size_t digits) {
    std::uint32_t code = 0;
    const std::string_view hex = body_.substr(std::min(at_, body_.size()), digits);
    const auto parsed = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    if (hex.size() < digits || parsed.ec != std::errc() || parsed.ptr != hex.data() + hex.size()) {
      fail("InvalidUnicodeLiteral",
           digits == 4 ? "`\\u` must be followed by four hexadecimal digits, for example `\\u00e9`."
                       : "`\\U` must be followed by eight hexadecimal digits.",
           escape_span(begin, 2 + hex.size()));
    }
    at_ += digits;
    return code;
  }

  char32_t read_code_point(std::size_t begin, std::size_t digits) {
    char32_t code = read_hex(begin, digits);
    if (digits == 4 && code >= 0xD800 && code <= 0xDBFF && body_.substr(at_, 2) == "\\u") {
      at_ += 2;
      const char32_t low = read_hex(begin, 4);
      if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if ((code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) {
      fail("InvalidUnicodeLiteral", "This escape stands for no Unicode character.",
           escape_span(begin, at_ - begin));
    }
    return code;
  }

  std::string_view body_;
  SourceSpan span_;
  std::size_t at_ = 0;
};

}  // namespace

std::int64_t integer_value(std::string_view digits, bool negative, const SourceSpan& span) {
  std::string plain = without_underscores(digits);
  int base = 10;
  if (plain.size() > 2 && plain[0] == '0' && (plain[1] | 0x20) == 'x') base = 16;
  if (plain.size() > 2 && plain[0] == '0' && (plain[1] | 0x20) == 'o') base = 8;
  if (base != 10) plain.erase(0, 2);
  std::uint64_t magnitude = 0;
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), magnitude, base);
  const std::uint64_t limit =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
  if (parsed.ec != std::errc() || magnitude > limit) {
    fail("IntegerOverflow",
         "The integer " + std::string(negative ? "-" : "") + std::string(digits) +
             " is out of range; integers reach from -9223372036854775808 to 9223372036854775807. "
             "Write it with a decimal point for a float.",
         span);
  }
  return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

double float_value(std::string_view digits, const SourceSpan& span) {
  const std::string plain = without_underscores(digits);
  double value = 0;
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (parsed.ec != std::errc()) {
    if (!is_too_large(plain)) return 0.0;
    fail("FloatingPointOverflow",
         "The number " + std::string(digits) + " is too large for a float; the largest is about " +
             "1.8e308.",
         span);
  }
  return value;
}

std::string string_value(std::string_view quoted, const SourceSpan& span) {
  return StringReader(quoted, span).read();
}

std::string quoted_name_value(std::string_view quoted) {
  std::string name;
  const std::string_view body = quoted.substr(1, quoted.size() - 2);
  for (std::size_t i = 0; i < body.size(); ++i) {
    name += body[i];
    if (body[i] == '`') ++i;
  }
  return name;
}

}  // namespace liaison::query
