#include "exec/finished_groups.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::query {

void FinishedGroups::add(FirstRow first_row, DataChunk rows) {
  charge_.add(memory_of(rows));
  row_count_ += rows.row_count();
  parts_.push_back({first_row, std::move(rows)});
}

void FinishedGroups::take_over(FinishedGroups& other) {
  std::move(other.parts_.begin(), other.parts_.end(), std::back_inserter(parts_));
  other.parts_.clear();
  row_count_ += std::exchange(other.row_count_, 0);
  charge_.take_over(other.charge_);
}

void FinishedGroups::append_counts(std::size_t column, std::vector<std::int64_t>& counts) const {
  for (const Part& part : parts_) {
    const auto values = part.rows.column(column).integers();
    counts.insert(counts.end(), values.begin(), values.end());
  }
}

void FinishedGroups::keep_from(std::size_t column, std::int64_t least) {
  row_count_ = 0;
  for (Part& part : parts_) {
    const auto counts = part.rows.column(column).integers();
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      if (counts[i] >= least) places.push_back(i);
    }
    row_count_ += places.size();
    if (places.size() < counts.size()) part.rows = part.rows.select(places);
  }
  std::erase_if(parts_, [](const Part& part) { return part.rows.empty(); });
}

void FinishedGroups::keep_largest(std::size_t column, std::size_t wanted) {
  LIAISON_ASSERT(wanted > 0 && wanted <= kRowsMin);
  // Many may be as large as the last one of them: whether it pays is seen when they have doubled.
  if (row_count_ < std::max(kRowsMin, 2 * kept_count_)) return;
  std::vector<std::int64_t> counts;
  append_counts(column, counts);
  keep_from(column, least_wanted(counts, wanted));
  kept_count_ = row_count_;
  charge_.clear();
  for (const Part& part : parts_) charge_.add(memory_of(part.rows));
}

void FinishedGroups::sort() {
  std::sort(parts_.begin(), parts_.end(),
            [](const Part& a, const Part& b) { return is_before(a.first_row, b.first_row); });
}

std::int64_t least_wanted(std::vector<std::int64_t>& counts, std::size_t wanted) {
  const auto last = counts.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::nth_element(counts.begin(), last, counts.end(), std::greater<>());
  return *last;
}

}  // namespace liaison::query
