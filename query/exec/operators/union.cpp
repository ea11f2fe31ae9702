// Union: the rows of each arm in turn, each arm a plan of its own over the same argument.
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct UnionState final : OperatorState {
  std::size_t arm = 0;
  DataChunk argument;
  std::unique_ptr<PlanRun> run;
};

class UnionSource final : public Source {
 public:
  UnionSource(std::vector<PlanPtr> arms, const Union& op, const RowLayout& argument,
              const RowLayout& out)
      : arms_(std::move(arms)) {
    for (std::size_t i = 0; i < arms_.size(); ++i) {
      arguments_.emplace_back(argument, arms_[i]->argument);
      std::vector<std::size_t> columns;
      for (VariableId variable : out.variables()) {
        std::size_t position = 0;
        while (op.variables[position] != variable) ++position;
        columns.push_back(*arms_[i]->output.column_of(op.arms[i][position]));
      }
      columns_.push_back(std::move(columns));
    }
  }

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<UnionState>();
  }

  bool produce(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<UnionState&>(base);
    for (; state.arm < arms_.size(); ++state.arm, state.run.reset()) {
      if (!state.run) {
        state.argument = DataChunk();
        arguments_[state.arm].copy(*frame.argument, state.argument);
        state.run = std::make_unique<PlanRun>(*arms_[state.arm], frame.context, state.argument);
      }
      DataChunk chunk;
      if (!state.run->next(chunk)) continue;
      for (std::size_t column : columns_[state.arm]) out.columns().push_back(chunk.column(column));
      out.set_row_count(chunk.row_count());
      return true;
    }
    return false;
  }

 private:
  std::vector<PlanPtr> arms_;
  std::vector<Carry> arguments_;
  std::vector<std::vector<std::size_t>> columns_;  // of each arm's output, in our order
};

}  // namespace

SourcePtr make_union(std::vector<PlanPtr> arms, const Union& op, const RowLayout& argument,
                     const RowLayout& out) {
  return std::make_unique<UnionSource>(std::move(arms), op, argument, out);
}

}  // namespace liaison::query
