// The order in which a pattern is solved, by cost: dynamic programming over what is known and
// solved for patterns of up to 10 relationships, the cheapest next step beyond. Steps find a node,
// walk a relationship, intersect the neighbours of several known nodes, or join with a part of the
// pattern that is solved apart.
// Thread-safety: pure functions.
#pragma once

#include <vector>

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

struct JoinOrder {
  std::vector<PatternStep> steps;
  double rows = 1;  // matches to expect
};

// `rows`: how many rows the pattern is matched for. `may_join`: a part may be solved apart, once
// for all of them.
JoinOrder order_joins(const MatchPattern& match, const Catalog& catalog, double rows,
                      bool may_join);

}  // namespace liaison::query
