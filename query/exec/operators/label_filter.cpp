// LabelFilter: keeps the rows whose node has a label, without a look at them where the counts of
// relationships say that no other node can be there.
#include <algorithm>

#include "exec/operators/factories.h"
#include "plan/label_proof.h"

namespace liaison::query {
namespace {

struct LabelState final : OperatorState {
  LabelState(const BoundExpression& test, const RowLayout& in) : evaluator(test, in) {}
  ExpressionEvaluator evaluator;
  std::vector<std::uint32_t> rows;
};

class LabelFilterOperator final : public StreamOperator {
 public:
  LabelFilterOperator(const LabelFilter& op, const RowLayout& in, const RowLayout& out)
      : op_(op), in_(in), carry_(in, out) {}

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<LabelState>(*op_.test, in_);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<LabelState&>(base);
    const Catalog& catalog = frame.context.graph().catalog();
    const bool is_proven =
        std::any_of(op_.proofs.begin(), op_.proofs.end(),
                    [&](const LabelProof& proof) { return holds(proof, catalog); });
    if (is_proven) {
      carry_.copy(in, out);
      return false;
    }
    state.evaluator.select(frame.context.eval(), in, state.rows);
    carry_.select(in, state.rows, out);
    return false;
  }

 private:
  const LabelFilter& op_;
  RowLayout in_;
  Carry carry_;
};

}  // namespace

StreamPtr make_label_filter(const LabelFilter& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<LabelFilterOperator>(op, in, out);
}

}  // namespace liaison::query
