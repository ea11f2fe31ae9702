// How floats are written: the shortest text that reads back as the same number, always with a
// point or an exponent, so that it reads back as a float: 1.0, 0.1, 1.5E300, NaN, Infinity.
// Thread-safety: pure functions.
#pragma once

#include <string>

namespace liaison::query {

std::string format_float(double value);

}  // namespace liaison::query
