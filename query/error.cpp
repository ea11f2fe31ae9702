#include "liaison/query/error.h"

#include <algorithm>

#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

// A statement may be one line of megabytes: what is shown lies around the place.
constexpr std::size_t kShownBefore = 60;
constexpr std::size_t kShownAfter = 60;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

std::string format_error(const QueryError& error, std::string_view query_text) {
  std::string message = error.what();
  if (!error.span()) return message;
  const SourceSpan& span = *error.span();
  message +=
      " (line " + std::to_string(span.line) + ", column " + std::to_string(span.column) + ")";
  const std::size_t at = std::min(span.begin, query_text.size());
  std::size_t begin = at;
  while (begin > 0 && query_text[begin - 1] != '\n') --begin;
  std::size_t end = std::min(query_text.find('\n', at), query_text.size());
  if (end > begin && query_text[end - 1] == '\r' && end > at) --end;

  std::string before;
  if (at - begin > kShownBefore) {
    begin = at - kShownBefore;
    while (begin < at && continues_character(query_text[begin])) ++begin;
    before = "...";
  }
  std::string after;
  if (end - at > kShownAfter) {
    end = at + kShownAfter;
    while (end > at && continues_character(query_text[end])) --end;
    after = "...";
  }
  before += query_text.substr(begin, at - begin);
  message += "\n  " + before + std::string(query_text.substr(at, end - at)) + after + "\n  ";
  // A tab below a tab is as wide; everything else takes its columns on a terminal.
  std::size_t from = 0;
  while (true) {
    const std::size_t tab = before.find('\t', from);
    const std::string_view part = std::string_view(before).substr(from, tab - from);
    message += std::string(text::display_width(part), ' ');
    if (tab == std::string::npos) break;
    message += '\t';
    from = tab + 1;
  }
  return message + "^";
}

}  // namespace liaison::query
