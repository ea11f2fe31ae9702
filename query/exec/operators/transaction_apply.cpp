// TransactionApply: CALL { ... } IN TRANSACTIONS. The subquery runs row by row, and every so many
// rows are a transaction of their own, committed before the next one begins. The statement itself
// goes on reading its own snapshot.
#include "exec/operators/factories.h"
#include "liaison/engine/database.h"

namespace liaison::query {
namespace {

constexpr std::int64_t kDefaultBatchRows = 1000;

// An open transaction with the rows it has taken. Members go from the last to the first.
struct Batch {
  Batch(Frame& frame)
      : transaction(frame.context.settings().database->begin(TransactionMode::Write)),
        context(frame.context.plan(), transaction, frame.context.parameters(),
                frame.context.settings()) {}

  Transaction transaction;
  ExecutionContext context;
  std::int64_t rows = 0;
};

struct TransactionApplyState final : OperatorState {
  std::int64_t rows_max = 0;
  std::size_t row = 0;
  std::unique_ptr<Batch> batch;  // null: none is open
  std::unique_ptr<PlanRun> run;  // in the batch
  DataChunk argument;
  bool had_match = false;
};

void commit(ExecutionContext& outer, TransactionApplyState& state) {
  if (!state.batch) return;
  state.batch->context.finish_deletions();
  outer.batch_commit_number = state.batch->transaction.commit();
  outer.absorb(state.batch->context);
  state.batch.reset();
}

class TransactionApplyOperator final : public StreamOperator {
 public:
  TransactionApplyOperator(const Apply& op, PlanPtr inner, const RowLayout& in,
                           const RowLayout& out)
      : op_(op), inner_(std::move(inner)), in_(in), carry_outer_(in, out) {
    for (std::size_t to = 0; to < out.variables().size(); ++to) {
      const VariableId variable = out.variables()[to];
      if (!in.contains(variable)) {
        inner_columns_.push_back({*inner_->output.column_of(variable), to});
      }
    }
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<TransactionApplyState>();
    state->rows_max = batch_rows(frame);
    frame.context.batch_ends.push_back(
        [&context = frame.context, raw = state.get()] { commit(context, *raw); });
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<TransactionApplyState&>(base);
    const auto row = static_cast<std::uint32_t>(state.row);
    if (!state.run) {
      if (!state.batch) state.batch = std::make_unique<Batch>(frame);
      state.argument = make_argument(*inner_, in.select(std::span(&row, 1)), in_);
      state.run = std::make_unique<PlanRun>(*inner_, state.batch->context, state.argument);
      state.had_match = false;
    }
    DataChunk matches;
    if (op_.is_unit) {
      while (state.run->next(matches)) {
      }
      carry_outer_.select(in, std::span(&row, 1), out);
    } else if (state.run->next(matches)) {
      state.had_match = true;
      const std::vector<std::uint32_t> rows(matches.row_count(), row);
      carry_outer_.select(in, rows, out);
      for (const auto& [from, to] : inner_columns_) out.column(to) = matches.column(from);
      return true;
    } else if (op_.optional && !state.had_match) {
      carry_outer_.select(in, std::span(&row, 1), out);
      for (const auto& [from, to] : inner_columns_) out.column(to).append_null();
    }
    state.run.reset();
    if (++state.batch->rows == state.rows_max) {
      commit(frame.context, state);
      frame.context.check_cancelled();
    }
    if (++state.row < in.row_count()) return true;
    state.row = 0;
    return false;
  }

 private:
  std::int64_t batch_rows(Frame& frame) const {
    if (!op_.batch_rows) return kDefaultBatchRows;
    const Value rows = evaluate_constant(frame.context.eval(), *op_.batch_rows);
    if (!rows.is_integer() || rows.as_integer() < 1) {
      throw QueryError("ArgumentError", ErrorPhase::Runtime, "InvalidArgumentValue",
                       "A batch needs an INTEGER of at least 1 as its number of rows.",
                       op_.batch_rows->span);
    }
    return rows.as_integer();
  }

  const Apply& op_;
  PlanPtr inner_;
  RowLayout in_;
  Carry carry_outer_;
  std::vector<std::pair<std::size_t, std::size_t>> inner_columns_;
};

}  // namespace

StreamPtr make_transaction_apply(const Apply& op, PlanPtr inner, const RowLayout& in,
                                 const RowLayout& out) {
  return std::make_unique<TransactionApplyOperator>(op, std::move(inner), in, out);
}

}  // namespace liaison::query
