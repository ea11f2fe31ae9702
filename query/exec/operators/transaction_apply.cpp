// TransactionApply: CALL { ... } IN TRANSACTIONS. The subquery runs row by row, and every so many
// rows are a transaction of their own, committed before the next one begins. Rows come from the
// state in which the statement began and are handed on when all batches are decided; from then on
// the statement reads what they have committed. After an error that the statement tolerates, the
// rows of that batch carry nulls instead of what the subquery returned.
#include <numeric>

#include "exec/operators/factories.h"
#include "exec/operators/row_apply.h"
#include "exec/row_store.h"
#include "liaison/engine/database.h"
#include "liaison/query/procedure.h"

namespace liaison::query {
namespace {

constexpr std::int64_t kDefaultBatchRows = 1000;

// An open transaction. Members go from the last to the first.
struct Batch {
  explicit Batch(Frame& frame)
      : transaction(frame.context.settings().database->begin(TransactionMode::Write)),
        context(ExecutionContext::for_batch(frame.context, transaction)) {}

  Transaction transaction;
  std::unique_ptr<ExecutionContext> context;
};

// What became of a batch, as REPORT STATUS tells it.
struct Outcome {
  bool started = false;
  bool committed = false;
  Value transaction_id;
  Value error_message;

  Value value() const {
    return ValueMap{{"committed", Value(committed)},
                    {"errorMessage", error_message},
                    {"started", Value(started)},
                    {"transactionId", transaction_id}};
  }
};

// Appends the rows of `from`, which has as many columns.
void append_rows(DataChunk& to, const DataChunk& from) {
  for (std::size_t column = 0; column < from.column_count(); ++column) {
    for (std::size_t row = 0; row < from.row_count(); ++row) {
      to.column(column).append_from(from.column(column), row);
    }
  }
  to.set_row_count(to.row_count() + from.row_count());
}

struct TransactionApplyState final : OperatorState {
  explicit TransactionApplyState(MemoryBudget& budget) : charge(budget), done(budget) {}

  std::int64_t rows_max = 0;
  bool is_broken = false;  // ON ERROR BREAK has met one: nothing runs any more
  bool has_committed = false;

  // The open batch.
  std::int64_t rows = 0;
  MemoryCharge charge;             // of the rows below
  std::vector<DataChunk> taken;    // its outer rows, where they may be wanted back
  std::vector<DataChunk> results;  // what they gave, without the status
  Outcome outcome;
  std::optional<std::string> error;
  std::unique_ptr<Batch> batch;  // null: none is open, or it has failed
  RowApplyProgress progress;     // runs in the batch, so it goes before it

  RowStore done;  // rows of decided batches
  std::size_t next = 0;
};

class TransactionApplySink final : public Sink {
 public:
  TransactionApplySink(const Apply& op, PlanPtr inner, const RowLayout& in, const RowLayout& out)
      : batches_(*op.batches),
        plain_(without_status(*op.batches, out)),
        apply_(op, std::move(inner), in, plain_),
        carry_taken_(in, out),
        carry_results_(plain_, out) {
    for (std::size_t column = 0; column < out.column_count(); ++column) {
      const VariableId variable = out.variables()[column];
      if (batches_.status == variable) {
        status_column_ = column;
      } else if (!in.contains(variable)) {
        inner_columns_.push_back(column);
      }
    }
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<TransactionApplyState>(frame.context.memory());
    state->rows_max = count(frame, batches_.rows.get(), kDefaultBatchRows, "OF .. ROWS");
    // One transaction writes at a time in this store, so that more of them would only wait for each
    // other: the number is checked and changes nothing.
    count(frame, batches_.concurrency.get(), 1, "IN .. CONCURRENT TRANSACTIONS");
    return state;
  }

  void consume(Frame& frame, OperatorState& base, DataChunk chunk) const override {
    auto& state = static_cast<TransactionApplyState&>(base);
    std::uint32_t begin = 0;  // of the rows that belong to the open batch
    for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
      run_row(frame, state, chunk, row);
      if (++state.rows < state.rows_max) continue;
      take(state, chunk, begin, row + 1);
      decide(frame, state);
      begin = row + 1;
    }
    take(state, chunk, begin, static_cast<std::uint32_t>(chunk.row_count()));
  }

  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<TransactionApplyState&>(base);
    if (state.rows > 0) decide(frame, state);
    if (state.has_committed) frame.context.read_newest();
  }

  bool produce(Frame&, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<TransactionApplyState&>(base);
    if (state.next == state.done.chunks().size()) return false;
    out = std::move(state.done.chunks()[state.next++]);
    return true;
  }

 private:
  static RowLayout without_status(const BoundBatches& batches, const RowLayout& out) {
    RowLayout layout;
    for (const VariableId variable : out.variables()) {
      if (batches.status != variable) layout.add(variable);
    }
    return layout;
  }

  bool tolerates_errors() const { return batches_.on_error != BatchErrorMode::Fail; }

  // Keeps outer rows: a batch that fails hands them on without results.
  void take(TransactionApplyState& state, const DataChunk& chunk, std::uint32_t begin,
            std::uint32_t end) const {
    if (!tolerates_errors() || begin == end) return;
    std::vector<std::uint32_t> rows(end - begin);
    std::iota(rows.begin(), rows.end(), begin);
    DataChunk kept;
    carry_taken_.select(chunk, rows, kept);
    state.charge.add(memory_of(kept));
    state.taken.push_back(std::move(kept));
  }

  void run_row(Frame& frame, TransactionApplyState& state, const DataChunk& chunk,
               std::uint32_t row) const {
    if (state.is_broken || state.error) return;
    attempt(state, [&] {
      if (!state.batch) begin_batch(frame, state);
      state.progress.row = row;
      for (bool has_more = true; has_more;) {
        DataChunk result;
        has_more = apply_.step(*state.batch->context, state.progress, chunk, result);
        add_result(frame, state, std::move(result));
      }
    });
  }

  static void begin_batch(Frame& frame, TransactionApplyState& state) {
    frame.context.check_cancelled();
    state.batch = std::make_unique<Batch>(frame);
    state.outcome.started = true;
    if (SessionAccess* session = frame.context.settings().session) {
      state.outcome.transaction_id = session->new_transaction_id();
    }
  }

  static void add_result(Frame& frame, TransactionApplyState& state, DataChunk result) {
    if (result.empty()) return;
    state.charge.add(memory_of(result));
    if (!state.results.empty() &&
        state.results.back().row_count() + result.row_count() <= frame.context.chunk_rows()) {
      append_rows(state.results.back(), result);
    } else {
      state.results.push_back(std::move(result));
    }
  }

  // Runs a step of the batch. An error that the statement tolerates undoes the batch and is kept.
  // What says nothing of the data (a limit, a full disk, an unknown outcome) ends the statement.
  template <class Step>
  void attempt(TransactionApplyState& state, const Step& step) const {
    if (!tolerates_errors()) {
      step();
      return;
    }
    const auto fail = [&](const Error& error) {
      state.error = error.what();
      state.progress = RowApplyProgress();
      state.batch.reset();
    };
    try {
      step();
    } catch (const QueryError& error) {
      fail(error);
    } catch (const ConstraintError& error) {
      fail(error);
    } catch (const ConflictError& error) {
      fail(error);
    }
  }

  // Ends the batch and hands its rows on.
  void decide(Frame& frame, TransactionApplyState& state) const {
    if (state.batch) attempt(state, [&] { commit(frame, state); });
    if (state.outcome.committed) {
      state.has_committed = true;
      for (const DataChunk& result : state.results) {
        DataChunk out;
        carry_results_.copy(result, out);
        hand_on(state, std::move(out));
      }
    } else {
      if (state.error) state.outcome.error_message = *state.error;
      for (DataChunk& out : state.taken) {
        for (const std::size_t column : inner_columns_) {
          out.column(column).resize_nulls(out.row_count());
        }
        hand_on(state, std::move(out));
      }
    }
    if (state.error && batches_.on_error == BatchErrorMode::Break) state.is_broken = true;
    state.error.reset();
    state.outcome = Outcome();
    state.taken.clear();
    state.results.clear();
    state.charge.clear();
    state.rows = 0;
  }

  void commit(Frame& frame, TransactionApplyState& state) const {
    state.batch->context->finish_deletions();
    const CommitNumber number = state.batch->transaction.commit();
    state.outcome.committed = true;
    frame.context.batch_commit_number = number;
    frame.context.absorb(*state.batch->context);
    // Clauses that still look at the rows must know what is gone.
    if (plain_.column_count() > 0) {
      DeletedEntities& deleted = state.batch->context->deleted;
      frame.context.deleted.nodes.merge(deleted.nodes);
      frame.context.deleted.relationships.merge(deleted.relationships);
    }
    state.batch.reset();
  }

  void hand_on(TransactionApplyState& state, DataChunk chunk) const {
    if (status_column_) {
      const Value status = state.outcome.value();
      ColumnVector column;
      for (std::size_t row = 0; row < chunk.row_count(); ++row) column.append(status);
      chunk.column(*status_column_) = std::move(column);
    }
    state.done.add(std::move(chunk));
  }

  static std::int64_t count(Frame& frame, Predicate expression, std::int64_t otherwise,
                            const char* place) {
    if (!expression) return otherwise;
    const Value number = evaluate_constant(frame.context.eval(), *expression);
    if (!number.is_integer() || number.as_integer() < 1) {
      throw QueryError("ArgumentError", ErrorPhase::Runtime, "InvalidArgumentValue",
                       std::string(place) + " needs an INTEGER of at least 1.", expression->span);
    }
    return number.as_integer();
  }

  const BoundBatches& batches_;
  RowLayout plain_;
  RowApply apply_;
  Carry carry_taken_;
  Carry carry_results_;
  std::optional<std::size_t> status_column_;
  std::vector<std::size_t> inner_columns_;  // what the subquery returns
};

}  // namespace

SinkPtr make_transaction_apply(const Apply& op, PlanPtr inner, const RowLayout& in,
                               const RowLayout& out) {
  return std::make_unique<TransactionApplySink>(op, std::move(inner), in, out);
}

}  // namespace liaison::query
