// How operators are written, for whoever prints expressions.
// Thread-safety: constants.
#pragma once

namespace liaison::query::symbols {

inline constexpr const char* kAdd = "+";
inline constexpr const char* kSubtract = "-";
inline constexpr const char* kMultiply = "*";
inline constexpr const char* kDivide = "/";
inline constexpr const char* kModulo = "%";
inline constexpr const char* kPower = "^";
inline constexpr const char* kConcatenate = "||";
inline constexpr const char* kEqual = "=";
inline constexpr const char* kNotEqual = "<>";
inline constexpr const char* kLess = "<";
inline constexpr const char* kLessOrEqual = "<=";
inline constexpr const char* kGreater = ">";
inline constexpr const char* kGreaterOrEqual = ">=";

}  // namespace liaison::query::symbols
