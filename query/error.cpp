#include "liaison/query/error.h"

#include <algorithm>

namespace liaison::query {

std::string format_error(const QueryError& error, std::string_view query_text) {
  std::string text = error.what();
  if (!error.span()) return text;
  const SourceSpan& span = *error.span();
  text += " (line " + std::to_string(span.line) + ", column " + std::to_string(span.column) + ")";
  const std::size_t at = std::min(span.begin, query_text.size());
  std::size_t begin = at;
  while (begin > 0 && query_text[begin - 1] != '\n') --begin;
  const std::size_t end = std::min(query_text.find('\n', at), query_text.size());
  text += "\n  " + std::string(query_text.substr(begin, end - begin)) + "\n  ";
  text += std::string(span.column > 0 ? span.column - 1 : 0, ' ') + "^";
  return text;
}

}  // namespace liaison::query
