#include "http/message.h"

#include "liaison/engine/text.h"

namespace liaison::server {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool percent_decode(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return false;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  // An escaped slash inside a segment would let one name look like two.
  return out.find('/') == std::string::npos && out.find('\0') == std::string::npos &&
         text::is_valid_utf8(out);
}

}  // namespace

bool split_path(std::string_view target, std::vector<std::string>& segments) {
  target = target.substr(0, target.find_first_of("?#"));
  if (target.empty() || target.front() != '/') return false;
  target.remove_prefix(1);
  segments.clear();
  while (!target.empty()) {
    const std::size_t slash = target.find('/');
    std::string segment;
    if (!percent_decode(target.substr(0, slash), segment)) return false;
    segments.push_back(std::move(segment));
    // One slash at the end is the same path.
    target.remove_prefix(slash == std::string_view::npos ? target.size() : slash + 1);
  }
  return true;
}

}  // namespace liaison::server
