// SetItems: SET and REMOVE.
#include "exec/operators/factories.h"
#include "exec/operators/update_sink.h"
#include "exec/set_executor.h"

namespace liaison::query {
namespace {

class SetSink final : public UpdateSink {
 public:
  SetSink(const SetItems& op, const RowLayout& in, const RowLayout& out)
      : op_(op), in_(in), carry_(in, out) {}

 private:
  void apply(Frame& frame, std::vector<DataChunk>& chunks) const override {
    SetExecutor executor(op_.set->items, in_);
    for (DataChunk& chunk : chunks) {
      frame.context.check_cancelled();
      executor.apply(frame.context, chunk);
      DataChunk out;
      carry_.copy(chunk, out);
      chunk = std::move(out);
    }
  }

  const SetItems& op_;
  RowLayout in_;
  Carry carry_;
};

}  // namespace

SinkPtr make_set(const SetItems& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<SetSink>(op, in, out);
}

}  // namespace liaison::query
