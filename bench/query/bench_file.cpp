#include "query/bench_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace liaison::bench {
namespace {

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), in_(path) {
    if (!in_) throw std::runtime_error(path + ": cannot be read");
  }

  std::vector<BenchQuery> read() {
    std::string line;
    while (std::getline(in_, line)) {
      ++line_;
      if (line.empty()) {
        finish();
      } else {
        take(line);
      }
    }
    finish();
    return std::move(queries_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(path_ + ":" + std::to_string(line_) + ": " + what);
  }

  void take(const std::string& line) {
    std::istringstream words(line);
    std::string first;
    words >> first;
    const bool in_text = !current_.text.empty();
    if (!in_text && first == "#") {
      current_.title += (current_.title.empty() ? "" : " ") + line.substr(2);
    } else if (!in_text && first == "query") {
      if (!(words >> current_.name)) fail("query without a name");
      current_.line = line_;
    } else if (!in_text && first == "reach") {
      current_.reach_us = duration_us(words);
    } else if (!in_text && first == "check") {
      std::string what;
      std::size_t rows = 0;
      if (!(words >> what >> rows) || what != "rows") fail("expected: check rows N");
      current_.rows = rows;
    } else if (!in_text && first == "param") {
      current_.parameters.push_back(parameter(words));
    } else {
      current_.text += (in_text ? "\n" : "") + line;
    }
  }

  double duration_us(std::istringstream& words) const {
    double number = 0;
    std::string unit;
    if (!(words >> number >> unit)) fail("expected: reach NUMBER us|ms|s");
    if (unit == "us") return number;
    if (unit == "ms") return number * 1e3;
    if (unit == "s") return number * 1e6;
    fail("unknown unit " + unit);
  }

  BenchParameter parameter(std::istringstream& words) const {
    BenchParameter result;
    std::string equals;
    if (!(words >> result.name >> equals >> result.from) || equals != "=") {
      fail("expected: param NAME = SOURCE");
    }
    if (result.from == "each") {
      result.source = BenchParameter::Source::Each;
      if (!(words >> result.from >> result.position)) fail("expected: each LIST COUNT");
    } else if (result.from == "literal") {
      result.source = BenchParameter::Source::Literal;
      std::getline(words >> std::ws, result.from);
      if (result.from.empty()) fail("expected: literal VALUE");
    } else if (words >> result.position) {
      result.source = BenchParameter::Source::Element;
    }
    return result;
  }

  void finish() {
    if (current_.name.empty() && current_.text.empty()) {
      current_ = BenchQuery();  // a comment of the file
      return;
    }
    if (current_.name.empty()) fail("a query without a line `query NAME`");
    if (current_.text.empty()) fail(current_.name + " has no text");
    queries_.push_back(std::move(current_));
    current_ = BenchQuery();
  }

  std::string path_;
  std::ifstream in_;
  std::size_t line_ = 0;
  BenchQuery current_;
  std::vector<BenchQuery> queries_;
};

}  // namespace

std::vector<BenchQuery> read_bench_file(const std::string& path) { return Reader(path).read(); }

}  // namespace liaison::bench
