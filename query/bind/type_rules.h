// Static type rules: what operators ask of their operands and what they yield. The rules refuse
// only what no value could satisfy; everything else is decided when the query runs.
// Thread-safety: pure functions.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "bind/bound_expression.h"

namespace liaison::query {

StaticType kinds(std::initializer_list<ValueKind> list);
// What one value or another may be. Certain nulls add nothing, as everything may be null.
StaticType either(const StaticType& a, const StaticType& b);
StaticType type_of_value(const Value& value);

const StaticType& entity_type();  // node or relationship
// Whatever has properties, temporal values and points included.
const StaticType& property_owner_type();
StaticType boolean_type();

// Type of `left op right`, or nullopt if it can only fail.
std::optional<StaticType> binary_result(BinaryOperator op, const StaticType& left,
                                        const StaticType& right);

// "BOOLEAN or NULL", "LIST", "any value": as messages say it.
[[gnu::cold]] std::string describe(const StaticType& type);

}  // namespace liaison::query
