// Values as people read them in a terminal.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "liaison/engine/value.h"

namespace liaison::cli {

// A string is itself, null is "null", a node `(:Agency {name: 'INTERPOL'})`, a relationship
// `[:ATTENDED {role: 'chair'}]`, a path both in turn. Long strings inside nodes are cut (marked by
// an ellipsis). Control characters other than line feeds are replaced: they could steer a terminal.
std::string value_text(const Value& value);

// Whether a column of such values is set flush right.
bool is_numeric(const Value& value);

std::string without_control_characters(std::string_view text);
void append_without_control_characters(std::string& out, std::string_view text);

}  // namespace liaison::cli
