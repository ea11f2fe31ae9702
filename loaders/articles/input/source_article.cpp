#include "articles/input/source_article.h"

#include <algorithm>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The number of `digits` digits at the head of `text`, -1 when they are not there.
int digits_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int number = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

std::string_view first_line(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  return text.substr(0, text.find('\n'));
}

std::string folded(std::string_view text) {
  return text::name_key(text, text::NameLevel::Folded);
}

}  // namespace

std::optional<std::string> iso_date(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::size_t end = 4;
  if (digits_at(text, 0, 4) < 1000) return std::nullopt;
  if (end < text.size() && text[end] == '-') {
    const int month = digits_at(text, end + 1, 2);
    if (month < 1 || month > 12) return std::nullopt;
    end += 3;
    if (end < text.size() && text[end] == '-') {
      const int day = digits_at(text, end + 1, 2);
      if (day < 1 || day > 31) return std::nullopt;
      end += 3;
      // A time of day may follow a whole date.
      if (end < text.size() && text[end] != 'T' && text[end] != 't' && text[end] != ' ') {
        return std::nullopt;
      }
      return std::string(text.substr(0, end));
    }
  }
  if (end != text.size()) return std::nullopt;
  return std::string(text);
}

std::string language_of_tag(std::string_view tag) {
  const std::string lower = text::to_lower(tag);
  for (const std::string_view known : {"vi", "en"}) {
    if (lower.starts_with(known) &&
        (lower.size() == known.size() || lower[2] == '-' || lower[2] == '_')) {
      return std::string(known);
    }
  }
  return {};
}

void finish(SourceArticle& article) {
  article.text = text::nfc(article.text);
  article.title = text::name_key(article.title, text::NameLevel::Exact);
  article.url = text::nfc(article.url);
  if (std::all_of(article.text.begin(), article.text.end(),
                  [](unsigned char c) { return c <= ' '; })) {
    throw InputError("holds no text");
  }
  if (!article.title.empty() &&
      !folded(first_line(article.text)).starts_with(folded(article.title))) {
    article.text = article.title + "\n\n" + article.text;
  }
}

}  // namespace liaison::loaders
