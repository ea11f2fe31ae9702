#include "encoding/ordered_value.h"

#include <bit>
#include <cmath>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

enum class OrderedKind : std::uint8_t {
  End = 0x00,  // of a list
  List = 0x10,
  Point = 0x20,
  DateTime = 0x30,
  LocalDateTime = 0x34,
  Date = 0x38,
  Time = 0x3C,
  LocalTime = 0x40,
  Duration = 0x44,
  Bytes = 0x50,
  String = 0x58,
  False = 0x60,
  True = 0x61,
  Number = 0x68,
  NotANumber = 0x6C,
};

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

void put_kind(std::string& out, OrderedKind kind) {
  put_u8(out, static_cast<std::uint8_t>(kind));
}

constexpr std::uint64_t kSign64 = 1ull << 63;
constexpr std::uint32_t kSign32 = 1u << 31;
void put_flipped(std::string& out, std::int64_t value) {
  put_u64(out, static_cast<std::uint64_t>(value) ^ kSign64);
}
std::int64_t read_flipped(ByteReader& reader) {
  return static_cast<std::int64_t>(reader.read_u64() ^ kSign64);
}
void put_flipped32(std::string& out, std::int32_t value) {
  put_u32(out, static_cast<std::uint32_t>(value) ^ kSign32);
}
std::int32_t read_flipped32(ByteReader& reader) {
  return static_cast<std::int32_t>(reader.read_u32() ^ kSign32);
}

// --- numbers

// Refuses second spellings: -0.0 and other NaNs.
double read_ordered_double(ByteReader& reader) {
  const std::uint64_t bits = reader.read_u64();
  const double value = decode_ordered_double(bits);
  if (ordered_double(value) != bits) reader.fail("a double that is not in its one spelling");
  return value;
}

constexpr double kTwoTo63 = 9223372036854775808.0;
// Neighbouring doubles below 2^63 are this far apart at most.
constexpr std::uint64_t kRemainderEnd = 1024;

// The largest double that is not above `value`.
double floor_to_double(std::int64_t value) {
  const auto nearest = static_cast<double>(value);
  // Rounded up to 2^63 is out of range for an integer, and above every value.
  if (nearest < kTwoTo63 && static_cast<std::int64_t>(nearest) <= value) return nearest;
  return std::nextafter(nearest, -HUGE_VAL);
}

void put_number(std::string& out, double floor, std::uint64_t remainder) {
  put_kind(out, OrderedKind::Number);
  put_u64(out, ordered_double(floor));
  put_u16(out, static_cast<std::uint16_t>(remainder));
}

void put_integer(std::string& out, std::int64_t value) {
  const double floor = floor_to_double(value);
  put_number(out, floor,
             static_cast<std::uint64_t>(value) -
                 static_cast<std::uint64_t>(static_cast<std::int64_t>(floor)));
}

Value read_number(ByteReader& reader) {
  const double floor = read_ordered_double(reader);
  const std::uint64_t remainder = reader.read_u16();
  if (std::isnan(floor)) reader.fail("a number that is none");
  const bool is_integer = floor >= -kTwoTo63 && floor < kTwoTo63 && floor == std::trunc(floor);
  if (!is_integer) {
    if (remainder != 0) reader.fail("a float with a remainder");
    return floor;
  }
  if (remainder >= kRemainderEnd) reader.fail("remainder is out of range");
  const auto base = static_cast<std::int64_t>(floor);
  const auto value = static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + remainder);
  if (remainder != 0 && floor_to_double(value) != floor) reader.fail("remainder is out of range");
  return value;
}

// --- durations

// Seconds of the average length of a month; 146097 days in 4800 months.
constexpr std::int64_t kAverageSecondsPerMonth = 2'629'746;

UInt128 average_seconds(const Duration& value) {
  const Int128 seconds = static_cast<Int128>(value.months) * kAverageSecondsPerMonth +
                         static_cast<Int128>(value.days) * kSecondsPerDay + value.seconds;
  return static_cast<UInt128>(seconds) ^ (static_cast<UInt128>(1) << 127);
}

void put_duration(std::string& out, const Duration& value) {
  const UInt128 average = average_seconds(value);
  put_kind(out, OrderedKind::Duration);
  put_u64(out, static_cast<std::uint64_t>(average >> 64));
  put_u64(out, static_cast<std::uint64_t>(average));
  put_u32(out, static_cast<std::uint32_t>(value.nanoseconds));
  put_flipped(out, value.months);
  put_flipped(out, value.days);
  put_flipped(out, value.seconds);
}

std::int32_t read_nanosecond(ByteReader& reader) {
  const std::uint32_t nanosecond = reader.read_u32();
  if (nanosecond >= kNanosecondsPerSecond) reader.fail("nanosecond is out of range");
  return static_cast<std::int32_t>(nanosecond);
}

Value read_duration(ByteReader& reader) {
  UInt128 average = static_cast<UInt128>(reader.read_u64()) << 64;
  average |= reader.read_u64();
  Duration value;
  value.nanoseconds = read_nanosecond(reader);
  value.months = read_flipped(reader);
  value.days = read_flipped(reader);
  value.seconds = read_flipped(reader);
  if (average_seconds(value) != average) reader.fail("parts of a duration disagree");
  return value;
}

// --- times

std::int64_t checked_day_time(ByteReader& reader, std::int64_t nanoseconds) {
  if (nanoseconds < 0 || nanoseconds >= kNanosecondsPerDay) {
    reader.fail("time of day is out of range");
  }
  return nanoseconds;
}

std::int32_t read_offset(ByteReader& reader) {
  const std::int32_t offset = read_flipped32(reader);
  if (offset < -kOffsetMaxSeconds || offset > kOffsetMaxSeconds) {
    reader.fail("offset is out of range");
  }
  return offset;
}

std::int64_t read_epoch_seconds(ByteReader& reader) {
  const std::int64_t seconds = read_flipped(reader);
  if (seconds < (kDateMin - 1) * kSecondsPerDay || seconds > (kDateMax + 2) * kSecondsPerDay) {
    reader.fail("time in seconds is out of range");
  }
  return seconds;
}

void put_time(std::string& out, const Time& value) {
  put_kind(out, OrderedKind::Time);
  put_flipped(out, value.local.nanoseconds - value.offset_seconds * kNanosecondsPerSecond);
  put_flipped32(out, value.offset_seconds);
}

Value read_time(ByteReader& reader) {
  const std::int64_t utc = read_flipped(reader);
  if (utc < -kNanosecondsPerDay || utc > 2 * kNanosecondsPerDay) {
    reader.fail("time of day is out of range");
  }
  const std::int32_t offset = read_offset(reader);
  return Time{LocalTime{checked_day_time(reader, utc + offset * kNanosecondsPerSecond)}, offset};
}

void put_date_time(std::string& out, const DateTime& value) {
  put_kind(out, OrderedKind::DateTime);
  put_flipped(out, value.epoch_seconds);
  put_u32(out, static_cast<std::uint32_t>(value.nanosecond));
  put_flipped32(out, value.offset_seconds);
  put_escaped(out, value.zone == kNoZone ? std::string_view() : zone_name(value.zone));
}

Value read_date_time(ByteReader& reader) {
  DateTime value;
  value.epoch_seconds = read_epoch_seconds(reader);
  value.nanosecond = read_nanosecond(reader);
  value.offset_seconds = read_offset(reader);
  const std::string zone = read_escaped(reader);
  try {
    if (!zone.empty()) value.zone = intern_zone(zone);
  } catch (const TemporalError& error) {
    reader.fail(error.what());
  }
  return value;
}

void put_point(std::string& out, const Point& value) {
  put_kind(out, OrderedKind::Point);
  put_u32(out, value.srid);
  put_u64(out, ordered_double(value.x));
  put_u64(out, ordered_double(value.y));
  put_u64(out, ordered_double(value.is_3d() ? value.z : 0));
}

Value read_point(ByteReader& reader) {
  Point value;
  value.srid = reader.read_u32();
  if (point_dimensions(value.srid) == 0) reader.fail("coordinate system is unknown");
  value.x = read_ordered_double(reader);
  value.y = read_ordered_double(reader);
  value.z = read_ordered_double(reader);
  if (!value.is_3d() && value.z != 0) reader.fail("a flat point with a height");
  return value;
}

void put_text(std::string& out, OrderedKind kind, std::string_view text) {
  put_kind(out, kind);
  put_escaped(out, text);
}

Value read_scalar(ByteReader& reader, OrderedKind kind) {
  switch (kind) {
    case OrderedKind::Point:
      return read_point(reader);
    case OrderedKind::DateTime:
      return read_date_time(reader);
    case OrderedKind::LocalDateTime: {
      const std::int64_t seconds = read_epoch_seconds(reader);
      return LocalDateTime{seconds, read_nanosecond(reader)};
    }
    case OrderedKind::Date: {
      const std::int64_t days = read_flipped(reader);
      if (days < kDateMin || days > kDateMax) reader.fail("day is out of range");
      return Date{days};
    }
    case OrderedKind::Time:
      return read_time(reader);
    case OrderedKind::LocalTime:
      return LocalTime{checked_day_time(reader, static_cast<std::int64_t>(reader.read_u64()))};
    case OrderedKind::Duration:
      return read_duration(reader);
    case OrderedKind::Bytes:
      return Value::bytes(read_escaped(reader));
    case OrderedKind::String:
      return read_escaped(reader);
    case OrderedKind::False:
      return false;
    case OrderedKind::True:
      return true;
    case OrderedKind::Number:
      return read_number(reader);
    case OrderedKind::NotANumber:
      return std::nan("");
    case OrderedKind::End:
    case OrderedKind::List:
      break;
  }
  reader.fail("ordered value kind " + std::to_string(static_cast<int>(kind)) + " is unknown here");
}

}  // namespace

void put_ordered_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case ValueKind::Boolean:
      return put_kind(out, value.as_boolean() ? OrderedKind::True : OrderedKind::False);
    case ValueKind::Integer:
      return put_integer(out, value.as_integer());
    case ValueKind::Float:
      if (std::isnan(value.as_float())) return put_kind(out, OrderedKind::NotANumber);
      return put_number(out, value.as_float(), 0);
    case ValueKind::String:
      return put_text(out, OrderedKind::String, value.as_string());
    case ValueKind::Bytes:
      return put_text(out, OrderedKind::Bytes, value.as_bytes());
    case ValueKind::Date:
      put_kind(out, OrderedKind::Date);
      return put_flipped(out, value.as_date().days);
    case ValueKind::LocalTime:
      put_kind(out, OrderedKind::LocalTime);
      return put_u64(out, static_cast<std::uint64_t>(value.as_local_time().nanoseconds));
    case ValueKind::Time:
      return put_time(out, value.as_time());
    case ValueKind::LocalDateTime:
      put_kind(out, OrderedKind::LocalDateTime);
      put_flipped(out, value.as_local_date_time().epoch_seconds);
      return put_u32(out, static_cast<std::uint32_t>(value.as_local_date_time().nanosecond));
    case ValueKind::DateTime:
      return put_date_time(out, value.as_date_time());
    case ValueKind::Duration:
      return put_duration(out, value.as_duration());
    case ValueKind::Point:
      return put_point(out, value.as_point());
    case ValueKind::List:
      if (!is_storable(value)) break;
      put_kind(out, OrderedKind::List);
      for (const Value& element : value.as_list()) put_ordered_value(out, element);
      return put_kind(out, OrderedKind::End);
    case ValueKind::Null:
    case ValueKind::Map:
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
      break;
  }
  throw UsageError(std::string("an index cannot hold a value of type ") + kind_name(value.kind()));
}

std::string ordered_value(const Value& value) {
  std::string bytes;
  put_ordered_value(bytes, value);
  return bytes;
}

Value read_ordered_value(ByteReader& reader) {
  const auto kind = static_cast<OrderedKind>(reader.read_u8());
  if (kind != OrderedKind::List) return read_scalar(reader, kind);
  ValueList elements;
  while (true) {
    const auto element = static_cast<OrderedKind>(reader.read_u8());
    if (element == OrderedKind::End) return elements;
    elements.push_back(read_scalar(reader, element));
  }
}

std::string ordered_string_prefix(std::string_view prefix) {
  std::string bytes;
  put_text(bytes, OrderedKind::String, prefix);
  bytes.resize(bytes.size() - 2);  // without the terminator
  return bytes;
}

std::pair<std::string, std::string> ordered_family(const Value& value) {
  if (value.is_boolean()) {
    return {std::string(1, static_cast<char>(OrderedKind::False)),
            std::string(1, static_cast<char>(OrderedKind::True) + 1)};
  }
  if (value.is_number()) {
    const auto number = static_cast<char>(OrderedKind::Number);
    return {std::string(1, number), std::string(1, static_cast<char>(number + 1))};
  }
  const std::string bytes = ordered_value(value);
  const std::string first = bytes.substr(0, 1);
  return {first, prefix_successor(first)};
}

}  // namespace liaison::engine
