// Counts how often keys of 64-bit words come, when all words but the last seldom change: while they
// stay the same, a small table of the last word is all that is needed. Groups that are done wait in
// plain arrays until a chunk of them is taken. The table is emptied by counting up its epoch.
// Thread-safety: needs external locking.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// Places of 64-bit keys in the order in which they first come. After a clear() it uses as many
// slots as the keys before it needed, so that few keys stay close together.
class PlaceTable {
 public:
  void clear() {
    ++epoch_;
    if (epoch_ == 0) {
      slots_.assign(slots_.size(), {});
      epoch_ = 1;
    }
    while (used_ > kSlotsMin && count_ * 4 < used_) use(used_ / 2);
    count_ = 0;
  }
  std::uint32_t place_of(std::uint64_t key) {
    if ((count_ + 1) * 2 > used_) grow();
    for (std::size_t at = start_of(key);; at = (at + 1) & (used_ - 1)) {
      Slot& slot = slots_[at];
      if (slot.epoch != epoch_) {
        slot = {key, epoch_, count_};
        return count_++;
      }
      if (slot.key == key) return slot.place;
    }
  }
  // Fetches what place_of() will look at first.
  void prefetch(std::uint64_t key) const {
    if (used_ > 0) __builtin_prefetch(&slots_[start_of(key)]);
  }
  // The place of a key that has come before.
  std::optional<std::uint32_t> find(std::uint64_t key) const {
    if (used_ == 0) return std::nullopt;
    for (std::size_t at = start_of(key);; at = (at + 1) & (used_ - 1)) {
      if (slots_[at].epoch != epoch_) return std::nullopt;
      if (slots_[at].key == key) return slots_[at].place;
    }
  }
  std::uint32_t count() const { return count_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t epoch = 0;
    std::uint32_t place = 0;
  };
  static constexpr std::size_t kSlotsMin = 64;

  std::size_t start_of(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15ull >> shift_; }
  void use(std::size_t slots) {
    used_ = slots;
    shift_ = 64u - static_cast<unsigned>(std::countr_zero(slots));
  }
  void grow() {
    const std::uint32_t epoch = epoch_;
    const std::vector<Slot> old(slots_.begin(),
                                slots_.begin() + static_cast<std::ptrdiff_t>(used_));
    use(used_ == 0 ? kSlotsMin : used_ * 2);
    if (++epoch_ == 0 || used_ > slots_.size()) {
      slots_.assign(std::max(used_, slots_.size()), {});
      epoch_ = 1;
    }
    for (const Slot& slot : old) {
      if (slot.epoch != epoch) continue;
      std::size_t at = start_of(slot.key);
      while (slots_[at].epoch == epoch_) at = (at + 1) & (used_ - 1);
      slots_[at] = {slot.key, epoch_, slot.place};
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;  // the first so many of them, a power of two
  unsigned shift_ = 64;   // 64 minus its logarithm
  std::uint32_t epoch_ = 1;
  std::uint32_t count_ = 0;
};

class GroupCounter {
 public:
  // `is_whole`: groups with the same outer words are held together however many there are.
  explicit GroupCounter(std::size_t key_count, bool is_whole = false)
      : members_max_(is_whole ? SIZE_MAX : kMembersMax), outer_(key_count - 1), done_(key_count) {}

  // The type of the column if its rows are plain words, else Tagged.
  static VectorType type_of(const ColumnVector& column);
  // The words of such a column.
  static const std::uint64_t* words_of(const ColumnVector& column);

  // Types of the keys. *Requires* that nothing is held or waits when they change.
  const std::vector<VectorType>& types() const { return types_; }
  void set_types(std::vector<VectorType> types) { types_ = std::move(types); }

  // What the next words belong to: outer_words[i][row] is key i.
  void enter(std::span<const std::uint64_t* const> outer_words, std::size_t row) {
    bool same = members_.size() < members_max_;
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
  // The same for several. The table may be larger than the nearest cache, so the slots of those to
  // come are fetched ahead.
  void add(std::span<const std::uint64_t> lasts) {
    constexpr std::size_t kAhead = 8;
    for (std::size_t i = 0; i < lasts.size(); ++i) {
      if (i + kAhead < lasts.size()) table_.prefetch(lasts[i + kAhead]);
      add(lasts[i]);
    }
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

  std::size_t members_max_;
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
