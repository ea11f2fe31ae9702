// Holes in a log: found by the numbers of its batches, and never replayed across.
#include "kv/log_chain.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "kv/rocks_store.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

namespace fs = std::filesystem;
using Option = rocksdb::WalFilter::WalProcessingOption;

Option feed(LogChainFilter& filter, const rocksdb::WriteBatch& batch) {
  return filter.LogRecordFound(1, "000001.log", batch, nullptr, nullptr);
}

rocksdb::WriteBatch batch_with(std::uint64_t session, std::uint64_t ordinal) {
  rocksdb::WriteBatch batch;
  batch.PutLogData(encode_log_link({session, ordinal}));
  batch.Put("key", "value");
  return batch;
}

fs::path log_of(const std::string& folder) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".log" && entry.path() > newest) newest = entry.path();
  }
  return newest;
}

void put(KeyValueStore& store, const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.put(ColumnFamily::Catalog, key, value);
  store.write(batch);
  store.sync();
}

}  // namespace

TEST_CASE("a link is laid out as its comment shows") {
  const std::string bytes = encode_log_link({1, 258});
  CHECK(bytes == std::string("\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x01\x02", 16));
  CHECK(decode_log_link(bytes) == LogLink{1, 258});
  CHECK(decode_log_link("short") == std::nullopt);
}

TEST_CASE("links follow each other, within a session and from one to the next") {
  LogChainFilter filter;
  CHECK(feed(filter, batch_with(7, 40)) == Option::kContinueProcessing);  // older logs are gone
  CHECK(feed(filter, batch_with(7, 41)) == Option::kContinueProcessing);
  CHECK(feed(filter, batch_with(9, 1)) == Option::kContinueProcessing);
  CHECK(feed(filter, batch_with(9, 3)) == Option::kCorruptedRecord);
}

TEST_CASE(
    "a session that does not begin at its first batch, or a batch without a link, is a hole") {
  LogChainFilter filter;
  CHECK(feed(filter, batch_with(7, 1)) == Option::kContinueProcessing);
  CHECK(feed(filter, batch_with(8, 2)) == Option::kCorruptedRecord);
  rocksdb::WriteBatch bare;
  bare.Put("key", "value");
  CHECK(feed(filter, bare) == Option::kCorruptedRecord);
}

TEST_CASE("a log from before there were links is replayed") {
  LogChainFilter filter;
  rocksdb::WriteBatch bare;
  bare.Put("key", "value");
  CHECK(feed(filter, bare) == Option::kContinueProcessing);
  CHECK(feed(filter, bare) == Option::kContinueProcessing);
}

// RocksDB alone takes the zeros for the unused rest of a block of its log, 32 KiB, and goes on with
// the next one. So that it finds whole records there, 32 records of 1 KiB fill a block.
TEST_CASE("a log whose middle was never written is replayed up to there, not beyond") {
  constexpr std::size_t kRecordBytes = 1024;
  constexpr std::size_t kWrittenBytes = 10 * kRecordBytes;
  constexpr std::size_t kBlockBytes = 32 * kRecordBytes;
  const auto key = [](int i) { return "key" + std::to_string(1000 + i); };
  // Bytes of a record beside its value.
  std::size_t overhead = 0;
  {
    test::TemporaryDirectory folder;
    auto store = open_rocks_store(folder.file("db"), {});
    put(*store, key(0), std::string(900, 'x'));
    std::ifstream log(log_of(folder.file("db")), std::ios::binary);
    char header[7];  // checksum (4), size of the payload (2, low byte first), kind
    REQUIRE(log.read(header, sizeof header));
    overhead = sizeof header + static_cast<unsigned char>(header[4]) +
               256u * static_cast<unsigned char>(header[5]) - 900;
  }
  test::TemporaryDirectory folder;
  const std::string copy = folder.file("copy");
  {
    auto store = open_rocks_store(folder.file("db"), {});
    for (int i = 0; i < 100; ++i) put(*store, key(i), std::string(kRecordBytes - overhead, 'x'));
    fs::copy(folder.file("db"), copy);
  }
  {
    std::fstream file(log_of(copy), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(kWrittenBytes);
    file << std::string(kBlockBytes - kWrittenBytes, '\0');
  }
  auto store = open_rocks_store(copy, {});
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    CHECK(store->get(ColumnFamily::Catalog, key(i)).has_value() == (i < 10));
  }
}

TEST_CASE("a log is filled with zeros ahead while it is open, and cut to its bytes when closed") {
  test::TemporaryDirectory folder;
  const std::string path = folder.file("db");
  const std::string copy = folder.file("copy");
  {
    auto store = open_rocks_store(path, {});
    put(*store, "small", "1");
    CHECK(fs::file_size(log_of(path)) >= 64 * 1024);
    put(*store, "large", std::string(3'000'000, 'x'));  // beyond what is filled ahead
    put(*store, "last", "2");
    fs::copy(path, copy);
  }
  for (const std::string& left : {path, copy}) {
    auto store = open_rocks_store(left, {});
    CHECK(store->get(ColumnFamily::Catalog, "small") == "1");
    CHECK(store->get(ColumnFamily::Catalog, "large") == std::string(3'000'000, 'x'));
    CHECK(store->get(ColumnFamily::Catalog, "last") == "2");
  }
}

}  // namespace liaison::engine
