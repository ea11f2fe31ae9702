#include "exec/key_table.h"

#include <algorithm>

#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

std::uint64_t mix(std::uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

bool has_null(const ColumnVector& column) {
  if (!column.may_have_nulls()) return false;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_null(row)) return true;
  }
  return false;
}

}  // namespace

KeyTable::KeyTable(std::size_t key_count, Rows rows)
    : columns_(key_count),
      width_(key_count),
      is_clustered_(rows == Rows::MaybeClustered && key_count > 1) {}

void KeyTable::find_or_add(std::span<const ColumnVector* const> columns, std::size_t row_count,
                           std::vector<std::uint32_t>& groups) {
  LIAISON_ASSERT(columns.size() == columns_.size());
  groups.resize(row_count);
  if (row_count == 0) return;
  if (columns_.empty()) {
    size_ = 1;
    std::fill(groups.begin(), groups.end(), 0u);
    return;
  }
  const bool single = columns_.size() == 1;
  if (!single && width_ == columns_.size() &&
      std::ranges::any_of(columns, [](const ColumnVector* column) { return has_null(*column); })) {
    add_null_bits();
  }
  row_words_.resize(row_count * width_);
  if (single) {
    row_nulls_.assign(columns[0]->may_have_nulls() ? row_count : 0, 0);
  } else if (width_ > columns_.size()) {
    for (std::size_t row = 0; row < row_count; ++row) {
      std::fill_n(row_words_.data() + row * width_ + columns_.size(), width_ - columns_.size(),
                  std::uint64_t{0});
    }
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i].fits(*columns[i])) number_column(i);
    std::uint64_t* nulls =
        single ? row_nulls_.data() : row_words_.data() + columns_.size() + i / 64;
    columns_[i].encode(*columns[i], width_, row_words_.data() + i, nulls,
                       std::uint64_t{1} << (i % 64));
  }
  // A table beyond the caches is waited for at every row, unless it is asked for ahead.
  const bool is_ahead = !is_clustered_ && slots_.size() >= kSlotsInCache;
  if (is_ahead) fetch_slots(row_count);
  if (!single) {
    for (std::size_t row = 0; row < row_count; ++row) {
      const std::uint64_t* words = row_words_.data() + row * width_;
      if (is_clustered_) enter_cluster(words);
      if (is_ahead) fetch_words(row + kRowsAhead);
      groups[row] = find_or_add_words(words);
    }
    return;
  }
  const bool is_numbered = columns_[0].is_numbered();
  if (is_numbered && row_nulls_.empty()) {
    for (std::size_t row = 0; row < row_count; ++row) {
      const std::uint64_t number = row_words_[row];
      const std::uint32_t known = number < by_number_.size() ? by_number_[number] : kNone;
      groups[row] = known != kNone ? known : find_or_add_number(number);
    }
    return;
  }
  for (std::size_t row = 0; row < row_count; ++row) {
    if (!row_nulls_.empty() && row_nulls_[row] != 0) {
      if (null_group_ == kNone) {
        null_group_ = static_cast<std::uint32_t>(size_++);
        words_.push_back(0);
      }
      groups[row] = null_group_;
    } else if (is_numbered) {
      groups[row] = find_or_add_number(row_words_[row]);
    } else if (row > 0 && row_words_[row] == row_words_[row - 1] &&
               (row_nulls_.empty() || row_nulls_[row - 1] == 0)) {
      groups[row] = groups[row - 1];
    } else {
      if (is_ahead) fetch_words(row + kRowsAhead);
      groups[row] = find_or_add_words(row_words_.data() + row);
    }
  }
}

void KeyTable::fetch_slots(std::size_t row_count) {
  row_hashes_.resize(row_count);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t row = 0; row < row_count; ++row) {
    row_hashes_[row] = hash_of(row_words_.data() + row * width_);
    __builtin_prefetch(&slots_[row_hashes_[row] & mask]);
  }
}

void KeyTable::fetch_words(std::size_t row) const {
  if (row >= row_hashes_.size()) return;
  const std::uint64_t slot = slots_[row_hashes_[row] & (slots_.size() - 1)];
  if (is_free(slot)) return;
  __builtin_prefetch(words_.data() + static_cast<std::uint32_t>(slot) * width_);
}

std::optional<std::uint32_t> KeyTable::find(std::span<const ColumnVector* const> columns,
                                            std::size_t row,
                                            std::vector<std::uint64_t>& words) const {
  if (columns_.empty()) return size_ == 0 ? std::nullopt : std::optional<std::uint32_t>(0);
  words.assign(width_, 0);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto word = columns_[i].find(*columns[i], row);
    if (!word) return std::nullopt;
    words[i] = *word;
  }
  if (columns_.size() == 1 && columns_[0].is_numbered()) {
    if (words[0] >= by_number_.size() || by_number_[words[0]] == kNone) return std::nullopt;
    return by_number_[words[0]];
  }
  if (slots_.empty()) return std::nullopt;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_of(words.data()) & mask; !is_free(slots_[at]); at = (at + 1) & mask) {
    const auto group = static_cast<std::uint32_t>(slots_[at]);
    if (std::equal(words.begin(), words.end(), words_.data() + group * width_)) return group;
  }
  return std::nullopt;
}

void KeyTable::append_keys(std::span<const std::uint32_t> groups, std::size_t index,
                           ColumnVector& out) const {
  const KeyColumn& column = columns_[index];
  out.reset(column.value_type());
  out.reserve(groups.size());
  for (const std::uint32_t group : groups) {
    if (is_null(group, index)) {
      out.append_null();
    } else {
      column.append_value(words_[group * width_ + index], out);
    }
  }
}

std::size_t KeyTable::memory_bytes() const {
  std::size_t bytes = words_.size() * sizeof(std::uint64_t) +
                      slots_.size() * sizeof(std::uint64_t) +
                      by_number_.size() * sizeof(std::uint32_t) + clusters_.size() * 32;
  for (const KeyColumn& column : columns_) bytes += column.memory_bytes();
  return bytes;
}

bool KeyTable::is_null(std::size_t group, std::size_t index) const {
  if (columns_.size() == 1) return group == null_group_;
  if (width_ == columns_.size()) return false;
  return (words_[group * width_ + columns_.size() + index / 64] >> (index % 64) & 1) != 0;
}

std::uint64_t KeyTable::hash_of(const std::uint64_t* words) const {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < width_; ++i) hash = mix(hash * 31 + words[i]);
  return hash;
}

std::uint32_t KeyTable::find_or_add_words(const std::uint64_t* words) {
  if ((size_ - cluster_begin_ + 1) * 2 > slots_.size()) {
    // A table that is small yet may be of very many: it is not built anew at every doubling.
    rebuild(slots_.empty() ? 64 : slots_.size() * (slots_.size() < 4096 ? 4 : 2));
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_of(words) & mask;; at = (at + 1) & mask) {
    if (is_free(slots_[at])) {
      LIAISON_CHECK(size_ < kNone);
      slots_[at] = slot_of(size_);
      words_.insert(words_.end(), words, words + width_);
      return static_cast<std::uint32_t>(size_++);
    }
    const auto group = static_cast<std::uint32_t>(slots_[at]);
    const std::uint64_t* own = words_.data() + group * width_;
    bool same = true;
    for (std::size_t i = 0; same && i < width_; ++i) same = own[i] == words[i];
    if (same) return group;
  }
}

// Sees to it that the slots hold the groups that the row may be of.
void KeyTable::enter_cluster(const std::uint64_t* words) {
  if (size_ > cluster_begin_ && words_[cluster_begin_ * width_] == words[0]) return;
  // Clusters of hardly more than a row are none.
  const bool is_worth_it = clusters_.size() < 64 || size_ >= clusters_.size() * 4;
  if (!is_worth_it || !clusters_.insert(words[0]).second) {
    leave_clusters();
    return;
  }
  cluster_begin_ = size_;
  if (++epoch_ == 0) {
    std::fill(slots_.begin(), slots_.end(), 0);
    epoch_ = 1;
  }
}

void KeyTable::leave_clusters() {
  is_clustered_ = false;
  clusters_.clear();
  cluster_begin_ = 0;
  std::size_t slot_count = std::max<std::size_t>(64, slots_.size());
  while ((size_ + 1) * 2 > slot_count) slot_count *= 2;
  rebuild(slot_count);
}

// Makes room for null bits behind the words of each key.
void KeyTable::add_null_bits() {
  const std::size_t width = columns_.size() + (columns_.size() + 63) / 64;
  std::vector<std::uint64_t> words(size_ * width, 0);
  for (std::size_t group = 0; group < size_; ++group) {
    std::copy_n(words_.data() + group * width_, width_, words.data() + group * width);
  }
  words_ = std::move(words);
  width_ = width;
  if (!slots_.empty()) rebuild(slots_.size());
}

// Exchanges the words of a column for numbers of values.
void KeyTable::number_column(std::size_t index) {
  KeyColumn& column = columns_[index];
  for (std::size_t group = 0; group < size_; ++group) {
    std::uint64_t& word = words_[group * width_ + index];
    if (!is_null(group, index)) word = column.renumbered(word);
  }
  column.become_numbered();
  if (is_clustered_) leave_clusters();
  if (columns_.size() == 1) {
    slots_.clear();
    by_number_.assign(size_, kNone);
    for (std::size_t group = 0; group < size_; ++group) {
      if (group != null_group_) by_number_[words_[group]] = static_cast<std::uint32_t>(group);
    }
  } else if (!slots_.empty()) {
    rebuild(slots_.size());
  }
}

std::uint32_t KeyTable::find_or_add_number(std::uint64_t number) {
  if (number >= by_number_.size()) {
    by_number_.resize(std::max<std::size_t>(number + 1, by_number_.size() * 2), kNone);
  }
  std::uint32_t& group = by_number_[number];
  if (group == kNone) {
    group = static_cast<std::uint32_t>(size_++);
    words_.push_back(number);
  }
  return group;
}

void KeyTable::rebuild(std::size_t slot_count) {
  slots_.assign(slot_count, 0);
  epoch_ = 1;
  const std::size_t mask = slot_count - 1;
  for (std::size_t group = cluster_begin_; group < size_; ++group) {
    if (group == null_group_) continue;
    std::size_t at = hash_of(words_.data() + group * width_) & mask;
    while (!is_free(slots_[at])) at = (at + 1) & mask;
    slots_[at] = slot_of(group);
  }
}

}  // namespace liaison::query
