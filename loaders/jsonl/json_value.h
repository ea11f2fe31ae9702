// A stored value as JSON: what JSON has as it is, the rest in the nearest form (docs/loaders.md).
// Thread-safety: pure function.
#pragma once

#include <nlohmann/json.hpp>

#include "liaison/engine/value.h"

namespace liaison::loaders {

// Temporal values as their text, points as {srid, x, y[, z]}, bytes as a list of numbers, floats
// that are no JSON numbers as "NaN", "Infinity", "-Infinity".
nlohmann::ordered_json json_value(const Value& value);

}  // namespace liaison::loaders
