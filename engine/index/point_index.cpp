#include "index/point_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Runs per box: each costs a seek, and more of them cover it with less around it.
constexpr std::size_t kRunsMax = 64;

// The smallest radius the distance function may calculate with: what is this far away on the
// surface is seen from the centre under at most this angle. A little less than the Earth's.
constexpr double kEarthRadiusMetres = 6'378'000;

struct Grid {
  std::size_t dimensions;
  unsigned bits;  // of each coordinate
};

Grid grid_of(const Point& point) {
  return point.is_3d() ? Grid{3, 21} : Grid{2, 32};
}

using Cell = std::array<std::uint64_t, 3>;

std::uint64_t part_of(double value, double low, double size, unsigned bits) {
  const double cells = std::ldexp(1.0, static_cast<int>(bits));
  const double at = std::floor((value - low) / size * cells);
  if (!(at > 0)) return 0;
  return at >= cells ? (std::uint64_t{1} << bits) - 1 : static_cast<std::uint64_t>(at);
}

Cell cell_of(const Point& point) {
  const Grid grid = grid_of(point);
  const auto high_bits = [&](double value) { return ordered_double(value) >> (64 - grid.bits); };
  Cell cell{};
  if (point.is_geographic()) {
    cell[0] = part_of(point.x, -180, 360, grid.bits);
    cell[1] = part_of(point.y, -90, 180, grid.bits);
  } else {
    cell[0] = high_bits(point.x);
    cell[1] = high_bits(point.y);
  }
  if (grid.dimensions == 3) cell[2] = high_bits(point.z);
  return cell;
}

std::uint64_t interleave(const Cell& cell, const Grid& grid) {
  std::uint64_t code = 0;
  for (unsigned bit = grid.bits; bit-- > 0;) {
    for (std::size_t d = 0; d < grid.dimensions; ++d) code = code << 1 | (cell[d] >> bit & 1);
  }
  return code;
}

std::string cell_key(IndexId index, std::uint32_t srid, std::uint64_t code) {
  std::string values;
  put_u32(values, srid);
  put_u64(values, code);
  return index_prefix(index, values);
}

// A square (or cube) of the curve: its lowest cell, and the bits of each coordinate that are free.
struct Square {
  Cell low{};
  unsigned free_bits = 0;
};

struct Run {
  std::uint64_t first;
  std::uint64_t last;
};

// Squares are halved, the largest first, while there is room for more runs.
std::vector<Run> runs_of(const Cell& low, const Cell& high, const Grid& grid) {
  const auto highest = [](const Square& square, std::size_t d) {
    return square.low[d] + ((std::uint64_t{1} << square.free_bits) - 1);
  };
  std::vector<Square> open{{Cell{}, grid.bits}};
  std::vector<Square> whole;
  while (!open.empty() && open.size() + whole.size() < kRunsMax) {
    std::vector<Square> smaller;
    for (const Square& square : open) {
      bool apart = false;
      bool inside = true;
      for (std::size_t d = 0; d < grid.dimensions; ++d) {
        apart = apart || square.low[d] > high[d] || highest(square, d) < low[d];
        inside = inside && square.low[d] >= low[d] && highest(square, d) <= high[d];
      }
      if (apart) continue;
      if (inside || square.free_bits == 0) {
        whole.push_back(square);
        continue;
      }
      for (unsigned child = 0; child < (1u << grid.dimensions); ++child) {
        Square part{square.low, square.free_bits - 1};
        for (std::size_t d = 0; d < grid.dimensions; ++d) {
          if ((child >> d & 1) != 0) part.low[d] += std::uint64_t{1} << part.free_bits;
        }
        bool touches = true;
        for (std::size_t d = 0; d < grid.dimensions; ++d) {
          touches = touches && part.low[d] <= high[d] && highest(part, d) >= low[d];
        }
        if (touches) smaller.push_back(part);
      }
    }
    open = std::move(smaller);
  }
  whole.insert(whole.end(), open.begin(), open.end());
  std::vector<Run> runs;
  for (const Square& square : whole) {
    const std::uint64_t first = interleave(square.low, grid);
    const unsigned bits = square.free_bits * static_cast<unsigned>(grid.dimensions);
    runs.push_back({first, bits >= 64 ? UINT64_MAX : first + ((std::uint64_t{1} << bits) - 1)});
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.first < b.first; });
  std::vector<Run> merged;
  for (const Run& run : runs) {
    if (!merged.empty() && merged.back().last + 1 == run.first) {
      merged.back().last = run.last;
    } else {
      merged.push_back(run);
    }
  }
  return merged;
}

void add_box(IndexId index, const Point& lower, const Point& upper,
             std::vector<PointIndex::KeyRange>& out) {
  const Grid grid = grid_of(lower);
  const Cell low = cell_of(lower);
  const Cell high = cell_of(upper);
  for (std::size_t d = 0; d < grid.dimensions; ++d) {
    if (low[d] > high[d]) return;
  }
  for (const Run& run : runs_of(low, high, grid)) {
    out.push_back({cell_key(index, lower.srid, run.first),
                   prefix_successor(cell_key(index, lower.srid, run.last))});
  }
}

void add_distance(IndexId index, const Point& center, double distance,
                  std::vector<PointIndex::KeyRange>& out) {
  // A little more than asked for: sums of rounded numbers are rounded too.
  const double reach = distance * (1 + 1e-9) + 1e-9;
  Point lower = center;
  Point upper = center;
  if (!center.is_geographic()) {
    const auto around = [&](double value) {
      const double slack = reach + std::abs(value) * 1e-12;
      return std::pair(value - slack, value + slack);
    };
    std::tie(lower.x, upper.x) = around(center.x);
    std::tie(lower.y, upper.y) = around(center.y);
    if (center.is_3d()) std::tie(lower.z, upper.z) = around(center.z);
    add_box(index, lower, upper, out);
    return;
  }
  // Depths below the surface shorten the way around it.
  double radius = kEarthRadiusMetres;
  if (center.is_3d()) {
    lower.z = center.z - reach;
    upper.z = center.z + reach;
    radius += (center.z + lower.z) / 2;
  }
  constexpr double kDegrees = 180 / std::numbers::pi;
  const double angle = radius > 0 ? reach / radius : std::numbers::pi;
  lower.y = center.y - angle * kDegrees;
  upper.y = center.y + angle * kDegrees;
  lower.x = -180;
  upper.x = 180;
  // Around a pole every longitude is near.
  if (lower.y > -90 && upper.y < 90 && angle < std::numbers::pi / 2) {
    const double width =
        std::asin(std::min(1.0, std::sin(angle) / std::cos(center.y / kDegrees))) * kDegrees;
    const double reach_x = width * (1 + 1e-9) + 1e-9;
    if (reach_x < 180) {
      lower.x = center.x - reach_x;
      upper.x = center.x + reach_x;
    }
  }
  const auto add = [&](double from, double to) {
    Point corner_low = lower;
    Point corner_high = upper;
    corner_low.x = from;
    corner_high.x = to;
    add_box(index, corner_low, corner_high, out);
  };
  // Over the date line it goes on from the other side.
  add(std::max(lower.x, -180.0), std::min(upper.x, 180.0));
  if (lower.x < -180) add(lower.x + 360, 180);
  if (upper.x > 180) add(-180, upper.x - 360);
}

// Ascending and apart.
std::vector<PointIndex::KeyRange> tidy(std::vector<PointIndex::KeyRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const auto& a, const auto& b) { return a.lower < b.lower; });
  std::vector<PointIndex::KeyRange> apart;
  for (auto& range : ranges) {
    if (!apart.empty() && range.lower <= apart.back().upper) {
      apart.back().upper = std::max(apart.back().upper, range.upper);
    } else {
      apart.push_back(std::move(range));
    }
  }
  return apart;
}

}  // namespace

void PointIndex::check_definition(const IndexDefinition& definition) const {
  if (definition.keys.size() != 1) throw UsageError("a point index is on one property");
}

std::string PointIndex::prefix(IndexId index) const {
  return index_prefix(index);
}

IndexContent PointIndex::content(const IndexDefinition& definition, std::uint64_t entity,
                                 std::span<const PropertyEntry> properties) const {
  IndexContent out;
  const Value* value = find_property(properties, definition.keys.front());
  if (value == nullptr || value->kind() != ValueKind::Point) return out;
  const Point& point = value->as_point();
  std::string key = cell_key(definition.id, point.srid, interleave(cell_of(point), grid_of(point)));
  put_u64(key, entity);
  out.entries.push_back({std::move(key), {}});
  return out;
}

std::vector<PointIndex::KeyRange> PointIndex::box(IndexId index, const Point& lower,
                                                  const Point& upper) {
  std::vector<KeyRange> ranges;
  if (lower.srid != upper.srid) return ranges;
  if (lower.is_geographic() && lower.x > upper.x) {
    Point west = upper;
    west.x = 180;
    Point east = lower;
    east.x = -180;
    add_box(index, lower, west, ranges);
    add_box(index, east, upper, ranges);
  } else {
    add_box(index, lower, upper, ranges);
  }
  return tidy(std::move(ranges));
}

std::vector<PointIndex::KeyRange> PointIndex::around(IndexId index, const Point& center,
                                                     double distance) {
  std::vector<KeyRange> ranges;
  if (distance >= 0) add_distance(index, center, distance, ranges);
  return tidy(std::move(ranges));
}

}  // namespace liaison::engine
