#include "exec/sort_prefix.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "exec/row_order.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/string_dictionary.h"

using namespace liaison;
using namespace liaison::query;

namespace {

DataChunk chunk_of(VectorType type, const std::vector<Value>& values) {
  ColumnVector column;
  column.reset(type);
  if (type == VectorType::String) {
    StringDictionaryBuilder builder;
    std::vector<std::uint32_t> codes;
    for (const Value& value : values) {
      codes.push_back(value.is_null() ? 0 : builder.add(value.as_string()));
    }
    column.write_codes(builder.finish(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].is_null()) {
        column.append_null();
      } else {
        column.append_code(codes[i]);
      }
    }
  } else {
    for (const Value& value : values) column.append(value);
  }
  REQUIRE(column.type() == type);
  DataChunk chunk;
  chunk.columns().push_back(std::move(column));
  chunk.set_row_count(values.size());
  return chunk;
}

// Two chunks of the same values, so that numbers of different chunks are compared too.
void check(VectorType type, const std::vector<Value>& values) {
  std::vector<DataChunk> chunks;
  chunks.push_back(chunk_of(type, values));
  chunks.push_back(chunk_of(type, values));
  for (const bool descending : {false, true}) {
    const auto prefixes = sort_prefixes(chunks, 0, descending);
    REQUIRE(prefixes.size() == 2 * values.size());
    std::size_t told_apart = 0;
    for (std::size_t a = 0; a < prefixes.size(); ++a) {
      for (std::size_t b = 0; b < prefixes.size(); ++b) {
        const auto expected = order(values[a % values.size()], values[b % values.size()]);
        CAPTURE(a);
        CAPTURE(b);
        if (prefixes[a] == prefixes[b]) continue;
        CHECK((prefixes[a] < prefixes[b]) == ((expected < 0) != descending));
        CHECK(expected != 0);
        ++told_apart;
      }
    }
    CHECK(told_apart > 0);
  }
}

}  // namespace

TEST_CASE("prefixes agree with the order of values") {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  check(VectorType::Integer, {3, -1, 0, kMost, kLeast});
  check(VectorType::Integer, {3, Value(), kMost, -7});
  check(VectorType::Date, {Date{3}, Date{-40000}, Date{0}, Value()});
  check(VectorType::Float,
        {0.0, -0.0, 1e300, -1e-300, -1e300, INFINITY, -INFINITY, NAN, 1.5, -1.5, Value()});
  check(VectorType::String, {"", "a", std::string("a\0", 2), "abcdefgh", "abcdefghi", "Đường",
                             "\xF4\x8F\xBF\xBF\xF4\x8F\xBF\xBF", Value()});
}

TEST_CASE("columns of several types, or of another one, have no prefixes") {
  std::vector<DataChunk> chunks;
  chunks.push_back(chunk_of(VectorType::Integer, {1}));
  chunks.push_back(chunk_of(VectorType::Float, {0.5}));
  CHECK(sort_prefixes(chunks, 0, false).empty());
  chunks.clear();
  chunks.push_back(chunk_of(VectorType::Tagged, {1, "x"}));
  CHECK(sort_prefixes(chunks, 0, false).empty());
}
