// What the operators that count equal rows share: where keys come from, and groups go to.
// Thread-safety: as operators.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "exec/group_counter.h"
#include "exec/label_mask.h"
#include "exec/operator.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// Groups that are done wait until they are worth a chunk.
constexpr std::size_t kChunkWorth = 1024;

struct PartialState : OperatorState {
  PartialState(std::size_t key_count, bool is_whole, MemoryBudget& budget)
      : groups(key_count, is_whole), mask(budget) {}
  GroupCounter groups;
  LabelMask mask;            // of the last key
  bool is_unmasked = false;  // some groups were counted before the mask was there
  bool taken = false;        // the rows of the chunk at hand are in
};

class GroupingOperator : public StreamOperator {
 public:
  GroupingOperator(const PartialAggregation& op, const RowLayout& in, const RowLayout& out)
      : count_column_(*out.column_of(op.count)), column_count_(out.column_count()) {
    for (VariableId key : op.keys) {
      if (const auto column = in.column_of(key)) keys_.push_back(*column);
      to_columns_.push_back(out.column_of(key));
    }
  }
  bool is_parallel() const override { return true; }

  bool flush(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<PartialState&>(base);
    state.groups.close();
    return hand_out(frame, state, out);
  }

 protected:
  // Sees to it that keys of these types can be taken. False: groups of other types had to be handed
  // out first, and the caller comes again.
  bool adopt_types(Frame& frame, PartialState& state, std::vector<VectorType> types,
                   DataChunk& out) const {
    if (types == state.groups.types()) return true;
    state.groups.close();
    if (hand_out(frame, state, out)) return false;
    state.groups.set_types(std::move(types));
    return true;
  }
  bool is_worth_a_chunk(Frame& frame, const GroupCounter& groups) const {
    return groups.waiting() >= std::min(kChunkWorth, frame.context.chunk_rows());
  }
  bool hand_out(Frame& frame, PartialState& state, DataChunk& out) const {
    out.columns().resize(column_count_);
    std::vector<ColumnVector*> columns;
    for (const auto& to : to_columns_) columns.push_back(to ? &out.column(*to) : nullptr);
    ColumnVector& counts = out.column(count_column_);
    if (!state.groups.take(frame.context.chunk_rows(), columns, counts)) return false;
    out.set_row_count(counts.size());
    if (state.is_unmasked) keep_labelled(frame, state, *columns.back(), out);
    if (state.groups.waiting() == 0 && state.groups.has_places()) state.is_unmasked = false;
    return true;
  }
  // Groups that were counted before the mask was there.
  static void keep_labelled(Frame& frame, PartialState& state, const ColumnVector& ends,
                            DataChunk& out) {
    std::vector<NodeId> nodes;
    nodes.reserve(ends.size());
    for (const std::uint64_t id : ends.ids()) nodes.emplace_back(id);
    std::vector<std::uint32_t> rows;
    state.mask.select(frame.context.graph(), nodes, rows);
    if (rows.size() < nodes.size()) out = out.select(rows);
  }

  std::size_t count_column_;
  std::size_t column_count_;
  std::vector<std::size_t> keys_;                       // columns of the input
  std::vector<std::optional<std::size_t>> to_columns_;  // by key
};

}  // namespace liaison::query
