#include "store/sorted_changes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

constexpr std::size_t kPrefixBytes = 16;
// Most transactions change little.
constexpr std::size_t kSlabEntriesMin = 4;
constexpr std::size_t kSlabEntriesMax = 64;
constexpr std::size_t kBlockBytesMin = 256;
constexpr std::size_t kBlockBytesMax = std::size_t{64} << 10;

std::uint64_t from_big_endian(const unsigned char* bytes) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes, sizeof(number));
  if constexpr (std::endian::native == std::endian::little) {
    number = __builtin_bswap64(number);
  }
  return number;
}

}  // namespace

// Child i holds keys from keys[i] on; keys[0] is below every key and not looked at.
struct SortedChanges::Inner {
  std::uint32_t count = 0;
  std::array<Prefix, kFanout> prefixes;
  std::array<std::string, kFanout> keys;
  std::array<void*, kFanout> children{};

  // The child where a key belongs.
  std::uint32_t child_of(const Search& wanted) const {
    std::uint32_t low = 1;
    std::uint32_t high = count;
    while (low < high) {
      const std::uint32_t middle = (low + high) / 2;
      if (compare(wanted, prefixes[middle], keys[middle]) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  void insert(std::uint32_t at, std::string key, void* child) {
    std::move_backward(prefixes.begin() + at, prefixes.begin() + count,
                       prefixes.begin() + count + 1);
    std::move_backward(keys.begin() + at, keys.begin() + count, keys.begin() + count + 1);
    std::move_backward(children.begin() + at, children.begin() + count,
                       children.begin() + count + 1);
    prefixes[at] = search_for(key).prefix;
    keys[at] = std::move(key);
    children[at] = child;
    ++count;
  }
};

SortedChanges::SortedChanges() = default;

SortedChanges::~SortedChanges() {
  clear();
}

SortedChanges::SortedChanges(SortedChanges&& other) noexcept {
  swap(other);
}

SortedChanges& SortedChanges::operator=(SortedChanges&& other) noexcept {
  swap(other);
  return *this;
}

SortedChanges::Search SortedChanges::search_for(std::string_view key) {
  std::array<unsigned char, kPrefixBytes> bytes{};
  if (key.size() >= kPrefixBytes) {
    std::memcpy(bytes.data(), key.data(), kPrefixBytes);
  } else if (!key.empty()) {
    std::memcpy(bytes.data(), key.data(), key.size());
  }
  return {key, {from_big_endian(bytes.data()), from_big_endian(bytes.data() + 8)}};
}

int SortedChanges::compare(const Search& wanted, const Prefix& prefix, std::string_view key) {
  if (wanted.prefix.high != prefix.high) return wanted.prefix.high < prefix.high ? -1 : 1;
  if (wanted.prefix.low != prefix.low) return wanted.prefix.low < prefix.low ? -1 : 1;
  if (wanted.key.size() <= kPrefixBytes || key.size() <= kPrefixBytes) {
    // One of them is the other and zeros behind it, as far as the prefix goes.
    if (wanted.key.size() == key.size()) return 0;
    return wanted.key.size() < key.size() ? -1 : 1;
  }
  return wanted.key.substr(kPrefixBytes).compare(key.substr(kPrefixBytes));
}

std::uint32_t SortedChanges::position_in(const Leaf& leaf, const Search& wanted) {
  std::uint32_t low = 0;
  std::uint32_t high = leaf.count;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (compare(wanted, leaf.prefixes[middle], leaf.entries[middle]->first) <= 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

SortedChanges::Leaf* SortedChanges::leaf_of(const Search& wanted, std::vector<Step>* path) const {
  void* node = root_;
  for (std::uint32_t level = 0; level < height_; ++level) {
    auto* const inner = static_cast<Inner*>(node);
    const std::uint32_t child = inner->child_of(wanted);
    if (path != nullptr) path->push_back({inner, child});
    node = inner->children[child];
  }
  return static_cast<Leaf*>(node);
}

SortedChanges::Iterator SortedChanges::lower_bound(std::string_view key) const {
  if (root_ == nullptr) return {};
  const Search wanted = search_for(key);
  const Leaf* const leaf = leaf_of(wanted, nullptr);
  return {leaf, position_in(*leaf, wanted)};
}

SortedChanges::Iterator SortedChanges::upper_bound(std::string_view key) const {
  Iterator at = lower_bound(key);
  if (at != end() && at->first == key) ++at;
  return at;
}

const SortedChanges::Entry* SortedChanges::find(std::string_view key) const {
  if (root_ == nullptr) return nullptr;
  const Search wanted = search_for(key);
  const Leaf* const leaf = leaf_of(wanted, nullptr);
  const std::uint32_t at = position_in(*leaf, wanted);
  if (at == leaf->count || leaf->entries[at]->first != key) return nullptr;
  return leaf->entries[at];
}

SortedChanges::Leaf* SortedChanges::leaf_at_hand(const Search& wanted) const {
  const auto is_below = [&](const Leaf& leaf, std::uint32_t at) {
    return compare(wanted, leaf.prefixes[at], leaf.entries[at]->first) < 0;
  };
  if (last_->count > 0 && !is_below(*last_, last_->count - 1)) return last_;
  if (recent_ != nullptr && recent_->count > 0 && !is_below(*recent_, 0) &&
      is_below(*recent_, recent_->count - 1)) {
    return recent_;
  }
  return nullptr;
}

std::pair<SortedChanges::Entry*, bool> SortedChanges::insert(std::string_view key) {
  if (root_ == nullptr) {
    leaves_.push_back(std::make_unique_for_overwrite<Leaf>());
    root_ = first_ = last_ = leaves_.back().get();
  }
  const Search wanted = search_for(key);
  Leaf* leaf = leaf_at_hand(wanted);
  if (leaf == nullptr) leaf = leaf_of(wanted, nullptr);
  recent_ = leaf;
  std::uint32_t at = position_in(*leaf, wanted);
  if (at < leaf->count && leaf->entries[at]->first == key) return {leaf->entries[at], false};
  if (leaf->count == kFanout) {
    std::vector<Step> path;
    leaf_of(wanted, &path);
    leaf = recent_ = split(*leaf, wanted, path);
    at = position_in(*leaf, wanted);
  }
  return {insert_into(*leaf, at, wanted), true};
}

SortedChanges::Entry* SortedChanges::insert_into(Leaf& leaf, std::uint32_t at,
                                                 const Search& wanted) {
  char* const key = take_bytes(wanted.key.size());
  std::copy(wanted.key.begin(), wanted.key.end(), key);
  auto* const entry = new (take_slot()) Slot({key, wanted.key.size()});
  std::move_backward(leaf.prefixes.begin() + at, leaf.prefixes.begin() + leaf.count,
                     leaf.prefixes.begin() + leaf.count + 1);
  std::move_backward(leaf.entries.begin() + at, leaf.entries.begin() + leaf.count,
                     leaf.entries.begin() + leaf.count + 1);
  leaf.prefixes[at] = wanted.prefix;
  leaf.entries[at] = entry;
  ++leaf.count;
  ++size_;
  return entry;
}

SortedChanges::Leaf* SortedChanges::split(Leaf& leaf, const Search& wanted,
                                          std::vector<Step>& path) {
  leaves_.push_back(std::make_unique_for_overwrite<Leaf>());
  Leaf& right = *leaves_.back();
  right.next = leaf.next;
  leaf.next = &right;
  const bool is_last = last_ == &leaf;
  if (is_last) last_ = &right;
  // Who appends leaves full leaves behind.
  const bool appends = is_last && position_in(leaf, wanted) == leaf.count;
  const std::uint32_t kept = appends ? kFanout : kFanout / 2;
  right.count = kFanout - kept;
  std::copy(leaf.prefixes.begin() + kept, leaf.prefixes.end(), right.prefixes.begin());
  std::copy(leaf.entries.begin() + kept, leaf.entries.end(), right.entries.begin());
  leaf.count = kept;
  std::string border(appends ? wanted.key : right.entries[0]->first);
  const bool belongs_right = wanted.key >= border;
  add_child(path, std::move(border), &right);
  return belongs_right ? &right : &leaf;
}

void SortedChanges::add_child(std::vector<Step>& path, std::string key, void* node) {
  while (!path.empty()) {
    const auto [inner, child] = path.back();
    path.pop_back();
    if (inner->count < kFanout) {
      inner->insert(child + 1, std::move(key), node);
      return;
    }
    inner_.push_back(std::make_unique<Inner>());
    Inner& right = *inner_.back();
    const bool appends = child + 1 == kFanout;
    const std::uint32_t kept = appends ? kFanout - 1 : kFanout / 2;
    right.count = kFanout - kept;
    std::move(inner->prefixes.begin() + kept, inner->prefixes.end(), right.prefixes.begin());
    std::move(inner->keys.begin() + kept, inner->keys.end(), right.keys.begin());
    std::move(inner->children.begin() + kept, inner->children.end(), right.children.begin());
    inner->count = kept;
    std::string border = right.keys[0];
    if (child + 1 > kept) {
      right.insert(child + 1 - kept, std::move(key), node);
    } else {
      inner->insert(child + 1, std::move(key), node);
    }
    key = std::move(border);
    node = &right;
  }
  inner_.push_back(std::make_unique<Inner>());
  Inner& top = *inner_.back();
  top.insert(0, {}, root_);
  top.insert(1, std::move(key), node);
  root_ = &top;
  ++height_;
}

void SortedChanges::assign(Entry& entry, Change change) {
  if (!change) {
    entry.second.reset();
    return;
  }
  Slot& slot = static_cast<Slot&>(entry);
  const std::size_t size = change->size();
  if (size > slot.room) {
    // What grows again and again must not leave all its sizes behind.
    const std::size_t room = std::max(size, 2 * std::size_t{slot.room});
    LIAISON_CHECK(room <= UINT32_MAX);
    slot.place = take_bytes(room);
    slot.room = static_cast<std::uint32_t>(room);
  }
  // It may be a part of what is there.
  if (size > 0) std::memmove(slot.place, change->data(), size);
  entry.second = std::string_view(slot.place, size);
}

void SortedChanges::erase(std::string_view key) {
  const Search wanted = search_for(key);
  Leaf& leaf = *leaf_of(wanted, nullptr);
  const std::uint32_t at = position_in(leaf, wanted);
  LIAISON_ASSERT(at < leaf.count && leaf.entries[at]->first == key);
  free_.push_back(leaf.entries[at]);
  leaf.entries[at]->~Entry();
  std::copy(leaf.prefixes.begin() + at + 1, leaf.prefixes.begin() + leaf.count,
            leaf.prefixes.begin() + at);
  std::copy(leaf.entries.begin() + at + 1, leaf.entries.begin() + leaf.count,
            leaf.entries.begin() + at);
  --leaf.count;
  --size_;
}

void* SortedChanges::take_slot() {
  if (!free_.empty()) {
    void* const slot = free_.back();
    free_.pop_back();
    return slot;
  }
  if (slab_used_ == slab_size_) {
    slab_size_ = std::clamp(size_, kSlabEntriesMin, kSlabEntriesMax);
    slabs_.push_back(std::make_unique_for_overwrite<std::byte[]>(slab_size_ * sizeof(Slot)));
    slab_used_ = 0;
  }
  return slabs_.back().get() + sizeof(Slot) * slab_used_++;
}

char* SortedChanges::take_bytes(std::size_t count) {
  if (count > bytes_left_) {
    block_size_ = std::clamp(2 * block_size_, kBlockBytesMin, kBlockBytesMax);
    if (count > block_size_ / 4) {
      // A block of its own, so that the rest of the last one stays in use.
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(count));
      return blocks_.back().get();
    }
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    byte_ = blocks_.back().get();
    bytes_left_ = block_size_;
  }
  char* const taken = byte_;
  byte_ += count;
  bytes_left_ -= count;
  return taken;
}

void SortedChanges::clear() {
  for (const Leaf* leaf = first_; leaf != nullptr; leaf = leaf->next) {
    for (std::uint32_t at = 0; at < leaf->count; ++at) leaf->entries[at]->~Entry();
  }
  root_ = nullptr;
  height_ = 0;
  first_ = last_ = recent_ = nullptr;
  size_ = 0;
  leaves_.clear();
  inner_.clear();
  slabs_.clear();
  slab_used_ = slab_size_ = 0;
  free_.clear();
  blocks_.clear();
  byte_ = nullptr;
  bytes_left_ = block_size_ = 0;
}

void SortedChanges::swap(SortedChanges& other) noexcept {
  std::swap(root_, other.root_);
  std::swap(height_, other.height_);
  std::swap(first_, other.first_);
  std::swap(last_, other.last_);
  std::swap(recent_, other.recent_);
  std::swap(size_, other.size_);
  leaves_.swap(other.leaves_);
  inner_.swap(other.inner_);
  slabs_.swap(other.slabs_);
  std::swap(slab_used_, other.slab_used_);
  std::swap(slab_size_, other.slab_size_);
  free_.swap(other.free_);
  blocks_.swap(other.blocks_);
  std::swap(byte_, other.byte_);
  std::swap(bytes_left_, other.bytes_left_);
  std::swap(block_size_, other.block_size_);
}

}  // namespace liaison::engine
