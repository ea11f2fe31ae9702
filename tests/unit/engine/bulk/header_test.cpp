// Headers of files for bulk load, and fields by the type of their column.
#include "bulk/header.h"

#include <doctest/doctest.h>

#include "base/bytes.h"
#include "bulk/field_value.h"
#include "encoding/record_codec.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"
#include "liaison/engine/temporal_functions.h"

namespace liaison::engine {
namespace {

std::vector<HeaderColumn> nodes(const std::vector<std::string>& fields) {
  return parse_header(fields, HeaderKind::Nodes, "n.csv, line 1");
}
std::vector<HeaderColumn> relationships(const std::vector<std::string>& fields) {
  return parse_header(fields, HeaderKind::Relationships, "r.csv, line 1");
}

// The value of a field under a header column, null when it has none.
Value field(const std::string& header, std::string_view text, bool is_quoted = false) {
  const HeaderColumn column = nodes({header}).front();
  std::string bytes;
  if (!put_field_value(bytes, column, text, is_quoted, ';')) {
    CHECK(bytes.empty());
    return nullptr;
  }
  ByteReader reader(bytes);
  Value value = read_tagged_value(reader);
  reader.expect_end();
  return value;
}

TEST_CASE("columns have a role, a name, a type and an id space") {
  const auto columns = nodes({"id:ID(Person)", "name", "born:DATE", "tags:string[]", ":LABEL",
                              "note:IGNORE", "", "at:point{crs:WGS-84}"});
  CHECK(columns[0].role == ColumnRole::Id);
  CHECK(columns[0].name == "id");
  CHECK(columns[0].space == "Person");
  CHECK_FALSE(columns[0].has_declared_type);
  CHECK(columns[1].role == ColumnRole::Property);
  CHECK(columns[1].type == ColumnType::String);
  CHECK(columns[2].type == ColumnType::Date);
  CHECK(columns[3].is_list);
  CHECK(columns[4].role == ColumnRole::Label);
  CHECK(columns[5].role == ColumnRole::Ignore);
  CHECK(columns[6].role == ColumnRole::Ignore);
  CHECK(columns[7].srid == 4326);

  const auto ends = relationships({":START_ID(A)", ":END_ID(B)", "since:int", ":TYPE"});
  CHECK(ends[0].role == ColumnRole::StartId);
  CHECK(ends[0].space == "A");
  CHECK(ends[1].space == "B");
  CHECK(ends[3].role == ColumnRole::Type);
}

TEST_CASE("an id says how it is stored, or whether") {
  CHECK(nodes({":ID"}).front().name.empty());
  CHECK(nodes({"id:ID(S){type:int}"}).front().type == ColumnType::Integer);
  CHECK(nodes({"id:ID(S){id-type: 'string'}"}).front().type == ColumnType::String);
  CHECK(nodes({"id:ID(S){id-type:string}"}).front().has_declared_type);
}

TEST_CASE("a header that makes no sense is refused with its place") {
  CHECK_THROWS_WITH_AS(nodes({"a:number"}), doctest::Contains("n.csv, line 1: column 'a:number'"),
                       InputError);
  CHECK_THROWS_AS(nodes({":ID", ":ID(B)"}), InputError);
  CHECK_THROWS_AS(nodes({":START_ID"}), InputError);
  CHECK_THROWS_AS(nodes({"a", "a:int"}), InputError);
  CHECK_THROWS_AS(nodes({"id:ID{type:date}"}), InputError);
  CHECK_THROWS_AS(nodes({"a:int(S)"}), InputError);
  CHECK_THROWS_AS(nodes({"t:time{timezone:Nowhere/Town}"}), InputError);
  CHECK_THROWS_AS(nodes({"p:point{crs:flat}"}), InputError);
  CHECK_THROWS_AS(nodes({"a:int{crs:cartesian}"}), InputError);
  CHECK_THROWS_AS(nodes({":int"}), InputError);
  CHECK_THROWS_WITH_AS(relationships({":START_ID", "x"}), doctest::Contains(":END_ID"), InputError);
  CHECK_THROWS_AS(relationships({":START_ID", ":END_ID", ":LABEL"}), InputError);
}

TEST_CASE("a field becomes a value of its column's type") {
  CHECK(field("a:int", "-12").as_integer() == -12);
  CHECK(field("a:long", " +7 ").as_integer() == 7);
  CHECK(field("a:float", "2").is_float());
  CHECK(field("a:double", "1e3").as_float() == 1000);
  CHECK(field("a:boolean", "TRUE").as_boolean());
  CHECK_FALSE(field("a:boolean", "false").as_boolean());
  CHECK(field("a", "x;y").as_string() == "x;y");
  CHECK(equivalent(field("a:date", "1984-10-11"), parse_date("1984-10-11")));
  CHECK(equivalent(field("a:date", "1984-02-29"), parse_date("1984-02-29")));
  CHECK(equivalent(field("a:date", "0004-03-01"), parse_date("0004-03-01")));
  CHECK(equivalent(field("a:date", "1984W41"), parse_date("1984W41")));
  CHECK(equivalent(field("a:localtime", "12:31"), parse_local_time("12:31")));
  CHECK(equivalent(field("a:duration", "P1DT2H"), parse_duration("P1DT2H")));
  CHECK(to_string(field("a:time{timezone:+02:00}", "10:00").as_time()) == "10:00+02:00");
  CHECK(to_string(
            field("a:datetime{timezone:Europe/Stockholm}", "2020-01-01T10:00").as_date_time()) ==
        "2020-01-01T10:00+01:00[Europe/Stockholm]");
  CHECK(field("a:localdatetime", "2020-01-01T10:00").as_local_date_time().nanosecond == 0);
}

TEST_CASE("dates by the short way are those of the long way") {
  for (const char* year : {"0001", "1600", "1899", "1900", "1970", "2000", "2024", "9999"}) {
    for (const char* day : {"-01-01", "-02-28", "-03-01", "-12-28", "-12-31"}) {
      const std::string text = std::string(year) + day;
      CHECK(equivalent(field("a:date", text), parse_date(text)));
    }
  }
}

TEST_CASE("a point is written as a map") {
  const Value plane = field("p:point", "{x: 1, y: -2.5}");
  CHECK(plane.as_point() == Point{7203, 1, -2.5, 0});
  CHECK(field("p:point", "{latitude:1,longitude:2}").as_point() == Point{4326, 2, 1, 0});
  CHECK(field("p:point", "{x:1,y:2,z:3}").as_point() == Point{9157, 1, 2, 3});
  CHECK(field("p:point", "{x:1, y:2, crs:'WGS-84'}").as_point().srid == 4326);
  CHECK(field("p:point{crs:WGS-84}", "{x:1, y:2}").as_point().srid == 4326);
  for (const char* bad : {"1,2", "{x:1}", "{x:1,y:a}", "{x:1,y:2,srid:9}", "{x:1,y:2,w:3}",
                          "{x:1,y:2,z:3,crs:cartesian}"}) {
    CHECK_THROWS_AS(field("p:point", bad), FieldError);
  }
}

TEST_CASE("a list has as many elements as it has separators, and one more") {
  const Value list = field("a:int[]", "1;2;3");
  REQUIRE(list.as_list().size() == 3);
  CHECK(list.as_list()[2].as_integer() == 3);
  CHECK(field("a:string[]", "x;;y").as_list()[1].as_string().empty());
  CHECK_THROWS_AS(field("a:int[]", "1;x"), FieldError);
}

TEST_CASE("an empty field is absent, a quoted one is an empty text") {
  CHECK(field("a", "").is_null());
  CHECK(field("a", "", true).as_string().empty());
  CHECK(field("a:int", "", true).is_null());
  CHECK(field("a:string[]", "", true).is_null());
}

TEST_CASE("a field of another type names the column and what was found") {
  for (const auto& [header, text] : {std::pair{"a:int", "1.5"},
                                     {"a:int", "99999999999999999999"},
                                     {"a:int", "+-1"},
                                     {"a:float", "x"},
                                     {"a:boolean", "yes"},
                                     {"a:date", "2020-13-01"},
                                     {"a:duration", "1d"}}) {
    CAPTURE(header);
    try {
      field(header, text);
      FAIL("was taken");
    } catch (const FieldError& error) {
      CHECK(error.what().starts_with("'" + std::string(text) + "' in column 'a' is not "));
    }
  }
}

TEST_CASE("only one spelling of an integer is canonical") {
  CHECK(canonical_integer("0") == 0);
  CHECK(canonical_integer("-3") == -3);
  CHECK(canonical_integer("9223372036854775807") == INT64_MAX);
  CHECK(canonical_integer("-9223372036854775808") == INT64_MIN);
  for (const char* other : {"", "-", "+1", "007", "-0", " 1", "1 ", "1a", "9223372036854775808",
                            "-9223372036854775809", "99999999999999999999", "1.0"}) {
    CAPTURE(other);
    CHECK_FALSE(canonical_integer(other));
  }
}

}  // namespace
}  // namespace liaison::engine
