// Typed values in and out: what the writer writes, the reader takes back.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "json/json_reader.h"
#include "json/result_writer.h"
#include "json/text_writer.h"
#include "json/value_reader.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/temporal_functions.h"

using namespace liaison;
using namespace liaison::server;

namespace {

std::string typed(const Value& value) {
  std::string out;
  append_value(out, value, ValueFormat::Typed);
  return out;
}

std::string plain(const Value& value) {
  std::string out;
  append_value(out, value, ValueFormat::Plain);
  return out;
}

Value read(std::string_view json) {
  return typed_value(read_json(json), "p");
}

std::string fault(std::string_view json) {
  try {
    read(json);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "no error";
}

Value node(std::uint64_t id, std::vector<std::string> labels, ValueMap properties) {
  return Value::node(NodeData{NodeId(id), std::move(labels), std::move(properties)});
}

}  // namespace

TEST_CASE("Typed values are written as the protocol says") {
  CHECK(typed(Value()) == R"({"$type":"Null","_value":null})");
  CHECK(typed(true) == R"({"$type":"Boolean","_value":true})");
  CHECK(typed(42) == R"({"$type":"Integer","_value":"42"})");
  CHECK(typed(1.0) == R"({"$type":"Float","_value":"1.0"})");
  CHECK(typed("a\"b\\\x01") == "{\"$type\":\"String\",\"_value\":\"a\\\"b\\\\\\u0001\"}");
  CHECK(typed(Value::bytes("\x01\xFF")) == R"({"$type":"Base64","_value":"Af8="})");
  CHECK(
      typed(ValueList{1, Value()}) ==
      R"({"$type":"List","_value":[{"$type":"Integer","_value":"1"},{"$type":"Null","_value":null}]})");
  CHECK(typed(ValueMap{{"k", 1}}) ==
        R"({"$type":"Map","_value":{"k":{"$type":"Integer","_value":"1"}}})");
  CHECK(typed(Point{7203, 1.2, 3.4, 0}) ==
        R"~({"$type":"Point","_value":"SRID=7203;POINT (1.2 3.4)"})~");
  CHECK(typed(Point{4979, 1, 2, 3}) ==
        R"~({"$type":"Point","_value":"SRID=4979;POINT Z (1.0 2.0 3.0)"})~");
}

TEST_CASE("Temporal texts always carry seconds") {
  const StatementClock clock;
  CHECK(plain(parse_date("2015-03-26")) == R"("2015-03-26")");
  CHECK(plain(parse_local_time("12:50")) == R"("12:50:00")");
  CHECK(plain(parse_local_time("12:50:35.556")) == R"("12:50:35.556")");
  CHECK(plain(parse_time("12:50Z", clock)) == R"("12:50:00Z")");
  CHECK(plain(parse_time("12:50+01:00", clock)) == R"("12:50:00+01:00")");
  CHECK(plain(parse_local_datetime("2015-07-04T19:32")) == R"("2015-07-04T19:32:00")");
  CHECK(typed(parse_datetime("2015-11-21T21:40+01:00", clock)) ==
        R"({"$type":"OffsetDateTime","_value":"2015-11-21T21:40:00+01:00"})");
  CHECK(typed(parse_datetime("2015-11-21T21:40:32.142+01:00[Europe/Stockholm]", clock)) ==
        R"({"$type":"ZonedDateTime","_value":"2015-11-21T21:40:32.142+01:00[Europe/Stockholm]"})");
  CHECK(plain(parse_local_datetime("+12345-07-04T19:32")) == R"("+12345-07-04T19:32:00")");
  CHECK(plain(parse_duration("P14DT16H12M")) == R"("P14DT16H12M")");
}

TEST_CASE("Floats are the shortest text that reads back, always a float") {
  const auto written = [](double value) {
    std::string out;
    append_float(out, value);
    return out;
  };
  CHECK(written(1) == "1.0");
  CHECK(written(-0.0) == "-0.0");
  CHECK(written(0.1) == "0.1");
  CHECK(written(0.001) == "0.001");
  CHECK(written(0.0001) == "1.0E-4");
  CHECK(written(1e7) == "1.0E7");
  CHECK(written(1.5e300) == "1.5E300");
  CHECK(written(5e-324) == "5.0E-324");
  CHECK(written(1.7976931348623157e308) == "1.7976931348623157E308");
  CHECK(plain(std::numeric_limits<double>::quiet_NaN()) == R"("NaN")");
  CHECK(plain(-std::numeric_limits<double>::infinity()) == R"("-Infinity")");
  CHECK(plain(2.0) == "2.0");
}

TEST_CASE("Nodes, relationships and paths in both forms") {
  const Value a = node(1, {"A", "B"}, {{"x", 1}});
  const Value b = node(2, {}, {});
  const Value r =
      Value::relationship(RelationshipData{RelationshipId(7), NodeId(2), NodeId(1), "R", {}});
  CHECK(plain(a) == R"({"elementId":"1","labels":["A","B"],"properties":{"x":1}})");
  CHECK(typed(b) ==
        R"({"$type":"Node","_value":{"_element_id":"2","_labels":[],"_properties":{}}})");
  CHECK(
      plain(r) ==
      R"({"elementId":"7","startNodeElementId":"2","endNodeElementId":"1","type":"R","properties":{}})");
  CHECK(
      typed(r) ==
      R"({"$type":"Relationship","_value":{"_element_id":"7","_start_node_element_id":"2","_end_node_element_id":"1","_type":"R","_properties":{}}})");
  CHECK(plain(Value::path(PathData{{a, b}, {r}})) ==
        "[" + plain(a) + "," + plain(r) + "," + plain(b) + "]");
}

TEST_CASE("Stored text that is not UTF-8 is still sent as JSON") {
  CHECK(plain("a\xFF"
              "b") ==
        "\"a\xEF\xBF\xBD"
        "b\"");
}

TEST_CASE("What is written typed is read back the same") {
  const StatementClock clock;
  const ValueList values = {
      Value(),
      true,
      INT64_MIN,
      INT64_MAX,
      0.1,
      -0.0,
      5e-324,
      1.7976931348623157e308,
      std::numeric_limits<double>::infinity(),
      "",
      "h\xC3\xA9 \"\n",
      Value::bytes(""),
      Value::bytes(std::string("\0\xFF\x10", 3)),
      Value::bytes("abcd"),
      ValueList{},
      ValueMap{},
      parse_date("-0001-02-03"),
      parse_local_time("00:00"),
      parse_time("23:59:59.999999999-18:00", clock),
      parse_local_datetime("1969-12-31T23:59:59.5"),
      parse_datetime("2015-11-21T21:40:32.142+01:00[Europe/Stockholm]", clock),
      parse_datetime("2015-11-21T21:40Z", clock),
      parse_duration("P-1Y2M-3DT4H-5.000000001S"),
      Point{4326, -1.5, 1e-9, 0},
      Point{9157, 1, 2, 3}};
  CHECK(values.size() == 25);
  for (const Value& value : values) {
    CAPTURE(typed(value));
    CHECK(equivalent(read(typed(value)), value));
    CHECK(typed(read(typed(value))) == typed(value));
  }
  CHECK(typed(read(typed(Value(values)))) == typed(Value(values)));
  CHECK(std::isnan(read(R"({"$type":"Float","_value":"NaN"})").as_float()));
}

TEST_CASE("Typed values that are none are refused with their place") {
  CHECK(fault("1").find("at p: ") != std::string::npos);
  CHECK(fault(R"({"$type":"Integer","_value":1})").find("string") != std::string::npos);
  CHECK(fault(R"({"$type":"Integer","_value":"1.5"})") != "no error");
  CHECK(fault(R"({"$type":"Integer","_value":"9223372036854775808"})").find("64 bits") !=
        std::string::npos);
  CHECK(fault(R"({"$type":"Float","_value":"inf"})") != "no error");
  CHECK(fault(R"({"$type":"Float","_value":"1e999"})") != "no error");
  CHECK(fault(R"({"$type":"List","_value":[{"$type":"Null","_value":null}, 2]})").find("p[1]") !=
        std::string::npos);
  CHECK(fault(R"({"$type":"Map","_value":{"k":2}})").find("p.k") != std::string::npos);
  CHECK(fault(R"({"$type":"Node","_value":{}})").find("cannot be a parameter") !=
        std::string::npos);
  CHECK(fault(R"({"$type":"Sphere","_value":""})") != "no error");
  CHECK(fault(R"({"$type":"Boolean","_value":"true"})") != "no error");
  CHECK(fault(R"({"$type":"Date","_value":"2015-13-01"})").find("p: ") != std::string::npos);
  CHECK(fault(R"({"$type":"Base64","_value":"A"})") != "no error");
  CHECK(fault(R"({"$type":"Base64","_value":"A==="})") != "no error");
  CHECK(fault(R"({"$type":"Base64","_value":"A=AA"})") != "no error");
  for (const char* point :
       {"POINT (1 2)", "SRID=1;POINT (1 2)", "SRID=7203;POINT (1)", "SRID=7203;POINT Z (1 2 3)",
        "SRID=7203;POINT (1 2) x", "SRID=7203;POINT (nan 2)"}) {
    CHECK_THROWS_AS(parse_point(point), JsonError);
  }
}
