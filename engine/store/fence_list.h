// The fences of one table in order, with what is known of each. They lie in blocks, their keys one
// after the other: 50 to 60 bytes a fence, half of what a tree of nodes takes. A store with a
// million pages has as many of these, and touching fresh memory is what opening it would wait for.
// Thread-safety: like a standard container.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::engine {

struct FenceState {
  std::uint64_t generation = 0;
  bool has_page = false;
  // Loose rows written under this generation so far, rewritten keys counted each time; nullopt
  // after opening, until somebody counts.
  std::optional<std::uint64_t> loose_rows = 0;
  std::uint64_t loose_bytes = 0;

  // True when no loose row was ever written under this generation.
  bool is_clean() const { return loose_rows == 0; }
};

class FenceList {
 public:
  // Views hold until the list changes.
  struct Entry {
    std::string_view fence;
    std::string_view upper;  // the next fence; empty: no bound
    const FenceState& state;
  };

  bool empty() const { return blocks_.empty(); }
  std::size_t size() const { return size_; }
  // Needs a fence.
  std::string_view first() const { return blocks_.front().fence(0); }

  // The last fence that is not above `key`. Needs one.
  Entry covering(std::string_view key) const;
  // Null where there is no such fence.
  FenceState* find(std::string_view fence);
  // In order.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      for (std::size_t i = 0; i < blocks_[b].states.size(); ++i) visit(entry({b, i}));
    }
  }
  template <typename Visit>
  void for_each_state(Visit visit) {
    for (Block& block : blocks_) {
      for (FenceState& state : block.states) visit(state);
    }
  }

  // A fence above all others.
  void append(std::string_view fence, const FenceState& state);
  void insert_or_assign(std::string_view fence, const FenceState& state);
  // Nothing happens where there is no such fence.
  void erase(std::string_view fence);

 private:
  static constexpr std::size_t kBlockFencesMax = 128;

  struct Block {
    std::string keys;                 // of all its fences, without anything between
    std::vector<std::uint32_t> ends;  // in `keys`
    std::vector<FenceState> states;

    std::size_t begin(std::size_t i) const { return i == 0 ? 0 : ends[i - 1]; }
    std::string_view fence(std::size_t i) const {
      return std::string_view(keys).substr(begin(i), ends[i] - begin(i));
    }
    void insert(std::size_t i, std::string_view fence, const FenceState& state);
    void erase(std::size_t i);
    Block split_off_half();
  };
  struct Place {
    std::size_t block;
    std::size_t index;
  };

  // Of the last fence that is not above `key`; nullopt where all are.
  std::optional<Place> place_of(std::string_view key) const;
  Entry entry(Place at) const;

  std::vector<Block> blocks_;  // none is empty
  std::size_t size_ = 0;
};

}  // namespace liaison::engine
