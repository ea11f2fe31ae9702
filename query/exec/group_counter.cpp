#include "exec/group_counter.h"

#include <algorithm>

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

void GroupCounter::close() {
  if (members_.empty()) return;
  for (std::size_t i = 0; i < outer_.size(); ++i) {
    done_[i].insert(done_[i].end(), members_.size(), outer_[i]);
  }
  done_.back().insert(done_.back().end(), members_.begin(), members_.end());
  done_counts_.insert(done_counts_.end(), counts_.begin(), counts_.end());
  members_.clear();
  counts_.clear();
  table_.clear();
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
