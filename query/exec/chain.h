// Operators in a row and what they are busy with: chunks go in at one end and come out at the
// other. At most one chunk waits before each operator, as the last one that has work goes first.
// Thread-safety: belongs to one thread at a time. Lifetime: operators and states outlive it.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "exec/operator.h"

namespace liaison::query {

// Adds the time of a scope and the rows it gave to an operator's profile.
class ProfileScope {
 public:
  ProfileScope(ExecutionContext& context, const PhysicalOperator& op, const DataChunk* out)
      : profile_(context.is_profiled() && op.logical ? &context.profile[op.logical] : nullptr),
        out_(out) {
    if (profile_) begin_ = Clock::now();
  }
  ~ProfileScope() {
    if (!profile_) return;
    profile_->time_ns += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin_).count());
    if (out_) profile_->rows += out_->row_count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  OperatorProfile* profile_;
  const DataChunk* out_;
  Clock::time_point begin_;
};

class Chain {
 public:
  // `states` has one state per operator.
  Chain(Frame& frame, std::span<const StreamOperator* const> operators,
        std::vector<OperatorState*> states);

  // Puts a chunk in. *Requires* that next() has returned false.
  void feed(DataChunk chunk);
  // The next chunk with rows. False: what was fed is used up.
  bool next(DataChunk& out);
  // Makes next() give the rows that operators have held back. *Requires* that it has returned
  // false.
  void flush();
  // From now on the operators work in this frame.
  void move_to(Frame& frame) { frame_ = &frame; }
  // Nothing that could still be fed would give rows.
  bool is_finished() const { return finished_; }

 private:
  // Input of the operator at an index; whether there is more to come of it.
  struct Stage {
    DataChunk input;
    bool has_more = false;
  };
  bool pass_on(std::size_t from, DataChunk chunk, DataChunk& out);
  bool flush_next(DataChunk& out, bool& done);

  Frame* frame_;
  std::span<const StreamOperator* const> operators_;
  std::vector<OperatorState*> states_;
  std::vector<Stage> stages_;
  DataChunk fed_;  // without operators: what was put in
  bool has_fed_ = false;
  bool finished_ = false;
  bool flushing_ = false;
  std::size_t flush_at_ = 0;   // the operator that gives back what it holds
  std::size_t unflushed_ = 0;  // nobody wants what those before it hold
};

}  // namespace liaison::query
