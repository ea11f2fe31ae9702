#include "exec/pipeline.h"

#include <algorithm>

#include "exec/parallel_run.h"
#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

// Of operators that have nothing to remember.
OperatorState no_state;

}  // namespace

std::optional<std::size_t> find_parallel_part(const Pipeline& pipeline) {
  if (!pipeline.sink || !pipeline.sink->is_parallel()) return std::nullopt;
  const auto& operators = pipeline.operators;
  std::size_t begin = operators.size();
  while (begin > 0 && operators[begin - 1]->is_parallel()) --begin;
  if (pipeline.source->gives_many_chunks()) return begin;
  // The source has one chunk: work can be shared behind an operator that makes many of it.
  for (std::size_t i = 0; i < operators.size(); ++i) {
    if (operators[i]->multiplies()) return std::max(begin, i + 1);
  }
  return std::nullopt;
}

PlanRun::PlanRun(const PhysicalPlan& plan, ExecutionContext& context, const DataChunk& argument)
    : plan_(plan), frame_{context, &argument}, states_(plan.operators.size()) {}

OperatorState& PlanRun::state(const PhysicalOperator& op) {
  LIAISON_ASSERT(op.state_index < states_.size());
  auto& slot = states_[op.state_index];
  if (!slot) slot = op.make_state(frame_);
  return slot ? *slot : no_state;
}

std::vector<OperatorState*> PlanRun::states_of(std::span<const StreamOperator* const> operators) {
  std::vector<OperatorState*> result;
  result.reserve(operators.size());
  for (const StreamOperator* op : operators) result.push_back(&state(*op));
  return result;
}

bool PlanRun::next(DataChunk& out) {
  for (; pipeline_ < plan_.pipelines.size(); ++pipeline_, chain_.reset(), source_done_ = false) {
    const Pipeline& pipeline = plan_.pipelines[pipeline_];
    state(*pipeline.source);
    if (!pipeline.sink) {
      if (next_of_pipeline(pipeline, out)) return true;
    } else if (pipeline.parallel_from && frame_.context.settings().threads > 1) {
      run_parallel(pipeline);
    } else {
      run_into_sink(pipeline);
    }
  }
  return false;
}

bool PlanRun::next_of_pipeline(const Pipeline& pipeline, DataChunk& out) {
  if (!chain_) chain_.emplace(frame_, pipeline.operators, states_of(pipeline.operators));
  while (true) {
    if (chain_->next(out)) return true;
    if (source_done_) return false;
    frame_.context.check_cancelled();
    DataChunk chunk;
    bool more = !chain_->is_finished();
    if (more) {
      const ProfileScope scope(frame_.context, *pipeline.source, &chunk);
      more = pipeline.source->produce(frame_, state(*pipeline.source), chunk);
    }
    if (!more) {
      source_done_ = true;
      chain_->flush();
    } else if (!chunk.empty()) {
      chain_->feed(std::move(chunk));
    }
  }
}

void PlanRun::run_into_sink(const Pipeline& pipeline) {
  OperatorState& sink_state = state(*pipeline.sink);
  DataChunk chunk;
  while (next_of_pipeline(pipeline, chunk)) {
    const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
    pipeline.sink->consume(frame_, sink_state, std::move(chunk));
  }
  const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
  pipeline.sink->finish(frame_, sink_state);
}

// Alone at first: most statements are done before other threads could have begun.
void PlanRun::run_parallel(const Pipeline& pipeline) {
  using Clock = std::chrono::steady_clock;
  const std::span<const StreamOperator* const> operators = pipeline.operators;
  const auto before = operators.first(*pipeline.parallel_from);
  const auto shared = operators.subspan(*pipeline.parallel_from);
  Chain front(frame_, before, states_of(before));
  Chain rest(frame_, shared, states_of(shared));
  OperatorState& sink_state = state(*pipeline.sink);
  const auto take = [&] {
    DataChunk chunk;
    while (rest.next(chunk)) {
      const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
      pipeline.sink->consume(frame_, sink_state, std::move(chunk));
      chunk = DataChunk();
    }
  };
  const auto begin = Clock::now();
  const auto alone = std::chrono::microseconds(frame_.context.settings().parallel_after_us);
  std::size_t row_count = 0;  // that the front has given
  bool is_flushed = false;
  for (bool more = true; more;) {
    DataChunk chunk;
    if (front.next(chunk)) {
      row_count += chunk.row_count();
      rest.feed(std::move(chunk));
      take();
      const auto time = Clock::now() - begin;
      if (time < alone) continue;
      rest.flush();
      take();
      contexts_.push_back(ExecutionContext::for_thread(frame_.context));
      ParallelRun run(frame_, {&pipeline, &state(*pipeline.source), &front, contexts_.back().get(),
                               shared, states_of(shared), &sink_state, 1, is_flushed,
                               morsel_rows_at(row_count, time, time)});
      run.run();
      break;
    }
    if (is_flushed) break;
    frame_.context.check_cancelled();
    more = !front.is_finished();
    if (more) {
      const ProfileScope scope(frame_.context, *pipeline.source, &chunk);
      more = pipeline.source->produce(frame_, state(*pipeline.source), chunk);
    }
    if (!more) {
      front.flush();
      is_flushed = more = true;
    } else if (!chunk.empty()) {
      front.feed(std::move(chunk));
    }
  }
  rest.flush();
  take();
  const ProfileScope scope(frame_.context, *pipeline.sink, nullptr);
  pipeline.sink->finish(frame_, sink_state);
}

DataChunk make_argument(const PhysicalPlan& plan, const DataChunk& rows, const RowLayout& layout) {
  DataChunk argument;
  Carry(layout, plan.argument).copy(rows, argument);
  return argument;
}

}  // namespace liaison::query
