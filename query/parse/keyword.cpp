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

// A letter in any case as the upper one; other characters are of no matter as long as they do not
// become letters that a keyword has.
constexpr unsigned folded(char c) {
  return static_cast<unsigned char>(c) & 0xDFu;
}

static_assert(kTexts.size() < 255);

// A hash table of the keywords, made by the compiler. Open addressing; 0 is an empty slot.
constexpr std::size_t kSlots = 512;
static_assert(kTexts.size() * 2 < kSlots);

// Words differ in their ends and lengths more than elsewhere. Requires two letters or more.
constexpr std::size_t slot_of(std::string_view word) {
  const std::size_t size = word.size();
  return (folded(word[0]) * 37u + folded(word[1]) * 101u + folded(word[size - 1]) * 11u +
          folded(word[size / 2]) * 59u + size * 7u) %
         kSlots;
}

struct Slot {
  Keyword keyword = Keyword::Unknown;
  std::uint8_t size = 0;
};

constexpr std::array<Slot, kSlots> kTable = [] {
  std::array<Slot, kSlots> table{};
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    std::size_t slot = slot_of(kTexts[i]);
    while (table[slot].size != 0) slot = (slot + 1) % kSlots;
    table[slot] = {static_cast<Keyword>(i + 1), static_cast<std::uint8_t>(kTexts[i].size())};
  }
  return table;
}();

}  // namespace

Keyword find_keyword(std::string_view word) {
  if (word.size() < 2 || word.size() > kLongest) return Keyword::Unknown;
  for (std::size_t slot = slot_of(word); kTable[slot].size != 0; slot = (slot + 1) % kSlots) {
    if (kTable[slot].size != word.size()) continue;
    const Keyword keyword = kTable[slot].keyword;
    if (equals_word(word, keyword_text(keyword))) return keyword;
  }
  return Keyword::Unknown;
}

std::string_view keyword_text(Keyword keyword) {
  return kTexts[static_cast<std::size_t>(keyword) - 1];
}

bool equals_word(std::string_view word, std::string_view upper) {
  if (word.size() != upper.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (to_upper(word[i]) != upper[i]) return false;
  }
  return true;
}

}  // namespace liaison::query
