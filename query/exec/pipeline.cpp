#include "exec/pipeline.h"

#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

// Adds the time of a scope and the rows it gave to an operator's profile.
class ProfileScope {
 public:
  ProfileScope(ExecutionContext& context, const PhysicalOperator& op, const DataChunk* out)
      : profile_(context.is_profiled() && op.logical ? &context.profile[op.logical] : nullptr),
        out_(out) {
    if (profile_) begin_ = std::chrono::steady_clock::now();
  }
  ~ProfileScope() {
    if (!profile_) return;
    profile_->time_ns +=
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                       std::chrono::steady_clock::now() - begin_)
                                       .count());
    if (out_) profile_->rows += out_->row_count();
  }

 private:
  OperatorProfile* profile_;
  const DataChunk* out_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace

PlanRun::PlanRun(const PhysicalPlan& plan, ExecutionContext& context, const DataChunk& argument)
    : plan_(plan), frame_{context, &argument}, states_(plan.operators.size()) {}

OperatorState& PlanRun::state(const PhysicalOperator& op) {
  LIAISON_ASSERT(op.state_index < states_.size());
  auto& slot = states_[op.state_index];
  if (!slot) slot = op.make_state(frame_);
  return *slot;
}

void PlanRun::start(const Pipeline& pipeline) {
  const std::size_t count = pipeline.operators.size();
  inputs_.assign(count, DataChunk());
  has_more_.assign(count, false);
  source_done_ = false;
  state(*pipeline.source);
  for (const StreamOperator* op : pipeline.operators) state(*op);
  if (pipeline.sink) state(*pipeline.sink);
  started_ = true;
}

bool PlanRun::next(DataChunk& out) {
  while (pipeline_ < plan_.pipelines.size()) {
    const Pipeline& pipeline = plan_.pipelines[pipeline_];
    if (!started_) start(pipeline);
    if (!pipeline.sink) {
      if (next_of_pipeline(pipeline, out)) return true;
    } else {
      DataChunk chunk;
      while (next_of_pipeline(pipeline, chunk)) {
        const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
        pipeline.sink->consume(frame_, state(*pipeline.sink), std::move(chunk));
      }
      const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
      pipeline.sink->finish(frame_, state(*pipeline.sink));
    }
    ++pipeline_;
    started_ = false;
  }
  return false;
}

bool PlanRun::next_of_pipeline(const Pipeline& pipeline, DataChunk& out) {
  const std::size_t count = pipeline.operators.size();
  while (true) {
    // The deepest operator that still has output for its input goes first: this keeps at most one
    // chunk per operator.
    std::size_t stage = count;
    while (stage > 0 && !has_more_[stage - 1]) --stage;
    if (stage == 0) {
      if (source_done_) return false;
      for (const StreamOperator* op : pipeline.operators) {
        if (op->is_finished(state(*op))) {
          source_done_ = true;
          return false;
        }
      }
      frame_.context.check_cancelled();
      DataChunk chunk;
      {
        const ProfileScope scope(frame_.context, *pipeline.source, &chunk);
        if (!pipeline.source->produce(frame_, state(*pipeline.source), chunk)) {
          source_done_ = true;
          return false;
        }
      }
      if (chunk.empty()) continue;
      if (count == 0) {
        out = std::move(chunk);
        return true;
      }
      inputs_[0] = std::move(chunk);
      has_more_[0] = true;
      continue;
    }

    const std::size_t at = stage - 1;
    const StreamOperator& op = *pipeline.operators[at];
    DataChunk chunk;
    {
      const ProfileScope scope(frame_.context, op, &chunk);
      has_more_[at] = op.process(frame_, state(op), inputs_[at], chunk);
    }
    if (op.is_finished(state(op))) {
      // What operators before this one could still give is not wanted any more.
      for (std::size_t i = 0; i <= at; ++i) has_more_[i] = false;
      source_done_ = true;
    }
    if (chunk.empty()) {
      frame_.context.check_cancelled();
      continue;
    }
    if (at + 1 == count) {
      out = std::move(chunk);
      return true;
    }
    inputs_[at + 1] = std::move(chunk);
    has_more_[at + 1] = true;
  }
}

DataChunk make_argument(const PhysicalPlan& plan, const DataChunk& rows, const RowLayout& layout) {
  DataChunk argument;
  Carry(layout, plan.argument).copy(rows, argument);
  return argument;
}

}  // namespace liaison::query
