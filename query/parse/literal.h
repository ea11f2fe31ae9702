// Values of literal tokens. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parse/lexer.h"

namespace liaison::query {

// The integer that `digits` spells (decimal, 0x.., 0o.., underscores allowed), negated if asked, so
// that the smallest integer can be read. Throws: QueryError IntegerOverflow.
std::int64_t integer_value(std::string_view digits, bool negative, const SourceSpan& span);

// Throws: QueryError FloatingPointOverflow. Too small a number is zero.
double float_value(std::string_view digits, const SourceSpan& span);

// The content of a string token with its escapes resolved. Throws: QueryError InvalidUnicodeLiteral
// or UnexpectedSyntax, with the position of the escape.
std::string string_value(std::string_view quoted, const SourceSpan& span);

// The name inside backticks, doubled ones made single.
std::string quoted_name_value(std::string_view quoted);

}  // namespace liaison::query
