#include "articles/input/flat_object.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

// What a byte means inside a string.
enum class StringByte : std::uint8_t { Plain, End, Escape, Forbidden };

constexpr std::array<StringByte, 256> kStringBytes = [] {
  std::array<StringByte, 256> made{};
  for (std::size_t c = 0; c < 0x20; ++c) made[c] = StringByte::Forbidden;
  made['"'] = StringByte::End;
  made['\\'] = StringByte::Escape;
  return made;
}();

class FlatObjectReader {
 public:
  explicit FlatObjectReader(std::string_view line) : line_(line) {}

  bool read(std::vector<JsonMember>& members) {
    if (!take('{')) return false;
    if (take('}')) return is_at_end();
    do {
      JsonMember& member = members.emplace_back();
      if (!take('"') || !read_string(member.name) || !take(':')) return false;
      if (!(take('"') ? read_string(member.text) : read_other(member.other))) return false;
    } while (take(','));
    return take('}') && is_at_end();
  }

 private:
  void skip_space() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r'))
      ++at_;
  }
  // Skips white space and the mark behind it, if it stands there.
  bool take(char mark) {
    skip_space();
    if (at_ >= line_.size() || line_[at_] != mark) return false;
    ++at_;
    return true;
  }
  bool is_at_end() {
    skip_space();
    return at_ == line_.size();
  }

  // The rest of a string, its end included.
  bool read_string(std::string& out) {
    for (;;) {
      const std::size_t begin = at_;
      StringByte kind = StringByte::Forbidden;
      while (at_ < line_.size()) {
        kind = kStringBytes[static_cast<unsigned char>(line_[at_])];
        if (kind != StringByte::Plain) break;
        ++at_;
      }
      out.append(line_, begin, at_ - begin);
      if (at_ == line_.size() || kind == StringByte::Forbidden) return false;
      ++at_;
      if (kind == StringByte::End) return true;
      if (!read_escape(out)) return false;
    }
  }

  bool read_escape(std::string& out) {
    if (at_ == line_.size()) return false;
    const char c = line_[at_++];
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        return read_code_point(out);
      default:
        return false;
    }
  }

  // Four digits, and behind a high surrogate the low one.
  bool read_code_point(std::string& out) {
    std::optional<char32_t> c = read_hex();
    if (!c) return false;
    if (*c >= 0xD800 && *c < 0xDC00) {
      if (line_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      const std::optional<char32_t> low = read_hex();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
      c = 0x10000 + ((*c - 0xD800) << 10) + (*low - 0xDC00);
    } else if (*c >= 0xDC00 && *c < 0xE000) {
      return false;
    }
    text::append(out, *c);
    return true;
  }

  std::optional<char32_t> read_hex() {
    if (line_.size() - at_ < 4) return std::nullopt;
    char32_t value = 0;
    for (const std::size_t end = at_ + 4; at_ < end; ++at_) {
      const char c = line_[at_];
      value <<= 4;
      if (c >= '0' && c <= '9') {
        value |= static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        value |= static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        value |= static_cast<char32_t>(c - 'A' + 10);
      } else {
        return std::nullopt;
      }
    }
    return value;
  }

  // A number, true, false or null, up to the mark behind it.
  bool read_other(std::string_view& out) {
    const std::size_t begin = at_;
    at_ = std::min(line_.find_first_of(",}[]{\" \t\r", begin), line_.size());
    out = line_.substr(begin, at_ - begin);
    return !out.empty();
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<JsonMember>> read_flat_object(std::string_view line) {
  std::vector<JsonMember> members;
  if (!text::is_valid_utf8(line) || !FlatObjectReader(line).read(members)) return std::nullopt;
  return members;
}

}  // namespace liaison::loaders
