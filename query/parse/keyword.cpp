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

static_assert(kTexts.size() < 255);

// A hash table of the keywords, made by the compiler. Open addressing; 0 is an empty slot.
constexpr std::size_t kSlots = 512;
static_assert(kTexts.size() * 2 < kSlots);

// Words differ in their ends and lengths more than elsewhere. Requires two letters or more.
constexpr std::size_t slot_of(std::string_view upper) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(upper[i]); };
  const std::size_t size = upper.size();
  return (at(0) * 37u + at(1) * 101u + at(size - 1) * 11u + at(size / 2) * 59u + size * 7u) %
         kSlots;
}

constexpr std::array<Keyword, kSlots> kTable = [] {
  std::array<Keyword, kSlots> table{};
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    std::size_t slot = slot_of(kTexts[i]);
    while (table[slot] != Keyword::Unknown) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<Keyword>(i + 1);
  }
  return table;
}();

}  // namespace

Keyword find_keyword(std::string_view word) {
  if (word.size() < 2 || word.size() > kLongest) return Keyword::Unknown;
  std::array<char, kLongest> upper;
  std::transform(word.begin(), word.end(), upper.begin(), to_upper);
  const std::string_view key(upper.data(), word.size());
  for (std::size_t slot = slot_of(key); kTable[slot] != Keyword::Unknown;
       slot = (slot + 1) % kSlots) {
    if (keyword_text(kTable[slot]) == key) return kTable[slot];
  }
  return Keyword::Unknown;
}

std::string_view keyword_text(Keyword keyword) {
  return kTexts[static_cast<std::size_t>(keyword) - 1];
}

bool equals_word(std::string_view word, std::string_view upper) {
  return word.size() == upper.size() && std::equal(word.begin(), word.end(), upper.begin(),
                                                   [](char a, char b) { return to_upper(a) == b; });
}

}  // namespace liaison::query
