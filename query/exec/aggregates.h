// The aggregates of one aggregation operator, for all of its groups: columns of arguments go in,
// columns of results come out. Aggregates whose function keeps a state per group look the
// same from outside, and so do DISTINCT ones, but that they can be told of unique values.
// Thread-safety: states need external locking.
#pragma once

#include <memory>

#include "bind/bound_expression.h"
#include "exec/execution_context.h"
#include "liaison/query/function.h"

namespace liaison::query {

// The state of a DISTINCT one.
class DistinctAggregate : public GroupedAggregate {
 public:
  // Rows whose value no other row of their group has, whichever thread gets it.
  virtual void update_unique(std::span<const ColumnVector> arguments,
                             std::span<const std::uint32_t> groups) = 0;
};

// A state for one aggregate expression: a DistinctAggregate if it is DISTINCT. Those pass on the
// first row of each group and value.
std::unique_ptr<GroupedAggregate> make_aggregate_state(const BoundAggregate& aggregate,
                                                       const FunctionContext& context);

// Whether rows may come in any order and states be combined without a change of the answer.
bool is_order_free(const BoundAggregate& aggregate);

}  // namespace liaison::query
