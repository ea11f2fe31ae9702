// Vectors and how much two of them are alike. A vector is a list of numbers: its dimension is the
// list's length, and vector() makes every number fit the coordinate type.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "functions/families.h"
#include "functions/support.h"
#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

constexpr std::int64_t kDimensionMax = 4096;

[[noreturn]] void throw_bad_vector(const std::string& message) {
  throw_argument_error("InvalidArgumentValue", message);
}

std::vector<double> numbers_of(const Value& v, std::string_view function) {
  if (!v.is_list()) throw_bad_argument(function, v, "lists of numbers");
  std::vector<double> numbers;
  for (const Value& element : v.as_list()) {
    if (!element.is_number()) throw_bad_argument(function, element, "lists of numbers");
    numbers.push_back(element.as_number());
  }
  return numbers;
}

struct Pair {
  std::vector<double> a;
  std::vector<double> b;
};

Pair pair_of(Arguments arguments, std::string_view function) {
  Pair pair{numbers_of(arguments[0], function), numbers_of(arguments[1], function)};
  if (pair.a.empty() || pair.a.size() != pair.b.size()) {
    throw_bad_vector(std::string(function) +
                     "() compares two vectors of one length that is not 0; found " +
                     std::to_string(pair.a.size()) + " and " + std::to_string(pair.b.size()) + ".");
  }
  return pair;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double cosine_of(const Pair& pair, std::string_view function) {
  const double lengths = std::sqrt(dot(pair.a, pair.a)) * std::sqrt(dot(pair.b, pair.b));
  if (!(lengths > 0) || !std::isfinite(lengths)) {
    throw_bad_vector(std::string(function) + "() needs vectors of a finite length that is not 0.");
  }
  return std::clamp(dot(pair.a, pair.b) / lengths, -1.0, 1.0);
}

double squared_distance(const Pair& pair) {
  double sum = 0;
  for (std::size_t i = 0; i < pair.a.size(); ++i) {
    sum += (pair.a[i] - pair.b[i]) * (pair.a[i] - pair.b[i]);
  }
  return sum;
}

double manhattan_distance(const Pair& pair) {
  double sum = 0;
  for (std::size_t i = 0; i < pair.a.size(); ++i) sum += std::abs(pair.a[i] - pair.b[i]);
  return sum;
}

double hamming_distance(const Pair& pair) {
  double count = 0;
  for (std::size_t i = 0; i < pair.a.size(); ++i) count += pair.a[i] != pair.b[i] ? 1 : 0;
  return count;
}

// From 0 for opposite directions to 1 for equal ones.
Value cosine_kernel(const FunctionContext&, Arguments a) {
  constexpr std::string_view kName = "vector.similarity.cosine";
  return (1 + cosine_of(pair_of(a, kName), kName)) / 2;
}

// 1 for equal vectors, towards 0 with the distance.
Value euclidean_kernel(const FunctionContext&, Arguments a) {
  return 1 / (1 + squared_distance(pair_of(a, "vector.similarity.euclidean")));
}

std::string metric_of(const Value& v, std::string_view function) {
  if (!v.is_string()) throw_bad_argument(function, v, "the name of a metric");
  return text::to_upper(v.as_string());
}

Value distance_kernel(const FunctionContext&, Arguments a) {
  constexpr std::string_view kName = "vector_distance";
  const Pair pair = pair_of(a, kName);
  const std::string metric = metric_of(a[2], kName);
  if (metric == "EUCLIDEAN") return std::sqrt(squared_distance(pair));
  if (metric == "EUCLIDEAN_SQUARED") return squared_distance(pair);
  if (metric == "MANHATTAN") return manhattan_distance(pair);
  if (metric == "COSINE") return 1 - cosine_of(pair, kName);
  if (metric == "DOT") return -dot(pair.a, pair.b);
  if (metric == "HAMMING") return hamming_distance(pair);
  throw_bad_vector("There is no distance " + metric +
                   "; there are EUCLIDEAN, EUCLIDEAN_SQUARED, MANHATTAN, COSINE, DOT and HAMMING.");
}

Value norm_kernel(const FunctionContext&, Arguments a) {
  constexpr std::string_view kName = "vector_norm";
  const std::vector<double> numbers = numbers_of(a[0], kName);
  const std::string metric = metric_of(a[1], kName);
  if (metric == "EUCLIDEAN") return std::sqrt(dot(numbers, numbers));
  if (metric != "MANHATTAN") {
    throw_bad_vector("There is no norm " + metric + "; there are EUCLIDEAN and MANHATTAN.");
  }
  double sum = 0;
  for (const double number : numbers) sum += std::abs(number);
  return sum;
}

Value dimension_kernel(const FunctionContext&, Arguments a) {
  return static_cast<std::int64_t>(numbers_of(a[0], "vector_dimension_count").size());
}

struct CoordinateType {
  std::string_view name;
  int bits;
  bool is_float;
};
constexpr std::array kCoordinateTypes = {
    CoordinateType{"FLOAT", 64, true},   CoordinateType{"FLOAT64", 64, true},
    CoordinateType{"FLOAT32", 32, true}, CoordinateType{"INTEGER", 64, false},
    CoordinateType{"INT", 64, false},    CoordinateType{"INTEGER64", 64, false},
    CoordinateType{"INT64", 64, false},  CoordinateType{"INTEGER32", 32, false},
    CoordinateType{"INT32", 32, false},  CoordinateType{"INTEGER16", 16, false},
    CoordinateType{"INT16", 16, false},  CoordinateType{"INTEGER8", 8, false},
    CoordinateType{"INT8", 8, false}};

Value coordinate(const Value& v, const CoordinateType& type) {
  if (!v.is_number()) throw_bad_argument("vector", v, "numbers as coordinates");
  if (type.is_float) {
    const double number =
        type.bits == 64 ? v.as_number() : static_cast<double>(static_cast<float>(v.as_number()));
    if (std::isfinite(number)) return number;
    throw_bad_vector("A coordinate of a vector must be a finite " + std::string(type.name) + ".");
  }
  const double limit = std::ldexp(1.0, type.bits - 1);
  if (v.is_float() && !(std::abs(v.as_number()) < limit)) {
    throw_bad_vector("A coordinate does not fit into " + std::string(type.name) + ".");
  }
  const std::int64_t whole =
      v.is_integer() ? v.as_integer() : static_cast<std::int64_t>(v.as_number());
  if (type.bits < 64 && (whole < -(std::int64_t{1} << (type.bits - 1)) ||
                         whole >= (std::int64_t{1} << (type.bits - 1)))) {
    throw_bad_vector("The coordinate " + std::to_string(whole) + " does not fit into " +
                     std::string(type.name) + ".");
  }
  return whole;
}

// The numbers of a text such as '[1, 2.5]'.
ValueList parse_numbers(std::string_view text) {
  const auto bad = [&]() {
    throw_bad_vector("vector() reads a text such as '[1, 2.5]'; found '" + std::string(text) +
                     "'.");
  };
  std::string inner(text);
  const std::size_t begin = inner.find_first_not_of(" \t\n");
  const std::size_t end = inner.find_last_not_of(" \t\n");
  if (begin == std::string::npos || end == begin || inner[begin] != '[' || inner[end] != ']') bad();
  inner = inner.substr(begin + 1, end - begin - 1);
  ValueList numbers;
  const char* at = inner.c_str();
  while (inner.find_first_not_of(" \t\n") != std::string::npos) {
    char* after = nullptr;
    const double number = std::strtod(at, &after);
    if (after == at) bad();
    numbers.emplace_back(number);
    at = after;
    while (*at == ' ' || *at == '\t' || *at == '\n') ++at;
    if (*at == '\0') break;
    if (*at != ',') bad();
    ++at;
  }
  return numbers;
}

Value vector_kernel(const FunctionContext&, Arguments a) {
  if (!a[0].is_list() && !a[0].is_string()) {
    throw_bad_argument("vector", a[0], "a list of numbers or its text");
  }
  const ValueList numbers = a[0].is_list() ? a[0].as_list() : parse_numbers(a[0].as_string());
  if (!a[1].is_integer()) throw_bad_argument("vector", a[1], "an integer as dimension");
  const std::int64_t dimension = a[1].as_integer();
  if (dimension < 1 || dimension > kDimensionMax) {
    throw_bad_vector("The dimension of a vector lies between 1 and " +
                     std::to_string(kDimensionMax) + ".");
  }
  if (numbers.size() != static_cast<std::size_t>(dimension)) {
    throw_bad_vector("A vector of dimension " + std::to_string(dimension) +
                     " needs as many numbers; found " + std::to_string(numbers.size()) + ".");
  }
  const std::string name = metric_of(a[2], "vector");
  for (const CoordinateType& type : kCoordinateTypes) {
    if (type.name != name) continue;
    ValueList coordinates;
    for (const Value& number : numbers) coordinates.push_back(coordinate(number, type));
    return coordinates;
  }
  throw_bad_vector("There is no coordinate type " + name +
                   "; there are FLOAT64, FLOAT32, INTEGER64, INTEGER32, INTEGER16 and INTEGER8.");
}

}  // namespace

std::span<const FunctionSpec> vector_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    FunctionRows r("Vector");
    const StaticType vector = type_list();
    r.add("vector",
          {{"values", vector.union_with(type_string())},
           {"dimension", type_integer()},
           {"coordinateType", type_string()}},
          StaticType::list_of(StaticType::number()), vector_kernel,
          "A list of as many numbers as the dimension says, each fitted to the coordinate type "
          "(FLOAT64, FLOAT32, INTEGER64 to INTEGER8).",
          "vector([1, 2.5], 2, FLOAT32)", "[1.0, 2.5]");
    r.add("vector.similarity.cosine", {{"a", vector}, {"b", vector}}, type_float(), cosine_kernel,
          "How much two vectors point the same way: 1.0 the same, 0.0 opposite.",
          "vector.similarity.cosine([1, 0], [0, 1])", "0.5");
    r.add("vector.similarity.euclidean", {{"a", vector}, {"b", vector}}, type_float(),
          euclidean_kernel, "How near two vectors are: 1 / (1 + the square of their distance).",
          "vector.similarity.euclidean([0, 0], [0, 1])", "0.5");
    r.add("vector_distance", {{"a", vector}, {"b", vector}, {"metric", type_string()}},
          type_float(), distance_kernel,
          "The distance of two vectors: EUCLIDEAN, EUCLIDEAN_SQUARED, MANHATTAN, COSINE, DOT or "
          "HAMMING.",
          "vector_distance([0, 0], [3, 4], EUCLIDEAN)", "5.0");
    r.add("vector_norm", {{"vector", vector}, {"metric", type_string()}}, type_float(), norm_kernel,
          "The length of a vector: EUCLIDEAN or MANHATTAN.", "vector_norm([3, 4], EUCLIDEAN)",
          "5.0");
    r.add("vector_dimension_count", {{"vector", vector}}, type_integer(), dimension_kernel,
          "How many numbers a vector has.", "vector_dimension_count([1, 2, 3])", "3");
    return r.take();
  }();
  return rows;
}

}  // namespace liaison::query
