// JSON text to Value, through the only door untrusted JSON has: bounded depth, no duplicate keys,
// integers within 64 bits, valid UTF-8, no lone surrogates. Reads by events, so a hostile text
// never becomes a tree deeper than the limit.
//
// A number without '.', 'e' or 'E' is an integer, any other a float; objects become maps in their
// written order.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "liaison/engine/value.h"

namespace liaison::server {

struct JsonLimits {
  std::size_t depth_max = 64;  // arrays and objects inside each other
};

// What is wrong with a JSON text and where: the message is for clients and ends with the place,
// "(line 3, column 7)" for syntax, "at parameters.a[2]" for a value.
class JsonError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// *Throws* JsonError.
Value read_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace liaison::server
