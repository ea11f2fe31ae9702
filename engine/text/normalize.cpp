// Normal forms and the levels at which names match.
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>

#include "liaison/engine/assert.h"
#include "liaison/engine/text.h"
#include "text/byte_windows.h"

namespace liaison::text {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

const icu::Normalizer2& nfc_instance() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
  LIAISON_CHECK(U_SUCCESS(status) && instance != nullptr);
  return *instance;
}

const icu::Normalizer2& nfd_instance() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFDInstance(status);
  LIAISON_CHECK(U_SUCCESS(status) && instance != nullptr);
  return *instance;
}

// Not 0 where a text may be out of NFC. It is in NFC if all of its code points are below U+0300,
// where combining marks begin, in Latin Extended Additional (U+1E00 to U+1EFF), which ends with
// Vietnamese, or marks and spaces from U+2002 to U+203F: each of these is its own composed form.
constexpr std::uint8_t is_unusual(ByteWindow w) {
  return is_ill_formed(w) | ((w.b > 0xCB) & (w.b != 0xE1) & (w.b != 0xE2)) |
         ((w.p1 == 0xE1) & ((w.b < 0xB8) | (w.b > 0xBB))) | ((w.p1 == 0xE2) & (w.b != 0x80)) |
         ((w.p2 == 0xE2) & (w.b < 0x82));
}

// What fold() writes for one code point, before the table.
std::u32string compute_fold(char32_t c) {
  switch (c) {
    case U'đ':
    case U'Đ':
    case U'ð':
    case U'Ð':
      return U"d";
    case U'ł':
    case U'Ł':
      return U"l";
    case U'ø':
    case U'Ø':
      return U"o";
    case U'æ':
    case U'Æ':
      return U"ae";
    case U'œ':
    case U'Œ':
      return U"oe";
    case U'ß':
    case U'ẞ':
      return U"ss";
    case U'ı':
    case U'İ':
      return U"i";
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
    case U'−':
      return U"-";
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
      return U"\"";
    case U'‘':
    case U'’':
      return U"'";
    default:
      break;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed =
      nfd_instance().normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  std::u32string out;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 part = decomposed.char32At(i);
    if (u_charType(part) == U_NON_SPACING_MARK) continue;
    out.push_back(static_cast<char32_t>(u_tolower(part)));
  }
  return out;
}

// What fold() writes for each code point of the Latin blocks, which hold nearly all of our text.
constexpr char32_t kLatinEnd = 0x250;
constexpr char32_t kAdditionalBegin = 0x1E00;
constexpr char32_t kAdditionalEnd = 0x1F00;

class FoldTable {
 public:
  FoldTable() {
    for (char32_t c = 0; c < kLatinEnd; ++c) latin_[c] = Entry(compute_fold(c));
    for (char32_t c = kAdditionalBegin; c < kAdditionalEnd; ++c) {
      additional_[c - kAdditionalBegin] = Entry(compute_fold(c));
    }
  }
  // In UTF-8; nothing for code points of other blocks.
  std::optional<std::string_view> find(char32_t c) const {
    if (c < kLatinEnd) return latin_[c].text();
    if (c >= kAdditionalBegin && c < kAdditionalEnd)
      return additional_[c - kAdditionalBegin].text();
    return std::nullopt;
  }

 private:
  struct Entry {
    std::array<char, 7> bytes{};
    std::uint8_t size = 0;

    Entry() = default;
    explicit Entry(const std::u32string& folded) {
      std::string text;
      for (const char32_t c : folded) append(text, c);
      LIAISON_CHECK(text.size() <= bytes.size());
      size = static_cast<std::uint8_t>(text.copy(bytes.data(), bytes.size()));
    }
    std::string_view text() const { return {bytes.data(), size}; }
  };
  std::array<Entry, kLatinEnd> latin_;
  std::array<Entry, kAdditionalEnd - kAdditionalBegin> additional_;
};

const FoldTable& fold_table() {
  static const FoldTable table;
  return table;
}

// The six tones over one vowel: none, grave, acute, hook, tilde, dot below.
constexpr std::u32string_view kVowelTones[] = {
    U"aàáảãạ", U"eèéẻẽẹ", U"oòóỏõọ", U"uùúủũụ", U"yỳýỷỹỵ",
    U"AÀÁẢÃẠ", U"EÈÉẺẼẸ", U"OÒÓỎÕỌ", U"UÙÚỦŨỤ", U"YỲÝỶỸỴ",
};

struct ToneOf {
  std::size_t vowel;
  std::size_t tone;  // 0: none; kNoVowel if the character is none of these vowels
};
constexpr std::size_t kNoVowel = 99;

ToneOf tone_of(char32_t c) {
  for (std::size_t v = 0; v < std::size(kVowelTones); ++v) {
    const std::size_t t = kVowelTones[v].find(c);
    if (t != std::u32string_view::npos) return {v, t};
  }
  return {kNoVowel, 0};
}

// `oa`, `oe` and `uy` at the end of a syllable carry their mark on the first vowel (hòa, khỏe,
// thủy) or on the second (hoà, khoẻ, thuỷ). We write the first. After q, u belongs to the consonant
// (quý), and with a final consonant there is only one place (hoàng).
void place_tone(std::u32string& points, std::size_t i) {
  if (points[i + 1] < 0x80) return;  // no mark on it
  const ToneOf first = tone_of(points[i]);
  const ToneOf second = tone_of(points[i + 1]);
  if (first.vowel == kNoVowel || second.vowel == kNoVowel) return;
  if (first.tone != 0 || second.tone == 0) return;
  const char32_t a =
      static_cast<char32_t>(u_tolower(static_cast<UChar32>(kVowelTones[first.vowel][0])));
  const char32_t b =
      static_cast<char32_t>(u_tolower(static_cast<UChar32>(kVowelTones[second.vowel][0])));
  const bool pair = (a == U'o' && (b == U'a' || b == U'e')) || (a == U'u' && b == U'y');
  if (!pair) return;
  if (i > 0 && a == U'u' && (points[i - 1] == U'q' || points[i - 1] == U'Q')) return;
  if (i + 2 < points.size() && is_letter(points[i + 2])) return;
  points[i] = kVowelTones[first.vowel][second.tone];
  points[i + 1] = kVowelTones[second.vowel][0];
}

std::string collapse_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t run = 0;  // of what is no space, from here on
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const char32_t c = decode(text, i);
    const bool space = is_space(c);
    if (!space && c != 0xFFFD) continue;
    out.append(text, run, begin - run);
    run = i;
    if (!space) {
      append(out, c);  // perhaps for a byte that is no text
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  out.append(text, run);
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

bool is_nfc(std::string_view text) {
  if (no_window<is_unusual>(text)) return true;
  UErrorCode status = U_ZERO_ERROR;
  return nfc_instance().isNormalizedUTF8(piece(text), status) && is_valid_utf8(text);
}

std::string nfc(std::string_view text) {
  if (is_nfc(text)) return std::string(text);
  // Ill-formed bytes are replaced first, so that their number does not depend on ICU's habits.
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) append(clean, decode(text, i));
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  out.reserve(clean.size());
  icu::StringByteSink<std::string> sink(&out);
  nfc_instance().normalizeUTF8(0, piece(clean), sink, nullptr, status);
  LIAISON_CHECK(U_SUCCESS(status));
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (is_ascii(text)) {
    for (const char c : text) out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  LIAISON_CHECK(U_SUCCESS(status));
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (is_ascii(text)) {
    for (const char c : text) out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  icu::CaseMap::utf8ToUpper("", 0, piece(text), sink, nullptr, status);
  LIAISON_CHECK(U_SUCCESS(status));
  return out;
}

std::string normalize_tones(std::string_view text) {
  const std::string composed = nfc(text);
  if (is_ascii(composed)) return composed;
  std::u32string points;
  points.reserve(composed.size());
  for (std::size_t i = 0; i < composed.size();) {
    char32_t c = decode(composed, i);
    if (c == U'Ð') c = U'Đ';
    if (c == U'ð') c = U'đ';
    points.push_back(c);
  }
  for (std::size_t i = 0; i + 1 < points.size(); ++i) place_tone(points, i);
  std::string out;
  out.reserve(composed.size());
  for (const char32_t c : points) append(out, c);
  return out;
}

std::string fold(std::string_view text) {
  const FoldTable& table = fold_table();
  const auto is_plain = [&](std::size_t i) { return static_cast<unsigned char>(text[i]) < 0x80; };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (is_plain(i)) {
      const std::size_t begin = i;
      while (i < text.size() && is_plain(i)) ++i;
      const std::size_t at = out.size();
      out.append(text, begin, i - begin);
      for (std::size_t k = at; k < out.size(); ++k) {
        if (out[k] >= 'A' && out[k] <= 'Z') out[k] = static_cast<char>(out[k] + 32);
      }
      continue;
    }
    const char32_t c = decode(text, i);
    if (const auto folded = table.find(c)) {
      out += *folded;
    } else {
      for (const char32_t f : compute_fold(c)) append(out, f);
    }
  }
  return out;
}

char32_t fold_code_point(char32_t c) {
  if (const auto folded = fold_table().find(c)) {
    std::size_t at = 0;
    return folded->empty() ? 0 : decode(*folded, at);
  }
  const std::u32string folded = compute_fold(c);
  return folded.empty() ? 0 : folded[0];
}

std::string name_key(std::string_view name, NameLevel level) {
  switch (level) {
    case NameLevel::Exact:
      return collapse_spaces(nfc(name));
    case NameLevel::Tone:
      return collapse_spaces(normalize_tones(name));
    case NameLevel::Folded:
      break;
  }
  return collapse_spaces(fold(name));
}

}  // namespace liaison::text
