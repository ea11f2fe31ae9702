// Sort and TopN: openCypher's total order over the keys, rows of one outer row together; equal rows
// keep the order in which they came.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/row_count.h"
#include "exec/row_store.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

struct SortState final : OperatorState {
  explicit SortState(MemoryBudget& budget) : rows(budget) {}
  RowStore rows;  // the incoming columns, then one per key
  std::vector<RowReference> order;
  std::size_t offset = 0;
  std::uint64_t rows_wanted = UINT64_MAX;
  std::size_t row_count = 0;
};

class SortSink final : public Sink {
 public:
  SortSink(const std::vector<SortKey>& keys, std::optional<VariableId> partition, Predicate skip,
           Predicate limit, const RowLayout& in, const RowLayout& out)
      : keys_(keys), in_(in) {
    for (const SortKey& key : keys) evaluators_.emplace_back(*key.expression, in);
    if (skip) skip_.emplace(*skip);
    if (limit) limit_.emplace(*limit);
    if (partition) partition_ = in.column_of(*partition);
    for (VariableId variable : out.variables()) columns_.push_back(*in.column_of(variable));
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<SortState>(frame.context.memory());
    if (limit_) {
      const std::uint64_t limit = limit_->evaluate(frame.context.eval());
      const std::uint64_t skip = skip_ ? skip_->evaluate(frame.context.eval()) : 0;
      state->rows_wanted = limit > UINT64_MAX - skip ? UINT64_MAX : limit + skip;
    }
    return state;
  }

  void consume(Frame& frame, OperatorState& base, DataChunk chunk) const override {
    auto& state = static_cast<SortState&>(base);
    std::vector<ColumnVector> keys(evaluators_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      evaluators_[i].evaluate(frame.context.eval(), chunk, keys[i]);
    }
    for (ColumnVector& key : keys) chunk.columns().push_back(std::move(key));
    state.row_count += chunk.row_count();
    state.rows.add(std::move(chunk));
    // TopN keeps no more than a few times what it will hand out. Partitions are never that big.
    if (!partition_ && state.rows_wanted < SIZE_MAX / 8 &&
        state.row_count > 4 * state.rows_wanted + 4 * kChunkCapacity) {
      shrink(state);
    }
  }

  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<SortState&>(base);
    frame.context.check_cancelled();
    sort(state);
    if (!partition_ && state.order.size() > state.rows_wanted) {
      state.order.resize(state.rows_wanted);
    }
  }

  bool produce(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<SortState&>(base);
    if (state.offset == state.order.size()) return false;
    const std::size_t end = std::min(state.offset + frame.context.chunk_rows(), state.order.size());
    state.rows.gather(std::span(state.order).subspan(state.offset, end - state.offset), columns_,
                      out);
    state.offset = end;
    return true;
  }

 private:
  void sort(SortState& state) const {
    state.order = state.rows.references();
    const auto& chunks = state.rows.chunks();
    std::stable_sort(
        state.order.begin(), state.order.end(), [&](const RowReference& a, const RowReference& b) {
          const DataChunk& ca = chunks[a.chunk];
          const DataChunk& cb = chunks[b.chunk];
          if (partition_) {
            const auto pa = integer_at(ca.column(*partition_), a.row);
            const auto pb = integer_at(cb.column(*partition_), b.row);
            if (pa != pb) return pa < pb;
          }
          for (std::size_t i = 0; i < keys_.size(); ++i) {
            const std::size_t column = in_.column_count() + i;
            const auto result = order(ca.column(column).get(a.row), cb.column(column).get(b.row));
            if (result != 0) return keys_[i].descending ? result > 0 : result < 0;
          }
          return false;
        });
  }

  void shrink(SortState& state) const {
    sort(state);
    state.order.resize(state.rows_wanted);
    std::vector<std::size_t> all(in_.column_count() + keys_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    DataChunk kept;
    state.rows.gather(state.order, all, kept);
    state.rows.clear();
    state.row_count = kept.row_count();
    state.rows.add(std::move(kept));
    state.order.clear();
  }

  const std::vector<SortKey>& keys_;
  std::vector<ExpressionEvaluator> evaluators_;
  std::optional<RowCount> skip_, limit_;
  RowLayout in_;
  std::optional<std::size_t> partition_;
  std::vector<std::size_t> columns_;
};

}  // namespace

SinkPtr make_sort(const Sort& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<SortSink>(op.keys, op.partition, nullptr, nullptr, in, out);
}
SinkPtr make_top_n(const TopN& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<SortSink>(op.keys, op.partition, op.skip, op.limit, in, out);
}

}  // namespace liaison::query
