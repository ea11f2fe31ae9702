#include "json/json_reader.h"

#include <doctest/doctest.h>

#include "liaison/engine/compare.h"

using namespace liaison;
using namespace liaison::server;

namespace {

std::string fault(std::string_view text, const JsonLimits& limits = {}) {
  try {
    read_json(text, limits);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("JSON values keep their types: integers without a point, floats with one") {
  const Value value = read_json(R"({"i": 42, "f": 42.0, "e": 1e2, "n": null, "b": true,
                                    "s": "a\nb\u00e9\ud83d\ude00", "l": [1, [2.5], {}]})");
  CHECK(value.find("i")->is_integer());
  CHECK(value.find("i")->as_integer() == 42);
  CHECK(value.find("f")->is_float());
  CHECK(value.find("e")->is_float());
  CHECK(value.find("e")->as_float() == 100.0);
  CHECK(value.find("n")->is_null());
  CHECK(value.find("b")->as_boolean());
  CHECK(value.find("s")->as_string() == "a\nb\xC3\xA9\xF0\x9F\x98\x80");
  REQUIRE(value.find("l")->as_list().size() == 3);
  CHECK(value.find("l")->as_list()[1].as_list()[0].as_float() == 2.5);
  CHECK(value.find("l")->as_list()[2].as_map().empty());
}

TEST_CASE("Integers reach exactly to the ends of 64 bits") {
  CHECK(read_json("9223372036854775807").as_integer() == INT64_MAX);
  CHECK(read_json("-9223372036854775808").as_integer() == INT64_MIN);
  CHECK(fault(R"({"parameters": {"a": [1, 9223372036854775808]}})") ==
        "An integer is outside the range of 64 bits, at parameters.a[1].");
  CHECK(fault("[-9223372036854775809]").find("64 bits, at [0]") != std::string::npos);
  CHECK(fault("123456789012345678901234567890").find("64 bits") != std::string::npos);
  CHECK(fault("[1e999]").find("range of FLOAT, at [0]") != std::string::npos);
}

TEST_CASE("A fault in the text is reported with line and column, and without the text") {
  CHECK(fault("{\"a\": 1,\n  \"b\": x}") == "The body is not valid JSON (line 2, column 8).");
  CHECK(fault("") != "no error");
  CHECK(fault("{} {}").find("(line 1, column 4)") != std::string::npos);
  CHECK(fault("[1,]") != "no error");
  CHECK(fault("[01]") != "no error");
  CHECK(fault("[NaN]") != "no error");
  CHECK(fault("// comment\n1") != "no error");
  CHECK(fault("\"\ta\"") != "no error");
  // Columns count code points.
  CHECK(fault("[\"\xC3\xA9\xC3\xA9\", x]").find("column 8") != std::string::npos);
}

TEST_CASE("A key that occurs twice is refused, in small and in large objects") {
  CHECK(fault(R"({"a": {"b": 1, "b": 2}})") == "A key occurs twice in one object, at a.b.");
  std::string large = "{";
  for (int i = 0; i < 100; ++i) large += "\"k" + std::to_string(i) + "\": 0,";
  CHECK(fault(large + "\"k7\": 1}").find("twice") != std::string::npos);
  CHECK(fault(large + "\"k99\": 1}").find("twice") != std::string::npos);
  CHECK(read_json(large + "\"other\": 1}").as_map().size() == 101);
  // Equal keys in different objects are no duplicates.
  CHECK(fault(R"([{"a": 1}, {"a": 1}])") == "no error");
}

TEST_CASE("Nesting is allowed up to the limit and not beyond, also when it never ends") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(fault(nested(64)) == "no error");
  CHECK(fault(nested(65)) == "The JSON is nested more than 64 levels deep.");
  CHECK(fault(nested(4), {3}) != "no error");
  CHECK(fault(std::string(1'000'000, '[')).find("64 levels") != std::string::npos);
}

TEST_CASE("Text that is not Unicode is refused") {
  CHECK(fault("\"\xFF\"") == "The body is not valid UTF-8.");
  CHECK(fault("\"\xC0\x80\"") == "The body is not valid UTF-8.");
  CHECK(fault("\"\xED\xA0\x80\"") == "The body is not valid UTF-8.");
  CHECK(fault(R"("\ud800")").find("surrogate") != std::string::npos);
  CHECK(fault(R"("\ud800a")").find("surrogate") != std::string::npos);
  CHECK(fault(R"("\udc00")").find("surrogate") != std::string::npos);
  CHECK(read_json(R"("\u0000")").as_string() == std::string_view("\0", 1));
}
