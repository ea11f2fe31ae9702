// Counts how often keys of 64-bit words come, when all words but the last seldom change: while they
// stay the same, a small table of the last word is all that is needed, or an array of counts where
// the words are known to lie close together. Counts are of 64 bits in the end. Groups that are done
// wait in plain arrays until a chunk of them is taken. The table is emptied by counting up its
// epoch. Thread-safety: needs external locking.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
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
  // Makes room for so many keys at once. *Requires* that it is empty.
  void reserve(std::size_t keys) {
    std::size_t slots = std::max(used_, kSlotsMin);
    while (slots < keys * 2) slots *= 2;
    if (slots > used_) {
      use(slots);
      next_epoch();
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
  // Empties the slots, of which there are as many as are used.
  void next_epoch() {
    if (++epoch_ != 0 && used_ <= slots_.size()) return;
    slots_.assign(std::max(used_, slots_.size()), {});
    epoch_ = 1;
  }
  void grow() {
    const std::uint32_t epoch = epoch_;
    const std::vector<Slot> old(slots_.begin(),
                                slots_.begin() + static_cast<std::ptrdiff_t>(used_));
    use(used_ == 0 ? kSlotsMin : used_ * 2);
    next_epoch();
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
  // `place_count_max`: what a count at a place may come to before it goes on elsewhere.
  explicit GroupCounter(std::size_t key_count, bool is_whole = false,
                        std::uint32_t place_count_max = UINT32_MAX)
      : members_max_(is_whole ? SIZE_MAX : kMembersMax),
        place_count_max_(place_count_max),
        outer_(key_count - 1),
        counts_left_(place_count_max),
        done_(key_count) {}

  // The type of the column if its rows are plain words, else Tagged.
  static VectorType type_of(const ColumnVector& column);
  // The words of such a column.
  static const std::uint64_t* words_of(const ColumnVector& column);

  // Types of the keys. *Requires* that nothing is held or waits when they change.
  const std::vector<VectorType>& types() const { return types_; }
  void set_types(std::vector<VectorType> types) { types_ = std::move(types); }

  // So many places may be counted at: their counts stay within a cache.
  static constexpr std::uint64_t kPlacesMax = std::uint64_t{1} << 21;
  static constexpr std::uint64_t kBlockPlaces = 4096;

  // From now on last words are given by their places, with add_places(): block_firsts[b] + i is at
  // place b * kBlockPlaces + i. Of the words held those stay that are wanted. *Requires* at most
  // kPlacesMax places. Returns the bytes that this takes. Once only.
  std::size_t use_places(std::span<const std::uint64_t> block_firsts,
                         const std::function<bool(std::uint64_t word)>& is_wanted);
  bool has_places() const { return !count_at_.empty(); }

  // Of outer words that were entered after others, and left for others: groups that come fewer
  // times are of no use. *Requires* that groups are held together (`is_whole`).
  void want_counts_from(std::int64_t count) { wanted_count_ = count; }

  // What the next words belong to: outer_words[i][row] is key i.
  void enter(std::span<const std::uint64_t* const> outer_words, std::size_t row) {
    bool same = members_.size() + place_count_ < members_max_;
    for (std::size_t i = 0; same && i < outer_.size(); ++i) same = outer_words[i][row] == outer_[i];
    if (same) return;
    if (!members_.empty() || place_count_ > 0) {
      finish_groups(is_first_ ? 0 : wanted_count_);
      is_first_ = false;
    }
    for (std::size_t i = 0; i < outer_.size(); ++i) outer_[i] = outer_words[i][row];
  }
  void add(std::uint64_t last, std::int64_t times = 1) {
    const std::uint32_t place = table_.place_of(last);
    if (place == members_.size()) {
      members_.push_back(last);
      counts_.push_back(0);
    }
    counts_[place] += times;
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
  // Counts the words at places. *Requires* use_places().
  void add_places(std::span<const std::uint32_t> places) {
    if (places.size() > counts_left_) move_to_table();
    counts_left_ -= static_cast<std::uint32_t>(places.size());
    std::uint32_t* const counts = count_at_.data();
    std::uint32_t* end = places_.get() + place_count_;
    for (const std::uint32_t place : places) {
      // Written down whether or not it is new, and kept by moving on: that is a matter of chance.
      *end = place;
      end += static_cast<std::size_t>(counts[place]++ == 0);
    }
    place_count_ = static_cast<std::size_t>(end - places_.get());
  }
  // The groups held are done, whether or not all that belongs to them has come.
  void close() {
    finish_groups(0);
    is_first_ = true;
  }

  // Makes room for so many words, as long as that is little and nothing is held.
  void expect_words(std::size_t count) {
    constexpr std::size_t kFew = 512;
    if (members_.empty()) table_.reserve(std::min(count, kFew));
  }

  std::size_t waiting() const { return done_counts_.size() - handed_out_; }
  // Puts up to `rows_max` of the groups that are done into columns: to_columns[i] gets key i,
  // unless it is null. False: there are none.
  bool take(std::size_t rows_max, std::span<ColumnVector* const> to_columns, ColumnVector& counts);

 private:
  // What is counted at places goes on in the table, whose counts are wider.
  void move_to_table();
  // The groups held that come at least so many times are done, the others gone.
  void finish_groups(std::int64_t wanted_count);

  // Groups held at a time: what stays in the second-level cache.
  static constexpr std::size_t kMembersMax = 32768;

  std::size_t members_max_;
  std::uint32_t place_count_max_;
  std::vector<VectorType> types_;
  std::vector<std::uint64_t> outer_;
  bool is_first_ = true;  // outer words were not entered after others
  std::int64_t wanted_count_ = 0;
  PlaceTable table_;
  std::vector<std::uint64_t> members_;  // by place
  std::vector<std::int64_t> counts_;    // by place
  // With places: the count at each, those that have one, and room for one more.
  std::vector<std::uint64_t> block_firsts_;
  std::vector<std::uint32_t> count_at_;
  std::unique_ptr<std::uint32_t[]> places_;
  std::size_t place_count_ = 0;
  std::uint32_t counts_left_;                     // until one of them could be too large
  std::vector<std::vector<std::uint64_t>> done_;  // by key
  std::vector<std::int64_t> done_counts_;
  std::size_t handed_out_ = 0;
};

}  // namespace liaison::query
