// Unwind: a row per element of a list. Null gives none; anything else counts as a list of itself.
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct UnwindState final : OperatorState {
  ColumnVector lists;
  bool evaluated = false;
  std::size_t row = 0;
  std::size_t offset = 0;
};

class UnwindOperator final : public StreamOperator {
 public:
  UnwindOperator(const Unwind& op, const RowLayout& in, const RowLayout& out)
      : list_(*op.list, in), carry_(in, out), column_(out.column_of(op.variable)) {}

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<UnwindState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<UnwindState&>(base);
    if (!state.evaluated) {
      list_.evaluate(frame.context.eval(), in, state.lists);
      state.evaluated = true;
      state.row = state.offset = 0;
    }
    std::vector<std::uint32_t> rows;
    ValueList elements;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      const Value value = state.lists.get(state.row);
      const std::size_t count = value.is_null() ? 0 : value.is_list() ? value.as_list().size() : 1;
      for (; state.offset < count && rows.size() < rows_max; ++state.offset) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (column_) elements.push_back(value.is_list() ? value.as_list()[state.offset] : value);
      }
      if (state.offset < count) break;
      state.offset = 0;
      ++state.row;
    }
    carry_.select(in, rows, out);
    if (column_) append_typed(std::move(elements), out.column(*column_));
    const bool more = state.row < in.row_count();
    if (!more) state.evaluated = false;
    return more;
  }

 private:
  static void append_typed(ValueList elements, ColumnVector& column) {
    column.reset(elements.empty() ? VectorType::Tagged : vector_type_of(elements.front().kind()));
    column.reserve(elements.size());
    for (Value& element : elements) column.append(std::move(element));
  }

  ExpressionEvaluator list_;
  Carry carry_;
  std::optional<std::size_t> column_;
};

}  // namespace

StreamPtr make_unwind(const Unwind& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<UnwindOperator>(op, in, out);
}

}  // namespace liaison::query
