// Filter: keeps the rows for which every predicate is true, one predicate after the other.
#include <numeric>

#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct FilterState final : OperatorState {
  std::vector<ExpressionEvaluator> evaluators;
};

class FilterOperator final : public StreamOperator {
 public:
  FilterOperator(const Filter& op, const RowLayout& in, const RowLayout& out)
      : op_(op), in_(in), carry_(in, out) {}

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    auto state = std::make_unique<FilterState>();
    for (Predicate predicate : op_.predicates) state->evaluators.emplace_back(*predicate, in_);
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<FilterState&>(base);
    std::vector<std::uint32_t> rows(in.row_count());
    std::iota(rows.begin(), rows.end(), 0u);
    DataChunk narrowed;
    const DataChunk* current = &in;
    std::vector<std::uint32_t> selected;
    for (std::size_t i = 0; i < state.evaluators.size() && !rows.empty(); ++i) {
      state.evaluators[i].select(frame.context.eval(), *current, selected);
      if (selected.size() == current->row_count()) continue;
      std::vector<std::uint32_t> kept;
      kept.reserve(selected.size());
      for (std::uint32_t position : selected) kept.push_back(rows[position]);
      rows = std::move(kept);
      if (i + 1 < state.evaluators.size()) {
        narrowed = in.select(rows);
        current = &narrowed;
      }
    }
    carry_.select(in, rows, out);
    return false;
  }

 private:
  const Filter& op_;
  RowLayout in_;
  Carry carry_;
};

}  // namespace

StreamPtr make_filter(const Filter& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<FilterOperator>(op, in, out);
}

}  // namespace liaison::query
