// Parameters of a request: plain JSON as it is, or typed JSON ({"$type": T, "_value": V} at every
// level) turned into the values it stands for. Nodes, relationships and paths are no parameters.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "json/json_reader.h"
#include "liaison/engine/value.h"

namespace liaison::server {

// The value a typed JSON value stands for. `path` says where it stood, for messages. The depth is
// bounded by what read_json() let in.
// *Throws* JsonError.
Value typed_value(const Value& json, const std::string& path);

// "SRID=7203;POINT (1.2 3.4)" or "SRID=9157;POINT Z (1 2 3)". *Throws* JsonError.
Point parse_point(std::string_view text);

// *Throws* JsonError for characters or padding that are not base64.
std::string decode_base64(std::string_view text);

}  // namespace liaison::server
