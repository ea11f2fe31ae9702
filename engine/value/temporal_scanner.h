// A cursor over a text for the temporal parsers: takes digits and characters from the front, and
// reports what was found against what was expected. Holds a view: the text must outlive it.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "liaison/engine/temporal.h"

namespace liaison::engine {

class TemporalScanner {
 public:
  // `expected` names the thing being parsed, for messages ("a date such as 2015-07-21").
  TemporalScanner(std::string_view text, std::string_view expected)
      : text_(text), expected_(expected) {}

  bool at_end() const { return position_ == text_.size(); }
  std::string_view rest() const { return text_.substr(position_); }
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  std::size_t digits_ahead() const {
    std::size_t count = 0;
    while (is_digit(peek(count))) ++count;
    return count;
  }

  // Takes the character, an ASCII letter in either case, if it is next.
  bool accept(char wanted) {
    if (at_end() || to_upper(peek()) != wanted) return false;
    ++position_;
    return true;
  }

  // Takes exactly `count` digits (at most 18).
  std::int64_t number(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(peek())) fail();
      value = value * 10 + (text_[position_++] - '0');
    }
    return value;
  }

  // Takes '.' or ',' and 1 to 9 digits, as nanoseconds; 0 if no fraction is next.
  std::int64_t fraction_nanoseconds() {
    if (!accept('.') && !accept(',')) return 0;
    std::size_t count = digits_ahead();
    if (count == 0 || count > 9) fail();
    std::int64_t value = number(count);
    for (; count < 9; ++count) value *= 10;
    return value;
  }

  void require_end() const {
    if (!at_end()) fail();
  }

  [[noreturn]] void fail() const {
    // The text is the user's: keep messages short whatever its length.
    std::string shown(text_.substr(0, 64));
    if (text_.size() > 64) shown += "...";
    throw TemporalError("'" + shown + "' is not " + std::string(expected_) +
                        " (stopped at character " + std::to_string(position_ + 1) + ")");
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

 private:
  std::string_view text_;
  std::string_view expected_;
  std::size_t position_ = 0;
};

}  // namespace liaison::engine
