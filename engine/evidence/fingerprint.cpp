// Fingerprints of texts. The constants are part of the format: stored fingerprints are compared
// with new ones.
#include <algorithm>
#include <bit>

#include "liaison/engine/evidence.h"
#include "liaison/engine/text.h"

namespace liaison {

namespace {

constexpr std::size_t kBits = 128;
constexpr std::size_t kRunWords = 3;
// Bits by which copies may differ.
constexpr int kCopyBits = 26;

// Finalizer of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, 2014): a bijection that mixes well.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

// An odd factor for each bit: x -> x * factor orders the runs in a way of its own.
constexpr std::array<std::uint64_t, kBits> make_factors() {
  std::array<std::uint64_t, kBits> factors{};
  for (std::size_t i = 0; i < kBits; ++i) factors[i] = mix(i + 1) | 1;
  return factors;
}
constexpr std::array<std::uint64_t, kBits> kFactors = make_factors();

class MinHash {
 public:
  MinHash() { least_.fill(~std::uint64_t{0}); }

  void add_word(std::uint64_t word) {
    std::rotate(last_.begin(), last_.begin() + 1, last_.end());
    last_.back() = word;
    if (++words_ >= kRunWords) add_run();
  }

  TextFingerprint finish() {
    if (words_ > 0 && words_ < kRunWords) add_run();
    TextFingerprint result;
    if (words_ == 0) return result;
    for (std::size_t i = 0; i < kBits; ++i) {
      result.bits[i / 64] |= (mix(least_[i]) & 1) << (i % 64);
    }
    return result;
  }

 private:
  void add_run() {
    std::uint64_t run = 0;
    for (const std::uint64_t word : last_) run = mix(run ^ word) + word;
    for (std::size_t i = 0; i < kBits; ++i) least_[i] = std::min(least_[i], run * kFactors[i]);
  }

  std::array<std::uint64_t, kBits> least_;
  std::array<std::uint64_t, kRunWords> last_{};
  std::size_t words_ = 0;
};

}  // namespace

TextFingerprint fingerprint(std::string_view text) {
  constexpr std::uint64_t kNoWord = 0;
  MinHash hash;
  std::uint64_t word = kNoWord;
  const auto end_word = [&] {
    if (word != kNoWord) hash.add_word(word);
    word = kNoWord;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = text::fold_code_point(text::decode(text, at));
    if (c == 0) continue;  // a combining mark: the word goes on
    if (text::is_letter(c) || text::is_digit(c)) {
      word = mix((word == kNoWord ? 1 : word) ^ (std::uint64_t{c} << 32));
    } else {
      end_word();
    }
  }
  end_word();
  return hash.finish();
}

bool is_near_copy(const TextFingerprint& a, const TextFingerprint& b) {
  if (!a.is_known() || !b.is_known()) return false;
  const int first = std::popcount(a.bits[0] ^ b.bits[0]);
  return first <= kCopyBits && first + std::popcount(a.bits[1] ^ b.bits[1]) <= kCopyBits;
}

}  // namespace liaison
