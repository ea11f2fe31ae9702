#include "exec/distinct_runs.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "exec/execution_context.h"

namespace liaison::query {
namespace {

DataChunk slice(const DataChunk& chunk, std::size_t begin, std::size_t end) {
  std::vector<std::uint32_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(begin));
  return chunk.select(rows);
}

}  // namespace

void RunSplitter::hold(DataChunk rows) {
  held_rows_ += rows.row_count();
  held_bytes_ += memory_of(rows);
  held_.push_back(std::move(rows));
}

void RunSplitter::let_go(std::uint32_t morsel, const TakeRows& take) {
  for (DataChunk& rows : held_) take(morsel, std::move(rows));
  held_.clear();
  held_rows_ = 0;
  held_bytes_ = 0;
}

void DistinctRuns::add(std::uint32_t morsel, DataChunk chunk) {
  if (morsel != morsel_) {
    end_share();
    morsel_ = morsel;
  }
  if (chunk.empty()) return;
  const ColumnVector& column = chunk.column(column_);
  if (column.type() != VectorType::Node || column.may_have_nulls()) {
    end_share();
    return cut_(morsel_, std::move(chunk));
  }
  const std::span<const std::uint64_t> nodes = column.ids();
  const std::size_t count = nodes.size();
  std::size_t begin = 0;
  if (holds_rows()) {
    while (begin < count && nodes[begin] == node_) ++begin;
    if (begin == count) return add_to_run(std::move(chunk));
    if (begin > 0) add_to_run(slice(chunk, 0, begin));
    end_run();
  }
  std::size_t last = count - 1;  // where the last run begins
  while (last > begin && nodes[last - 1] == nodes[count - 1]) --last;
  if (is_first_ && last > begin) {
    std::size_t end = begin + 1;
    while (nodes[end] == nodes[begin]) ++end;
    cut_(morsel_, slice(chunk, begin, end));
    begin = end;
    is_first_ = false;
  }
  node_ = nodes[count - 1];
  if (last > begin) whole_(morsel_, slice(chunk, begin, last));
  add_to_run(slice(chunk, last, count));
}

void DistinctRuns::finish(bool /*is_alone*/) {
  end_share();
}

void DistinctRuns::add_to_run(DataChunk rows) {
  hold(std::move(rows));
  if (held_row_count() > rows_max_) end_share();  // what follows of the run is the first of another
}

void DistinctRuns::end_share() {
  let_go(morsel_, cut_);
  is_first_ = true;
}

void DistinctRuns::end_run() {
  let_go(morsel_, is_first_ ? cut_ : whole_);
  is_first_ = false;
}

bool SoleRun::is_of_run(std::uint32_t morsel, const DataChunk& chunk) {
  if (column_) {
    const ColumnVector& column = chunk.column(*column_);
    if (column.type() != VectorType::Node || column.may_have_nulls()) return false;
    const std::span<const std::uint64_t> nodes = column.ids();
    if (!holds_rows()) node_ = nodes.front();
    if (!std::all_of(nodes.begin(), nodes.end(), [&](auto node) { return node == node_; })) {
      return false;
    }
  }
  if (!holds_rows()) morsel_ = morsel;
  return morsel == morsel_;
}

void SoleRun::add(std::uint32_t morsel, DataChunk chunk) {
  if (chunk.empty()) return;
  if (!is_over_ && is_of_run(morsel, chunk)) return hold(std::move(chunk));
  is_over_ = true;
  finish(false);
  cut_(morsel, std::move(chunk));
}

void SoleRun::finish(bool is_alone) {
  let_go(morsel_, is_alone ? whole_ : cut_);
}

}  // namespace liaison::query
