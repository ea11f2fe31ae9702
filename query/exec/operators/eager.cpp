// Eager: takes every row before it hands on the first.
#include "exec/operators/factories.h"
#include "exec/row_store.h"

namespace liaison::query {
namespace {

struct EagerState final : OperatorState {
  explicit EagerState(MemoryBudget& budget) : rows(budget) {}
  RowStore rows;
  std::size_t next = 0;
};

class EagerSink final : public Sink {
 public:
  EagerSink(const RowLayout& in, const RowLayout& out) : carry_(in, out) {}
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<EagerState>(frame.context.memory());
  }
  void consume(Frame&, OperatorState& base, DataChunk chunk) const override {
    DataChunk kept;
    carry_.copy(chunk, kept);
    static_cast<EagerState&>(base).rows.add(std::move(kept));
  }
  bool produce(Frame&, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<EagerState&>(base);
    auto& chunks = state.rows.chunks();
    if (state.next == chunks.size()) return false;
    out = std::move(chunks[state.next++]);
    return true;
  }

 private:
  Carry carry_;
};

}  // namespace

SinkPtr make_eager(const RowLayout& in, const RowLayout& out) {
  return std::make_unique<EagerSink>(in, out);
}

}  // namespace liaison::query
