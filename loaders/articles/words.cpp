#include "articles/words.h"

#include <array>
#include <unordered_set>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

enum class CharClass : std::uint8_t { Other, Space, Digit, Letter, Mark };

// Code points below this are looked up; Vietnamese ends at U+1EF9.
constexpr char32_t kTableEnd = 0x2000;

CharClass classify(char32_t c) {
  if (c <= ' ') return CharClass::Space;
  if (c >= '0' && c <= '9') return CharClass::Digit;
  if (c >= 0x300 && c < 0x370) return CharClass::Mark;
  if (text::is_letter(c)) return CharClass::Letter;
  if (c >= 0x80 && text::is_space(c)) return CharClass::Space;
  return CharClass::Other;
}

// The classes of common code points, looked up.
class CharTable {
 public:
  static const CharTable& instance() {
    static const CharTable table;
    return table;
  }
  CharClass of(char32_t c) const { return c < kTableEnd ? classes_[c] : classify(c); }

 private:
  CharTable() {
    for (char32_t c = 0; c < kTableEnd; ++c) classes_[c] = classify(c);
  }
  std::array<CharClass, kTableEnd> classes_{};
};

struct Decoded {
  char32_t c;
  std::size_t end;  // of its bytes
};

// text::decode() for the short sequences of well-formed text, without a call.
inline Decoded decode(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at]));
  };
  const char32_t first = byte(i);
  if (first < 0x80) return {first, i + 1};
  if (first >= 0xC2 && first < 0xE0 && i + 1 < text.size() && (byte(i + 1) & 0xC0) == 0x80) {
    return {(first & 0x1F) << 6 | (byte(i + 1) & 0x3F), i + 2};
  }
  // U+0800 and surrogates need a closer look.
  if (first > 0xE0 && first < 0xED && i + 2 < text.size() && (byte(i + 1) & 0xC0) == 0x80 &&
      (byte(i + 2) & 0xC0) == 0x80) {
    return {(first & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F), i + 3};
  }
  std::size_t end = i;
  const char32_t c = text::decode(text, end);
  return {c, end};
}

}  // namespace

std::string word_key(std::string_view word) {
  bool ascii = true;
  for (const char c : word) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return text::to_lower(word);
  return text::to_lower(text::normalize_tones(word));
}

bool is_letter(char32_t c) {
  const CharClass known = CharTable::instance().of(c);
  return known == CharClass::Letter || (known == CharClass::Mark && text::is_letter(c));
}

bool is_vietnamese_syllable(std::string_view word) {
  static const std::unordered_set<std::string_view> kOnsets = {
      "",   "b",   "c",  "ch", "d",  "g", "gh", "gi", "h", "k",  "kh", "l", "m", "n",
      "ng", "ngh", "nh", "p",  "ph", "q", "r",  "s",  "t", "th", "tr", "v", "x"};
  static const std::unordered_set<std::string_view> kRimes = {
      "a",    "ac",  "ach", "ai",  "am",   "an",   "ang",  "anh",  "ao",   "ap",   "at",  "au",
      "ay",   "e",   "ec",  "ech", "em",   "en",   "eng",  "enh",  "eo",   "ep",   "et",  "eu",
      "i",    "ia",  "ich", "iec", "iem",  "ien",  "ieng", "iep",  "iet",  "ieu",  "im",  "in",
      "inh",  "ip",  "it",  "iu",  "o",    "oa",   "oac",  "oach", "oai",  "oam",  "oan", "oang",
      "oanh", "oat", "oay", "oc",  "oe",   "oen",  "oet",  "oi",   "om",   "on",   "ong", "op",
      "ot",   "u",   "ua",  "uan", "uang", "uat",  "uay",  "uc",   "ue",   "uech", "uen", "uenh",
      "ui",   "um",  "un",  "ung", "uo",   "uoc",  "uoi",  "uom",  "uon",  "uong", "uop", "uot",
      "uou",  "up",  "ut",  "uu",  "uy",   "uya",  "uych", "uyen", "uyet", "uynh", "uyt", "y",
      "yem",  "yen", "yet", "yeu", "ynh",  "uinh", "ich"};
  const std::string folded = text::fold(word);
  const std::size_t vowel = folded.find_first_of("aeiouy");
  if (vowel == std::string::npos) return false;
  std::string_view onset = std::string_view(folded).substr(0, vowel);
  std::string_view rime = std::string_view(folded).substr(vowel);
  if (kOnsets.contains(onset) && kRimes.contains(rime)) return true;
  // gi + rime: "gian", "gia"; qu + rime is covered by q + u...
  return onset == "g" && rime.size() > 1 && rime[0] == 'i' && kRimes.contains(rime.substr(1));
}

std::vector<RawToken> split(std::string_view text) {
  const CharTable& classes = CharTable::instance();
  std::vector<RawToken> tokens;
  tokens.reserve(text.size() / 5 + 4);
  bool line_start = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const Decoded letter = decode(text, i);
    const CharClass first = classes.of(letter.c);
    i = letter.end;
    if (first == CharClass::Space) {
      line_start = line_start || letter.c == '\n';
      continue;
    }
    RawToken token{static_cast<std::uint32_t>(start), 0, RawToken::Kind::Punctuation, line_start};
    line_start = false;
    if (first == CharClass::Digit || first == CharClass::Letter) {
      bool digits_only = first == CharClass::Digit;
      while (i < text.size()) {
        const Decoded next = decode(text, i);
        const CharClass other = classes.of(next.c);
        if (other == CharClass::Other || other == CharClass::Space) break;
        digits_only = digits_only && other == CharClass::Digit;
        i = next.end;
      }
      token.kind = digits_only ? RawToken::Kind::Number : RawToken::Kind::Word;
    }
    token.end = static_cast<std::uint32_t>(i);
    tokens.push_back(token);
  }
  return tokens;
}

}  // namespace liaison::loaders
