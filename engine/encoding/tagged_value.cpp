// Values as tagged bytes: the half of record_codec.h that knows every kind.
#include <bit>

#include "base/varint.h"
#include "encoding/record_codec.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

void put_tag(std::string& out, ValueTag tag) {
  put_u8(out, static_cast<std::uint8_t>(tag));
}

void put_float(std::string& out, double value) {
  put_u64(out, std::bit_cast<std::uint64_t>(value));
}
double read_float(ByteReader& reader) {
  return std::bit_cast<double>(reader.read_u64());
}

std::int64_t read_between(ByteReader& reader, std::int64_t low, std::int64_t high,
                          const char* what) {
  const std::int64_t value = read_signed_varint(reader);
  if (value < low || value > high) {
    reader.fail(std::string(what) + " " + std::to_string(value) + " is out of range");
  }
  return value;
}

std::int64_t read_below(ByteReader& reader, std::int64_t end, const char* what) {
  const std::uint64_t value = read_varint(reader);
  if (value >= static_cast<std::uint64_t>(end)) {
    reader.fail(std::string(what) + " " + std::to_string(value) + " is out of range");
  }
  return static_cast<std::int64_t>(value);
}

std::int32_t read_offset(ByteReader& reader) {
  return static_cast<std::int32_t>(
      read_between(reader, -kOffsetMaxSeconds, kOffsetMaxSeconds, "offset"));
}
std::int32_t read_nanosecond(ByteReader& reader) {
  return static_cast<std::int32_t>(read_below(reader, kNanosecondsPerSecond, "nanosecond"));
}
// Seconds whose day is a Date, a day more at each end for what an offset moves.
std::int64_t read_epoch_seconds(ByteReader& reader) {
  return read_between(reader, (kDateMin - 1) * kSecondsPerDay, (kDateMax + 2) * kSecondsPerDay,
                      "time in seconds");
}

void put_date_time(std::string& out, const DateTime& value) {
  put_tag(out, ValueTag::DateTime);
  put_signed_varint(out, value.epoch_seconds);
  put_varint(out, static_cast<std::uint64_t>(value.nanosecond));
  put_signed_varint(out, value.offset_seconds);
  put_sized(out, value.zone == kNoZone ? std::string_view() : zone_name(value.zone));
}

Value read_date_time(ByteReader& reader) {
  DateTime value;
  value.epoch_seconds = read_epoch_seconds(reader);
  value.nanosecond = read_nanosecond(reader);
  value.offset_seconds = read_offset(reader);
  const std::string_view zone = read_sized(reader);
  if (zone.empty()) return value;
  try {
    value.zone = intern_zone(zone);
  } catch (const TemporalError& error) {
    reader.fail(error.what());
  }
  return value;
}

void put_duration(std::string& out, const Duration& value) {
  put_tag(out, ValueTag::Duration);
  put_signed_varint(out, value.months);
  put_signed_varint(out, value.days);
  put_signed_varint(out, value.seconds);
  put_signed_varint(out, value.nanoseconds);
}

Value read_duration(ByteReader& reader) {
  Duration value;
  value.months = read_signed_varint(reader);
  value.days = read_signed_varint(reader);
  value.seconds = read_signed_varint(reader);
  value.nanoseconds =
      static_cast<std::int32_t>(read_between(reader, 0, kNanosecondsPerSecond - 1, "nanosecond"));
  return value;
}

void put_point(std::string& out, const Point& value) {
  put_tag(out, ValueTag::Point);
  put_varint(out, value.srid);
  put_float(out, value.x);
  put_float(out, value.y);
  if (value.is_3d()) put_float(out, value.z);
}

Value read_point(ByteReader& reader) {
  Point value;
  const std::uint64_t srid = read_varint(reader);
  const int dimensions = point_dimensions(srid);
  if (dimensions == 0) reader.fail("coordinate system " + std::to_string(srid) + " is unknown");
  value.srid = static_cast<std::uint32_t>(srid);
  value.x = read_float(reader);
  value.y = read_float(reader);
  if (dimensions == 3) value.z = read_float(reader);
  return value;
}

Value read_scalar(ByteReader& reader, ValueTag tag) {
  switch (tag) {
    case ValueTag::False:
      return false;
    case ValueTag::True:
      return true;
    case ValueTag::Integer:
      return read_signed_varint(reader);
    case ValueTag::Float:
      return read_float(reader);
    case ValueTag::String:
      return read_sized(reader);
    case ValueTag::Bytes:
      return Value::bytes(std::string(read_sized(reader)));
    case ValueTag::Date:
      return Date{read_between(reader, kDateMin, kDateMax, "day")};
    case ValueTag::LocalTime:
      return LocalTime{read_below(reader, kNanosecondsPerDay, "nanosecond of day")};
    case ValueTag::Time: {
      const LocalTime local{read_below(reader, kNanosecondsPerDay, "nanosecond of day")};
      return Time{local, read_offset(reader)};
    }
    case ValueTag::LocalDateTime: {
      const std::int64_t seconds = read_epoch_seconds(reader);
      return LocalDateTime{seconds, read_nanosecond(reader)};
    }
    case ValueTag::DateTime:
      return read_date_time(reader);
    case ValueTag::Duration:
      return read_duration(reader);
    case ValueTag::Point:
      return read_point(reader);
    case ValueTag::List:
      break;
  }
  reader.fail("value tag " + std::to_string(static_cast<int>(tag)) + " is unknown here");
}

bool is_storable_scalar(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Boolean:
    case ValueKind::Integer:
    case ValueKind::Float:
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Date:
    case ValueKind::LocalTime:
    case ValueKind::Time:
    case ValueKind::LocalDateTime:
    case ValueKind::DateTime:
    case ValueKind::Duration:
    case ValueKind::Point:
      return true;
    case ValueKind::Null:
    case ValueKind::List:
    case ValueKind::Map:
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
      break;
  }
  return false;
}

}  // namespace

bool is_storable(const Value& value) {
  if (!value.is_list()) return is_storable_scalar(value);
  for (const Value& element : value.as_list()) {
    if (!is_storable_scalar(element)) return false;
  }
  return true;
}

void put_tagged_value(std::string& out, const Value& value) {
  if (!is_storable(value)) {
    throw UsageError(std::string("a property cannot hold a value of type ") +
                     kind_name(value.kind()) +
                     (value.is_list() ? " with nulls, lists or maps in it" : ""));
  }
  switch (value.kind()) {
    case ValueKind::Boolean:
      return put_tag(out, value.as_boolean() ? ValueTag::True : ValueTag::False);
    case ValueKind::Integer:
      put_tag(out, ValueTag::Integer);
      return put_signed_varint(out, value.as_integer());
    case ValueKind::Float:
      put_tag(out, ValueTag::Float);
      return put_float(out, value.as_float());
    case ValueKind::String:
      put_tag(out, ValueTag::String);
      return put_sized(out, value.as_string());
    case ValueKind::Bytes:
      put_tag(out, ValueTag::Bytes);
      return put_sized(out, value.as_bytes());
    case ValueKind::Date:
      put_tag(out, ValueTag::Date);
      return put_signed_varint(out, value.as_date().days);
    case ValueKind::LocalTime:
      put_tag(out, ValueTag::LocalTime);
      return put_varint(out, static_cast<std::uint64_t>(value.as_local_time().nanoseconds));
    case ValueKind::Time:
      put_tag(out, ValueTag::Time);
      put_varint(out, static_cast<std::uint64_t>(value.as_time().local.nanoseconds));
      return put_signed_varint(out, value.as_time().offset_seconds);
    case ValueKind::LocalDateTime:
      put_tag(out, ValueTag::LocalDateTime);
      put_signed_varint(out, value.as_local_date_time().epoch_seconds);
      return put_varint(out, static_cast<std::uint64_t>(value.as_local_date_time().nanosecond));
    case ValueKind::DateTime:
      return put_date_time(out, value.as_date_time());
    case ValueKind::Duration:
      return put_duration(out, value.as_duration());
    case ValueKind::Point:
      return put_point(out, value.as_point());
    case ValueKind::List:
      put_tag(out, ValueTag::List);
      put_varint(out, value.as_list().size());
      for (const Value& element : value.as_list()) put_tagged_value(out, element);
      return;
    case ValueKind::Null:
    case ValueKind::Map:
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
      break;
  }
}

Value read_tagged_value(ByteReader& reader) {
  const auto tag = static_cast<ValueTag>(reader.read_u8());
  if (tag != ValueTag::List) return read_scalar(reader, tag);
  ValueList elements;
  // No reserve: a hostile count runs out of bytes before it runs out of memory.
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    elements.push_back(read_scalar(reader, static_cast<ValueTag>(reader.read_u8())));
  }
  return elements;
}

}  // namespace liaison::engine
