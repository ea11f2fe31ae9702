// The independent matcher: what MATCH, OPTIONAL MATCH and WHERE mean, by trying everything, over a
// model graph. Shares no code with the engine: comparisons and three-valued logic are its own.
// Thread-safety: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "property/graph_model.h"
#include "property/pattern_model.h"

namespace liaison::property {

struct Binding {
  bool is_null = false;
  VariableKind kind = VariableKind::Node;
  std::vector<int> nodes;          // Node: one; Path: all
  std::vector<int> relationships;  // Relationship: one; RelationshipList, Path: all
};
using Row = std::map<std::string, Binding>;

// nullopt is null.
using Truth = std::optional<bool>;
Truth evaluate(const GraphModel& graph, const Predicate& predicate, const Row& row);

// Trying everything took too long; such a query is left out.
struct TooMuchWork {};

// Rows of `input` extended by every match; when `is_optional`, a row without any gets nulls for
// `introduced`. *Throws* TooMuchWork.
std::vector<Row> match(const GraphModel& graph, const Pattern& pattern,
                       const std::vector<Row>& input, bool is_optional,
                       const std::vector<PatternVariable>& introduced);

}  // namespace liaison::property
