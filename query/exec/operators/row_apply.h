// Takes a subquery through outer rows one after the other, as one that changes the graph needs:
// each row sees what the one before did. Shared by Apply and TransactionApply.
// Thread-safety: RowApply is constant during a run; a RowApplyProgress belongs to one thread.
#pragma once

#include <memory>
#include <vector>

#include "exec/operators/factories.h"

namespace liaison::query {

// Where a chunk of outer rows stands. `run` is null between two rows.
struct RowApplyProgress {
  std::size_t row = 0;
  std::unique_ptr<PlanRun> run;
  DataChunk argument;
  bool had_match = false;
};

class RowApply {
 public:
  // `op` outlives it.
  RowApply(const Apply& op, PlanPtr inner, const RowLayout& in, const RowLayout& out);

  // Puts the next rows of the current outer row into `out`; the subquery runs in `context`. True
  // when the row may have more; false when it is done, `progress` being at the one after it.
  bool step(ExecutionContext& context, RowApplyProgress& progress, const DataChunk& in,
            DataChunk& out) const;

 private:
  const Apply& op_;
  PlanPtr inner_;
  RowLayout in_;
  Carry carry_outer_;
  std::vector<std::pair<std::size_t, std::size_t>> inner_columns_;  // from, to
};

}  // namespace liaison::query
