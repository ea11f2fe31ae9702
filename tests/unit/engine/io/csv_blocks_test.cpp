// Blocks of whole records, and packed input.
#include "io/csv_blocks.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>

#include "io/input_file.h"
#include "liaison/engine/error.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

class Text final : public ByteSource {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = text_.copy(buffer, std::min<std::size_t>(size, 5), at_);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

// All records with their lines, through blocks of `size` bytes.
std::string through_blocks(const std::string& text, std::size_t size) {
  Text source(text);
  CsvBlockReader reader(source, "f.csv", {}, size);
  CsvScanner scanner("f.csv", {});
  std::string result;
  CsvBlock block;
  std::vector<CsvText> fields;
  while (reader.next(block)) {
    scanner.start(block.bytes, true, block.first_line);
    while (scanner.next(fields) == CsvScanner::Outcome::Record) {
      result += std::to_string(scanner.record_line()) + ":";
      for (const CsvText& field : fields) result += "[" + std::string(field.text) + "]";
    }
  }
  return result;
}

TEST_CASE("records and their lines do not depend on where blocks are cut") {
  for (const std::string text :
       {"a,b\nc,d\ne\n", "a\r\nb\r\nc", "a\rb\rc\r", "\"x\ny\",1\n\"q\"\"r\"\nz", "\n\n\na\n\n",
        "plain,a \"b\" c\nnext\n", "\"a\r\nb\"\r\nc\r\n", ""}) {
    CAPTURE(text);
    const std::string whole = through_blocks(text, 1000);
    for (std::size_t size = 1; size < 12; ++size) {
      CAPTURE(size);
      CHECK(through_blocks(text, size) == whole);
    }
  }
  CHECK(through_blocks("\"x\ny\",1\nz\n", 3) == "1:[x\ny][1]3:[z]");
  CHECK(through_blocks("\xEF\xBB\xBF"
                       "a\n",
                       2) == "1:[a]");
}

TEST_CASE("a first record can be looked at and skipped") {
  Text source("\n\"h,1\",b\nx,y\n");
  CsvBlockReader reader(source, "f.csv", {}, 4);
  std::vector<std::string> fields;
  REQUIRE(reader.peek_record(fields));
  CHECK(fields == std::vector<std::string>{"h,1", "b"});
  reader.skip_record();
  CHECK(reader.line() == 3);
  CsvBlock block;
  REQUIRE(reader.next(block));
  CHECK(block.first_line == 3);
  CHECK(block.bytes == "x,y\n");
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void write_gzip(const std::string& path, const std::string& bytes, const char* mode) {
  gzFile file = ::gzopen(path.c_str(), mode);
  REQUIRE(file != nullptr);
  REQUIRE(::gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())) ==
          static_cast<int>(bytes.size()));
  REQUIRE(::gzclose(file) == Z_OK);
}

std::string zstd(const std::string& bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
  return packed;
}

std::string read_all(const std::string& path) {
  const auto file = open_input_file(path);
  std::string all;
  std::string buffer(1000, '\0');
  while (const std::size_t count = file->read(buffer.data(), buffer.size())) {
    all.append(buffer, 0, count);
  }
  return all;
}

TEST_CASE("packed files read as what was packed, several pieces after each other too") {
  const test::TemporaryDirectory folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + ",some text\n";
  const std::string half = text.substr(0, text.size() / 2);
  const std::string rest = text.substr(text.size() / 2);

  write_file(folder.file("a.csv"), text);
  CHECK(read_all(folder.file("a.csv")) == text);
  write_gzip(folder.file("a.csv.gz"), half, "wb");
  write_gzip(folder.file("a.csv.gz"), rest, "ab");
  CHECK(read_all(folder.file("a.csv.gz")) == text);
  write_file(folder.file("a.csv.zst"), zstd(half) + zstd(rest));
  CHECK(read_all(folder.file("a.csv.zst")) == text);
}

TEST_CASE("packed files that are cut short or damaged are errors") {
  const test::TemporaryDirectory folder;
  const std::string text(100'000, 'x');
  const std::string packed = zstd(text);
  write_file(folder.file("cut.zst"), packed.substr(0, packed.size() - 3));
  CHECK_THROWS_AS(read_all(folder.file("cut.zst")), InputError);
  write_file(folder.file("bad.zst"), "not packed at all");
  CHECK_THROWS_AS(read_all(folder.file("bad.zst")), InputError);
  write_gzip(folder.file("cut.gz"), text, "wb");
  std::filesystem::resize_file(folder.file("cut.gz"),
                               std::filesystem::file_size(folder.file("cut.gz")) - 4);
  CHECK_THROWS_AS(read_all(folder.file("cut.gz")), InputError);
  write_file(folder.file("bad.gz"), "not packed at all");
  CHECK_THROWS_AS(read_all(folder.file("bad.gz")), InputError);
}

TEST_CASE("what is no regular file is not read") {
  const test::TemporaryDirectory folder;
  REQUIRE(::mkfifo(folder.file("pipe.csv").c_str(), 0600) == 0);
  CHECK_THROWS_AS(open_input_file(folder.file("pipe.csv")), InputError);
  CHECK_THROWS_AS(open_input_file(folder.path()), InputError);
  CHECK_THROWS_AS(open_input_file(folder.file("absent.csv")), InputError);
}

}  // namespace
}  // namespace liaison::engine
