#include "articles/words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

#include "articles/lexicon.h"
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

// text::decode() for the short sequences of well-formed text, without a call.
inline char32_t decode(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const char32_t first = byte(i);
  if (first < 0x80) {
    ++i;
    return first;
  }
  if (first >= 0xC2 && first < 0xE0 && i + 1 < text.size() && (byte(i + 1) & 0xC0) == 0x80) {
    const char32_t c = (first & 0x1F) << 6 | (byte(i + 1) & 0x3Fu);
    i += 2;
    return c;
  }
  // U+0800 and surrogates need a closer look.
  if (first > 0xE0 && first < 0xED && i + 2 < text.size() && (byte(i + 1) & 0xC0) == 0x80 &&
      (byte(i + 2) & 0xC0) == 0x80) {
    const char32_t c = (first & 0x0F) << 12 | (byte(i + 1) & 0x3Fu) << 6 | (byte(i + 2) & 0x3Fu);
    i += 3;
    return c;
  }
  return text::decode(text, i);
}

// The first eight bytes as a number, the first one lowest; zeros where there are fewer.
std::uint64_t head_of(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(bytes[at])}; };
  const auto four = [&](std::size_t at) {
    std::uint32_t part = 0;
    std::memcpy(&part, bytes.data() + at, sizeof part);
    return std::uint64_t{part};
  };
  const std::size_t size = std::min<std::size_t>(bytes.size(), 8);
  // Two parts that may overlap make a number of any size.
  if (size >= 4) return four(0) | four(size - 4) << (8 * (size - 4));
  if (size == 0) return 0;
  return byte(0) | byte(size / 2) << (8 * (size / 2)) | byte(size - 1) << (8 * (size - 1));
}

// A hash of the bytes for tables in memory.
std::uint32_t quick_hash(std::uint64_t head, std::string_view bytes) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
  std::uint64_t hash = (head ^ bytes.size()) * kFactor;
  for (std::size_t at = 8; at < bytes.size(); at += 8) {
    hash = (hash ^ hash >> 32 ^ head_of(bytes.substr(at))) * kFactor;
  }
  return static_cast<std::uint32_t>(hash >> 32);
}

Word make_word(std::string_view surface, RawToken::Kind kind, const Lexicon& lexicon) {
  Word word;
  word.kind = kind;
  word.surface = surface;
  word.key = word_key(surface);
  word.hash = word_hash(word.key);
  word.id = lexicon.id(word.key);
  word.phrases = lexicon.start(word.id);
  word.folded = text::fold(surface);
  word.is_syllable = kind == RawToken::Kind::Word && is_vietnamese_syllable(word.key);
  std::size_t at = 0;
  word.capital = kind == RawToken::Kind::Word && text::is_upper(decode(surface, at));
  if (word.capital && at < surface.size()) {
    word.all_capitals = true;
    while (at < surface.size()) {
      if (text::is_lower(decode(surface, at))) word.all_capitals = false;
    }
  }
  return word;
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
    const CharClass first = classes.of(decode(text, i));
    if (first == CharClass::Space) {
      line_start = line_start || text[start] == '\n';
      continue;
    }
    RawToken token{static_cast<std::uint32_t>(start), 0, RawToken::Kind::Punctuation, line_start};
    line_start = false;
    if (first == CharClass::Digit || first == CharClass::Letter) {
      bool digits_only = first == CharClass::Digit;
      while (i < text.size()) {
        std::size_t next = i;
        const CharClass other = classes.of(decode(text, next));
        if (other == CharClass::Other || other == CharClass::Space) break;
        digits_only = digits_only && other == CharClass::Digit;
        i = next;
      }
      token.kind = digits_only ? RawToken::Kind::Number : RawToken::Kind::Word;
    }
    token.end = static_cast<std::uint32_t>(i);
    tokens.push_back(token);
  }
  return tokens;
}

WordMemory::WordMemory(const Lexicon& lexicon) : lexicon_(lexicon), slots_(1 << 12) {}

const Word& WordMemory::of(std::string_view surface, RawToken::Kind kind) {
  const std::uint64_t head = head_of(surface);
  const std::uint32_t hash = quick_hash(head, surface);
  const auto is_it = [&](const Slot& slot) {
    return slot.head == head && slot.size == surface.size() &&
           (surface.size() <= sizeof head || (slot.hash == hash && slot.word->surface == surface));
  };
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].word != nullptr; at = (at + 1) & (slots_.size() - 1)) {
    if (is_it(slots_[at])) return *slots_[at].word;
  }
  words_.push_back(make_word(surface, kind, lexicon_));
  slots_[at] = {head, static_cast<std::uint32_t>(surface.size()), hash, &words_.back()};
  if (words_.size() * 2 > slots_.size()) grow();
  return words_.back();
}

void WordMemory::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  for (const Slot& slot : slots_) {
    if (slot.word == nullptr) continue;
    std::size_t at = slot.hash & (larger.size() - 1);
    while (larger[at].word != nullptr) at = (at + 1) & (larger.size() - 1);
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

void WordMemory::trim() {
  if (words_.size() <= kWordsMax) return;
  words_.clear();
  slots_.assign(1 << 12, {});
}

}  // namespace liaison::loaders
