// Create: makes the pattern's unbound nodes and relationships for each row.
#include "exec/operators/factories.h"
#include "exec/operators/update_sink.h"
#include "exec/pattern_creator.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

class CreateSink final : public UpdateSink {
 public:
  CreateSink(const Create& op, const RowLayout& in, const RowLayout& out)
      : op_(op), in_(in), carry_(in, out) {
    for (std::size_t to = 0; to < out.variables().size(); ++to) {
      if (!in.contains(out.variables()[to])) created_.emplace_back(out.variables()[to], to);
    }
  }

 private:
  void apply(Frame& frame, std::vector<DataChunk>& chunks) const override {
    PatternCreator creator(*op_.pattern, in_);
    std::map<VariableId, Value> created;
    for (DataChunk& chunk : chunks) {
      frame.context.check_cancelled();
      creator.prepare(frame.context, chunk);
      DataChunk out;
      carry_.copy(chunk, out);
      for (std::size_t row = 0; row < chunk.row_count(); ++row) {
        created.clear();
        creator.create(frame.context, chunk, row, created);
        for (const auto& [variable, column] : created_) {
          out.column(column).append(created[variable]);
        }
      }
      chunk = std::move(out);
    }
  }

  const Create& op_;
  RowLayout in_;
  Carry carry_;
  std::vector<std::pair<VariableId, std::size_t>> created_;
};

}  // namespace

SinkPtr make_create(const Create& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<CreateSink>(op, in, out);
}

}  // namespace liaison::query
