// Turns a MatchPattern into scans, expansions and a filter, in the order it carries or, without
// one, as written. All predicates end in one filter on top: where they are best placed is the
// optimizer's business.
// Thread-safety: needs external locking (the plan is being built).
#pragma once

#include "plan/logical_operator.h"

namespace liaison::query {

// *Requires* a MatchPattern with its child in `op`. Returns the operators in its place.
LogicalOperatorPtr lower_pattern(LogicalOperatorPtr op, LogicalPlan& plan);

// Lowers every MatchPattern below `root`, second children included.
void lower_patterns(LogicalOperatorPtr& root, LogicalPlan& plan);

// The steps as written: each relationship in turn, from whichever end is known.
std::vector<PatternStep> written_order(const BoundPattern& pattern);

// Whether two relationships of the pattern (indexes) may not be the same one, where they could be.
bool must_differ(const BoundPattern& pattern, std::size_t relationship, std::size_t other);

}  // namespace liaison::query
