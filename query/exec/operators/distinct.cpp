// Distinct: the first row of every group of equivalent rows.
#include "exec/group_table.h"
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct DistinctState final : OperatorState {
  DistinctState(std::size_t key_count, MemoryBudget& budget) : groups(key_count), charge(budget) {}
  GroupTable groups;
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
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < in.row_count(); ++row) {
      bool is_new = false;
      state.groups.find_or_add(columns, row, is_new);
      if (is_new) rows.push_back(static_cast<std::uint32_t>(row));
    }
    carry_.select(in, rows, out);
    state.charge.add(memory_of(out) + rows.size() * 24);
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
