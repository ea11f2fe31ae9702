#include "kv/table_tail.h"

#include <doctest/doctest.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "kv/rocks_options.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A table file as the store writes them.
std::string table_bytes(const std::string& path, rocksdb::ChecksumType checksum = rocksdb::kXXH3) {
  RocksOptions options = make_rocks_options({});
  auto* const table =
      options.column_family.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  REQUIRE(table != nullptr);
  REQUIRE(table->checksum == rocksdb::kXXH3);
  table->checksum = checksum;
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(),
                                rocksdb::Options(options.database, options.column_family));
  REQUIRE(writer.Open(path).ok());
  for (int i = 0; i < 500; ++i) {
    REQUIRE(writer.Put("key " + std::to_string(1000 + i), std::string(40, 'v')).ok());
  }
  REQUIRE(writer.Finish().ok());
  return read_file(path);
}

// A file of bytes in memory; reads may be told to fail.
class BytesFile final : public rocksdb::FSRandomAccessFile {
 public:
  explicit BytesFile(std::string bytes) : bytes_(std::move(bytes)) {}
  rocksdb::IOStatus Read(std::uint64_t offset, std::size_t count, const rocksdb::IOOptions&,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext*) const override {
    if (fails) return rocksdb::IOStatus::IOError("read refused by the test");
    const std::size_t begin = std::min<std::size_t>(offset, bytes_.size());
    const std::size_t bytes = std::min(count, bytes_.size() - begin);
    bytes_.copy(scratch, bytes, begin);
    *result = rocksdb::Slice(scratch, bytes);
    return rocksdb::IOStatus::OK();
  }
  std::size_t size() const { return bytes_.size(); }
  bool fails = false;

 private:
  std::string bytes_;
};

rocksdb::IOStatus check(std::string bytes) {
  BytesFile file(std::move(bytes));
  return check_table_tail(file, file.size(), "it.sst");
}

TEST_CASE("table tail: what the store writes passes") {
  const test::TemporaryDirectory folder;
  CHECK(check(table_bytes(folder.path() + "/t.sst")).ok());
}

TEST_CASE("table tail: a flipped bit in the properties or the meta index is damage") {
  const test::TemporaryDirectory folder;
  const std::string good = table_bytes(folder.path() + "/t.sst");
  const std::size_t name = good.rfind("rocksdb.properties");
  REQUIRE(name != std::string::npos);
  const std::size_t first = good.find("rocksdb.block.based.table");
  REQUIRE(first < name);
  // From the first name of a property up to the footer, the checksums in between included.
  int damaged = 0;
  for (std::size_t at = first; at < good.size() - 53; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const rocksdb::IOStatus status = check(bad);
      CAPTURE(at);
      CHECK(status.IsCorruption());
      damaged += status.IsCorruption() ? 1 : 0;
    }
  }
  CHECK(damaged > 4000);
}

TEST_CASE("table tail: a footer that leads astray is damage or RocksDB's to judge, never more") {
  const test::TemporaryDirectory folder;
  const std::string good = table_bytes(folder.path() + "/t.sst");
  for (std::size_t at = good.size() - 53; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string bad = good;
      bad[at] = static_cast<char>(byte);
      const rocksdb::IOStatus status = check(bad);
      CHECK((status.ok() || status.IsCorruption()));
    }
  }
  CHECK(check(good.substr(0, good.size() - 60)).ok());
  CHECK(check("").ok());
}

TEST_CASE("table tail: other kinds of checksum are left to RocksDB") {
  const test::TemporaryDirectory folder;
  std::string bytes = table_bytes(folder.path() + "/t.sst", rocksdb::kCRC32c);
  bytes[bytes.rfind("rocksdb.properties")] = 'x';
  CHECK(check(bytes).ok());
}

TEST_CASE("table tail: a read that fails is not called damage") {
  const test::TemporaryDirectory folder;
  BytesFile file(table_bytes(folder.path() + "/t.sst"));
  file.fails = true;
  const rocksdb::IOStatus status = check_table_tail(file, file.size(), "it.sst");
  CHECK(status.IsIOError());
  CHECK(status.ToString().find("it.sst") != std::string::npos);
}

}  // namespace
}  // namespace liaison::engine
