// Foreach: runs updating clauses for each element of a list, element after element.
#include "exec/operators/factories.h"
#include "exec/operators/update_sink.h"

namespace liaison::query {
namespace {

class ForeachSink final : public UpdateSink {
 public:
  ForeachSink(const Foreach& op, PlanPtr body, const RowLayout& in, const RowLayout& out)
      : op_(op), body_(std::move(body)), in_(in), carry_(in, out) {
    extended_ = in;
    element_column_ = extended_.add(op.variable);
    carry_extended_ = Carry(in, extended_);
  }

 private:
  void apply(Frame& frame, std::vector<DataChunk>& chunks) const override {
    ExpressionEvaluator evaluator(*op_.list, in_);
    for (DataChunk& chunk : chunks) {
      for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
        const DataChunk one = chunk.select(std::span(&row, 1));
        ColumnVector lists;
        evaluator.evaluate(frame.context.eval(), one, lists);
        const Value list = lists.get(0);
        if (list.is_null()) continue;
        if (!list.is_list()) {
          throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                           std::string("FOREACH expects a list, found a value of type ") +
                               kind_name(list.kind()) + ".",
                           op_.list->span);
        }
        for (const Value& element : list.as_list()) run(frame, one, element);
      }
      DataChunk out;
      carry_.copy(chunk, out);
      chunk = std::move(out);
    }
  }

  void run(Frame& frame, const DataChunk& one, const Value& element) const {
    frame.context.check_cancelled();
    DataChunk row;
    carry_extended_.copy(one, row);
    row.column(element_column_) = ColumnVector();
    row.column(element_column_).append(element);
    const DataChunk argument = make_argument(*body_, row, extended_);
    PlanRun run(*body_, frame.context, argument);
    DataChunk ignored;
    while (run.next(ignored)) {
    }
  }

  const Foreach& op_;
  PlanPtr body_;
  RowLayout in_;
  RowLayout extended_;
  std::size_t element_column_ = 0;
  Carry carry_;
  Carry carry_extended_;
};

}  // namespace

SinkPtr make_foreach(const Foreach& op, PlanPtr body, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ForeachSink>(op, std::move(body), in, out);
}

}  // namespace liaison::query
