#include "liaison/engine/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

namespace liaison {
namespace {

// Exact comparison of an integer with a float: converting the integer would round above 2^53.
std::partial_ordering compare_numbers(std::int64_t i, double d) {
  if (std::isnan(d)) return std::partial_ordering::unordered;
  if (d >= 9223372036854775808.0) return std::partial_ordering::less;
  if (d < -9223372036854775808.0) return std::partial_ordering::greater;
  const double truncated = std::trunc(d);
  const auto whole = static_cast<std::int64_t>(truncated);
  if (i != whole) return i < whole ? std::partial_ordering::less : std::partial_ordering::greater;
  return 0.0 <=> (d - truncated);
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.is_integer() && b.is_integer()) return a.as_integer() <=> b.as_integer();
  if (a.is_float() && b.is_float()) return a.as_float() <=> b.as_float();
  if (a.is_integer()) return compare_numbers(a.as_integer(), b.as_float());
  const std::partial_ordering reversed = compare_numbers(b.as_integer(), a.as_float());
  if (reversed == std::partial_ordering::less) return std::partial_ordering::greater;
  if (reversed == std::partial_ordering::greater) return std::partial_ordering::less;
  return reversed;
}

// Bytes of UTF-8 order as code points do; the view's own comparison would go by signed char on
// some platforms only through traits, and char_traits compares as unsigned char.
std::strong_ordering compare_text(std::string_view a, std::string_view b) {
  const int c = a.compare(b);
  return c <=> 0;
}

template <class Sequence, class Equal>
std::optional<bool> all_equal(const Sequence& a, const Sequence& b, Equal equal) {
  bool unknown = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::optional<bool> same = equal(a[i], b[i]);
    if (!same) {
      unknown = true;
    } else if (!*same) {
      return false;
    }
  }
  if (unknown) return std::nullopt;
  return true;
}

std::vector<const std::pair<std::string, Value>*> sorted_entries(const ValueMap& map) {
  std::vector<const std::pair<std::string, Value>*> entries;
  entries.reserve(map.size());
  for (const auto& entry : map) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const auto* x, const auto* y) { return x->first < y->first; });
  return entries;
}

bool same_path(const PathData& a, const PathData& b) {
  if (a.nodes.size() != b.nodes.size()) return false;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    if (a.nodes[i].node_id() != b.nodes[i].node_id()) return false;
  }
  for (std::size_t i = 0; i < a.relationships.size(); ++i) {
    if (a.relationships[i].relationship_id() != b.relationships[i].relationship_id()) return false;
  }
  return true;
}

// Equality of two values of one kind whose contents hold no values.
bool same_scalar(const Value& a, const Value& b) {
  switch (a.kind()) {
    case ValueKind::Boolean:
      return a.as_boolean() == b.as_boolean();
    case ValueKind::String:
      return a.as_string() == b.as_string();
    case ValueKind::Bytes:
      return a.as_bytes() == b.as_bytes();
    case ValueKind::Node:
      return a.node_id() == b.node_id();
    case ValueKind::Relationship:
      return a.relationship_id() == b.relationship_id();
    case ValueKind::Path:
      return same_path(a.as_path(), b.as_path());
    case ValueKind::Date:
      return a.as_date() == b.as_date();
    case ValueKind::LocalTime:
      return a.as_local_time() == b.as_local_time();
    case ValueKind::Time:
      return a.as_time() == b.as_time();
    case ValueKind::LocalDateTime:
      return a.as_local_date_time() == b.as_local_date_time();
    case ValueKind::DateTime:
      return a.as_date_time() == b.as_date_time();
    case ValueKind::Duration:
      return a.as_duration() == b.as_duration();
    case ValueKind::Point:
      return a.as_point() == b.as_point();
    default:
      return false;
  }
}

// Place of a kind in the order of ORDER BY; integers and floats share one, NaN comes after them.
int order_rank(const Value& v) {
  switch (v.kind()) {
    case ValueKind::Map:
      return 0;
    case ValueKind::Node:
      return 1;
    case ValueKind::Relationship:
      return 2;
    case ValueKind::List:
      return 3;
    case ValueKind::Path:
      return 4;
    case ValueKind::Point:
      return 5;
    case ValueKind::DateTime:
      return 6;
    case ValueKind::LocalDateTime:
      return 7;
    case ValueKind::Date:
      return 8;
    case ValueKind::Time:
      return 9;
    case ValueKind::LocalTime:
      return 10;
    case ValueKind::Duration:
      return 11;
    case ValueKind::Bytes:
      return 12;
    case ValueKind::String:
      return 13;
    case ValueKind::Boolean:
      return 14;
    case ValueKind::Integer:
      return 15;
    case ValueKind::Float:
      return std::isnan(v.as_float()) ? 16 : 15;
    case ValueKind::Null:
      return 17;
  }
  return 18;
}

std::strong_ordering order_lists(const ValueList& a, const ValueList& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (const auto c = order(a[i], b[i]); c != 0) return c;
  }
  return a.size() <=> b.size();
}

std::strong_ordering order_maps(const ValueMap& a, const ValueMap& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  const auto x = sorted_entries(a);
  const auto y = sorted_entries(b);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (const auto c = compare_text(x[i]->first, y[i]->first); c != 0) return c;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (const auto c = order(x[i]->second, y[i]->second); c != 0) return c;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering order_paths(const PathData& a, const PathData& b) {
  for (std::size_t i = 0;; ++i) {
    if (i >= a.nodes.size() || i >= b.nodes.size()) return a.nodes.size() <=> b.nodes.size();
    if (const auto c = a.nodes[i].node_id() <=> b.nodes[i].node_id(); c != 0) return c;
    if (i >= a.relationships.size() || i >= b.relationships.size()) continue;
    const auto c = a.relationships[i].relationship_id() <=> b.relationships[i].relationship_id();
    if (c != 0) return c;
  }
}

std::strong_ordering order_doubles(double a, double b) {
  if (a < b) return std::strong_ordering::less;
  if (a > b) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

std::strong_ordering order_points(const Point& a, const Point& b) {
  if (const auto c = a.srid <=> b.srid; c != 0) return c;
  if (const auto c = order_doubles(a.x, b.x); c != 0) return c;
  if (const auto c = order_doubles(a.y, b.y); c != 0) return c;
  return order_doubles(a.z, b.z);
}

std::uint64_t mix(std::uint64_t h, std::uint64_t x) {
  h ^= x + 0x9E3779B97F4A7C15ull + (h << 6) + (h >> 2);
  h *= 0xFF51AFD7ED558CCDull;
  return h ^ (h >> 32);
}

std::uint64_t hash_double(double d) {
  // Whole floats hash as the integer they are equivalent to.
  if (std::isnan(d)) return 0x7FF8;
  if (d >= -9223372036854775808.0 && d < 9223372036854775808.0 && d == std::trunc(d)) {
    return mix(2, static_cast<std::uint64_t>(static_cast<std::int64_t>(d)));
  }
  return mix(3, std::bit_cast<std::uint64_t>(d));
}

std::uint64_t hash_duration(const Duration& d) {
  std::uint64_t h = mix(11, static_cast<std::uint64_t>(d.months));
  h = mix(h, static_cast<std::uint64_t>(d.days));
  h = mix(h, static_cast<std::uint64_t>(d.seconds));
  return mix(h, static_cast<std::uint64_t>(d.nanoseconds));
}

}  // namespace

std::optional<bool> equals(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  if (a.is_list()) {
    const ValueList& x = a.as_list();
    const ValueList& y = b.as_list();
    if (x.size() != y.size()) return false;
    return all_equal(x, y, [](const Value& p, const Value& q) { return equals(p, q); });
  }
  if (a.is_map()) {
    if (a.as_map().size() != b.as_map().size()) return false;
    const auto x = sorted_entries(a.as_map());
    const auto y = sorted_entries(b.as_map());
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (x[i]->first != y[i]->first) return false;
    }
    return all_equal(x, y,
                     [](const auto* p, const auto* q) { return equals(p->second, q->second); });
  }
  return same_scalar(a, b);
}

bool equivalent(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) {
    const std::partial_ordering c = compare_numbers(a, b);
    if (c == std::partial_ordering::unordered) {
      return a.is_float() && b.is_float() && std::isnan(a.as_float()) && std::isnan(b.as_float());
    }
    return c == 0;
  }
  if (a.kind() != b.kind()) return false;
  if (a.is_null()) return true;
  if (a.is_list()) {
    return std::equal(a.as_list().begin(), a.as_list().end(), b.as_list().begin(),
                      b.as_list().end(), equivalent);
  }
  if (a.is_map()) {
    if (a.as_map().size() != b.as_map().size()) return false;
    const auto x = sorted_entries(a.as_map());
    const auto y = sorted_entries(b.as_map());
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const auto* p, const auto* q) {
      return p->first == q->first && equivalent(p->second, q->second);
    });
  }
  return same_scalar(a, b);
}

std::size_t hash_value(const Value& v) noexcept {
  const auto kind = static_cast<std::uint64_t>(v.kind());
  switch (v.kind()) {
    case ValueKind::Null:
      return 0;
    case ValueKind::Boolean:
      return mix(1, v.as_boolean() ? 1 : 0);
    case ValueKind::Integer:
      return mix(2, static_cast<std::uint64_t>(v.as_integer()));
    case ValueKind::Float:
      return hash_double(v.as_float());
    case ValueKind::String:
      return std::hash<std::string_view>{}(v.as_string());
    case ValueKind::Bytes:
      return mix(kind, std::hash<std::string_view>{}(v.as_bytes()));
    case ValueKind::List: {
      std::uint64_t h = kind;
      for (const Value& element : v.as_list()) h = mix(h, hash_value(element));
      return h;
    }
    case ValueKind::Map: {
      // Entry order does not matter to equivalence: add up.
      std::uint64_t h = kind;
      for (const auto& [key, value] : v.as_map()) {
        h += mix(std::hash<std::string>{}(key), hash_value(value));
      }
      return h;
    }
    case ValueKind::Node:
      return mix(kind, v.node_id().value);
    case ValueKind::Relationship:
      return mix(kind, v.relationship_id().value);
    case ValueKind::Path: {
      std::uint64_t h = kind;
      for (const Value& node : v.as_path().nodes) h = mix(h, node.node_id().value);
      for (const Value& r : v.as_path().relationships) h = mix(h, r.relationship_id().value);
      return h;
    }
    case ValueKind::Date:
      return mix(kind, static_cast<std::uint64_t>(v.as_date().days));
    case ValueKind::LocalTime:
      return mix(kind, static_cast<std::uint64_t>(v.as_local_time().nanoseconds));
    case ValueKind::Time:
      return mix(mix(kind, static_cast<std::uint64_t>(v.as_time().local.nanoseconds)),
                 static_cast<std::uint64_t>(v.as_time().offset_seconds));
    case ValueKind::LocalDateTime:
      return mix(mix(kind, static_cast<std::uint64_t>(v.as_local_date_time().epoch_seconds)),
                 static_cast<std::uint64_t>(v.as_local_date_time().nanosecond));
    case ValueKind::DateTime:
      return mix(mix(kind, static_cast<std::uint64_t>(v.as_date_time().epoch_seconds)),
                 static_cast<std::uint64_t>(v.as_date_time().nanosecond));
    case ValueKind::Duration:
      return hash_duration(v.as_duration());
    case ValueKind::Point:
      return mix(mix(kind, hash_double(v.as_point().x)), hash_double(v.as_point().y));
  }
  return kind;
}

std::optional<std::partial_ordering> compare(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  if (a.is_number() && b.is_number()) return compare_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::Boolean:
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Date:
    case ValueKind::LocalTime:
    case ValueKind::Time:
    case ValueKind::LocalDateTime:
    case ValueKind::DateTime:
      return order(a, b);
    case ValueKind::List: {
      // Element by element; the first pair that differs decides, and a null among the pairs
      // before it leaves the question open.
      const ValueList& x = a.as_list();
      const ValueList& y = b.as_list();
      for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
        const auto c = compare(x[i], y[i]);
        if (!c) return std::nullopt;
        if (*c != 0) return c;
      }
      return std::partial_ordering(x.size() <=> y.size());
    }
    default:
      return std::nullopt;
  }
}

std::strong_ordering order(const Value& a, const Value& b) {
  const int rank = order_rank(a);
  if (const auto c = rank <=> order_rank(b); c != 0) return c;
  switch (a.kind()) {
    case ValueKind::Null:
      return std::strong_ordering::equal;
    case ValueKind::Boolean:
      return a.as_boolean() <=> b.as_boolean();
    case ValueKind::Integer:
    case ValueKind::Float: {
      const std::partial_ordering c = compare_numbers(a, b);
      if (c == std::partial_ordering::less) return std::strong_ordering::less;
      if (c == std::partial_ordering::greater) return std::strong_ordering::greater;
      return std::strong_ordering::equal;
    }
    case ValueKind::String:
      return compare_text(a.as_string(), b.as_string());
    case ValueKind::Bytes:
      return compare_text(a.as_bytes(), b.as_bytes());
    case ValueKind::List:
      return order_lists(a.as_list(), b.as_list());
    case ValueKind::Map:
      return order_maps(a.as_map(), b.as_map());
    case ValueKind::Node:
      return a.node_id() <=> b.node_id();
    case ValueKind::Relationship:
      return a.relationship_id() <=> b.relationship_id();
    case ValueKind::Path:
      return order_paths(a.as_path(), b.as_path());
    case ValueKind::Date:
      return compare_order(a.as_date(), b.as_date());
    case ValueKind::LocalTime:
      return compare_order(a.as_local_time(), b.as_local_time());
    case ValueKind::Time:
      return compare_order(a.as_time(), b.as_time());
    case ValueKind::LocalDateTime:
      return compare_order(a.as_local_date_time(), b.as_local_date_time());
    case ValueKind::DateTime:
      return compare_order(a.as_date_time(), b.as_date_time());
    case ValueKind::Duration:
      return compare_order(a.as_duration(), b.as_duration());
    case ValueKind::Point:
      return order_points(a.as_point(), b.as_point());
  }
  return std::strong_ordering::equal;
}

}  // namespace liaison
