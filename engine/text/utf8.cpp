#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "liaison/engine/text.h"
#include "text/byte_windows.h"

namespace liaison::text {
namespace {

constexpr std::size_t kBlock = 64;

// Which of the 64 bytes from `begin` on start a code point of a well-formed text: those that are no
// continuation byte.
std::uint64_t code_point_starts(std::string_view text, std::size_t begin) {
  constexpr std::uint64_t kTopBits = 0x8080808080808080;
  const std::size_t count = std::min(kBlock, text.size() - begin);
  std::array<std::uint64_t, kBlock / 8> words{};
  std::memcpy(words.data(), text.data() + begin, count);
  std::uint64_t starts = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::uint64_t word = words[i];
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    const std::uint64_t continuation = word & ~(word << 1) & kTopBits;
    // The top bits of eight bytes, gathered in the top byte in their order.
    const std::uint64_t bits = (~continuation & kTopBits) >> 7;
    starts |= (bits * 0x0102040810204080) >> 56 << (8 * i);
  }
  return count == kBlock ? starts : starts & ((std::uint64_t{1} << count) - 1);
}

}  // namespace

char32_t decode(std::string_view text, std::size_t& position) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::uint8_t lead = bytes[position];
  if (lead < 0x80) {
    ++position;
    return lead;
  }
  // Two and three well-formed bytes are nearly all there is; the rest goes through ICU's macro.
  const std::size_t left = text.size() - position;
  if (lead >= 0xC2 && lead < 0xE0 && left > 1 && (bytes[position + 1] & 0xC0) == 0x80) {
    const char32_t c = (char32_t{lead} & 0x1F) << 6 | (bytes[position + 1] & 0x3F);
    position += 2;
    return c;
  }
  if (lead > 0xE0 && lead < 0xED && left > 2 && (bytes[position + 1] & 0xC0) == 0x80 &&
      (bytes[position + 2] & 0xC0) == 0x80) {
    const char32_t c = (char32_t{lead} & 0x0F) << 12 | (char32_t{bytes[position + 1]} & 0x3F) << 6 |
                       (bytes[position + 2] & 0x3F);
    position += 3;
    return c;
  }
  // 64-bit indexes: the macros accept any integer type for both.
  std::ptrdiff_t i = static_cast<std::ptrdiff_t>(position);
  const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(text.size());
  UChar32 c = 0;
  U8_NEXT(bytes, i, size, c);
  if (c < 0) {
    ++position;  // one U+FFFD a byte, whatever the decoder skipped
    return 0xFFFD;
  }
  position = static_cast<std::size_t>(i);
  return static_cast<char32_t>(c);
}

void append(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

bool is_valid_utf8(std::string_view text) {
  return no_window<is_ill_formed>(text);
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) decode(text, i);
  return count;
}

std::size_t byte_offset(std::string_view text, std::size_t code_point_index) {
  std::size_t i = 0;
  while (code_point_index > 0 && i < text.size()) {
    decode(text, i);
    --code_point_index;
  }
  return i;
}

std::string_view substring(std::string_view text, std::size_t start, std::size_t count) {
  const std::string_view tail = text.substr(byte_offset(text, start));
  return count == std::string_view::npos ? tail : tail.substr(0, byte_offset(tail, count));
}

std::string reverse(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) points.push_back(decode(text, i));
  std::string out;
  out.reserve(text.size());
  for (auto it = points.rbegin(); it != points.rend(); ++it) append(out, *it);
  return out;
}

CodePointIndex::CodePointIndex(std::string_view text) : bytes_(text.size()) {
  const std::size_t blocks = text.size() / kBlock + 1;
  starts_.assign(blocks, 0);
  if (is_valid_utf8(text)) {
    for (std::size_t b = 0; b < blocks; ++b) starts_[b] = code_point_starts(text, b * kBlock);
  } else {
    for (std::size_t i = 0; i < text.size();) {
      starts_[i / kBlock] |= std::uint64_t{1} << (i % kBlock);
      decode(text, i);
    }
  }
  marks_.reserve(blocks);
  samples_.reserve(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    marks_.push_back(static_cast<std::uint32_t>(size_));
    const std::size_t sampled =
        (size_ + kBlock - 1) / kBlock * kBlock;  // the next one in `samples_`
    size_ += static_cast<std::size_t>(std::popcount(starts_[b]));
    if (sampled < size_) samples_.push_back(static_cast<std::uint32_t>(b));
  }
}

std::size_t CodePointIndex::code_point_at(std::size_t byte) const {
  if (byte >= bytes_) return size_;
  const std::size_t b = byte / kBlock;
  const std::size_t bit = byte % kBlock;
  const std::uint64_t upto =
      bit + 1 == kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << (bit + 1)) - 1;
  return marks_[b] + static_cast<std::size_t>(std::popcount(starts_[b] & upto)) - 1;
}

std::size_t CodePointIndex::byte_at(std::size_t code_point) const {
  if (code_point >= size_) return bytes_;
  std::size_t b = samples_[code_point / kBlock];
  while (b + 1 < marks_.size() && marks_[b + 1] <= code_point) ++b;
  std::uint64_t bits = starts_[b];
  for (std::size_t skip = code_point - marks_[b]; skip > 0; --skip) bits &= bits - 1;
  return b * kBlock + static_cast<std::size_t>(std::countr_zero(bits));
}

bool is_one_edit_apart(std::string_view a, std::string_view b) {
  const auto code_points = [](std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += decode(text, at);
    return out;
  };
  const std::u32string first = code_points(a);
  const std::u32string second = code_points(b);
  std::u32string_view shorter = first;
  std::u32string_view longer = second;
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  if (longer.size() - shorter.size() > 1) return false;
  std::size_t at = 0;
  while (at < shorter.size() && shorter[at] == longer[at]) ++at;
  if (shorter.size() < longer.size()) return shorter.substr(at) == longer.substr(at + 1);
  if (at == shorter.size()) return false;
  if (shorter.substr(at + 1) == longer.substr(at + 1)) return true;
  return at + 1 < shorter.size() && shorter[at] == longer[at + 1] &&
         shorter[at + 1] == longer[at] && shorter.substr(at + 2) == longer.substr(at + 2);
}

}  // namespace liaison::text
