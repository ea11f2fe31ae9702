#include "eval/number_format.h"

#include <array>
#include <charconv>
#include <cmath>

namespace liaison::query {

std::string format_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  // Plain digits in the range where people write them, an exponent elsewhere.
  const double magnitude = std::fabs(value);
  const bool plain = value == 0 || (magnitude >= 1e-3 && magnitude < 1e7);
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer.data(), end.ptr);
  if (plain) {
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
  }
  // 1.5e+300 -> 1.5E300, 1e-07 -> 1.0E-7
  const std::size_t e = text.find('e');
  std::string mantissa = text.substr(0, e);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  const int exponent = std::stoi(text.substr(e + 1));
  return mantissa + "E" + std::to_string(exponent);
}

}  // namespace liaison::query
