// Rows that come run by run: all those that go back to one node of a scan stand together, and the
// node never comes again. Thread-safety: as the plan.
#pragma once

#include <string>
#include <vector>

#include "plan/logical_operator.h"
#include "plan/operator_tools.h"

namespace liaison::query {

// The scan or seek at the bottom, when every row above it goes back to one of its rows and rows of
// the same one stay together. Null: there is none.
const LogicalOperator* find_start(const LogicalOperator& below);
bool is_seek(const LogicalOperator& op);

// The label that a scan promises, if it is one of a label.
std::vector<std::string> labels_of_scan(const LogicalOperator& scan);

// The variable, and those that projections at `below` and under it give its value.
VariableSet names_of(VariableId variable, const LogicalOperator& below);

// Whether some key is one of the variables, which are the same node, or a property of it that may
// tell it apart among nodes of the labels: `properties` gets one of those.
bool has_key(const Aggregation& aggregation, const VariableSet& names,
             const std::vector<std::string>& labels, std::vector<DistinctProperty>& properties);

}  // namespace liaison::query
