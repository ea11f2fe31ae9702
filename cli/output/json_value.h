// Values to JSON and JSON to values, for results and for parameters on the command line.
// Thread-safety: pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "liaison/engine/value.h"

namespace liaison::cli {

// Nodes are {"type": "node", "id", "labels", "properties"}, relationships {"type": "relationship",
// "id", "label", "properties", "start", "end"}, paths {"type": "path", "nodes", "relationships"}.
// Temporal values are their text, points maps, bytes lists of numbers; NaN and infinities strings.
nlohmann::ordered_json to_json(const Value& value);

// One line of valid JSON, whatever the bytes.
std::string json_text(const nlohmann::ordered_json& json);

// Integers stay integers; objects become maps. *Throws* UsageError for text that is no JSON, a
// key that is given twice, and an integer beyond 64 bits.
Value parse_json_value(const std::string& text);

}  // namespace liaison::cli
