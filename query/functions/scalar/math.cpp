// Numeric functions: arithmetic, rounding, logarithms, trigonometry, random numbers.
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

double number_of(const Value& v, std::string_view function) {
  if (!v.is_number()) throw_bad_argument(function, v, "a number");
  return v.as_number();
}

Value abs_kernel(const FunctionContext&, Arguments a) {
  if (a[0].is_integer()) {
    if (a[0].as_integer() == INT64_MIN) {
      throw QueryError("ArithmeticError", ErrorPhase::Runtime, "IntegerOverflow",
                       "abs() of the smallest integer does not fit a 64-bit integer.");
    }
    return std::abs(a[0].as_integer());
  }
  return std::fabs(number_of(a[0], "abs"));
}

Value sign_kernel(const FunctionContext&, Arguments a) {
  const double x = number_of(a[0], "sign");
  return static_cast<std::int64_t>(x > 0 ? 1 : x < 0 ? -1 : 0);
}

Value is_nan_kernel(const FunctionContext&, Arguments a) {
  return std::isnan(number_of(a[0], "isNaN"));
}

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
std::uint64_t next_random(const FunctionContext& context) {
  std::uint64_t z = (*context.random_state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

Value rand_kernel(const FunctionContext& context, Arguments) {
  return static_cast<double>(next_random(context) >> 11) * 0x1.0p-53;
}

Value random_uuid_kernel(const FunctionContext& context, Arguments) {
  std::uint64_t high = next_random(context);
  std::uint64_t low = next_random(context);
  high = (high & 0xFFFFFFFFFFFF0FFFull) | 0x4000;               // version 4
  low = (low & 0x3FFFFFFFFFFFFFFFull) | 0x8000000000000000ull;  // RFC 4122 variant
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>((high >> 16) & 0xFFFF), static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48),
                static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFull));
  return std::string_view(text);
}

// Rounds the decimal digit after `precision` away. Halves go up unless a mode says otherwise.
double round_with_mode(double x, std::string_view mode) {
  if (mode == "UP") return x < 0 ? std::floor(x) : std::ceil(x);
  if (mode == "DOWN") return std::trunc(x);
  if (mode == "CEILING") return std::ceil(x);
  if (mode == "FLOOR") return std::floor(x);
  const double floor = std::floor(x);
  const double rest = x - floor;
  if (rest != 0.5) return rest < 0.5 ? floor : floor + 1;
  if (mode == "HALF_UP") return x < 0 ? floor : floor + 1;
  if (mode == "HALF_DOWN") return x < 0 ? floor + 1 : floor;
  if (mode == "HALF_EVEN") return std::fmod(floor, 2) == 0 ? floor : floor + 1;
  if (mode.empty()) return floor + 1;
  throw_argument_error("InvalidArgumentValue",
                       "round() has no mode '" + std::string(mode) +
                           "'; there are UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN and "
                           "HALF_EVEN.");
}

Value round_kernel(const FunctionContext&, Arguments a) {
  const double x = number_of(a[0], "round");
  std::int64_t precision = 0;
  if (a.size() > 1) {
    if (!a[1].is_integer()) throw_bad_argument("round", a[1], "an integer precision");
    precision = a[1].as_integer();
    if (precision < 0 || precision > 300) {
      throw_argument_error("NumberOutOfRange", "round() takes a precision from 0 to 300; found " +
                                                   std::to_string(precision) + ".");
    }
  }
  std::string_view mode;
  if (a.size() > 2) {
    if (!a[2].is_string()) throw_bad_argument("round", a[2], "the name of a mode");
    mode = a[2].as_string();
  } else if (precision > 0) {
    mode = "HALF_UP";
  }
  if (!std::isfinite(x)) return x;
  const double scale = std::pow(10.0, static_cast<double>(precision));
  const double scaled = x * scale;
  return std::isfinite(scaled) ? round_with_mode(scaled, mode) / scale : x;
}

template <double (*Function)(double)>
Value apply(std::string_view name, Arguments a) {
  return Function(number_of(a[0], name));
}

double haversine(double x) {
  return std::pow(std::sin(x / 2), 2);
}
double cotangent(double x) {
  return 1 / std::tan(x);
}
double hyperbolic_cotangent(double x) {
  return 1 / std::tanh(x);
}
double to_degrees(double x) {
  return x * 180 / std::numbers::pi;
}
double to_radians(double x) {
  return x * std::numbers::pi / 180;
}

#define LIAISON_MATH_KERNEL(kernel, function, name)   \
  Value kernel(const FunctionContext&, Arguments a) { \
    return apply<function>(name, a);                  \
  }
LIAISON_MATH_KERNEL(ceil_kernel, std::ceil, "ceil")
LIAISON_MATH_KERNEL(floor_kernel, std::floor, "floor")
LIAISON_MATH_KERNEL(sqrt_kernel, std::sqrt, "sqrt")
LIAISON_MATH_KERNEL(exp_kernel, std::exp, "exp")
LIAISON_MATH_KERNEL(log_kernel, std::log, "log")
LIAISON_MATH_KERNEL(log10_kernel, std::log10, "log10")
LIAISON_MATH_KERNEL(sin_kernel, std::sin, "sin")
LIAISON_MATH_KERNEL(cos_kernel, std::cos, "cos")
LIAISON_MATH_KERNEL(tan_kernel, std::tan, "tan")
LIAISON_MATH_KERNEL(cot_kernel, cotangent, "cot")
LIAISON_MATH_KERNEL(asin_kernel, std::asin, "asin")
LIAISON_MATH_KERNEL(acos_kernel, std::acos, "acos")
LIAISON_MATH_KERNEL(atan_kernel, std::atan, "atan")
LIAISON_MATH_KERNEL(sinh_kernel, std::sinh, "sinh")
LIAISON_MATH_KERNEL(cosh_kernel, std::cosh, "cosh")
LIAISON_MATH_KERNEL(tanh_kernel, std::tanh, "tanh")
LIAISON_MATH_KERNEL(coth_kernel, hyperbolic_cotangent, "coth")
LIAISON_MATH_KERNEL(haversin_kernel, haversine, "haversin")
LIAISON_MATH_KERNEL(degrees_kernel, to_degrees, "degrees")
LIAISON_MATH_KERNEL(radians_kernel, to_radians, "radians")
#undef LIAISON_MATH_KERNEL

Value atan2_kernel(const FunctionContext&, Arguments a) {
  return std::atan2(number_of(a[0], "atan2"), number_of(a[1], "atan2"));
}
Value pi_kernel(const FunctionContext&, Arguments) {
  return std::numbers::pi;
}
Value e_kernel(const FunctionContext&, Arguments) {
  return std::numbers::e;
}
Value infinity_kernel(const FunctionContext&, Arguments) {
  return std::numeric_limits<double>::infinity();
}

}  // namespace

std::span<const FunctionSpec> math_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    FunctionRows r("Mathematical");
    const StaticType number = StaticType::number();
    const auto add = [&](std::string_view name, StaticType result, ScalarKernel kernel,
                         std::string_view doc, std::string_view example,
                         std::string_view example_result) -> FunctionSpec& {
      return r.add(name, {{"number", number}}, std::move(result), kernel, doc, example,
                   example_result);
    };
    const StaticType floating = type_float();
    add("abs", number, abs_kernel, "The number without its sign.", "abs(-3)", "3");
    add("sign", type_integer(), sign_kernel, "-1, 0 or 1 as the number's sign is.", "sign(-2.5)",
        "-1");
    add("ceil", floating, ceil_kernel, "The smallest whole number not below.", "ceil(1.2)", "2.0")
        .aliases = {"ceiling"};
    add("floor", floating, floor_kernel, "The largest whole number not above.", "floor(-1.2)",
        "-2.0");
    FunctionSpec& round = add("round", floating, round_kernel,
                              "The nearest number with so many decimals (0 unless given); a third "
                              "argument names the rounding mode.",
                              "round(3.14159, 2)", "3.14");
    round.arguments.push_back({"precision", type_integer()});
    round.arguments.push_back({"mode", type_string()});
    round.optional_arguments = 2;
    add("isNaN", type_boolean(), is_nan_kernel, "Whether a number is NaN.", "isNaN(0.0 / 0.0)",
        "true");
    add("sqrt", floating, sqrt_kernel, "The square root.", "sqrt(9)", "3.0");
    add("exp", floating, exp_kernel, "e to the power of the number.", "exp(0)", "1.0");
    add("log", floating, log_kernel, "The natural logarithm.", "log(1)", "0.0").aliases = {"ln"};
    add("log10", floating, log10_kernel, "The logarithm to base 10.", "log10(1000)", "3.0");
    add("sin", floating, sin_kernel, "The sine of an angle in radians.", "sin(0)", "0.0");
    add("cos", floating, cos_kernel, "The cosine of an angle in radians.", "cos(0)", "1.0");
    add("tan", floating, tan_kernel, "The tangent of an angle in radians.", "tan(0)", "0.0");
    add("cot", floating, cot_kernel, "The cotangent of an angle in radians.", "round(cot(1), 3)",
        "0.642");
    add("asin", floating, asin_kernel, "The arc sine, in radians.", "asin(0)", "0.0");
    add("acos", floating, acos_kernel, "The arc cosine, in radians.", "acos(1)", "0.0");
    add("atan", floating, atan_kernel, "The arc tangent, in radians.", "atan(0)", "0.0");
    add("sinh", floating, sinh_kernel, "The hyperbolic sine.", "sinh(0)", "0.0");
    add("cosh", floating, cosh_kernel, "The hyperbolic cosine.", "cosh(0)", "1.0");
    add("tanh", floating, tanh_kernel, "The hyperbolic tangent.", "tanh(0)", "0.0");
    add("coth", floating, coth_kernel, "The hyperbolic cotangent.", "round(coth(1), 3)", "1.313");
    add("haversin", floating, haversin_kernel, "Half the versine of an angle in radians.",
        "haversin(0)", "0.0");
    add("degrees", floating, degrees_kernel, "Radians as degrees.", "degrees(0)", "0.0");
    add("radians", floating, radians_kernel, "Degrees as radians.", "radians(0)", "0.0");
    add("atan2", floating, atan2_kernel,
        "The angle of the point (x, y) seen from the origin, in radians; y comes first.",
        "atan2(0, 1)", "0.0")
        .arguments = {{"y", number}, {"x", number}};
    add("pi", floating, pi_kernel, "The ratio of a circle's circumference to its diameter.",
        "round(pi(), 4)", "3.1416")
        .arguments.clear();
    add("e", floating, e_kernel, "The base of the natural logarithm.", "round(e(), 4)", "2.7183")
        .arguments.clear();
    add("infinity", floating, infinity_kernel, "Positive infinity.", "infinity() > 1e308", "true")
        .arguments.clear();
    FunctionSpec& rand =
        add("rand", floating, rand_kernel,
            "A random number from 0 on, below 1; another one for each row.", "rand() < 1", "true");
    rand.arguments.clear();
    rand.volatility = Volatility::PerCall;
    FunctionSpec& uuid =
        add("randomUUID", type_string(), random_uuid_kernel,
            "A random identifier of 128 bits as text.", "size(randomUUID())", "36");
    uuid.arguments.clear();
    uuid.volatility = Volatility::PerCall;
    return r.take();
  }();
  return rows;
}

}  // namespace liaison::query
