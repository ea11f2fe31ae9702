// A .bench file: queries over a data set of a known shape, each with its parameters and the time
// it should take. The format, one entry after another, divided by empty lines:
//
//   # What the query asks, one sentence.
//   query co-attendance.hub
//   reach 0.5 ms                      optional: the median it should stay under
//   check rows 10                     optional: the number of rows of the first run
//   param id = hub                    a value of the data set's params.json, by name
//   param id = each officials 4000    another one in each run, of the first 4,000 of a list
//   param a = pairNear 0              an element of a list
//   param k = literal 1               an integer, or a text in single quotes
//   MATCH ...                         the rest, up to an empty line, is the query
//
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace liaison::bench {

struct BenchParameter {
  enum class Source : std::uint8_t { Named, Each, Element, Literal };
  std::string name;
  Source source = Source::Named;
  std::string from;          // name in params.json, or the literal as written
  std::size_t position = 0;  // Element: index; Each: how many of the list
};

struct BenchQuery {
  std::string name;
  std::string title;
  std::string text;
  std::size_t line = 0;
  std::vector<BenchParameter> parameters;
  std::optional<double> reach_us;
  std::optional<std::size_t> rows;
};

// *Throws* std::runtime_error with path and line for what is not a .bench file.
std::vector<BenchQuery> read_bench_file(const std::string& path);

}  // namespace liaison::bench
