// Fixed-width integers as big-endian bytes, and a reader that walks over stored bytes. Big-endian,
// because unsigned numbers written so compare as bytes in the order of their values.
// ByteReader treats its input as hostile: each read checks what is left and throws CorruptionError
// naming what was being read and at which offset; it never reads past the end.
// Thread-safety: functions are pure; a ByteReader belongs to one thread. Lifetime: a ByteReader and
// the views it hands out are good while the bytes it was given are.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace liaison::engine {

namespace detail {
[[noreturn]] void throw_truncated(const char* what, std::size_t offset, std::size_t wanted,
                                  std::size_t left);
[[noreturn]] void throw_malformed(const char* what, std::size_t offset, const std::string& problem);
}  // namespace detail

// Byte order of the machine against big-endian; its own inverse.
template <std::unsigned_integral T>
constexpr T big_endian(T value) {
  if constexpr (sizeof(T) == 1 || std::endian::native == std::endian::big) {
    return value;
  } else if constexpr (sizeof(T) == 2) {
    return __builtin_bswap16(value);
  } else if constexpr (sizeof(T) == 4) {
    return __builtin_bswap32(value);
  } else {
    return __builtin_bswap64(value);
  }
}

// Writes sizeof(T) bytes at `to`.
template <std::unsigned_integral T>
void store_big_endian(char* to, T value) {
  const T bytes = big_endian(value);
  std::memcpy(to, &bytes, sizeof bytes);
}

// Reads sizeof(T) bytes at `from`, unchecked. Requires that many readable bytes.
template <std::unsigned_integral T>
T load_big_endian(const char* from) {
  T bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return big_endian(bytes);
}

template <std::unsigned_integral T>
void put_big_endian(std::string& out, T value) {
  char bytes[sizeof(T)];
  store_big_endian(bytes, value);
  out.append(bytes, sizeof bytes);
}

inline void put_u8(std::string& out, std::uint8_t value) {
  out.push_back(static_cast<char>(value));
}
inline void put_u16(std::string& out, std::uint16_t value) {
  put_big_endian(out, value);
}
inline void put_u32(std::string& out, std::uint32_t value) {
  put_big_endian(out, value);
}
inline void put_u64(std::string& out, std::uint64_t value) {
  put_big_endian(out, value);
}

// A cursor over stored bytes. `what` names them in errors ("node record") and must outlive the
// reader; a string literal is meant.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes, const char* what = "stored bytes")
      : begin_(bytes.data()), at_(bytes.data()), end_(bytes.data() + bytes.size()), what_(what) {}

  bool empty() const { return at_ == end_; }
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - at_); }
  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  const char* what() const { return what_; }
  // What has not been read yet; does not move.
  std::string_view rest() const { return {at_, remaining()}; }

  std::uint8_t read_u8() { return read<std::uint8_t>(); }
  std::uint16_t read_u16() { return read<std::uint16_t>(); }
  std::uint32_t read_u32() { return read<std::uint32_t>(); }
  std::uint64_t read_u64() { return read<std::uint64_t>(); }
  std::string_view read_bytes(std::size_t count) {
    require(count);
    std::string_view bytes(at_, count);
    at_ += count;
    return bytes;
  }
  void skip(std::size_t count) {
    require(count);
    at_ += count;
  }
  // Throws unless everything was read: trailing bytes contradict the format as missing ones do.
  void expect_end() const {
    if (!empty()) fail(std::to_string(remaining()) + " bytes too many");
  }
  // Throws CorruptionError about these bytes at this place.
  [[noreturn]] void fail(const std::string& problem) const {
    detail::throw_malformed(what_, offset(), problem);
  }
  void require(std::size_t count) const {
    if (count > remaining()) detail::throw_truncated(what_, offset(), count, remaining());
  }

 private:
  template <std::unsigned_integral T>
  T read() {
    require(sizeof(T));
    T value = load_big_endian<T>(at_);
    at_ += sizeof(T);
    return value;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  const char* what_;
};

}  // namespace liaison::engine
