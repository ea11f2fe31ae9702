// Points and distances.
#include <cmath>
#include <numbers>
#include <optional>

#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

std::optional<double> coordinate(const Value& map, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const Value* found = map.find(name);
    if (!found || found->is_null()) continue;
    if (!found->is_number()) throw_bad_argument("point", *found, "numbers as coordinates");
    return found->as_number();
  }
  return std::nullopt;
}

[[noreturn]] void throw_bad_point(const std::string& message) {
  throw_argument_error("InvalidArgumentValue", message);
}

std::optional<std::uint32_t> named_system(const Value& map) {
  if (const Value* srid = map.find("srid"); srid && srid->is_integer()) {
    const std::int64_t id = srid->as_integer();
    if (id != 7203 && id != 9157 && id != 4326 && id != 4979) {
      throw_bad_point("There is no coordinate system with srid " + std::to_string(id) +
                      "; there are 7203, 9157, 4326 and 4979.");
    }
    return static_cast<std::uint32_t>(id);
  }
  if (const Value* crs = map.find("crs"); crs && crs->is_string()) {
    const std::string_view name = crs->as_string();
    if (name == "cartesian") return 7203;
    if (name == "cartesian-3d" || name == "cartesian-3D") return 9157;
    if (name == "wgs-84" || name == "WGS-84") return 4326;
    if (name == "wgs-84-3d" || name == "WGS-84-3D") return 4979;
    throw_bad_point("There is no coordinate system '" + std::string(name) +
                    "'; there are cartesian, cartesian-3d, wgs-84 and wgs-84-3d.");
  }
  return std::nullopt;
}

Value point_kernel(const FunctionContext&, Arguments a) {
  if (!a[0].is_map()) throw_bad_argument("point", a[0], "a map of coordinates");
  for (const auto& [key, value] : a[0].as_map()) {
    if (value.is_null()) return Value();
  }
  const bool geographic = a[0].find("longitude") != nullptr || a[0].find("latitude") != nullptr;
  const auto x = coordinate(a[0], {"x", "longitude"});
  const auto y = coordinate(a[0], {"y", "latitude"});
  const auto z = coordinate(a[0], {"z", "height"});
  if (!x || !y) {
    throw_bad_point("point() needs x and y, or longitude and latitude.");
  }
  Point point{.srid = geographic ? (z ? 4979u : 4326u) : (z ? 9157u : 7203u),
              .x = *x,
              .y = *y,
              .z = z.value_or(0)};
  if (const auto system = named_system(a[0])) point.srid = *system;
  if (point.is_3d() != z.has_value()) {
    throw_bad_point(z ? "This coordinate system has two dimensions; z was given."
                      : "This coordinate system has three dimensions; z is missing.");
  }
  if (point.is_geographic() && (point.y < -90 || point.y > 90)) {
    throw_bad_point("A latitude lies between -90 and 90.");
  }
  if (point.is_geographic()) point.x = std::remainder(point.x, 360);
  return point;
}

// Great-circle distance in metres (haversine formula; equatorial Earth radius).
double surface_distance(const Point& a, const Point& b) {
  constexpr double kEarthRadiusMetres = 6378140;
  const double to_radians = std::numbers::pi / 180;
  const double phi_a = a.y * to_radians;
  const double phi_b = b.y * to_radians;
  const double dphi = phi_b - phi_a;
  const double dlambda = (b.x - a.x) * to_radians;
  const double h = std::pow(std::sin(dphi / 2), 2) +
                   std::cos(phi_a) * std::cos(phi_b) * std::pow(std::sin(dlambda / 2), 2);
  const double mean_height = a.is_3d() ? (a.z + b.z) / 2 : 0;
  return 2 * (kEarthRadiusMetres + mean_height) * std::asin(std::sqrt(h));
}

Value distance_kernel(const FunctionContext&, Arguments arguments) {
  for (const Value& v : arguments) {
    if (v.kind() != ValueKind::Point) throw_bad_argument("point.distance", v, "points");
  }
  const Point& a = arguments[0].as_point();
  const Point& b = arguments[1].as_point();
  if (a.srid != b.srid) return Value();
  if (!a.is_geographic()) return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return a.is_3d() ? std::hypot(surface_distance(a, b), a.z - b.z) : surface_distance(a, b);
}

// Between two corners of the same coordinate system, its borders included. A geographic box whose
// lower corner lies east of the upper one crosses the date line.
Value within_box_kernel(const FunctionContext&, Arguments arguments) {
  for (const Value& v : arguments) {
    if (v.kind() != ValueKind::Point) throw_bad_argument("point.withinBBox", v, "points");
  }
  const Point& point = arguments[0].as_point();
  const Point& lower = arguments[1].as_point();
  const Point& upper = arguments[2].as_point();
  if (lower.srid != upper.srid || point.srid != lower.srid) return Value();
  const auto between = [](double low, double value, double high) {
    return low <= value && value <= high;
  };
  const bool x = point.is_geographic() && lower.x > upper.x
                     ? point.x >= lower.x || point.x <= upper.x
                     : between(lower.x, point.x, upper.x);
  return x && between(lower.y, point.y, upper.y) && between(lower.z, point.z, upper.z);
}

}  // namespace

std::span<const FunctionSpec> spatial_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    const StaticType point = StaticType::of(ValueKind::Point);
    FunctionSpec make;
    make.name = "point";
    make.arguments = {{"coordinates", type_map()}};
    make.result = point;
    make.kernel = point_kernel;
    make.category = "Spatial";
    make.doc = "A point from x and y (and z), or longitude and latitude (and height).";
    make.example = "point({x: 1, y: 2}).x";
    make.example_result = "1.0";
    FunctionSpec distance;
    distance.name = "point.distance";
    distance.arguments = {{"from", point}, {"to", point}};
    distance.result = type_float();
    distance.kernel = distance_kernel;
    distance.category = "Spatial";
    distance.doc =
        "The distance of two points of one coordinate system, in metres for geographic ones.";
    distance.example = "point.distance(point({x: 0, y: 0}), point({x: 3, y: 4}))";
    distance.example_result = "5.0";
    FunctionSpec box;
    box.name = "point.withinBBox";
    box.arguments = {{"point", point}, {"lowerLeft", point}, {"upperRight", point}};
    box.result = StaticType::of(ValueKind::Boolean);
    box.kernel = within_box_kernel;
    box.category = "Spatial";
    box.doc =
        "Whether a point lies in the box between two corners of its coordinate system. A "
        "geographic "
        "box whose lower corner lies east of the upper one crosses the date line.";
    box.example = "point.withinBBox(point({x: 1, y: 1}), point({x: 0, y: 0}), point({x: 2, y: 2}))";
    box.example_result = "true";
    return std::vector<FunctionSpec>{make, distance, box};
  }();
  return rows;
}

}  // namespace liaison::query
