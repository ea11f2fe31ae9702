// Counts how often keys of 64-bit words come, when all words but the last seldom change: while they
// stay the same, a small table of the last word is all that is needed. Groups that are done wait in
// plain arrays until a chunk of them is taken. The table is emptied by counting up its epoch.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <vector>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// Places of 64-bit keys in the order in which they first come.
class PlaceTable {
 public:
  void clear() {
    ++epoch_;
    count_ = 0;
    if (epoch_ == 0) {
      slots_.assign(slots_.size(), {});
      epoch_ = 1;
    }
  }
  std::uint32_t place_of(std::uint64_t key) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    for (std::size_t at = start_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.epoch != epoch_) {
        slot = {key, epoch_, count_};
        return count_++;
      }
      if (slot.key == key) return slot.place;
    }
  }
  std::uint32_t count() const { return count_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t epoch = 0;
    std::uint32_t place = 0;
  };
  std::size_t start_of(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15ull >> shift_; }
  void grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? 64 : old.size() * 2, {});
    shift_ = old.empty() ? 58 : shift_ - 1;
    for (const Slot& slot : old) {
      if (slot.epoch != epoch_) continue;
      std::size_t at = start_of(slot.key);
      while (slots_[at].epoch == epoch_) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two of them
  unsigned shift_ = 58;      // 64 minus its logarithm
  std::uint32_t epoch_ = 1;
  std::uint32_t count_ = 0;
};

class GroupCounter {
 public:
  explicit GroupCounter(std::size_t key_count) : outer_(key_count - 1), done_(key_count) {}

  // The type of the column if its rows are plain words, else Tagged.
  static VectorType type_of(const ColumnVector& column);
  // The words of such a column.
  static const std::uint64_t* words_of(const ColumnVector& column);

  // Types of the keys. *Requires* that nothing is held or waits when they change.
  const std::vector<VectorType>& types() const { return types_; }
  void set_types(std::vector<VectorType> types) { types_ = std::move(types); }

  // What the next words belong to: outer_words[i][row] is key i.
  void enter(std::span<const std::uint64_t* const> outer_words, std::size_t row) {
    bool same = members_.size() < kMembersMax;
    for (std::size_t i = 0; same && i < outer_.size(); ++i) same = outer_words[i][row] == outer_[i];
    if (same) return;
    close();
    for (std::size_t i = 0; i < outer_.size(); ++i) outer_[i] = outer_words[i][row];
  }
  void add(std::uint64_t last) {
    const std::uint32_t place = table_.place_of(last);
    if (place == members_.size()) {
      members_.push_back(last);
      counts_.push_back(0);
    }
    ++counts_[place];
  }
  // The groups held are done.
  void close();

  std::size_t waiting() const { return done_counts_.size() - handed_out_; }
  // Puts up to `rows_max` of the groups that are done into columns: to_columns[i] gets key i,
  // unless it is null. False: there are none.
  bool take(std::size_t rows_max, std::span<ColumnVector* const> to_columns, ColumnVector& counts);

 private:
  // Groups held at a time: what stays in the second-level cache.
  static constexpr std::size_t kMembersMax = 32768;

  std::vector<VectorType> types_;
  std::vector<std::uint64_t> outer_;
  PlaceTable table_;
  std::vector<std::uint64_t> members_;            // by place
  std::vector<std::int64_t> counts_;              // by place
  std::vector<std::vector<std::uint64_t>> done_;  // by key
  std::vector<std::int64_t> done_counts_;
  std::size_t handed_out_ = 0;
};

}  // namespace liaison::query
