#include "encoding/page_columns.h"

#include <algorithm>
#include <bit>

namespace liaison::engine {

NumbersColumn::NumbersColumn(ByteReader& reader, std::size_t count) : base_(reader.read_u64()) {
  width_ = reader.read_u8();
  if (width_ > 8 || (width_ != 0 && !std::has_single_bit(width_))) {
    reader.fail("numbers of width " + std::to_string(width_));
  }
  if (width_ != 0 && count > reader.remaining() / width_) reader.fail("column exceeds the page");
  bytes_ = reader.read_bytes(count * width_);
}

void put_numbers(std::string& out, std::span<const std::uint64_t> numbers, bool is_signed) {
  std::uint64_t base = 0;
  std::uint64_t spread = 0;
  if (!numbers.empty()) {
    const std::uint64_t flip = is_signed ? 1ull << 63 : 0;  // makes signed order unsigned
    base = *std::min_element(numbers.begin(), numbers.end(),
                             [=](auto a, auto b) { return (a ^ flip) < (b ^ flip); });
    for (const std::uint64_t number : numbers) spread = std::max(spread, number - base);
  }
  const int width = spread == 0             ? 0
                    : spread <= 0xFF        ? 1
                    : spread <= 0xFFFF      ? 2
                    : spread <= 0xFFFFFFFFu ? 4
                                            : 8;
  put_u64(out, base);
  put_u8(out, static_cast<std::uint8_t>(width));
  const std::size_t start = out.size();
  out.resize(start + numbers.size() * static_cast<std::size_t>(width));
  char* to = out.data() + start;
  for (const std::uint64_t number : numbers) {
    const std::uint64_t difference = number - base;
    switch (width) {
      case 0:
        break;
      case 1:
        store_big_endian(to, static_cast<std::uint8_t>(difference));
        break;
      case 2:
        store_big_endian(to, static_cast<std::uint16_t>(difference));
        break;
      case 4:
        store_big_endian(to, static_cast<std::uint32_t>(difference));
        break;
      default:
        store_big_endian(to, difference);
    }
    to += width;
  }
}

Bitmap::Bitmap(ByteReader& reader, std::size_t bit_count)
    : bytes_(reader.read_bytes((bit_count + 7) / 8)) {
  if (bit_count % 8 != 0 && static_cast<std::uint8_t>(bytes_.back()) >> (bit_count % 8) != 0) {
    reader.fail("bitmap has bits behind its end");
  }
}

std::size_t Bitmap::rank(std::size_t i) const {
  std::size_t count = 0;
  std::size_t byte = 0;
  for (; byte + 8 <= i / 8; byte += 8) {
    count += static_cast<std::size_t>(
        std::popcount(load_big_endian<std::uint64_t>(bytes_.data() + byte)));
  }
  for (; byte < i / 8; ++byte) {
    count += static_cast<std::size_t>(std::popcount(static_cast<std::uint8_t>(bytes_[byte])));
  }
  if (i % 8 != 0) {
    const unsigned mask = (1u << (i % 8)) - 1;
    count +=
        static_cast<std::size_t>(std::popcount(static_cast<std::uint8_t>(bytes_[byte]) & mask));
  }
  return count;
}

void put_bitmap(std::string& out, const std::vector<bool>& bits) {
  const std::size_t start = out.size();
  out.append((bits.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) out[start + i / 8] = static_cast<char>(out[start + i / 8] | (1 << (i % 8)));
  }
}

}  // namespace liaison::engine
