#include "bulk/field_value.h"

#include <charconv>
#include <cmath>

#include "encoding/record_codec.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/temporal_functions.h"
#include "liaison/engine/value.h"

namespace liaison::engine {
namespace {

const char* type_text(ColumnType type) {
  switch (type) {
    case ColumnType::Integer:
      return "an integer";
    case ColumnType::Float:
      return "a number";
    case ColumnType::Boolean:
      return "true or false";
    case ColumnType::String:
      return "a text";
    case ColumnType::Date:
      return "a date";
    case ColumnType::LocalTime:
      return "a local time";
    case ColumnType::Time:
      return "a time";
    case ColumnType::LocalDateTime:
      return "a local datetime";
    case ColumnType::DateTime:
      return "a datetime";
    case ColumnType::Duration:
      return "a duration";
    case ColumnType::Point:
      return "a point";
  }
  return "a value";
}

[[noreturn]] void fail(const HeaderColumn& column, std::string_view text,
                       const std::string& why = {}) {
  constexpr std::size_t kShownBytes = 60;
  std::string shown(text.substr(0, kShownBytes));
  // Not in the middle of a character.
  while (text.size() > kShownBytes && !shown.empty() &&
         (static_cast<unsigned char>(text[shown.size()]) & 0xC0) == 0x80) {
    shown.pop_back();
  }
  if (text.size() > kShownBytes) shown += "...";
  throw FieldError("'" + shown + "' in column '" + column.name + "' is not " +
                   type_text(column.type) + (why.empty() ? "" : ": " + why));
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

void put_tag(std::string& out, ValueTag tag) {
  put_u8(out, static_cast<std::uint8_t>(tag));
}

void put_integer(std::string& out, const HeaderColumn& column, std::string_view text) {
  const std::string_view number = trim(text);
  std::int64_t value = 0;
  const bool has_plus = number.size() > 1 && number[0] == '+' && number[1] != '-';
  const char* const begin = number.data() + (has_plus ? 1 : 0);
  const char* const end = number.data() + number.size();
  const auto [after, error] = std::from_chars(begin, end, value);
  if (error == std::errc::result_out_of_range) {
    fail(column, text, "it is outside of the 64-bit range");
  }
  if (error != std::errc() || after != end) fail(column, text);
  put_tag(out, ValueTag::Integer);
  put_signed_varint(out, value);
}

double read_double(const HeaderColumn& column, std::string_view text) {
  const std::string_view number = trim(text);
  double value = 0;
  const bool has_plus = number.size() > 1 && number[0] == '+' && number[1] != '-';
  const char* const begin = number.data() + (has_plus ? 1 : 0);
  const char* const end = number.data() + number.size();
  const auto [after, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || after != end) fail(column, text);
  return value;
}

void put_boolean(std::string& out, const HeaderColumn& column, std::string_view text) {
  std::string word;
  for (const char c : trim(text)) {
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (word != "true" && word != "false") fail(column, text);
  put_tag(out, word == "true" ? ValueTag::True : ValueTag::False);
}

// Days since 1970-01-01 of a day in the Gregorian calendar, for years 0 to 9999. The count of days
// before a month is the usual one with the year starting in March.
std::int64_t days_from_civil(int year, int month, int day) {
  const int shifted = month > 2 ? year : year - 1;
  const int month_from_march = month > 2 ? month - 3 : month + 9;
  const int day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  constexpr int kDaysToEpoch = 719468;  // from 1 March of year 0
  return std::int64_t{365} * shifted + shifted / 4 - shifted / 100 + shifted / 400 + day_of_year -
         kDaysToEpoch;
}

// YYYY-MM-DD with digits all the way and a day that is in every month; others take the long way.
std::optional<Date> plain_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  constexpr int kStarts[3] = {0, 5, 8};
  constexpr int kEnds[3] = {4, 7, 10};
  for (int part = 0; part < 3; ++part) {
    for (int i = kStarts[part]; i < kEnds[part]; ++i) {
      const char c = text[static_cast<std::size_t>(i)];
      if (c < '0' || c > '9') return std::nullopt;
      parts[part] = parts[part] * 10 + (c - '0');
    }
  }
  if (parts[0] < 1 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 28) {
    return std::nullopt;
  }
  return Date{days_from_civil(parts[0], parts[1], parts[2])};
}

// {x: 1, y: 2}, {latitude: 1.5, longitude: 2, height: 3, crs: 'WGS-84-3D'}, {..., srid: 4326}.
Point read_point(const HeaderColumn& column, std::string_view text) {
  std::string_view inside = trim(text);
  if (inside.size() < 2 || inside.front() != '{' || inside.back() != '}') {
    fail(column, text, "write {x: 1, y: 2} or {latitude: 1, longitude: 2}");
  }
  inside = inside.substr(1, inside.size() - 2);
  std::optional<double> x, y, z;
  Point point;
  point.srid = column.srid;
  bool is_geographic = false;
  while (!trim(inside).empty()) {
    const std::size_t comma = inside.find(',');
    const std::string_view entry = trim(inside.substr(0, comma));
    inside = comma == std::string_view::npos ? std::string_view() : inside.substr(comma + 1);
    const std::size_t colon = entry.find(':');
    if (colon == std::string_view::npos) fail(column, text);
    const std::string_view key = trim(entry.substr(0, colon));
    std::string_view value = trim(entry.substr(colon + 1));
    if (key == "x" || key == "longitude") {
      x = read_double(column, value);
      is_geographic |= key == "longitude";
    } else if (key == "y" || key == "latitude") {
      y = read_double(column, value);
    } else if (key == "z" || key == "height") {
      z = read_double(column, value);
    } else if (key == "srid") {
      std::from_chars(value.data(), value.data() + value.size(), point.srid);
    } else if (key == "crs") {
      while (!value.empty() && (value.front() == '\'' || value.front() == '"')) {
        value.remove_prefix(1);
      }
      while (!value.empty() && (value.back() == '\'' || value.back() == '"'))
        value.remove_suffix(1);
      std::string system;
      for (const char c : value) {
        system += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      }
      point.srid = system == "cartesian"      ? 7203
                   : system == "cartesian-3d" ? 9157
                   : system == "wgs-84"       ? 4326
                   : system == "wgs-84-3d"    ? 4979
                                              : 1;
    } else {
      fail(column, text, "'" + std::string(key) + "' is no part of a point");
    }
  }
  if (!x || !y) fail(column, text, "two coordinates are needed");
  if (point.srid == 0) point.srid = is_geographic ? (z ? 4979 : 4326) : (z ? 9157 : 7203);
  const int dimensions = point_dimensions(point.srid);
  if (dimensions == 0) fail(column, text, "the coordinate system is unknown");
  if ((dimensions == 3) != z.has_value()) {
    fail(column, text, "the coordinate system has " + std::to_string(dimensions) + " dimensions");
  }
  point.x = *x;
  point.y = *y;
  point.z = z.value_or(0);
  if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.z)) {
    fail(column, text, "a coordinate is not finite");
  }
  return point;
}

Value read_temporal(const HeaderColumn& column, std::string_view text) {
  StatementClock clock;
  clock.default_zone = column.zone;
  try {
    switch (column.type) {
      case ColumnType::Date:
        return parse_date(text);
      case ColumnType::LocalTime:
        return parse_local_time(text);
      case ColumnType::Time:
        return parse_time(text, clock);
      case ColumnType::LocalDateTime:
        return parse_local_datetime(text);
      case ColumnType::DateTime:
        return parse_datetime(text, clock);
      case ColumnType::Duration:
        return parse_duration(text);
      default:
        fail(column, text);
    }
  } catch (const TemporalError& error) {
    fail(column, text, error.what());
  }
}

void put_one(std::string& out, const HeaderColumn& column, std::string_view text) {
  switch (column.type) {
    case ColumnType::Integer:
      return put_integer(out, column, text);
    case ColumnType::Float:
      return put_tagged_value(out, read_double(column, text));
    case ColumnType::Boolean:
      return put_boolean(out, column, text);
    case ColumnType::String:
      put_tag(out, ValueTag::String);
      return put_sized(out, text);
    case ColumnType::Date:
      if (const auto date = plain_date(text)) return put_tagged_value(out, *date);
      break;
    case ColumnType::Point:
      return put_tagged_value(out, read_point(column, text));
    default:
      break;
  }
  put_tagged_value(out, read_temporal(column, trim(text)));
}

}  // namespace

std::optional<std::int64_t> canonical_integer(std::string_view text) {
  constexpr std::size_t kDigitsMax = 20;
  if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
  const bool is_negative = text[0] == '-';
  const std::size_t start = is_negative ? 1 : 0;
  if (start == text.size()) return std::nullopt;
  if (text[start] == '0' && text.size() > 1) return std::nullopt;  // 007, -0
  std::uint64_t value = 0;
  for (std::size_t i = start; i < text.size(); ++i) {
    const auto digit = static_cast<unsigned char>(text[i] - '0');
    if (digit > 9) return std::nullopt;
    if (text.size() - start >= 19 &&
        (__builtin_mul_overflow(value, std::uint64_t{10}, &value) ||
         __builtin_add_overflow(value, std::uint64_t{digit}, &value))) {
      return std::nullopt;
    }
    if (text.size() - start < 19) value = value * 10 + digit;
  }
  constexpr std::uint64_t kMax = INT64_MAX;
  if (value > kMax + (is_negative ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(is_negative ? 0 - value : value);
}

bool put_field_value(std::string& out, const HeaderColumn& column, std::string_view text,
                     bool is_quoted, char list_separator) {
  if (text.empty() && !(is_quoted && column.type == ColumnType::String && !column.is_list)) {
    return false;
  }
  if (!column.is_list) {
    put_one(out, column, text);
    return true;
  }
  put_tag(out, ValueTag::List);
  std::uint64_t count = 1;
  for (const char c : text) count += c == list_separator ? 1 : 0;
  put_varint(out, count);
  while (true) {
    const std::size_t end = text.find(list_separator);
    put_one(out, column, text.substr(0, end));
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace liaison::engine
