// The CSV reader on what files in the wild have, and the walls around the import folder.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "liaison/engine/csv_reader.h"
#include "liaison/engine/error.h"
#include "support/temporary_directory.h"

namespace liaison {
namespace {

// Gives a few bytes at a time, so that every state meets the end of a buffer.
class Drip final : public ByteSource {
 public:
  Drip(std::string text, std::size_t step) : text_(std::move(text)), step_(step) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, step_, text_.size() - at_});
    std::memcpy(buffer, text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t step_;
  std::size_t at_ = 0;
};

std::string shown(const std::string& text, std::size_t step, CsvOptions options = {}) {
  CsvReader reader(std::make_unique<Drip>(text, step), "f.csv", options);
  std::vector<CsvField> fields;
  std::string result;
  while (reader.next(fields)) {
    result += std::to_string(reader.line()) + ":";
    for (const CsvField& field : fields) {
      result += "[" + field.text + (field.is_quoted ? "]q" : "]");
    }
  }
  return result;
}

TEST_CASE("records are the same however the bytes arrive") {
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
    CAPTURE(step);
    CHECK(shown("a,b\nc,\n", step) == "1:[a][b]2:[c][]");
    CHECK(shown("a,b\r\n\r\nc\rd", step) == "1:[a][b]3:[c]4:[d]");
    CHECK(shown("\"a\"\"b\",\"\"\n", step) == "1:[a\"b]q[]q");
    CHECK(shown("\"x\r\ny\",1\nz\n", step) == "1:[x\r\ny]q[1]3:[z]");
    CHECK(shown("a \"b\" c\n", step) == "1:[a \"b\" c]");
    CHECK(shown("", step) == "");
  }
}

TEST_CASE("a byte order mark is no part of the first field") {
  for (const std::size_t step : {std::size_t{1}, std::size_t{1000}}) {
    CHECK(shown("\xEF\xBB\xBFid\n", step) == "1:[id]");
    CHECK(shown("\xEF\xBB\xBF", step) == "");
  }
}

TEST_CASE("faults name the file and the line") {
  CHECK_THROWS_WITH_AS(shown("a\n\"b\nc", 1000), doctest::Contains("f.csv, line 2"), InputError);
  CHECK_THROWS_AS(shown("\"a\"b\n", 1000), InputError);
  CHECK_THROWS_AS(shown("\xFF\n", 1000), InputError);
  CsvOptions options;
  options.field_bytes_max = 3;
  CHECK_THROWS_AS(shown("abcd", 1000, options), InputError);
  CHECK(shown("abc", 1000, options) == "1:[abc]");
}

TEST_CASE("only regular files of the folder are opened") {
  const test::TemporaryDirectory outside;
  std::ofstream(outside.path() + "/secret.csv") << "s\n";
  const std::string folder = outside.path() + "/in";
  REQUIRE(::mkdir(folder.c_str(), 0700) == 0);
  REQUIRE(::mkdir((folder + "/sub").c_str(), 0700) == 0);
  std::ofstream(folder + "/sub/a.csv") << "a\n";
  REQUIRE(::symlink("../secret.csv", (folder + "/link.csv").c_str()) == 0);
  REQUIRE(::symlink("..", (folder + "/up").c_str()) == 0);
  REQUIRE(::mkfifo((folder + "/pipe").c_str(), 0600) == 0);

  CHECK_NOTHROW(open_file_in(folder, "/sub/a.csv"));
  CHECK_NOTHROW(open_file_in(folder, "sub//./a.csv"));
  CHECK_THROWS_AS(open_file_in(folder, "../secret.csv"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "sub/../../secret.csv"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "link.csv"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "up/secret.csv"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "pipe"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "sub"), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, ""), AccessError);
  CHECK_THROWS_AS(open_file_in(folder, "absent.csv"), InputError);
}

}  // namespace
}  // namespace liaison
