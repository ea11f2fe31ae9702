#include "articles/word_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

// The first eight bytes as a number, the first one lowest; zeros where there are fewer.
std::uint64_t head_of(std::string_view bytes) {
  const auto byte = [&](std::size_t at) {
    return std::uint64_t{static_cast<unsigned char>(bytes[at])};
  };
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
  word.capital = kind == RawToken::Kind::Word && text::is_upper(text::decode(surface, at));
  if (word.capital && at < surface.size()) {
    word.all_capitals = true;
    while (at < surface.size()) {
      if (text::is_lower(text::decode(surface, at))) word.all_capitals = false;
    }
  }
  return word;
}

}  // namespace

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
