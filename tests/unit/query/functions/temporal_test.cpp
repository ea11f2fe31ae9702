// The temporal functions as the language calls them: kinds of arguments, nulls, the clock.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "functions/families.h"
#include "functions/scalar/temporal_arguments.h"

namespace liaison::query {

namespace {

const FunctionSpec& spec(std::string_view name) {
  for (auto rows : {temporal_functions(), duration_functions()}) {
    for (const FunctionSpec& row : rows) {
      if (row.name == name) return row;
    }
  }
  FAIL("no function ", std::string(name));
  return temporal_functions()[0];
}

Value call(std::string_view name, std::vector<Value> arguments, std::string_view zone = "Z") {
  FunctionContext context;
  context.statement_time_ns = 1'700'000'000'123'456'789;
  context.transaction_time_ns = -1;
  context.time_zone = zone;
  return spec(name).kernel(context, arguments);
}

std::string text(const Value& value) {
  if (value.is_null()) return "null";
  if (value.kind() == ValueKind::Duration) return to_string(value.as_duration());
  return std::visit([](const auto& v) { return to_string(v); }, *to_temporal(value));
}

std::string fails(std::string_view name, std::vector<Value> arguments) {
  try {
    return text(call(name, std::move(arguments)));
  } catch (const QueryError& error) {
    CHECK(error.phase() == ErrorPhase::Runtime);
    return error.kind() + " " + error.detail() + ": " + error.what();
  }
}

}  // namespace

TEST_CASE("temporal functions take texts, maps and other temporal values") {
  Value map(ValueMap{{"year", 1984}, {"week", 10}, {"dayOfWeek", 3}});
  CHECK(text(call("date", {map})) == "1984-03-07");
  Value datetime = call("datetime", {"2015-07-21T21:40:32+01:00"});
  CHECK(text(call("date", {datetime})) == "2015-07-21");
  CHECK(text(call("localtime", {datetime})) == "21:40:32");
  Value merged(ValueMap{{"date", call("date", {"1984-03-28"})},
                        {"time", datetime},
                        {"second", 42},
                        {"timezone", "+05:00"}});
  CHECK(text(call("datetime", {merged})) == "1984-03-29T01:40:42+05:00");
  CHECK(text(call("duration", {Value(ValueMap{{"months", 5}, {"days", 1.5}})})) == "P5M1DT12H");
  CHECK(text(call("duration.inDays", {call("date", {"1984-10-11"}), datetime})) == "P11240D");
  CHECK(text(call("date.truncate", {"month", datetime, Value(ValueMap{{"day", 2}})})) ==
        "2015-07-02");
}

TEST_CASE("without argument they read the statement's clock in its zone") {
  CHECK(text(call("datetime", {})) == "2023-11-14T22:13:20.123456789Z");
  CHECK(text(call("date", {}, "Pacific/Auckland")) == "2023-11-15");
  CHECK(text(call("time.statement", {}, "-08:00")) == "14:13:20.123456789-08:00");
  CHECK(text(call("localdatetime.realtime", {"+01:00"})) == "2023-11-14T23:13:20.123456789");
  CHECK(text(call("datetime.transaction", {})) == "1969-12-31T23:59:59.999999999Z");
  CHECK(text(call("date.truncate", {"year"})) == "2023-01-01");
  CHECK(text(call("datetime", {"2015-07-21T12:00"}, "Europe/Stockholm")) ==
        "2015-07-21T12:00+02:00[Europe/Stockholm]");
}

TEST_CASE("a null component makes the result null") {
  CHECK(text(call("date", {Value(ValueMap{{"year", 1984}, {"month", nullptr}})})) == "null");
  CHECK(text(call("date", {Value(ValueMap{{"date", nullptr}})})) == "null");
  CHECK(text(call("duration", {Value(ValueMap{{"days", nullptr}})})) == "null");
}

TEST_CASE("arguments that do not fit are named in the error") {
  CHECK(fails("date", {1}) ==
        "TypeError InvalidArgumentType: date() takes a STRING, a MAP or a temporal value, found "
        "INTEGER.");
  CHECK(fails("date", {"2015-13-01"}) ==
        "ArgumentError InvalidArgumentValue: month is 13, allowed are 1 to 12");
  CHECK(fails("date", {Value(ValueMap{{"year", 1984.5}})}) ==
        "TypeError InvalidArgumentType: `year` must be an INTEGER, found FLOAT.");
  CHECK(fails("date", {Value(ValueMap{{"yaer", 1984}})}) ==
        "ArgumentError InvalidArgumentValue: `yaer` is not a component of this type.");
  CHECK(fails("duration", {Value(ValueMap{{"days", "1"}})}) ==
        "TypeError InvalidArgumentType: `days` must be a number, found STRING.");
  CHECK(fails("duration.between", {call("date", {"2015"}), 1}).substr(0, 9) == "TypeError");
  CHECK(fails("datetime.fromepoch", {1.5, 0}).substr(0, 9) == "TypeError");
  CHECK(fails("datetime", {Value(ValueMap{{"timezone", "Mars/Base"}})}).substr(0, 13) ==
        "ArgumentError");
}

}  // namespace liaison::query
