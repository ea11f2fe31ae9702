// Argument: hands the frame's rows to the pipeline, numbered when the plan asks for it.
#include <numeric>

#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct ArgumentState final : OperatorState {
  bool done = false;
};

class ArgumentSource final : public Source {
 public:
  ArgumentSource(const Argument& op, const RowLayout& argument, const RowLayout& out)
      : carry_(argument, out) {
    if (op.row_number) row_number_column_ = out.column_of(*op.row_number);
  }

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ArgumentState>();
  }

  bool produce(Frame& frame, OperatorState& state, DataChunk& out) const override {
    auto& done = static_cast<ArgumentState&>(state).done;
    if (done) return false;
    done = true;
    carry_.copy(*frame.argument, out);
    if (row_number_column_) {
      std::int64_t* numbers = out.column(*row_number_column_).write_integers(out.row_count());
      std::iota(numbers, numbers + out.row_count(), std::int64_t{0});
    }
    return true;
  }

 private:
  Carry carry_;
  std::optional<std::size_t> row_number_column_;
};

}  // namespace

SourcePtr make_argument_source(const Argument& op, const RowLayout& argument,
                               const RowLayout& out) {
  return std::make_unique<ArgumentSource>(op, argument, out);
}

}  // namespace liaison::query
