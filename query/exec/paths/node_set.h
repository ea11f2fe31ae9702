// Sets and maps of nodes for searches. Ids are dense, so a set is a bitmap of segments that are
// made when they are first touched: neither making nor clearing one costs the size of the graph.
// Thread-safety: needs external locking.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "liaison/engine/ids.h"

namespace liaison::query {

class NodeBitmap {
 public:
  // True: the node was not in it before.
  bool insert(NodeId node) {
    std::uint64_t& word = word_of(node);
    const std::uint64_t bit = std::uint64_t{1} << (node.value % 64);
    if (word & bit) return false;
    word |= bit;
    return true;
  }
  // Inserts `base` + each of the ids and writes those that were not in it before to `out`, which
  // has room for all; returns how many. No branch depends on what was there: that is hard to
  // foresee.
  template <class T>
  std::size_t insert_all(const T* ids, std::uint64_t base, std::size_t count, NodeId* out) {
    std::uint64_t segment = UINT64_MAX;
    std::uint64_t* words = nullptr;
    std::size_t fresh = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const NodeId node(base + ids[i]);
      if (node.value >> kSegmentBits != segment) {
        segment = node.value >> kSegmentBits;
        words = words_of(segment);
      }
      std::uint64_t& word = words[(node.value / 64) % kWords];
      const std::uint64_t bit = std::uint64_t{1} << (node.value % 64);
      out[fresh] = node;
      fresh += (word & bit) == 0 ? 1 : 0;
      word |= bit;
    }
    return fresh;
  }
  // Appends all nodes to `out`, ascending.
  void append_to(std::vector<NodeId>& out) const {
    std::vector<std::uint64_t> segments = touched_;
    std::sort(segments.begin(), segments.end());
    for (const std::uint64_t segment : segments) {
      const std::uint64_t* words = words_.data() + (directory_[segment] - 1) * kWords;
      for (std::size_t i = 0; i < kWords; ++i) {
        for (std::uint64_t word = words[i]; word != 0; word &= word - 1) {
          out.push_back(NodeId((segment << kSegmentBits) + i * 64 +
                               static_cast<std::uint64_t>(std::countr_zero(word))));
        }
      }
    }
  }
  bool contains(NodeId node) const {
    const std::uint64_t segment = node.value >> kSegmentBits;
    if (segment >= directory_.size() || directory_[segment] == 0) return false;
    const std::size_t word = (directory_[segment] - 1) * kWords + (node.value / 64) % kWords;
    return (words_[word] >> (node.value % 64)) & 1;
  }
  void clear() {
    for (std::uint64_t segment : touched_) directory_[segment] = 0;
    touched_.clear();
    words_.clear();
  }
  std::size_t memory_bytes() const { return (words_.capacity() + directory_.capacity() / 2) * 8; }

 private:
  static constexpr unsigned kSegmentBits = 12;
  static constexpr std::size_t kWords = (std::size_t{1} << kSegmentBits) / 64;

  std::uint64_t& word_of(NodeId node) {
    return words_of(node.value >> kSegmentBits)[(node.value / 64) % kWords];
  }
  // Good until a segment is touched for the first time.
  std::uint64_t* words_of(std::uint64_t segment) {
    if (segment >= directory_.size()) {
      directory_.resize(std::max<std::size_t>(segment + 1, directory_.size() * 2), 0);
    }
    if (directory_[segment] == 0) {
      touched_.push_back(segment);
      directory_[segment] = static_cast<std::uint32_t>(touched_.size());
      words_.resize(words_.size() + kWords, 0);
    }
    return words_.data() + (directory_[segment] - 1) * kWords;
  }

  std::vector<std::uint32_t> directory_;  // by segment: 1 + its place in words_, 0: none
  std::vector<std::uint64_t> touched_;
  std::vector<std::uint64_t> words_;
};

// Sorts nodes, none of which is there twice. `scratch` is made empty. Many are sorted through it,
// in time linear in their number and in that of the segments they are in.
inline void sort_nodes(std::vector<NodeId>& nodes, NodeBitmap& scratch) {
  constexpr std::size_t kMany = 512;
  if (nodes.size() < kMany) {
    std::sort(nodes.begin(), nodes.end());
    return;
  }
  scratch.clear();
  for (const NodeId node : nodes) scratch.insert(node);
  nodes.clear();
  scratch.append_to(nodes);
}

// A small value for each of some nodes: open addressing, as node ids are never 0.
template <class T>
class NodeMap {
 public:
  NodeMap() : keys_(kSizeMin, 0), values_(kSizeMin) {}

  // The node's value, a new one when it had none; whether it is new.
  std::pair<T*, bool> try_emplace(NodeId node, T value) {
    if (2 * (count_ + 1) > keys_.size()) grow();
    const std::size_t at = slot_of(node);
    if (keys_[at] != 0) return {&values_[at], false};
    keys_[at] = node.value;
    values_[at] = value;
    ++count_;
    return {&values_[at], true};
  }
  // Null: it has none.
  const T* find(NodeId node) const {
    const std::size_t at = slot_of(node);
    return keys_[at] == 0 ? nullptr : &values_[at];
  }
  std::size_t size() const { return count_; }
  std::size_t memory_bytes() const { return keys_.size() * (8 + sizeof(T)); }

 private:
  static constexpr std::size_t kSizeMin = 64;

  std::size_t slot_of(NodeId node) const {
    const std::size_t mask = keys_.size() - 1;
    std::size_t at = (node.value * 0x9E3779B97F4A7C15ULL >> 20) & mask;
    while (keys_[at] != 0 && keys_[at] != node.value) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<std::uint64_t> keys(keys_.size() * 2, 0);
    std::vector<T> values(keys.size());
    keys.swap(keys_);
    values.swap(values_);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == 0) continue;
      const std::size_t at = slot_of(NodeId(keys[i]));
      keys_[at] = keys[i];
      values_[at] = values[i];
    }
  }

  std::vector<std::uint64_t> keys_;
  std::vector<T> values_;
  std::size_t count_ = 0;
};

}  // namespace liaison::query
