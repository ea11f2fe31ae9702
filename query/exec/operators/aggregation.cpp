// Aggregation: one row per group of equivalent keys; without keys one row, also of nothing (for
// each outer row apart when partitioned). Groups come out in the order in which their first rows
// came in, whether one thread has worked on them or several.
#include <algorithm>
#include <functional>
#include <numeric>

#include "exec/aggregates.h"
#include "exec/distinct_runs.h"
#include "exec/finished_groups.h"
#include "exec/key_table.h"
#include "exec/operators/factories.h"
#include "exec/row_count.h"
#include "liaison/engine/assert.h"
#include "plan/distinct_proof.h"

namespace liaison::query {
namespace {

struct Groups {
  explicit Groups(std::size_t key_count) : keys(key_count, KeyTable::Rows::MaybeClustered) {}
  std::size_t size() const { return keys.size(); }
  std::size_t memory_bytes() const {
    std::size_t bytes = keys.memory_bytes() + first_rows.size() * sizeof(FirstRow);
    for (const auto& aggregate : aggregates) bytes += aggregate->memory_bytes();
    return bytes;
  }

  KeyTable keys;
  std::vector<std::unique_ptr<GroupedAggregate>> aggregates;
  std::vector<FirstRow> first_rows;     // by group
  std::vector<std::uint32_t> group_of;  // of the rows at hand
};

struct AggregationState final : OperatorState {
  AggregationState(Groups no_groups, MemoryBudget& budget)
      : groups(std::move(no_groups)), finished(budget), held_charge(budget), charge(budget) {}
  Groups groups;
  // With group_runs: those of the last few runs, all of them done.
  std::optional<Groups> of_runs;
  std::uint64_t run = 0;  // the last one of them
  std::uint32_t next_place = 0;
  std::size_t charged_bytes = 0;
  std::vector<std::uint32_t> order;
  std::size_t offset = 0;
  // Tells rows of complete runs, whose groups are finished, from the others.
  std::unique_ptr<RunSplitter> runs;
  FinishedGroups finished;
  MemoryCharge held_charge;  // of rows that `runs` holds back
  // With `largest`: so many groups are wanted, and, where it is early, the numbers of the largest
  // ones so far, least first (a heap). 0: all are wanted.
  std::size_t groups_wanted = 0;
  std::vector<std::int64_t> largest_counts;
  MemoryCharge charge;
};

class AggregationSink final : public Sink {
 public:
  AggregationSink(const Aggregation& op, const RowLayout& in, const RowLayout& out) {
    keys_.reserve(op.keys.size());
    for (const Assignment& key : op.keys) {
      keys_.push_back({ExpressionEvaluator(*key.expression, in), out.column_of(key.variable)});
    }
    if (op.partition) {
      partition_ = in.column_of(*op.partition);
      partition_out_ = out.column_of(*op.partition);
    }
    aggregates_.reserve(op.aggregates.size());
    for (const Assignment& item : op.aggregates) {
      const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
      Item& added = aggregates_.emplace_back();
      added.aggregate = &aggregate;
      added.column = out.column_of(item.variable);
      for (const auto& argument : aggregate.arguments) added.arguments.emplace_back(*argument, in);
    }
    if (op.weight) weight_ = in.column_of(*op.weight);
    if (op.distinct_runs) {
      note_runs(*op.distinct_runs, RunsAre::Groups, in);
    } else if (op.distinct_values) {
      note_runs(*op.distinct_values, RunsAre::Values, in);
    } else if (op.group_runs) {
      note_runs(*op.group_runs, RunsAre::Grouped, in);
    }
    if (op.largest) {
      is_early_ = op.largest->is_early;
      for (std::size_t i = 0; i < op.aggregates.size(); ++i) {
        if (op.aggregates[i].variable == op.largest->count) largest_item_ = i;
      }
      limit_.emplace(*op.largest->limit);
      if (op.largest->skip) skip_.emplace(*op.largest->skip);
    }
    column_count_ = out.column_count();
  }

  bool is_parallel() const override {
    return std::all_of(aggregates_.begin(), aggregates_.end(),
                       [](const Item& item) { return is_order_free(*item.aggregate); });
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<AggregationState>(no_groups(frame), frame.context.memory());
    frame.wanted_count = 0;
    if (limit_) state->groups_wanted = groups_wanted(frame);
    if (runs_hold(frame)) state->runs = make_runs(frame, *state);
    return state;
  }

  void consume(Frame& frame, OperatorState& base, DataChunk chunk) const override {
    auto& state = static_cast<AggregationState&>(base);
    if (state.runs) {
      state.held_charge.clear();  // what goes on is charged where it gets to
      state.runs->add(frame.morsel, std::move(chunk));
      state.held_charge.add(state.runs->held_bytes());
      charge(state);
    } else {
      group(frame, state, state.groups, frame.morsel, chunk, Values::Any);
    }
  }

  void combine(Frame& frame, OperatorState& base, OperatorState& other_base) const override {
    auto& state = static_cast<AggregationState&>(base);
    auto& other = static_cast<AggregationState&>(other_base);
    end_runs(frame, state, false);
    end_runs(frame, other, false);
    state.finished.take_over(other.finished);
    Groups& to = state.groups;
    const Groups& from = other.groups;
    const std::vector<std::uint32_t> all = all_of(from);
    std::vector<ColumnVector> keys(keys_.size() + (partition_ ? 1 : 0));
    std::vector<const ColumnVector*> columns;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      from.keys.append_keys(all, i, keys[i]);
      columns.push_back(&keys[i]);
    }
    const std::size_t known = to.size();
    to.keys.find_or_add(columns, all.size(), to.group_of);
    add_groups(to, known, [&](std::size_t row) { return from.first_rows[row]; });
    for (std::size_t row = 0; row < all.size(); ++row) {
      FirstRow& first = to.first_rows[to.group_of[row]];
      if (from.first_rows[row].morsel < first.morsel) first = from.first_rows[row];
    }
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      to.aggregates[i]->combine(*from.aggregates[i], to.group_of);
    }
    charge(state);
  }

  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<AggregationState&>(base);
    if (keys_.empty()) add_empty_groups(frame, state);
    end_runs(frame, state, true);
    state.finished.sort();
    state.order = all_of(state.groups);
    const auto comes_first = [&first = state.groups.first_rows](std::uint32_t a, std::uint32_t b) {
      return is_before(first[a], first[b]);
    };
    if (!std::is_sorted(state.order.begin(), state.order.end(), comes_first)) {
      std::stable_sort(state.order.begin(), state.order.end(), comes_first);
    }
    if (partition_) {
      ColumnVector numbers;
      state.groups.keys.append_keys(all_of(state.groups), keys_.size(), numbers);
      std::stable_sort(state.order.begin(), state.order.end(),
                       [&](std::uint32_t a, std::uint32_t b) {
                         return integer_at(numbers, a) < integer_at(numbers, b);
                       });
    }
    if (state.groups_wanted > 0) keep_largest(state);
  }

  bool produce(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<AggregationState&>(base);
    std::size_t end = std::min(state.offset + frame.context.chunk_rows(), state.order.size());
    if (const FirstRow* next = state.finished.next()) {
      const auto is_later = [&](std::size_t at) {
        return is_before(*next, state.groups.first_rows[state.order[at]]);
      };
      if (state.offset == end || is_later(state.offset)) {
        out = state.finished.take_next();
        return true;
      }
      while (is_later(end - 1)) --end;
    }
    if (state.offset == state.order.size()) return false;
    hand_out(state.groups, {state.order.data() + state.offset, end - state.offset}, out);
    state.offset = end;
    return true;
  }

 private:
  static constexpr std::uint64_t kLargestMax = 10'000;
  static_assert(2 * kLargestMax <= FinishedGroups::kRowsMin);
  // Groups of runs are kept as groups until there are so many: their tables stay within a cache.
  static constexpr std::size_t kGroupsOfRuns = 4096;
  // A run of more rows is treated as if it were cut.
  static constexpr std::size_t kRunRowsMax = 262'144;

  struct Key {
    ExpressionEvaluator evaluator;
    std::optional<std::size_t> column;
  };
  struct Item {
    const BoundAggregate* aggregate;
    std::vector<ExpressionEvaluator> arguments;
    std::optional<std::size_t> column;
  };

  // What is true of rows that come run by run.
  enum class RunsAre : std::uint8_t { Groups, Values, Grouped };

  void note_runs(const Aggregation::Runs& runs, RunsAre are, const RowLayout& in) {
    runs_ = &runs;
    runs_are_ = are;
    if (!runs.run) return;
    run_column_ = in.column_of(*runs.run);
    LIAISON_CHECK(run_column_.has_value());
  }

  bool runs_hold(Frame& frame) const {
    return runs_ && std::all_of(runs_->properties.begin(), runs_->properties.end(),
                                [&](const DistinctProperty& property) {
                                  return holds(property, frame.context.graph());
                                });
  }

  // How many groups a TopN above takes; 0 when that is too many to keep count of.
  std::size_t groups_wanted(Frame& frame) const {
    const std::uint64_t limit = limit_->evaluate(frame.context.eval());
    const std::uint64_t skip = skip_ ? skip_->evaluate(frame.context.eval()) : 0;
    return limit > kLargestMax || skip > kLargestMax ? 0 : limit + skip;
  }

  Groups no_groups(Frame& frame) const {
    Groups groups(keys_.size() + (partition_ ? 1 : 0));
    for (const Item& item : aggregates_) {
      groups.aggregates.push_back(
          make_aggregate_state(*item.aggregate, frame.context.eval().functions));
    }
    return groups;
  }

  static std::vector<std::uint32_t> all_of(const Groups& groups) {
    std::vector<std::uint32_t> all(groups.size());
    std::iota(all.begin(), all.end(), 0u);
    return all;
  }

  // Replaces `out` by rows of these groups. Once per group.
  void hand_out(const Groups& from, std::span<const std::uint32_t> groups, DataChunk& out) const {
    out.columns().resize(column_count_);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i].column) from.keys.append_keys(groups, i, out.column(*keys_[i].column));
    }
    if (partition_out_) {
      from.keys.append_keys(groups, keys_.size(), out.column(*partition_out_));
    }
    ColumnVector unused;
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      // Finished also when nobody asks: the percentiles find bad arguments there.
      const auto column = aggregates_[i].column;
      from.aggregates[i]->finish(groups, column ? out.column(*column) : unused);
    }
    out.set_row_count(groups.size());
  }

  std::unique_ptr<RunSplitter> make_runs(Frame& frame, AggregationState& state) const {
    const TakeRows whole = [this, &frame, &state](std::uint32_t morsel, const DataChunk& rows) {
      switch (runs_are_) {
        case RunsAre::Groups:
          return keep_rows(frame, state, morsel, rows);
        case RunsAre::Values:
          return group(frame, state, state.groups, morsel, rows, Values::Unique);
        case RunsAre::Grouped:
          return group_run(frame, state, morsel, rows);
      }
    };
    const TakeRows cut = [this, &frame, &state](std::uint32_t morsel, const DataChunk& rows) {
      end_groups_of_runs(frame, state);  // they came before
      group(frame, state, state.groups, morsel, rows, Values::Any);
    };
    if (runs_->is_sole) return std::make_unique<SoleRun>(run_column_, whole, cut);
    const std::size_t rows_max = runs_are_ == RunsAre::Grouped ? kRunRowsMax : SIZE_MAX;
    return std::make_unique<DistinctRuns>(*run_column_, rows_max, whole, cut);
  }

  // No more rows come.
  void end_runs(Frame& frame, AggregationState& state, bool is_alone) const {
    state.held_charge.clear();
    if (state.runs) state.runs->finish(is_alone);
    end_groups_of_runs(frame, state);
  }

  // Groups rows of complete runs: their first rows begin a run, or go on with the one before.
  void group_run(Frame& frame, AggregationState& state, std::uint32_t morsel,
                 const DataChunk& rows) const {
    const std::span<const std::uint64_t> nodes = rows.column(*run_column_).ids();
    if (state.of_runs && state.of_runs->size() >= kGroupsOfRuns && nodes.front() != state.run) {
      end_groups_of_runs(frame, state);
    }
    if (!state.of_runs) state.of_runs.emplace(no_groups(frame));
    state.run = nodes.back();
    group(frame, state, *state.of_runs, morsel, rows, Values::Any);
  }

  // Turns the groups of complete runs into rows.
  void end_groups_of_runs(Frame& frame, AggregationState& state) const {
    if (!state.of_runs) return;
    const Groups groups = std::move(*state.of_runs);
    state.of_runs.reset();
    const std::vector<std::uint32_t> all = all_of(groups);
    for (std::size_t begin = 0; begin < all.size(); begin += frame.context.chunk_rows()) {
      const std::size_t count = std::min(frame.context.chunk_rows(), all.size() - begin);
      DataChunk chunk;
      hand_out(groups, {all.data() + begin, count}, chunk);
      state.finished.add(groups.first_rows[begin], std::move(chunk));
    }
    if (state.groups_wanted == 0) return;
    const std::optional<std::size_t> counts = aggregates_[largest_item_].column;
    if (counts) state.finished.keep_largest(*counts, state.groups_wanted);
  }

  // Takes out the groups that come after the last of those that are wanted.
  void keep_largest(AggregationState& state) const {
    const std::optional<std::size_t> column = aggregates_[largest_item_].column;
    const std::size_t known = state.order.size() + state.finished.row_count();
    if (!column || known <= state.groups_wanted) return;
    ColumnVector grouped;
    state.groups.aggregates[largest_item_]->finish(state.order, grouped);
    std::vector<std::int64_t> counts;
    counts.reserve(known);
    for (std::size_t i = 0; i < state.order.size(); ++i) counts.push_back(integer_at(grouped, i));
    state.finished.append_counts(*column, counts);
    const std::int64_t least = least_wanted(counts, state.groups_wanted);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < state.order.size(); ++i) {
      if (integer_at(grouped, i) >= least) state.order[kept++] = state.order[i];
    }
    state.order.resize(kept);
    state.finished.keep_from(*column, least);
  }

  // Notes the numbers of groups that are wanted so far, and what they say of those to come.
  static void note_counts(Frame& frame, AggregationState& state,
                          std::span<const std::int64_t> counts) {
    std::vector<std::int64_t>& largest = state.largest_counts;
    for (const std::int64_t count : counts) {
      if (largest.size() == state.groups_wanted) {
        if (count <= largest.front()) continue;
        std::pop_heap(largest.begin(), largest.end(), std::greater<>());
        largest.pop_back();
      }
      largest.push_back(count);
      std::push_heap(largest.begin(), largest.end(), std::greater<>());
    }
    if (largest.size() == state.groups_wanted) frame.wanted_count = largest.front();
  }

  // Every aggregate of such rows is the number of equal ones.
  void keep_rows(Frame& frame, AggregationState& state, std::uint32_t morsel,
                 const DataChunk& rows) const {
    if (is_early_ && state.groups_wanted > 0) {
      note_counts(frame, state, rows.column(*weight_).integers());
    }
    DataChunk chunk;
    chunk.columns().resize(column_count_);
    for (const Key& key : keys_) {
      if (key.column) key.evaluator.evaluate(frame.context.eval(), rows, chunk.column(*key.column));
    }
    for (const Item& item : aggregates_) {
      if (item.column) chunk.column(*item.column) = rows.column(*weight_);
    }
    chunk.set_row_count(rows.row_count());
    state.finished.add({morsel, state.next_place++}, std::move(chunk));
  }

  // Whether DISTINCT aggregates may have had the values of these rows, or come to have them.
  enum class Values : std::uint8_t { Any, Unique };

  // Adds rows to `groups`, which are the state's.
  void group(Frame& frame, AggregationState& state, Groups& groups, std::uint32_t morsel,
             const DataChunk& chunk, Values values) const {
    find_groups(frame, state, groups, morsel, chunk);
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      std::vector<ColumnVector> arguments(aggregates_[i].arguments.size());
      for (std::size_t j = 0; j < arguments.size(); ++j) {
        aggregates_[i].arguments[j].evaluate(frame.context.eval(), chunk, arguments[j]);
      }
      if (values == Values::Unique) {
        static_cast<DistinctAggregate&>(*groups.aggregates[i])
            .update_unique(arguments, groups.group_of);
      } else if (weight_) {
        groups.aggregates[i]->update_weighted(arguments, groups.group_of,
                                              chunk.column(*weight_).integers());
      } else {
        groups.aggregates[i]->update(arguments, groups.group_of);
      }
    }
    charge(state);
  }

  void find_groups(Frame& frame, AggregationState& state, Groups& groups, std::uint32_t morsel,
                   const DataChunk& chunk) const {
    std::vector<ColumnVector> keys(keys_.size());
    std::vector<const ColumnVector*> columns;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      keys_[i].evaluator.evaluate(frame.context.eval(), chunk, keys[i]);
      columns.push_back(&keys[i]);
    }
    if (partition_) columns.push_back(&chunk.column(*partition_));
    const std::size_t known = groups.size();
    groups.keys.find_or_add(columns, chunk.row_count(), groups.group_of);
    add_groups(groups, known, [&](std::size_t) { return FirstRow{morsel, state.next_place++}; });
  }

  // Makes room for the groups from `known` on; first_row(row) is asked where each first appears in
  // group_of, in order.
  template <class FirstRowOf>
  static void add_groups(Groups& groups, std::size_t known, FirstRowOf first_row) {
    const std::size_t count = groups.size();
    if (count == known) return;
    for (std::size_t row = 0; known < count; ++row) {
      if (groups.group_of[row] != known) continue;
      groups.first_rows.push_back(first_row(row));
      ++known;
    }
    for (const auto& aggregate : groups.aggregates) aggregate->add_groups(count);
  }

  // A group without rows still has an answer.
  void add_empty_groups(Frame& frame, AggregationState& state) const {
    const std::size_t partitions = partition_ ? frame.argument->row_count() : 1;
    ColumnVector numbers;
    std::int64_t* values = numbers.write_integers(partitions);
    std::iota(values, values + partitions, std::int64_t{0});
    std::vector<const ColumnVector*> columns;
    if (partition_) columns.push_back(&numbers);
    Groups& groups = state.groups;
    const std::size_t known = groups.size();
    groups.keys.find_or_add(columns, partitions, groups.group_of);
    add_groups(groups, known, [](std::size_t) { return FirstRow{0, 0}; });
  }

  void charge(AggregationState& state) const {
    std::size_t bytes = state.groups.memory_bytes();
    if (state.of_runs) bytes += state.of_runs->memory_bytes();
    if (bytes > state.charged_bytes) {
      state.charge.add(bytes - state.charged_bytes);
      state.charged_bytes = bytes;
    }
  }

  std::vector<Key> keys_;
  std::optional<std::size_t> partition_, partition_out_, weight_;
  const Aggregation::Runs* runs_ = nullptr;  // may be null
  RunsAre runs_are_ = RunsAre::Groups;
  std::optional<std::size_t> run_column_;
  std::optional<RowCount> skip_, limit_;  // of Aggregation::LargestGroups
  std::size_t largest_item_ = 0;          // the aggregate it is about
  bool is_early_ = false;
  std::vector<Item> aggregates_;
  std::size_t column_count_ = 0;
};

}  // namespace

SinkPtr make_aggregation(const Aggregation& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<AggregationSink>(op, in, out);
}

}  // namespace liaison::query
