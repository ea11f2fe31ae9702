#include "exec/chain.h"

#include <algorithm>

namespace liaison::query {

Chain::Chain(Frame& frame, std::span<const StreamOperator* const> operators,
             std::vector<OperatorState*> states)
    : frame_(&frame), operators_(operators), states_(std::move(states)), stages_(operators.size()) {
  for (std::size_t i = 0; i < operators_.size(); ++i) {
    finished_ = finished_ || operators_[i]->is_finished(*states_[i]);
  }
}

void Chain::feed(DataChunk chunk) {
  if (operators_.empty()) {
    fed_ = std::move(chunk);
    has_fed_ = true;
    return;
  }
  stages_[0].input = std::move(chunk);
  stages_[0].has_more = true;
}

bool Chain::next(DataChunk& out) {
  if (operators_.empty()) {
    if (!has_fed_) return false;
    out = std::move(fed_);
    has_fed_ = false;
    return true;
  }
  while (true) {
    std::size_t at = operators_.size();
    while (at > 0 && !stages_[at - 1].has_more) --at;
    if (at == 0) {
      bool done = true;
      if (flushing_ && flush_next(out, done)) return true;
      if (done) return false;
      continue;
    }
    --at;
    const StreamOperator& op = *operators_[at];
    DataChunk chunk;
    {
      const ProfileScope scope(frame_->context, op, &chunk);
      stages_[at].has_more = op.process(*frame_, *states_[at], stages_[at].input, chunk);
    }
    if (op.is_finished(*states_[at])) {
      // What operators before this one could still give is not wanted any more.
      for (std::size_t i = 0; i <= at; ++i) stages_[i].has_more = false;
      finished_ = true;
      unflushed_ = at;
    }
    frame_->context.check_cancelled();
    if (chunk.empty()) continue;
    if (pass_on(at, std::move(chunk), out)) return true;
  }
}

// Hands a chunk that operator `from` gave to the next one; true when it was the last.
bool Chain::pass_on(std::size_t from, DataChunk chunk, DataChunk& out) {
  if (from + 1 == operators_.size()) {
    out = std::move(chunk);
    return true;
  }
  stages_[from + 1].input = std::move(chunk);
  stages_[from + 1].has_more = true;
  return false;
}

void Chain::flush() {
  flushing_ = true;
}

// The operators give what they held back, from the first to the last.
bool Chain::flush_next(DataChunk& out, bool& done) {
  while (flush_at_ < operators_.size()) {
    DataChunk chunk;
    bool more;
    {
      const ProfileScope scope(frame_->context, *operators_[flush_at_], &chunk);
      more = operators_[flush_at_]->flush(*frame_, *states_[flush_at_], chunk);
    }
    if (!more) {
      ++flush_at_;
      continue;
    }
    if (chunk.empty()) continue;
    done = false;
    return pass_on(flush_at_, std::move(chunk), out);
  }
  flushing_ = false;
  flush_at_ = unflushed_;
  done = true;
  return false;
}

}  // namespace liaison::query
