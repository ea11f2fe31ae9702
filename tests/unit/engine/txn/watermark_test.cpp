#include "txn/watermark.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "liaison/engine/error.h"
#include "support/temporary_directory.h"
#include "txn/commit_row.h"

namespace liaison::engine {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (unsigned char byte : bytes) {
    text += "0123456789ABCDEF"[byte >> 4];
    text += "0123456789ABCDEF"[byte & 15];
  }
  return text;
}

}  // namespace

TEST_CASE("a slot is laid out as its format comment shows") {
  const std::string bytes = encode_watermark_slot({.sequence = 3, .commit = 258});
  REQUIRE(bytes.size() == 512);
  CHECK(hex(bytes.substr(0, 32)) ==
        "4C494149534F4E57"
        "0000000100000000"
        "0000000000000003"
        "0000000000000102");
  CHECK(bytes.substr(32, 476) == std::string(476, '\0'));
  CHECK(hex(bytes.substr(508)) == "13827BE5");
  CHECK(decode_watermark_slot(bytes) == WatermarkSlot{.sequence = 3, .commit = 258});
}

TEST_CASE("the commit row is laid out as its format comment shows") {
  const CommitRow row{.number = 258, .utc = std::chrono::seconds(1'700'000'000)};
  CHECK(hex(kCommitRowKey) == "00636F6D6D6974");
  CHECK(hex(encode_commit_row(row)) == "000000000000010200060A24181E4000");
  CHECK(decode_commit_row(encode_commit_row(row)) == row);
  CHECK_THROWS_AS(decode_commit_row("short"), CorruptionError);
  CHECK_THROWS_AS(decode_commit_row(encode_commit_row(row) + "x"), CorruptionError);
  CHECK_THROWS_AS(decode_commit_row(std::string(16, '\0')), CorruptionError);
}

TEST_CASE("any single flipped bit makes a slot not whole") {
  const std::string good = encode_watermark_slot({.sequence = 7, .commit = 1'000'000});
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    CHECK(decode_watermark_slot(bad) == std::nullopt);
  }
}

TEST_CASE("the watermark comes back, rises only, and the file keeps its size") {
  test::TemporaryDirectory folder;
  const std::string path = folder.file("WATERMARK");
  ManualClock clock;
  CHECK(WatermarkFile::open(path, clock) == nullptr);
  {
    auto file = WatermarkFile::create(path, 5, clock);
    CHECK(file->commit() == 5);
    for (CommitNumber number = 6; number <= 20; ++number) file->record(number);
    file->record(3);
    CHECK(file->commit() == 20);
  }
  CHECK(std::filesystem::file_size(path) == 1024);
  auto file = WatermarkFile::open(path, clock);
  REQUIRE(file != nullptr);
  CHECK(file->commit() == 20);
  file->reset(4);
  CHECK(WatermarkFile::open(path, clock)->commit() == 4);
  file->record(5);
  CHECK(WatermarkFile::open(path, clock)->commit() == 5);
}

TEST_CASE("the watermark is synced once a second at most, and on demand") {
  test::TemporaryDirectory folder;
  ManualClock clock;
  auto file = WatermarkFile::create(folder.file("WATERMARK"), 0, clock);
  CHECK_FALSE(file->unsynced());
  file->record(1);
  CHECK(file->unsynced());
  clock.advance(std::chrono::milliseconds(999));
  file->record(2);
  CHECK(file->unsynced());
  clock.advance(std::chrono::milliseconds(1));
  file->record(3);
  CHECK_FALSE(file->unsynced());
  file->record(4);
  CHECK(file->unsynced());
  file->sync();
  CHECK_FALSE(file->unsynced());
}

TEST_CASE("one torn slot costs at most the newest write, two are refused") {
  test::TemporaryDirectory folder;
  const std::string path = folder.file("WATERMARK");
  ManualClock clock;
  {
    auto file = WatermarkFile::create(path, 1, clock);
    file->record(10);
    file->record(11);
  }
  const std::string good = read_file(path);
  const std::size_t newest_slot = decode_watermark_slot(good.substr(0, 512))->commit == 11 ? 0 : 1;
  for (std::size_t torn_bytes : {1u, 100u, 511u, 512u}) {
    std::string torn = good;
    torn.replace(newest_slot * 512, torn_bytes, std::string(torn_bytes, '\x55'));
    write_file(path, torn);
    auto file = WatermarkFile::open(path, clock);
    CHECK(file->commit() == 10);
    // The next write goes over the torn slot, not over the only whole one.
    file->record(12);
    CHECK(decode_watermark_slot(read_file(path).substr(newest_slot * 512, 512))->commit == 12);

    torn = good;
    torn.replace((1 - newest_slot) * 512, torn_bytes, std::string(torn_bytes, '\x55'));
    write_file(path, torn);
    CHECK(WatermarkFile::open(path, clock)->commit() == 11);
  }
  std::string both = good;
  both[100] = both[700] = '\x55';
  write_file(path, both);
  CHECK_THROWS_AS(WatermarkFile::open(path, clock), CorruptionError);
  write_file(path, "");
  CHECK_THROWS_AS(WatermarkFile::open(path, clock), CorruptionError);
  write_file(path, good.substr(0, 600));
  if (newest_slot == 0) {
    CHECK(WatermarkFile::open(path, clock)->commit() == 11);
  } else {
    CHECK(WatermarkFile::open(path, clock)->commit() == 10);
  }
}

}  // namespace liaison::engine
