// Filter: keeps the rows for which every predicate is true, one predicate after the other, each
// looking only at the rows that the ones before have left.
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

class FilterOperator final : public StreamOperator {
 public:
  FilterOperator(const Filter& op, const RowLayout& in, const RowLayout& out) : carry_(in, out) {
    for (Predicate predicate : op.predicates) {
      predicates_.push_back({ExpressionEvaluator(*predicate, in), columns_read(*predicate, in)});
    }
  }

  bool process(Frame& frame, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    std::vector<std::uint32_t> rows;  // those left, once some are not
    std::vector<std::uint32_t> selected;
    bool all = true;
    for (const Part& part : predicates_) {
      if (all) {
        part.evaluator.select(frame.context.eval(), in, selected);
        if (selected.size() == in.row_count()) continue;
        all = false;
        rows.swap(selected);
      } else {
        part.evaluator.select(frame.context.eval(), select_columns(in, rows, part.columns),
                              selected);
        if (selected.size() == rows.size()) continue;
        for (std::uint32_t& position : selected) position = rows[position];
        rows.swap(selected);
      }
      if (rows.empty()) break;
    }
    if (all) {
      carry_.copy(in, out);
    } else {
      carry_.select(in, rows, out);
    }
    return false;
  }

 private:
  struct Part {
    ExpressionEvaluator evaluator;
    std::vector<std::size_t> columns;
  };
  Carry carry_;
  std::vector<Part> predicates_;
};

}  // namespace

StreamPtr make_filter(const Filter& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<FilterOperator>(op, in, out);
}

}  // namespace liaison::query
