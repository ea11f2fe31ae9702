// The families of functions. A new function is a row in its family's file; a new family is one
// line here and one in registry.cpp.
// Thread-safety: the tables are built once and then immutable.
#pragma once

#include <span>

#include "liaison/query/function.h"

namespace liaison::query {

std::span<const FunctionSpec> entity_functions();
std::span<const FunctionSpec> conversion_functions();
std::span<const FunctionSpec> string_functions();
std::span<const FunctionSpec> math_functions();
std::span<const FunctionSpec> list_functions();
std::span<const FunctionSpec> spatial_functions();
std::span<const FunctionSpec> vector_functions();
std::span<const FunctionSpec> evidence_functions();
std::span<const FunctionSpec> temporal_functions();
std::span<const FunctionSpec> duration_functions();

std::span<const AggregateSpec> basic_aggregates();
std::span<const AggregateSpec> statistical_aggregates();

}  // namespace liaison::query
