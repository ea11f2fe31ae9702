// The two building blocks of record pages: a column of unsigned numbers with a common base and
// fixed width, and a bitmap with rank. Layout in page_record.h.
// Thread-safety: immutable after parsing. Lifetime: views into the page's bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace liaison::engine {

class NumbersColumn {
 public:
  NumbersColumn() = default;
  // Reads a column of `count` numbers and checks that it is whole.
  NumbersColumn(ByteReader& reader, std::size_t count);

  // Requires i < count.
  std::uint64_t operator[](std::size_t i) const {
    const char* at = bytes_.data() + i * width_;
    switch (width_) {
      case 0:
        return base_;
      case 1:
        return base_ + static_cast<std::uint8_t>(*at);
      case 2:
        return base_ + load_big_endian<std::uint16_t>(at);
      case 4:
        return base_ + load_big_endian<std::uint32_t>(at);
      default:
        return base_ + load_big_endian<std::uint64_t>(at);
    }
  }

 private:
  std::uint64_t base_ = 0;
  std::size_t width_ = 0;
  std::string_view bytes_;
};

// The base is the smallest in the order of `int64_t` when `is_signed`, so that a column of small
// numbers around zero stays narrow.
void put_numbers(std::string& out, std::span<const std::uint64_t> numbers, bool is_signed = false);

class Bitmap {
 public:
  Bitmap() = default;
  // Reads `bit_count` bits; bits beyond them in the last byte must be zero.
  Bitmap(ByteReader& reader, std::size_t bit_count);

  bool operator[](std::size_t i) const {
    return (static_cast<std::uint8_t>(bytes_[i / 8]) >> (i % 8) & 1) != 0;
  }
  // Number of set bits before i.
  std::size_t rank(std::size_t i) const;

 private:
  std::string_view bytes_;
};

void put_bitmap(std::string& out, const std::vector<bool>& bits);

}  // namespace liaison::engine
