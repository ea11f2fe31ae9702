// The door to Unicode: normal forms, the three levels at which names match, full case mapping, code
// point positions, word and sentence breaks, and terminal width. Texts are UTF-8; a code point is a
// char32_t. No function here throws on its input: each ill-formed byte counts as one U+FFFD.
// Vietnamese is the reason for half of it: `hoà` and `hòa` are one syllable with two habits of
// placing the tone mark, and `Ð` (eth) stands in for `Đ` on many pages.
// Thread-safety: all functions are safe to call concurrently; the classes are immutable once built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::text {

// Canonical composition (NFC). Plain ASCII and text that is in NFC already is only copied.
std::string nfc(std::string_view text);
bool is_nfc(std::string_view text);
bool is_valid_utf8(std::string_view text);

// Case mapping of full Unicode with the root locale; may change the number of code points (ß → SS).
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

// How loosely two names match, strictest first.
enum class NameLevel {
  Exact,   // NFC, runs of white space as one space
  Tone,    // Exact, and one place for each tone mark (hoà → hòa), eth as Đ; case kept
  Folded,  // lower case, no diacritics, đ → d, dashes as '-', typographic quotes as plain ones
};

// The key under which `name` is found at `level`. Idempotent: keys of keys are the same.
std::string name_key(std::string_view name, NameLevel level);

// What a name is shortened to by the first letters of its words, folded: `bca` for Bộ Công an. Two
// where a word as `of` or `và` may be passed over (`mops` and `mps`); none for names of fewer than
// 3 or more than 12 words.
std::vector<std::string> initials(std::string_view name);
// The text as it would stand among initials: `B.C.A.`, `B C A` and `bca` are `bca`, `BVHTT&DL` is
// `bvhttdl`. Empty for what cannot be such a form: words of more than one letter with white space
// between them, fewer than 3 letters or more than 12.
std::string initials_key(std::string_view text);

// The two steps behind name_key(), for running text: white space stays as it stands.
std::string normalize_tones(std::string_view text);
std::string fold(std::string_view text);

// Whether one text becomes the other by one code point changed, added or left out, or by two
// neighbours swapped; false for equal ones.
bool is_one_edit_apart(std::string_view a, std::string_view b);

// The base letter in lower case that fold() writes for `c`: `Ế` → `e`, `Đ` → `d`. Code points that
// fold to several letters (ß, æ) or to none (a combining mark, for which it returns 0) keep only
// the first; use fold() where that matters.
char32_t fold_code_point(char32_t c);

// ---- code points ----

// The code point at byte `position`, which then moves past it. Requires position < text.size().
char32_t decode(std::string_view text, std::size_t& position);
void append(std::string& out, char32_t c);
// Number of code points.
std::size_t length(std::string_view text);
// Byte offset of the code point with this index; text.size() for an index at or past the end.
std::size_t byte_offset(std::string_view text, std::size_t code_point_index);
// Up to `count` code points from code point `start` on; borrowed from `text`.
std::string_view substring(std::string_view text, std::size_t start,
                           std::size_t count = std::string_view::npos);
// Code points in reverse order (combining marks are not kept with their letters).
std::string reverse(std::string_view text);

// Byte offsets and code point indexes of one text, both ways, in O(1) and O(64) after O(n)
// building.
class CodePointIndex {
 public:
  // Keeps a copy of the layout, not of the text: `text` need not outlive the index.
  explicit CodePointIndex(std::string_view text);
  // Code point index of the character that holds `byte`; size() for a byte at or past the end.
  std::size_t code_point_at(std::size_t byte) const;
  // Byte offset of a code point; the text's size in bytes at or past the end.
  std::size_t byte_at(std::size_t code_point) const;
  std::size_t size() const { return size_; }

 private:
  std::vector<std::uint32_t> marks_;    // code points before each 64-byte block
  std::vector<std::uint64_t> starts_;   // bit i of block b: byte 64 b + i starts a code point
  std::vector<std::uint32_t> samples_;  // block in which code point 64 k lies
  std::size_t bytes_ = 0;
  std::size_t size_ = 0;
};

// ---- character classes (general categories of Unicode) ----

bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_upper(char32_t c);  // upper or title case
bool is_lower(char32_t c);
bool is_space(char32_t c);  // White_Space, no-break spaces included
bool is_punctuation(char32_t c);

// ---- breaks (UAX #29, root locale) ----

struct Span {
  std::size_t begin = 0;  // bytes, half open
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

// Words: the segments that hold a letter or a digit.
std::vector<Span> words(std::string_view text);
// Sentences as UAX #29 sees them, white space at their ends trimmed, empty ones left out.
std::vector<Span> sentences(std::string_view text);

// ---- terminals ----

// Columns a terminal uses: 2 for wide East Asian characters and emoji, 0 for combining marks and
// control characters, 1 for the rest.
std::size_t display_width(std::string_view text);
// The longest prefix that fits into `columns`; borrowed from `text`.
std::string_view truncate_to_width(std::string_view text, std::size_t columns);

}  // namespace liaison::text
