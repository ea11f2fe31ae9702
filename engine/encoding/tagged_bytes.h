// A stored property value as bytes: one tag byte and a payload. This is the half that page_codec
// needs: the tags, and how long a value is, without making it a Value (record_codec.h does that).
//
//   tag  payload
//   01   nothing: false                    08  date: days since 1970-01-01, signed varint
//   02   nothing: true                     09  local time: nanoseconds of day, varint
//   03   integer: signed varint            0A  time: as 09, then offset seconds, signed varint
//   04   float: 8 bytes, IEEE bits         0B  local datetime: seconds signed varint, nanos varint
//   05   string: size varint, UTF-8        0C  datetime: as 0B, offset signed varint, zone name
//   06   bytes: size varint, bytes             as size varint and UTF-8 (empty: no name)
//   07   list: count varint, then that     0D  duration: months, days, seconds, nanoseconds, each
//        many tagged values, no lists          a signed varint
//                                          0E  point: SRID varint, 2 or 3 floats as in 04
// Varints and fixed numbers as in base/varint.h and base/bytes.h. One value has one spelling.
// Worked example: ['ab', -2] is 07 02 05 02 6162 03 03.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>

#include "base/varint.h"

namespace liaison::engine {

enum class ValueTag : std::uint8_t {
  False = 0x01,
  True = 0x02,
  Integer = 0x03,
  Float = 0x04,
  String = 0x05,
  Bytes = 0x06,
  List = 0x07,
  Date = 0x08,
  LocalTime = 0x09,
  Time = 0x0A,
  LocalDateTime = 0x0B,
  DateTime = 0x0C,
  Duration = 0x0D,
  Point = 0x0E,
};

// Number of floats in a point of this system, or 0 when the system is unknown.
int point_dimensions(std::uint64_t srid);
// Steps over one tagged value. Throws CorruptionError when it is not whole.
void skip_tagged(ByteReader& reader);
// The bytes of the tagged value the reader stands on; moves past it.
std::string_view read_tagged_bytes(ByteReader& reader);

}  // namespace liaison::engine
