// PartialAggregation: counts equal rows before anything else is done with them.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/operators/grouping_operator.h"

namespace liaison::query {
namespace {

class PartialAggregationOperator final : public GroupingOperator {
 public:
  PartialAggregationOperator(const PartialAggregation& op, const RowLayout& in,
                             const RowLayout& out)
      : GroupingOperator(op, in, out), carry_(in, out) {}

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<PartialState>(keys_.size(), false, frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<PartialState&>(base);
    GroupCounter& groups = state.groups;
    if (!state.taken) {
      std::vector<VectorType> types;
      for (std::size_t key : keys_) types.push_back(GroupCounter::type_of(in.column(key)));
      if (!adopt_types(frame, state, std::move(types), out)) return true;
      if (std::find(groups.types().begin(), groups.types().end(), VectorType::Tagged) !=
          groups.types().end()) {
        carry_.copy(in, out);  // no words to count by: each row for itself
        std::int64_t* counts = out.column(count_column_).write_integers(in.row_count());
        std::fill_n(counts, in.row_count(), std::int64_t{1});
        return false;
      }
      take_rows(groups, in);
      state.taken = true;
    }
    if (is_worth_a_chunk(frame, groups)) return hand_out(frame, state, out);
    state.taken = false;
    return false;
  }

 private:
  void take_rows(GroupCounter& groups, const DataChunk& in) const {
    std::vector<const std::uint64_t*> outer;
    for (std::size_t key : keys_) outer.push_back(GroupCounter::words_of(in.column(key)));
    const std::uint64_t* last = outer.back();
    outer.pop_back();
    for (std::size_t row = 0; row < in.row_count(); ++row) {
      groups.enter(outer, row);
      groups.add(last[row]);
    }
  }

  Carry carry_;
};

}  // namespace

StreamPtr make_partial_aggregation(const PartialAggregation& op, const RowLayout& in,
                                   const RowLayout& out) {
  return std::make_unique<PartialAggregationOperator>(op, in, out);
}

}  // namespace liaison::query
