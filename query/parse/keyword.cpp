#include "parse/keyword.h"

#include <algorithm>
#include <array>

namespace liaison::query {
namespace {

constexpr std::array kTexts = {
#define LIAISON_KEYWORD(name, text) std::string_view(text),
    LIAISON_KEYWORDS(LIAISON_KEYWORD)
#undef LIAISON_KEYWORD
};

constexpr std::size_t kLongest = std::max_element(kTexts.begin(), kTexts.end(), [](auto a, auto b) {
                                   return a.size() < b.size();
                                 }) -> size();

constexpr char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

static_assert(std::is_sorted(kTexts.begin(), kTexts.end()), "find_keyword searches by bisection");

}  // namespace

Keyword find_keyword(std::string_view word) {
  if (word.size() < 2 || word.size() > kLongest) return Keyword::Unknown;
  std::array<char, kLongest> upper;
  std::transform(word.begin(), word.end(), upper.begin(), to_upper);
  const std::string_view key(upper.data(), word.size());
  const auto found = std::lower_bound(kTexts.begin(), kTexts.end(), key);
  if (found == kTexts.end() || *found != key) return Keyword::Unknown;
  return static_cast<Keyword>(found - kTexts.begin() + 1);
}

std::string_view keyword_text(Keyword keyword) {
  return kTexts[static_cast<std::size_t>(keyword) - 1];
}

bool equals_word(std::string_view word, std::string_view upper) {
  return word.size() == upper.size() && std::equal(word.begin(), word.end(), upper.begin(),
                                                   [](char a, char b) { return to_upper(a) == b; });
}

}  // namespace liaison::query
