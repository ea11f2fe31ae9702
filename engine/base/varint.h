// Unsigned integers in 1 to 10 bytes, seven bits each, low bits first, high bit set on all bytes
// but the last; signed ones through zigzag (0, -1, 1, -2, ... become 0, 1, 2, 3, ...). Every number
// has exactly one encoding: a longer spelling is refused, so equal values have equal bytes.
// Varints do not sort as their values; keys use bytes.h instead.
//
// Worked example: 300 is AC 02; 2^64-1 is FF FF FF FF FF FF FF FF FF 01; zigzag of -2 is 03.
// Thread-safety: pure functions.
#pragma once

#include <bit>
#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace liaison::engine {

inline constexpr std::size_t kVarintBytesMax = 10;

constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

// Bytes that put_varint would append.
constexpr std::size_t varint_size(std::uint64_t value) {
  return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

inline void put_varint(std::string& out, std::uint64_t value) {
  char bytes[kVarintBytesMax];
  std::size_t count = 0;
  while (value >= 0x80) {
    bytes[count++] = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  bytes[count++] = static_cast<char>(value);
  out.append(bytes, count);
}
inline void put_signed_varint(std::string& out, std::int64_t value) {
  put_varint(out, zigzag(value));
}
// A length in front of bytes.
inline void put_sized(std::string& out, std::string_view bytes) {
  put_varint(out, bytes.size());
  out.append(bytes);
}

// For decoding loops: returns the place after the varint, or nullptr when [from, end) does not
// start with a whole, canonical one.
inline const char* decode_varint(const char* from, const char* end, std::uint64_t& value) {
  std::uint64_t result = 0;
  for (unsigned shift = 0; from != end; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(*from++);
    if (shift == 63 && byte > 1) return nullptr;
    result |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      if (byte == 0 && shift != 0) return nullptr;
      value = result;
      return from;
    }
  }
  return nullptr;
}

inline std::uint64_t read_varint(ByteReader& reader) {
  const std::string_view rest = reader.rest();
  std::uint64_t value = 0;
  const char* after = decode_varint(rest.data(), rest.data() + rest.size(), value);
  if (after == nullptr) reader.fail("no whole variable-length integer");
  reader.skip(static_cast<std::size_t>(after - rest.data()));
  return value;
}
inline std::int64_t read_signed_varint(ByteReader& reader) {
  return unzigzag(read_varint(reader));
}
inline std::string_view read_sized(ByteReader& reader) {
  const std::uint64_t size = read_varint(reader);
  if (size > reader.remaining()) reader.fail("length " + std::to_string(size) + " exceeds the end");
  return reader.read_bytes(static_cast<std::size_t>(size));
}

}  // namespace liaison::engine
