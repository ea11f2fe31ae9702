// The optimizer: an ordered list of named rules over the logical plan. Any of them can be left out
// by name; answers never depend on it, only speed does.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "liaison/engine/catalog.h"
#include "plan/logical_operator.h"

namespace liaison::query {

void optimize(LogicalPlan& plan, const Catalog& catalog,
              const std::vector<std::string>& disabled_rules);

// Names of the rules, in the order in which they run.
std::vector<std::string> optimizer_rule_names();

}  // namespace liaison::query
