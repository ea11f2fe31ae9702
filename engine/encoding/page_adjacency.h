// Body of an adjacency page (tables out and in): blocks of 64 entries. A block's first entry stands
// whole in the block index, the others as differences to the entry before them.
//
//   block index   per block: offset of its differences behind the index (4), first key (28)
//   differences   per entry: head varint = 2 * (node - node before) + (type differs ? 1 : 0)
//                 type varint, if it differs
//                 neighbour: varint difference when node and type are the same, else zigzag varint
//                 relationship: zigzag varint difference, modulo 2^64
// Worked example: after (1, 2, 3, 4) the entry (1, 2, 5, 6) is 00 02 04.
// Thread-safety: as page_codec.h.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/varint.h"
#include "encoding/page_codec.h"

namespace liaison::engine {

// An adjacency key as plain numbers.
struct AdjacencyEntry {
  std::uint64_t node = 0;
  std::uint64_t type = 0;
  std::uint64_t neighbour = 0;
  std::uint64_t relationship = 0;
};

namespace detail {

// Reads a varint of up to 8 bytes without a branch on its length, which differs from entry to entry
// and so cannot be foreseen. Requires 8 readable bytes. Null: it is longer, or not in its one
// encoding; then decode_varint has the last word.
inline const char* decode_varint_at_once(const char* from, std::uint64_t& value) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  const std::uint64_t stops = ~word & 0x8080808080808080u;
  if (stops == 0) return nullptr;
  const unsigned bits = static_cast<unsigned>(std::countr_zero(stops)) + 1;
  word &= stops ^ (stops - 1);
  if (bits > 8 && (word >> (bits - 8)) == 0) return nullptr;
  word &= 0x7F7F7F7F7F7F7F7Fu;
  word = (word & 0x007F007F007F007Fu) | ((word & 0x7F007F007F007F00u) >> 1);
  word = (word & 0x00003FFF00003FFFu) | ((word & 0x3FFF00003FFF0000u) >> 2);
  value = (word & 0x000000000FFFFFFFu) | ((word & 0x0FFFFFFF00000000u) >> 4);
  return from + bits / 8;
}

}  // namespace detail

// Walks the entries of a body as numbers, without making keys of them: a few nanoseconds each.
// Starts before the first entry.
class AdjacencyPageReader {
 public:
  AdjacencyPageReader(std::string_view body, std::size_t entry_count);

  // Moves to the next entry and returns whether there is one.
  bool next() {
    if (++at_ >= count_) return false;
    if (at_ % kBlockEntries == 0) {
      load_block(at_ / kBlockEntries);
    } else {
      step();
    }
    return true;
  }
  const AdjacencyEntry& entry() const { return entry_; }

  std::size_t position() const { return at_; }
  // Moves onto the first entry of a block. Requires block < block_count().
  void jump(std::size_t block) {
    at_ = block * kBlockEntries;
    load_block(block);
  }
  std::size_t block_count() const { return index_bytes_.size() / kIndexEntrySize; }
  // Key of the first entry of a block.
  std::string_view first_key(std::size_t block) const {
    return index_bytes_.substr(block * kIndexEntrySize + 4, kKeySize);
  }
  // The last block that starts before `key`, or the first block.
  std::size_t block_before(std::string_view key) const;

 private:
  static constexpr std::size_t kBlockEntries = 64;
  static constexpr std::size_t kKeySize = 28;
  static constexpr std::size_t kIndexEntrySize = 4 + kKeySize;

  void load_block(std::size_t block);
  void step() {
    const char* from = differences_.data() + offset_;
    const char* const end = differences_.data() + differences_.size();
    std::uint64_t head = 0;
    std::uint64_t type = entry_.type;
    std::uint64_t neighbour = 0;
    std::uint64_t relationship = 0;
    from = decode_varint(from, end, head);
    if (from != nullptr && (head & 1) != 0) from = decode_varint(from, end, type);
    if (from != nullptr) from = decode(from, end, neighbour);
    if (from != nullptr) from = decode(from, end, relationship);
    if (from == nullptr) fail("no whole variable-length integer");
    if (type > UINT32_MAX) fail("relationship type is out of range");
    offset_ = static_cast<std::size_t>(from - differences_.data());
    entry_.node += head >> 1;
    entry_.type = type;
    entry_.neighbour = head == 0
                           ? entry_.neighbour + neighbour
                           : entry_.neighbour + static_cast<std::uint64_t>(unzigzag(neighbour));
    entry_.relationship += static_cast<std::uint64_t>(unzigzag(relationship));
  }
  static const char* decode(const char* from, const char* end, std::uint64_t& value) {
    const char* after = end - from >= 8 ? detail::decode_varint_at_once(from, value) : nullptr;
    return after != nullptr ? after : decode_varint(from, end, value);
  }
  [[noreturn]] void fail(const char* problem) const {
    detail::throw_malformed("adjacency page", offset_, problem);
  }

  std::string_view index_bytes_;
  std::string_view differences_;
  std::size_t count_;
  std::size_t at_ = SIZE_MAX;
  std::size_t offset_ = 0;
  AdjacencyEntry entry_;
};

// False, and nothing written, when an entry does not have the shape of an adjacency entry.
bool put_adjacency_body(std::string& out, std::span<const PageEntry> entries);
std::size_t adjacency_entry_size(std::string_view key_before, std::string_view key);
std::unique_ptr<PageCursor> open_adjacency_body(std::string_view body, std::size_t entry_count);

}  // namespace liaison::engine
