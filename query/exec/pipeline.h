// Runs physical plans. A plan is a list of pipelines, each ending in a sink that the next ones
// read, except for the last, whose chunks are the plan's result.
// Thread-safety: a PhysicalPlan is immutable; a PlanRun belongs to one thread, which others help
// when the context allows it. Lifetime: plan, context and argument outlive the run.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "exec/chain.h"
#include "exec/operator.h"
#include "plan/logical_operator.h"

namespace liaison::query {

struct Pipeline {
  const Source* source = nullptr;
  std::vector<const StreamOperator*> operators;
  const Sink* sink = nullptr;  // null: the plan's output
  // Threads may share the operators from here on and the sink: whoever is free lets the source and
  // the operators before give the next chunk. None: one thread runs it all.
  std::optional<std::size_t> parallel_from;
};

// Where threads can share a pipeline.
std::optional<std::size_t> find_parallel_part(const Pipeline& pipeline);

struct PhysicalPlan {
  std::vector<std::unique_ptr<PhysicalOperator>> operators;
  std::vector<Pipeline> pipelines;  // in order of execution
  RowLayout output;
  RowLayout argument;  // the columns it wants of its argument chunk
  // Rows come out in the order of the argument's rows.
  bool keeps_row_order = true;
};

struct PhysicalSubquery {
  SubqueryKind kind;
  std::unique_ptr<PhysicalPlan> plan;
  VariableId row_number;
  VariableId output;
};

// A statement ready to run: both plans, kept together as one refers to the other.
struct ExecutablePlan {
  LogicalPlan logical;
  std::unique_ptr<PhysicalPlan> root;
  std::map<const BoundQuery*, PhysicalSubquery> subqueries;
  std::vector<std::size_t> result_columns;  // of root's output, one per result column
};

class PlanRun {
 public:
  PlanRun(const PhysicalPlan& plan, ExecutionContext& context, const DataChunk& argument);
  // The next chunk with at least one row. False: there is no more.
  bool next(DataChunk& out);

 private:
  OperatorState& state(const PhysicalOperator& op);
  std::vector<OperatorState*> states_of(std::span<const StreamOperator* const> operators);
  bool next_of_pipeline(const Pipeline& pipeline, DataChunk& out);
  void run_into_sink(const Pipeline& pipeline);
  void run_parallel(const Pipeline& pipeline);

  const PhysicalPlan& plan_;
  Frame frame_;
  // Of the fronts of pipelines that threads shared; states may refer to them.
  std::vector<std::unique_ptr<ExecutionContext>> contexts_;
  std::vector<std::unique_ptr<OperatorState>> states_;
  std::size_t pipeline_ = 0;    // the one running
  std::optional<Chain> chain_;  // its operators, once it has started
  bool source_done_ = false;
};

// Argument chunk for `plan` out of rows in `layout`.
DataChunk make_argument(const PhysicalPlan& plan, const DataChunk& rows, const RowLayout& layout);

}  // namespace liaison::query
