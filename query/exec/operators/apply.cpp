// Apply: for each outer row the rows of a nested plan, run in bulk over a chunk of outer rows. The
// matches come back with the number of their outer row and are joined on it, in the outer order.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/operators/row_apply.h"

namespace liaison::query {
namespace {

struct ApplyState final : OperatorState {
  std::unique_ptr<PlanRun> run;
  DataChunk argument;
  std::size_t next_row = 0;  // outer rows before it have had their matches or their nulls
  bool exhausted = false;
};

class ApplyOperator final : public StreamOperator {
 public:
  ApplyOperator(const Apply& op, PlanPtr inner, VariableId row_number, const RowLayout& in,
                const RowLayout& out)
      : optional_(op.optional),
        inner_(std::move(inner)),
        in_(in),
        carry_outer_(in, out),
        row_number_column_(*inner_->output.column_of(row_number)) {
    for (std::size_t to = 0; to < out.variables().size(); ++to) {
      const VariableId variable = out.variables()[to];
      if (in.contains(variable)) continue;
      inner_columns_.push_back({*inner_->output.column_of(variable), to});
    }
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ApplyState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ApplyState&>(base);
    if (!state.run && !state.exhausted) {
      state.argument = make_argument(*inner_, in, in_);
      state.run = std::make_unique<PlanRun>(*inner_, frame.context, state.argument);
      state.next_row = 0;
    }
    DataChunk matches;
    if (inner_->keeps_row_order) {
      state.exhausted = !state.run->next(matches);
    } else {
      collect_sorted(frame, state, matches);
      state.exhausted = true;
    }
    join(state, in, matches, out);
    if (!state.exhausted) return true;
    state = ApplyState();
    return false;
  }

 private:
  void collect_sorted(Frame&, ApplyState& state, DataChunk& matches) const {
    DataChunk all(inner_->output.column_count());
    DataChunk chunk;
    bool first = true;
    while (state.run->next(chunk)) {
      for (std::size_t i = 0; i < all.column_count(); ++i) {
        if (first) all.column(i).reset(chunk.column(i).type());
        for (std::size_t row = 0; row < chunk.row_count(); ++row) {
          all.column(i).append_from(chunk.column(i), row);
        }
      }
      all.set_row_count(all.row_count() + chunk.row_count());
      first = false;
    }
    std::vector<std::uint32_t> order(all.row_count());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const ColumnVector& numbers = all.column(row_number_column_);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return integer_at(numbers, a) < integer_at(numbers, b);
    });
    matches = all.select(order);
  }

  void join(ApplyState& state, const DataChunk& in, const DataChunk& matches,
            DataChunk& out) const {
    constexpr std::uint32_t kNoMatch = 0xFFFFFFFF;
    std::vector<std::uint32_t> outer_rows;
    std::vector<std::uint32_t> inner_rows;
    auto fill_until = [&](std::size_t row) {
      for (; state.next_row < row; ++state.next_row) {
        if (!optional_) continue;
        outer_rows.push_back(static_cast<std::uint32_t>(state.next_row));
        inner_rows.push_back(kNoMatch);
      }
    };
    for (std::size_t i = 0; i < matches.row_count(); ++i) {
      const auto row = static_cast<std::size_t>(integer_at(matches.column(row_number_column_), i));
      fill_until(row);
      state.next_row = row + 1;
      outer_rows.push_back(static_cast<std::uint32_t>(row));
      inner_rows.push_back(static_cast<std::uint32_t>(i));
    }
    if (state.exhausted) fill_until(in.row_count());

    carry_outer_.select(in, outer_rows, out);
    const bool has_gaps =
        std::find(inner_rows.begin(), inner_rows.end(), kNoMatch) != inner_rows.end();
    for (const auto& [from, to] : inner_columns_) {
      if (!has_gaps) {
        if (matches.empty()) continue;
        out.column(to) = matches.column(from).select(inner_rows);
        continue;
      }
      ColumnVector column;
      if (!matches.empty()) column.reset(matches.column(from).type());
      for (std::uint32_t row : inner_rows) {
        if (row == kNoMatch) {
          column.append_null();
        } else {
          column.append_from(matches.column(from), row);
        }
      }
      out.column(to) = std::move(column);
    }
  }

  bool optional_;
  PlanPtr inner_;
  RowLayout in_;
  Carry carry_outer_;
  std::size_t row_number_column_;
  std::vector<std::pair<std::size_t, std::size_t>> inner_columns_;
};

// A subquery that changes the graph. It stands between two eager barriers.
struct RowApplyState final : OperatorState {
  RowApplyProgress progress;
};

class RowApplyOperator final : public StreamOperator {
 public:
  RowApplyOperator(const Apply& op, PlanPtr inner, const RowLayout& in, const RowLayout& out)
      : apply_(op, std::move(inner), in, out) {}

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<RowApplyState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    RowApplyProgress& progress = static_cast<RowApplyState&>(base).progress;
    if (apply_.step(frame.context, progress, in, out)) return true;
    if (progress.row < in.row_count()) return true;
    progress.row = 0;
    return false;
  }

 private:
  RowApply apply_;
};

}  // namespace

StreamPtr make_apply(const Apply& op, PlanPtr inner, VariableId row_number, const RowLayout& in,
                     const RowLayout& out) {
  if (op.writes || op.is_unit) {
    return std::make_unique<RowApplyOperator>(op, std::move(inner), in, out);
  }
  return std::make_unique<ApplyOperator>(op, std::move(inner), row_number, in, out);
}

}  // namespace liaison::query
