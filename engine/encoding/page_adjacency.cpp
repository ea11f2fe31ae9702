#include "encoding/page_adjacency.h"

#include <algorithm>

#include "base/varint.h"
#include "encoding/key_codec.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kBlockEntries = 64;
constexpr std::size_t kIndexEntrySize = 4 + kAdjacencyKeySize;

using Entry = AdjacencyEntry;

// Requires kAdjacencyKeySize bytes.
Entry load_entry(const char* key) {
  return {load_big_endian<std::uint64_t>(key), load_big_endian<std::uint32_t>(key + 8),
          load_big_endian<std::uint64_t>(key + 12), load_big_endian<std::uint64_t>(key + 20)};
}

std::uint64_t zigzag_difference(std::uint64_t to, std::uint64_t from) {
  return zigzag(static_cast<std::int64_t>(to - from));
}

// Node differences of 2^63 and more would lose their top bit in the head.
constexpr std::uint64_t kNodeStepMax = (1ull << 63) - 1;

std::size_t blocks_of(std::size_t entry_count) {
  return (entry_count + kBlockEntries - 1) / kBlockEntries;
}

class AdjacencyCursor final : public PageCursor {
 public:
  AdjacencyCursor(std::string_view body, std::size_t entry_count)
      : reader_(body, entry_count), count_(entry_count) {}

  bool valid() const override { return reader_.position() < count_; }
  std::string_view key() const override { return {key_, kAdjacencyKeySize}; }
  std::string_view value() const override { return {}; }
  void seek_to_first() override { jump(0); }

  void seek(std::string_view key) override {
    jump(reader_.block_before(key));
    while (valid() && this->key() < key) next();
  }

  void next() override {
    if (reader_.next()) store_key();
  }

 private:
  void jump(std::size_t block) {
    if (block >= reader_.block_count()) return;
    reader_.jump(block);
    store_key();
  }

  void store_key() {
    const Entry& entry = reader_.entry();
    store_big_endian(key_, entry.node);
    store_big_endian(key_ + 8, static_cast<std::uint32_t>(entry.type));
    store_big_endian(key_ + 12, entry.neighbour);
    store_big_endian(key_ + 20, entry.relationship);
  }

  AdjacencyPageReader reader_;
  std::size_t count_;
  char key_[kAdjacencyKeySize] = {};
};

// Head, type if it differs, neighbour, relationship of an entry after `before`.
struct Difference {
  std::uint64_t head;
  std::uint64_t neighbour;
  std::uint64_t relationship;
};
Difference difference(const Entry& before, const Entry& entry) {
  const std::uint64_t head = (entry.node - before.node) * 2 + (entry.type != before.type ? 1 : 0);
  return {head,
          head == 0 ? entry.neighbour - before.neighbour
                    : zigzag_difference(entry.neighbour, before.neighbour),
          zigzag_difference(entry.relationship, before.relationship)};
}

}  // namespace

AdjacencyPageReader::AdjacencyPageReader(std::string_view body, std::size_t entry_count)
    : count_(entry_count) {
  static_assert(kKeySize == kAdjacencyKeySize);
  const std::size_t blocks = blocks_of(entry_count);
  ByteReader reader(body, "adjacency page");
  if (body.size() / kIndexEntrySize < blocks) reader.fail("no room for the block index");
  index_bytes_ = reader.read_bytes(blocks * kIndexEntrySize);
  differences_ = reader.rest();
}

std::size_t AdjacencyPageReader::block_before(std::string_view key) const {
  std::size_t low = 0;
  std::size_t high = block_count();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (first_key(middle) < key ? low : high) = middle;
  }
  return low;
}

void AdjacencyPageReader::load_block(std::size_t block) {
  offset_ = load_big_endian<std::uint32_t>(index_bytes_.data() + block * kIndexEntrySize);
  if (offset_ > differences_.size()) fail("block starts behind the page");
  entry_ = load_entry(first_key(block).data());
}

bool put_adjacency_body(std::string& out, std::span<const PageEntry> entries) {
  std::uint64_t node_before = 0;
  for (const PageEntry& entry : entries) {
    if (entry.key.size() != kAdjacencyKeySize || !entry.value.empty()) return false;
    const std::uint64_t node = load_entry(entry.key.data()).node;
    if (node - node_before > kNodeStepMax) return false;
    node_before = node;
  }
  std::string index;
  index.reserve(blocks_of(entries.size()) * kIndexEntrySize);
  std::string differences;
  constexpr std::size_t kUsualDifferenceSize = 6;
  differences.reserve(entries.size() * kUsualDifferenceSize);
  Entry before;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry entry = load_entry(entries[i].key.data());
    if (i % kBlockEntries == 0) {
      put_u32(index, static_cast<std::uint32_t>(differences.size()));
      index.append(entries[i].key);
    } else {
      const Difference step = difference(before, entry);
      put_varint(differences, step.head);
      if ((step.head & 1) != 0) put_varint(differences, entry.type);
      put_varint(differences, step.neighbour);
      put_varint(differences, step.relationship);
    }
    before = entry;
  }
  out.append(index);
  out.append(differences);
  return true;
}

std::size_t adjacency_entry_size(std::string_view key_before, std::string_view key) {
  if (key.size() != kAdjacencyKeySize || key_before.size() != kAdjacencyKeySize) {
    return kIndexEntrySize;
  }
  const Entry entry = load_entry(key.data());
  const Difference step = difference(load_entry(key_before.data()), entry);
  return varint_size(step.head) + ((step.head & 1) != 0 ? varint_size(entry.type) : 0) +
         varint_size(step.neighbour) + varint_size(step.relationship) + 1;
}

std::unique_ptr<PageCursor> open_adjacency_body(std::string_view body, std::size_t entry_count) {
  auto cursor = std::make_unique<AdjacencyCursor>(body, entry_count);
  cursor->seek_to_first();
  return cursor;
}

}  // namespace liaison::engine
