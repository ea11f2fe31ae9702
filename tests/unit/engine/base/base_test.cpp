#include <doctest/doctest.h>

#include <bit>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crc32c.h"
#include "base/hash.h"
#include "base/varint.h"
#include "liaison/engine/error.h"
#include "support/seed.h"

namespace liaison::engine {

TEST_CASE("big-endian integers come back and compare as their values do") {
  std::string out;
  put_u8(out, 0xAB);
  put_u16(out, 0x0102);
  put_u32(out, 0x03040506);
  put_u64(out, 0x0708090A0B0C0D0Eull);
  CHECK(out == "\xAB\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E");
  ByteReader reader(out);
  CHECK(reader.read_u8() == 0xAB);
  CHECK(reader.read_u16() == 0x0102);
  CHECK(reader.read_u32() == 0x03040506);
  CHECK(reader.read_u64() == 0x0708090A0B0C0D0Eull);
  CHECK_NOTHROW(reader.expect_end());

  std::string small, large;
  put_u64(small, 0x00FF);
  put_u64(large, 0x0100);
  CHECK(small < large);
}

TEST_CASE("a byte reader refuses to read past the end and says where it was") {
  ByteReader reader("abc", "test bytes");
  CHECK(reader.read_bytes(2) == "ab");
  CHECK_THROWS_WITH_AS(reader.read_u16(),
                       "test bytes: ends early: 2 bytes expected at offset 2, 1 left",
                       CorruptionError);
  CHECK(reader.offset() == 2);
  CHECK_THROWS_AS(reader.expect_end(), CorruptionError);
  CHECK_THROWS_AS(reader.skip(std::numeric_limits<std::size_t>::max()), CorruptionError);
}

TEST_CASE("varints come back at every width and take the bytes they announce") {
  std::vector<std::uint64_t> values{0, 1, 127, 128, 300, 16383, 16384};
  for (int bit = 15; bit < 64; ++bit) {
    values.push_back(1ull << bit);
    values.push_back((1ull << bit) - 1);
  }
  values.push_back(std::numeric_limits<std::uint64_t>::max());
  for (std::uint64_t value : values) {
    std::string out;
    put_varint(out, value);
    CHECK(out.size() == varint_size(value));
    ByteReader reader(out);
    CHECK(read_varint(reader) == value);
    CHECK(reader.empty());
    CHECK(unzigzag(zigzag(static_cast<std::int64_t>(value))) == static_cast<std::int64_t>(value));
  }
  std::string out;
  put_varint(out, 300);
  CHECK(out == "\xAC\x02");
  CHECK(zigzag(-2) == 3);
}

TEST_CASE("varints that are cut, too long or spelled with more bytes than needed are refused") {
  const std::string cut = "\x80";
  const std::string padded("\x80\x00", 2);
  const std::string too_large = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02";
  const std::string too_long = "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01";
  for (const std::string& bytes : {std::string(), cut, padded, too_large, too_long}) {
    ByteReader reader(bytes);
    CHECK_THROWS_AS(read_varint(reader), CorruptionError);
  }
  std::string sized;
  put_varint(sized, std::numeric_limits<std::uint64_t>::max());
  ByteReader reader(sized);
  CHECK_THROWS_AS(read_sized(reader), CorruptionError);
}

TEST_CASE("the checksum is CRC-32C, chains, and is the same with and without the instruction") {
  CHECK(crc32c("123456789") == 0xE3069283u);
  CHECK(crc32c("") == 0);
  const auto seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  // Small ones, and those around the stretches of which three are summed at a time.
  std::vector<std::size_t> sizes;
  for (std::size_t size = 0; size < 300; ++size) sizes.push_back(size);
  for (std::size_t size = 3060; size < 3090; ++size) sizes.push_back(size);
  for (int i = 0; i < 100; ++i) sizes.push_back(random() % 40'000);
  for (const std::size_t size : sizes) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const std::size_t cut = size == 0 ? 0 : random() % size;
    const std::string_view view = bytes;
    CHECK(crc32c(view) == detail::crc32c_portable(view, 0));
    CHECK(crc32c(view.substr(cut), crc32c(view.substr(0, cut))) == crc32c(view));
  }
}

TEST_CASE("one changed bit changes about half of a hash, and short strings do not collide") {
  const auto seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  for (std::size_t size : {1u, 3u, 4u, 7u, 8u, 15u, 16u, 17u, 32u, 33u, 100u}) {
    int flipped = 0;
    constexpr int kTries = 400;
    for (int i = 0; i < kTries; ++i) {
      std::string bytes(size, '\0');
      for (char& byte : bytes) byte = static_cast<char>(random());
      const std::uint64_t before = hash_bytes(bytes);
      bytes[random() % size] ^= static_cast<char>(1 << random() % 8);
      flipped += std::popcount(before ^ hash_bytes(bytes));
    }
    CHECK(flipped / kTries >= 29);
    CHECK(flipped / kTries <= 35);
  }
  std::set<std::uint64_t> hashes;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const char bytes[] = {static_cast<char>(a), static_cast<char>(b)};
      hashes.insert(hash_bytes({bytes, 2}));
    }
  }
  for (int length = 3; length < 40; ++length) {
    hashes.insert(hash_bytes(std::string(static_cast<std::size_t>(length), '\0')));
  }
  for (std::uint64_t value = 0; value < 65536; ++value) hashes.insert(hash_u64(value));
  CHECK(hashes.size() == 65536 + 37 + 65536);
}

TEST_CASE("a manual clock moves only when told to") {
  ManualClock clock(std::chrono::seconds(100));
  CHECK(clock.utc() == std::chrono::seconds(100));
  clock.advance(std::chrono::milliseconds(1500));
  CHECK(clock.monotonic() == std::chrono::milliseconds(1500));
  CHECK(clock.utc() == std::chrono::milliseconds(101500));
  const auto earlier = system_clock().monotonic();
  CHECK(earlier <= system_clock().monotonic());
}

}  // namespace liaison::engine
