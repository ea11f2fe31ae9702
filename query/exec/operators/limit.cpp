// Skip and Limit, for all rows or for each outer row apart.
#include <unordered_map>

#include "exec/operators/factories.h"
#include "exec/row_count.h"

namespace liaison::query {

RowCount::RowCount(const BoundExpression& expression)
    : evaluator_(expression, RowLayout()), span_(expression.span) {}

std::uint64_t RowCount::evaluate(EvalContext& context) const {
  const Value value = evaluate_constant(context, evaluator_);
  if (!value.is_integer()) {
    throw QueryError("SyntaxError", ErrorPhase::Runtime, "InvalidArgumentType",
                     std::string("SKIP and LIMIT need an integer, found a value of type ") +
                         kind_name(value.kind()) + ".",
                     span_);
  }
  if (value.as_integer() < 0) {
    throw QueryError("SyntaxError", ErrorPhase::Runtime, "NegativeIntegerArgument",
                     "SKIP and LIMIT need a number that is not negative, found " +
                         std::to_string(value.as_integer()) + ".",
                     span_);
  }
  return static_cast<std::uint64_t>(value.as_integer());
}

namespace {

struct CountState final : OperatorState {
  std::uint64_t count = 0;
  std::uint64_t seen = 0;
  std::unordered_map<std::int64_t, std::uint64_t> seen_by_partition;
  bool finished = false;
};

class CountOperator : public StreamOperator {
 public:
  CountOperator(Predicate count, std::optional<VariableId> partition, const RowLayout& in,
                const RowLayout& out)
      : count_(*count), carry_(in, out) {
    if (partition) partition_ = in.column_of(*partition);
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<CountState>();
    state->count = count_.evaluate(frame.context.eval());
    started(*state);
    return state;
  }

  bool process(Frame&, OperatorState& base, const DataChunk& in, DataChunk& out) const override {
    auto& state = static_cast<CountState&>(base);
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < in.row_count(); ++row) {
      std::uint64_t& seen = partition_
                                ? state.seen_by_partition[integer_at(in.column(*partition_), row)]
                                : state.seen;
      if (keeps(seen++, state.count)) rows.push_back(static_cast<std::uint32_t>(row));
    }
    carry_.select(in, rows, out);
    started(state);
    return false;
  }

 protected:
  virtual bool keeps(std::uint64_t position, std::uint64_t count) const = 0;
  virtual void started(CountState&) const {}
  bool is_partitioned() const { return partition_.has_value(); }

 private:
  RowCount count_;
  Carry carry_;
  std::optional<std::size_t> partition_;
};

class SkipOperator final : public CountOperator {
 public:
  using CountOperator::CountOperator;

 private:
  bool keeps(std::uint64_t position, std::uint64_t count) const override {
    return position >= count;
  }
};

class LimitOperator final : public CountOperator {
 public:
  using CountOperator::CountOperator;
  bool is_finished(const OperatorState& state) const override {
    return static_cast<const CountState&>(state).finished;
  }

 private:
  bool keeps(std::uint64_t position, std::uint64_t count) const override {
    return position < count;
  }
  void started(CountState& state) const override {
    state.finished = state.count == 0 || (!is_partitioned() && state.seen >= state.count);
  }
};

}  // namespace

StreamPtr make_skip(const Skip& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<SkipOperator>(op.count, op.partition, in, out);
}
StreamPtr make_limit(const Limit& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<LimitOperator>(op.count, op.partition, in, out);
}

}  // namespace liaison::query
