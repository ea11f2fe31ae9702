// Base of the updating operators: takes every input row, then changes the graph, then hands the
// rows on. So an update never sees its own effects in the rows it reads, and it happens in full
// whatever is asked of its rows afterwards.
// Thread-safety: immutable, like every operator.
#pragma once

#include "exec/operator.h"
#include "exec/row_store.h"

namespace liaison::query {

struct UpdateState : OperatorState {
  explicit UpdateState(MemoryBudget& budget) : rows(budget) {}
  RowStore rows;
  std::size_t next = 0;
};

class UpdateSink : public Sink {
 public:
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<UpdateState>(frame.context.memory());
  }
  void consume(Frame&, OperatorState& state, DataChunk chunk) const override {
    static_cast<UpdateState&>(state).rows.add(std::move(chunk));
  }
  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<UpdateState&>(base);
    apply(frame, state.rows.chunks());
  }
  bool produce(Frame&, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<UpdateState&>(base);
    auto& chunks = state.rows.chunks();
    if (state.next == chunks.size()) return false;
    out = std::move(chunks[state.next++]);
    return true;
  }

 protected:
  // Makes the changes and replaces the incoming chunks by the outgoing ones.
  virtual void apply(Frame& frame, std::vector<DataChunk>& chunks) const = 0;
};

}  // namespace liaison::query
