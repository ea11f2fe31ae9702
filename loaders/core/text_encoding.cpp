#include "core/text_encoding.h"

#include <algorithm>
#include <optional>

#include "liaison/engine/encoding.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
// HTML standard, "prescan a byte stream to determine its encoding".
constexpr std::size_t kPrescanBytes = 1024;

std::string decode(std::string_view bytes, std::string_view encoding) {
  auto text = text::to_utf8(bytes, encoding);
  if (!text) throw InputError("is not " + std::string(encoding) + " text, as it says");
  return *std::move(text);
}

// The text where a byte order mark says what the bytes are.
std::optional<std::string> decode_marked(std::string& bytes) {
  if (bytes.starts_with(kUtf8Mark)) return bytes.substr(kUtf8Mark.size());
  if (bytes.starts_with(kUtf16LittleMark)) {
    return decode(std::string_view(bytes).substr(kUtf16LittleMark.size()), "UTF-16LE");
  }
  if (bytes.starts_with(kUtf16BigMark)) {
    return decode(std::string_view(bytes).substr(kUtf16BigMark.size()), "UTF-16BE");
  }
  return std::nullopt;
}

std::string require_text(std::string text) {
  if (!text::is_valid_utf8(text)) throw InputError("is not UTF-8 text");
  if (text.find('\0') != std::string::npos) throw InputError("holds a zero byte; it is not text");
  return text;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// The name after the next `charset =` of a `meta` element; empty: there is none.
std::string declared_encoding(std::string_view page) {
  const std::string head = text::to_lower(page.substr(0, kPrescanBytes));
  const std::string_view view(head);
  for (std::size_t meta = view.find("<meta"); meta != view.npos; meta = view.find("<meta", meta)) {
    const std::size_t end = std::min(view.find('>', meta), view.size());
    const std::string_view element = view.substr(meta, end - meta);
    meta = end;
    constexpr std::string_view kWord = "charset";
    std::size_t at = element.find(kWord);
    if (at == element.npos) continue;
    at += kWord.size();
    const auto skip_spaces = [&] {
      while (at < element.size() && is_space(element[at])) ++at;
    };
    skip_spaces();
    if (at == element.size() || element[at] != '=') continue;
    ++at;
    skip_spaces();
    if (at < element.size() && (element[at] == '"' || element[at] == '\'')) ++at;
    const std::size_t name = at;
    while (at < element.size() && !is_space(element[at]) && element[at] != '"' &&
           element[at] != '\'' && element[at] != ';' && element[at] != '/') {
      ++at;
    }
    if (at > name) return std::string(element.substr(name, at - name));
  }
  return {};
}

}  // namespace

std::string decode_text(std::string bytes) {
  if (auto text = decode_marked(bytes)) return require_text(*std::move(text));
  return require_text(std::move(bytes));
}

std::string decode_html(std::string bytes) {
  if (auto text = decode_marked(bytes)) return require_text(*std::move(text));
  if (text::is_valid_utf8(bytes)) return require_text(std::move(bytes));
  const std::string encoding = declared_encoding(bytes);
  if (encoding.empty()) throw InputError("is not UTF-8 text, and names no other encoding");
  // A page that could be searched for `charset` as if it were ASCII is not in UTF-16 (the
  // standard).
  if (encoding.starts_with("utf-16")) throw InputError("is not UTF-8 text");
  if (!text::is_known_encoding(encoding)) {
    throw InputError("is in '" + encoding + "' as it says, an encoding that is not known");
  }
  return require_text(decode(bytes, encoding));
}

}  // namespace liaison::loaders
