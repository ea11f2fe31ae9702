// Names by the first letters of their words.
#include <algorithm>
#include <array>

#include "liaison/engine/text.h"

namespace liaison::text {
namespace {

constexpr std::size_t kWordsMin = 3;
constexpr std::size_t kWordsMax = 12;
// Words that some leave out. With their marks: `thể` is none of them.
constexpr std::array<std::string_view, 6> kPassedOver = {"of", "the", "and", "for", "và", "et"};

// The runs of letters and digits of a composed text.
std::vector<std::string_view> runs_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = decode(text, at);
    const bool belongs = is_letter(c) || is_digit(c);
    if (belongs && !inside) begin = start;
    if (!belongs && inside) words.push_back(text.substr(begin, start - begin));
    inside = belongs;
  }
  if (inside) words.push_back(text.substr(begin));
  return words;
}

std::string_view first_letter(std::string_view word) {
  std::size_t end = 0;
  decode(word, end);
  return word.substr(0, end);
}

}  // namespace

std::vector<std::string> initials(std::string_view name) {
  const std::string lower = to_lower(nfc(name));
  const std::vector<std::string_view> words = runs_of(lower);
  std::vector<std::string> out;
  if (words.size() < kWordsMin || words.size() > kWordsMax) return out;
  std::string all;
  std::string main;
  std::size_t main_words = 0;
  for (const std::string_view word : words) {
    const std::string letter = fold(first_letter(word));
    all += letter;
    if (std::find(kPassedOver.begin(), kPassedOver.end(), word) != kPassedOver.end()) continue;
    main += letter;
    ++main_words;
  }
  out.push_back(std::move(all));
  if (main_words >= kWordsMin && main_words < words.size()) out.push_back(std::move(main));
  return out;
}

std::string initials_key(std::string_view text) {
  const std::string folded = name_key(text, NameLevel::Folded);
  const std::vector<std::string_view> words = runs_of(folded);
  const bool single = folded.find(' ') == std::string::npos;
  std::string key;
  for (const std::string_view word : words) {
    if (!single && first_letter(word).size() != word.size()) return {};
    key += word;
  }
  const std::size_t letters = length(key);
  return letters < kWordsMin || letters > kWordsMax ? std::string() : key;
}

}  // namespace liaison::text
