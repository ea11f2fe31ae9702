#include "functions/scalar/temporal_arguments.h"

#include <string>

namespace liaison::query {

namespace {

[[noreturn]] void throw_entry(std::string_view key, std::string_view expected, const Value& found) {
  throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                   "`" + std::string(key) + "` must be " + std::string(expected) + ", found " +
                       kind_name(found.kind()) + ".");
}

[[noreturn]] void throw_unknown_key(std::string_view key) {
  throw QueryError("ArgumentError", ErrorPhase::Runtime, "InvalidArgumentValue",
                   "`" + std::string(key) + "` is not a component of this type.");
}

// The member for a key that takes another temporal value, or null.
std::optional<Temporal>* source_member(TemporalFields& fields, std::string_view key) {
  if (key == "date") return &fields.date;
  if (key == "time") return &fields.time;
  if (key == "datetime") return &fields.datetime;
  return nullptr;
}

}  // namespace

StatementClock statement_clock(const FunctionContext& context, std::int64_t time_ns) {
  std::int64_t nanosecond = time_ns % kNanosecondsPerSecond;
  std::int64_t seconds = time_ns / kNanosecondsPerSecond;
  if (nanosecond < 0) {
    nanosecond += kNanosecondsPerSecond;
    seconds -= 1;
  }
  return {seconds, static_cast<std::int32_t>(nanosecond), parse_zone(context.time_zone)};
}

std::optional<Temporal> to_temporal(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Date:
      return value.as_date();
    case ValueKind::LocalTime:
      return value.as_local_time();
    case ValueKind::Time:
      return value.as_time();
    case ValueKind::LocalDateTime:
      return value.as_local_date_time();
    case ValueKind::DateTime:
      return value.as_date_time();
    default:
      return std::nullopt;
  }
}

Value from_temporal(const Temporal& temporal) {
  return std::visit([](const auto& v) { return Value(v); }, temporal);
}

std::optional<TemporalFields> temporal_fields(const Value& map) {
  TemporalFields fields;
  bool has_null = false;
  for (const auto& [key, entry] : map.as_map()) {
    if (auto* source = source_member(fields, key)) {
      *source = to_temporal(entry);
      if (!*source && !entry.is_null()) throw_entry(key, "a date, time or datetime", entry);
    } else if (key == "timezone") {
      if (entry.is_string()) {
        fields.timezone = std::string(entry.as_string());
      } else if (!entry.is_null()) {
        throw_entry(key, "a STRING", entry);
      }
    } else {
      if (!fields.set(key, entry.is_integer() ? entry.as_integer() : 0)) throw_unknown_key(key);
      if (!entry.is_integer() && !entry.is_null()) throw_entry(key, "an INTEGER", entry);
    }
    has_null = has_null || entry.is_null();
  }
  if (has_null) return std::nullopt;
  return fields;
}

std::optional<DurationFields> duration_fields(const Value& map) {
  DurationFields fields;
  bool has_null = false;
  for (const auto& [key, entry] : map.as_map()) {
    DurationAmount amount = std::int64_t{0};
    if (entry.is_integer()) {
      amount = entry.as_integer();
    } else if (entry.is_float()) {
      amount = entry.as_float();
    }
    if (!fields.set(key, amount)) throw_unknown_key(key);
    if (!entry.is_number() && !entry.is_null()) throw_entry(key, "a number", entry);
    has_null = has_null || entry.is_null();
  }
  if (has_null) return std::nullopt;
  return fields;
}

void throw_temporal_argument(std::string_view function, std::string_view expected,
                             const Value& found) {
  throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                   std::string(function) + "() takes " + std::string(expected) + ", found " +
                       kind_name(found.kind()) + ".");
}

}  // namespace liaison::query
