// ProcedureCall: the rows of a procedure for each input row. A void procedure passes rows through.
#include "exec/operators/factories.h"
#include "liaison/query/procedure.h"

namespace liaison::query {
namespace {

struct CallState final : OperatorState {
  std::vector<ColumnVector> arguments;
  bool evaluated = false;
  std::size_t row = 0;
};

class ProcedureCallOperator final : public StreamOperator {
 public:
  ProcedureCallOperator(const ProcedureCall& op, const RowLayout& in, const RowLayout& out)
      : op_(op), call_(*op.call), carry_(in, out) {
    for (const auto& argument : call_.arguments) arguments_.emplace_back(*argument, in);
    for (const auto& yield : call_.yields) columns_.push_back(out.column_of(yield.variable));
  }

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<CallState>();
  }

  // One input row at a time: a procedure may give many rows.
  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<CallState&>(base);
    if (!state.evaluated) {
      state.arguments.assign(arguments_.size(), ColumnVector());
      for (std::size_t i = 0; i < arguments_.size(); ++i) {
        arguments_[i].evaluate(frame.context.eval(), in, state.arguments[i]);
      }
      state.evaluated = true;
      state.row = 0;
    }
    std::vector<Value> arguments;
    for (const ColumnVector& column : state.arguments) arguments.push_back(column.get(state.row));

    ProcedureContext context;
    static_cast<FunctionContext&>(context) = frame.context.eval().functions;
    context.database_name = frame.context.settings().database_name;
    context.procedures = frame.context.settings().procedures;
    context.session = frame.context.settings().session;
    if (op_.writes) context.writer = &frame.context.writer();
    std::vector<ColumnVector> yielded(call_.yields.size());
    std::size_t count = 0;
    MemoryCharge charge(frame.context.memory());
    call_.procedure->run(context, arguments, [&](std::span<const Value> row) {
      for (std::size_t i = 0; i < call_.yields.size(); ++i) {
        const Value& value = row[call_.yields[i].column];
        charge.add(memory_of(value));
        yielded[i].append(value);
      }
      ++count;
    });
    if (call_.is_void) {
      count = 1;
    } else if (count == 0 && call_.optional) {
      for (ColumnVector& column : yielded) column.append_null();
      count = 1;
    }
    const std::vector<std::uint32_t> rows(count, static_cast<std::uint32_t>(state.row));
    carry_.select(in, rows, out);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i]) out.column(*columns_[i]) = std::move(yielded[i]);
    }
    if (++state.row < in.row_count()) return true;
    state.evaluated = false;
    return false;
  }

 private:
  const ProcedureCall& op_;
  const BoundProcedureCall& call_;
  std::vector<ExpressionEvaluator> arguments_;
  Carry carry_;
  std::vector<std::optional<std::size_t>> columns_;
};

}  // namespace

StreamPtr make_procedure_call(const ProcedureCall& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ProcedureCallOperator>(op, in, out);
}

}  // namespace liaison::query
