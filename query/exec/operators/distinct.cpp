// Distinct: the first row of every group of equivalent rows.
#include "exec/key_table.h"
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct DistinctState final : OperatorState {
  DistinctState(std::size_t key_count, MemoryBudget& budget) : groups(key_count), charge(budget) {}
  KeyTable groups;
  std::vector<std::uint32_t> group_of;
  std::size_t charged_bytes = 0;
  MemoryCharge charge;
};

class DistinctOperator final : public StreamOperator {
 public:
  DistinctOperator(const Distinct& op, const RowLayout& in, const RowLayout& out)
      : carry_(in, out) {
    for (VariableId variable : op.variables) keys_.push_back(*in.column_of(variable));
    if (op.partition) keys_.push_back(*in.column_of(*op.partition));
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<DistinctState>(keys_.size(), frame.context.memory());
  }

  bool process(Frame&, OperatorState& base, const DataChunk& in, DataChunk& out) const override {
    auto& state = static_cast<DistinctState&>(base);
    std::vector<const ColumnVector*> columns;
    for (std::size_t key : keys_) columns.push_back(&in.column(key));
    std::size_t known = state.groups.size();
    state.groups.find_or_add(columns, in.row_count(), state.group_of);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < in.row_count(); ++row) {
      // New groups are numbered as they appear, so each is met first where its number is next.
      if (state.group_of[row] != known) continue;
      rows.push_back(row);
      ++known;
    }
    if (rows.size() == in.row_count()) {
      carry_.copy(in, out);
    } else {
      carry_.select(in, rows, out);
    }
    const std::size_t bytes = state.groups.memory_bytes();
    if (bytes > state.charged_bytes) {
      state.charge.add(bytes - state.charged_bytes);
      state.charged_bytes = bytes;
    }
    return false;
  }

 private:
  Carry carry_;
  std::vector<std::size_t> keys_;
};

}  // namespace

StreamPtr make_distinct(const Distinct& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<DistinctOperator>(op, in, out);
}

}  // namespace liaison::query
