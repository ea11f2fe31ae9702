// TransactionApply: CALL { ... } IN TRANSACTIONS. The subquery runs row by row, and every so many
// rows are a transaction of their own, committed before the next one begins. The statement itself
// goes on reading its own snapshot.
#include "exec/operators/factories.h"
#include "exec/operators/row_apply.h"
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
  std::unique_ptr<Batch> batch;  // null: none is open
  RowApplyProgress progress;     // runs in the batch, so it goes before it
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
      : op_(op), apply_(op, std::move(inner), in, out) {}

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
    if (!state.batch) state.batch = std::make_unique<Batch>(frame);
    if (apply_.step(state.batch->context, state.progress, in, out)) return true;
    if (++state.batch->rows == state.rows_max) {
      commit(frame.context, state);
      frame.context.check_cancelled();
    }
    if (state.progress.row < in.row_count()) return true;
    state.progress.row = 0;
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
  RowApply apply_;
};

}  // namespace

StreamPtr make_transaction_apply(const Apply& op, PlanPtr inner, const RowLayout& in,
                                 const RowLayout& out) {
  return std::make_unique<TransactionApplyOperator>(op, std::move(inner), in, out);
}

}  // namespace liaison::query
