// Values as bytes that compare as the values do in order() of liaison/engine/compare.h: what index
// entries are made of. Values that order() calls equal have the same bytes, so 1 and 1.0 are one
// index value; reading gives back a value equal in order, an integer where there is a choice.
// Each value delimits itself, and no value's bytes are a prefix of another's, so several keys of an
// index simply follow each other.
//
//   first byte, then                     big-endian; "flipped" is with the sign bit inverted
//   10 list             elements, then 00
//   20 point            SRID (4), x, y, z as ordered doubles (8 each)
//   30 datetime         UTC seconds flipped (8), nanosecond (4), offset flipped (4), zone name
//                       escaped
//   34 local datetime   seconds flipped (8), nanosecond (4)
//   38 date             days flipped (8)
//   3C time             UTC nanoseconds flipped (8), offset flipped (4)
//   40 local time       nanoseconds (8)
//   44 duration         average length in seconds flipped (16), nanoseconds (4), months flipped
//   (8),
//                       days flipped (8), seconds flipped (8)
//   50 bytes            escaped
//   58 string           escaped
//   60 false, 61 true
//   68 number           the largest double <= the number as an ordered double (8), what the number
//                       is more than it (2): 0 for floats and for integers that a double can hold
//   6C NaN
// Ordered doubles and escaping as in key_codec.h.
// Worked examples: 1 and 1.0 are 68 BFF0000000000000 0000; 2^53 + 1 is 68 C340000000000000 0001;
// 'a' is 58 61 0000; [true] is 10 61 00.
//
// Thread-safety: pure functions. The decoder treats bytes as hostile.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

// Requires is_storable(value) (record_codec.h); throws UsageError otherwise.
void put_ordered_value(std::string& out, const Value& value);
std::string ordered_value(const Value& value);
Value read_ordered_value(ByteReader& reader);

// Start of all strings that begin with `prefix`.
std::string ordered_string_prefix(std::string_view prefix);
// The range [first, second) of all values that `<` can compare with `value`: its kind, or for a
// number all numbers without NaN.
std::pair<std::string, std::string> ordered_family(const Value& value);

}  // namespace liaison::engine
