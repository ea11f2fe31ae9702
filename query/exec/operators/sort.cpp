// Sort and TopN: openCypher's total order over the keys, rows of one outer row together; equal rows
// keep the order in which they came, also when several threads have taken them in.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/row_count.h"
#include "exec/row_order.h"
#include "exec/row_store.h"
#include "exec/sort_prefix.h"

namespace liaison::query {
namespace {

struct SortState final : OperatorState {
  explicit SortState(MemoryBudget& budget) : rows(budget) {}
  RowStore rows;                       // the incoming columns, then one per key
  std::vector<std::uint32_t> morsels;  // by chunk of rows
  std::vector<RowReference> order;
  std::size_t offset = 0;
  std::uint64_t rows_wanted = UINT64_MAX;
  std::size_t row_count = 0;
  // TopN, once it has seen enough: the keys of the last row that is still wanted.
  std::vector<ColumnVector> bound;
};

class SortSink final : public Sink {
 public:
  SortSink(const std::vector<SortKey>& keys, std::optional<VariableId> partition, Predicate skip,
           Predicate limit, const RowLayout& in, const RowLayout& out)
      : key_begin_(in.column_count()) {
    for (const SortKey& key : keys) {
      keys_.push_back({ExpressionEvaluator(*key.expression, in), key.descending});
    }
    if (skip) skip_.emplace(*skip);
    if (limit) limit_.emplace(*limit);
    if (partition) partition_ = in.column_of(*partition);
    for (VariableId variable : out.variables()) columns_.push_back(*in.column_of(variable));
  }

  bool is_parallel() const override { return true; }

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
    std::vector<ColumnVector> keys(keys_.size());
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      keys_[i].evaluator.evaluate(frame.context.eval(), chunk, keys[i]);
    }
    for (ColumnVector& key : keys) chunk.columns().push_back(std::move(key));
    if (!state.bound.empty()) chunk = within_bound(state, std::move(chunk));
    if (chunk.empty()) return;
    add(state, std::move(chunk), frame.morsel);
    if (is_bounded(state) && state.row_count >= 2 * state.rows_wanted + kSlack) shrink(state);
  }

  void combine(Frame&, OperatorState& base, OperatorState& other_base) const override {
    auto& state = static_cast<SortState&>(base);
    auto& other = static_cast<SortState&>(other_base);
    for (std::size_t i = 0; i < other.morsels.size(); ++i) {
      add(state, std::move(other.rows.chunks()[i]), other.morsels[i]);
    }
    other.rows.clear();
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
  // Rows a TopN keeps beyond twice those wanted before it sorts: few sorts, little memory.
  static constexpr std::size_t kSlack = 1024;

  struct Key {
    ExpressionEvaluator evaluator;
    bool descending;
  };

  // TopN keeps no more than a few times what it will hand out. Partitions are never that big.
  bool is_bounded(const SortState& state) const {
    return !partition_ && state.rows_wanted < SIZE_MAX / 8;
  }

  void add(SortState& state, DataChunk chunk, std::uint32_t morsel) const {
    state.row_count += chunk.row_count();
    state.rows.add(std::move(chunk));
    state.morsels.push_back(morsel);
  }

  std::strong_ordering compare_keys(const DataChunk& a, std::size_t a_row, const DataChunk& b,
                                    std::size_t b_row) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto result =
          order_rows(a.column(key_begin_ + i), a_row, b.column(key_begin_ + i), b_row);
      if (result != 0) return keys_[i].descending ? 0 <=> result : result;
    }
    return std::strong_ordering::equal;
  }

  // Whether row `a` stands before row `b`; the one that came first where the keys are equal.
  bool comes_before(const SortState& state, const RowReference& a, const RowReference& b) const {
    const DataChunk& ca = state.rows.chunks()[a.chunk];
    const DataChunk& cb = state.rows.chunks()[b.chunk];
    if (partition_) {
      const auto pa = integer_at(ca.column(*partition_), a.row);
      const auto pb = integer_at(cb.column(*partition_), b.row);
      if (pa != pb) return pa < pb;
    }
    const auto keys = compare_keys(ca, a.row, cb, b.row);
    if (keys != 0) return keys < 0;
    const std::uint32_t ma = state.morsels[a.chunk];
    const std::uint32_t mb = state.morsels[b.chunk];
    if (ma != mb) return ma < mb;
    return a.chunk != b.chunk ? a.chunk < b.chunk : a.row < b.row;
  }

  void sort(SortState& state) const {
    const std::vector<RowReference> rows = state.rows.references();
    std::vector<std::uint64_t> prefixes;
    if (!partition_) {
      prefixes = sort_prefixes(state.rows.chunks(), key_begin_, keys_.front().descending);
    }
    prefixes.resize(rows.size(), 0);
    struct Item {
      std::uint64_t prefix;
      RowReference row;
    };
    std::vector<Item> items(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) items[i] = {prefixes[i], rows[i]};
    const auto less = [&](const Item& a, const Item& b) {
      return a.prefix != b.prefix ? a.prefix < b.prefix : comes_before(state, a.row, b.row);
    };
    if (is_bounded(state) && state.rows_wanted < items.size()) {
      std::partial_sort(items.begin(),
                        items.begin() + static_cast<std::ptrdiff_t>(state.rows_wanted), items.end(),
                        less);
    } else {
      std::sort(items.begin(), items.end(), less);
    }
    state.order.clear();
    for (const Item& item : items) state.order.push_back(item.row);
  }

  // Keeps the rows wanted so far, and the last one's keys as the bound for what comes. A row equal
  // to it came later and is not wanted; rows of an earlier morsel may still come to another thread
  // only.
  void shrink(SortState& state) const {
    sort(state);
    state.order.resize(std::min<std::size_t>(state.order.size(), state.rows_wanted));
    std::vector<std::size_t> all(key_begin_ + keys_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    // Rows of one morsel stay together, so that every kept chunk knows its own.
    std::vector<std::pair<std::uint32_t, DataChunk>> kept;
    const std::vector<RowReference> order = std::move(state.order);
    state.order.clear();
    for (std::size_t begin = 0; begin < order.size();) {
      const std::uint32_t morsel = state.morsels[order[begin].chunk];
      std::size_t end = begin + 1;
      while (end < order.size() && state.morsels[order[end].chunk] == morsel) ++end;
      DataChunk chunk;
      state.rows.gather(std::span(order).subspan(begin, end - begin), all, chunk);
      kept.emplace_back(morsel, std::move(chunk));
      begin = end;
    }
    state.rows.clear();
    state.morsels.clear();
    state.row_count = 0;
    state.bound.clear();
    if (!kept.empty()) {
      const DataChunk& last = kept.back().second;
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        const auto row = static_cast<std::uint32_t>(last.row_count() - 1);
        state.bound.push_back(last.column(key_begin_ + i).select(std::span(&row, 1)));
      }
    }
    for (auto& [morsel, chunk] : kept) add(state, std::move(chunk), morsel);
  }

  // The rows that stand before the bound.
  DataChunk within_bound(const SortState& state, DataChunk chunk) const {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        const auto result = order_rows(chunk.column(key_begin_ + i), row, state.bound[i], 0);
        if (result == 0) continue;
        if ((result < 0) != keys_[i].descending) rows.push_back(row);
        break;
      }
    }
    return rows.size() == chunk.row_count() ? std::move(chunk) : chunk.select(rows);
  }

  std::size_t key_begin_;  // columns before it are the row's
  std::vector<Key> keys_;
  std::optional<RowCount> skip_, limit_;
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
