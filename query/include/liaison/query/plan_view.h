// A plan as a tree of plain data, for EXPLAIN, PROFILE and people.
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "liaison/engine/value.h"

namespace liaison::query {

struct PlanView {
  std::string operator_type;             // "NodeByLabelScan", "Expand(All)", ...
  std::vector<std::string> identifiers;  // variables it produces, by name
  ValueMap arguments;                    // "Details", "EstimatedRows", ...
  std::vector<PlanView> children;
  // PROFILE only.
  std::optional<std::uint64_t> rows;
  std::optional<std::uint64_t> time_ns;
};

// The plan as an aligned text table.
std::string format_plan(const PlanView& plan);

}  // namespace liaison::query
