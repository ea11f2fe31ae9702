#include "articles/input/flat_object.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

// Control characters, which stand in no string as they are; a line that has one, if only a tab
// between its members, is none of those that this file is for.
bool has_control_character(std::string_view line) {
  bool found = false;
  for (const char c : line) found |= static_cast<unsigned char>(c) < 0x20;
  return found;
}

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
    while (at_ < line_.size() && line_[at_] == ' ') ++at_;
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
    std::size_t quote = line_.find('"', at_);
    while (quote != std::string_view::npos) {
      const std::string_view run = line_.substr(at_, quote - at_);
      const std::size_t escape = run.find('\\');
      out += run.substr(0, escape);
      if (escape == std::string_view::npos) {
        at_ = quote + 1;
        return true;
      }
      at_ += escape + 1;
      if (!read_escape(out)) return false;
      if (at_ > quote) quote = line_.find('"', at_);  // it was an escaped one
    }
    return false;
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
    at_ = std::min(line_.find_first_of(",}[]{\" ", begin), line_.size());
    out = line_.substr(begin, at_ - begin);
    return !out.empty();
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<JsonMember>> read_flat_object(std::string_view line) {
  std::vector<JsonMember> members;
  if (has_control_character(line) || !text::is_valid_utf8(line) ||
      !FlatObjectReader(line).read(members)) {
    return std::nullopt;
  }
  return members;
}

}  // namespace liaison::loaders
