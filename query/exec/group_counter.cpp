#include "exec/group_counter.h"

#include <algorithm>
#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::query {

VectorType GroupCounter::type_of(const ColumnVector& column) {
  switch (column.type()) {
    case VectorType::Node:
    case VectorType::Relationship:
    case VectorType::Integer:
      return column.may_have_nulls() ? VectorType::Tagged : column.type();
    default:
      return VectorType::Tagged;
  }
}

const std::uint64_t* GroupCounter::words_of(const ColumnVector& column) {
  if (column.type() == VectorType::Integer) {
    return reinterpret_cast<const std::uint64_t*>(column.integers().data());
  }
  return column.ids().data();
}

std::size_t GroupCounter::use_places(std::span<const std::uint64_t> block_firsts,
                                     const std::function<bool(std::uint64_t word)>& is_wanted) {
  const std::size_t size = block_firsts.size() * kBlockPlaces;
  LIAISON_ASSERT(!has_places() && size > 0 && size <= kPlacesMax);
  block_firsts_.assign(block_firsts.begin(), block_firsts.end());
  count_at_.assign(size, 0);
  places_ = std::make_unique_for_overwrite<std::uint32_t[]>(size + 1);
  const std::vector<std::uint64_t> words = std::exchange(members_, {});
  const std::vector<std::int64_t> counts = std::exchange(counts_, {});
  table_.clear();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_wanted(words[i])) add(words[i], counts[i]);
  }
  return size * sizeof(count_at_[0]) + (size + 1) * sizeof(places_[0]);
}

void GroupCounter::move_to_table() {
  for (std::size_t i = 0; i < place_count_; ++i) {
    const std::uint64_t word = block_firsts_[places_[i] / kBlockPlaces] + places_[i] % kBlockPlaces;
    add(word, count_at_[places_[i]]);
    count_at_[places_[i]] = 0;
  }
  place_count_ = 0;
  counts_left_ = place_count_max_;
}

void GroupCounter::finish_groups(std::int64_t wanted_count) {
  if (!members_.empty() && place_count_ > 0) move_to_table();
  const std::size_t before = done_counts_.size();
  done_.back().resize(before + members_.size() + place_count_);
  done_counts_.resize(before + members_.size() + place_count_);
  std::uint64_t* word = done_.back().data() + before;
  std::int64_t* count = done_counts_.data() + before;
  // Written down in any case, and kept by moving on.
  for (std::size_t i = 0; i < members_.size(); ++i) {
    *word = members_[i];
    *count = counts_[i];
    const auto step = static_cast<std::ptrdiff_t>(counts_[i] >= wanted_count);
    word += step;
    count += step;
  }
  members_.clear();
  counts_.clear();
  table_.clear();
  for (std::size_t i = 0; i < place_count_; ++i) {
    const std::uint32_t place = places_[i];
    *word = block_firsts_[place / kBlockPlaces] + place % kBlockPlaces;
    *count = count_at_[place];
    const auto step = static_cast<std::ptrdiff_t>(*count >= wanted_count);
    count_at_[place] = 0;
    word += step;
    count += step;
  }
  place_count_ = 0;
  counts_left_ = place_count_max_;
  const auto done = static_cast<std::size_t>(count - done_counts_.data());
  done_.back().resize(done);
  done_counts_.resize(done);
  for (std::size_t i = 0; i < outer_.size(); ++i) {
    done_[i].insert(done_[i].end(), done - before, outer_[i]);
  }
}

bool GroupCounter::take(std::size_t rows_max, std::span<ColumnVector* const> to_columns,
                        ColumnVector& counts) {
  const std::size_t rows = std::min(rows_max, waiting());
  if (rows == 0) return false;
  const auto begin = static_cast<std::ptrdiff_t>(handed_out_);
  for (std::size_t i = 0; i < to_columns.size(); ++i) {
    if (!to_columns[i]) continue;
    std::uint64_t* to = types_[i] == VectorType::Integer
                            ? reinterpret_cast<std::uint64_t*>(to_columns[i]->write_integers(rows))
                            : to_columns[i]->write_ids(types_[i], rows);
    std::copy_n(done_[i].begin() + begin, rows, to);
  }
  std::copy_n(done_counts_.begin() + begin, rows, counts.write_integers(rows));
  handed_out_ += rows;
  if (waiting() == 0) {
    for (auto& values : done_) values.clear();
    done_counts_.clear();
    handed_out_ = 0;
  }
  return true;
}

}  // namespace liaison::query
