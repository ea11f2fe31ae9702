// Values from maps and from each other, components, truncation.
#include "unit/engine/value/temporal_support.h"

namespace liaison::test {

namespace {

std::string date(const TemporalFields& f) {
  return to_string(make_date(f, kClock));
}
std::string datetime(const TemporalFields& f) {
  return to_string(make_datetime(f, kClock));
}
std::string local_datetime(const TemporalFields& f) {
  return to_string(make_local_datetime(f, kClock));
}
std::string time(const TemporalFields& f) {
  return to_string(make_time(f, kClock));
}

TemporalFields from_date(const char* base, Numbers numbers) {
  TemporalFields f = fields(numbers);
  f.date = parse_date(base);
  return f;
}

TemporalFields from_time(const Temporal& base, Numbers numbers, const char* timezone = nullptr) {
  TemporalFields f = fields(numbers, timezone);
  f.time = base;
  return f;
}

std::string shown(const std::optional<TemporalComponent>& component) {
  if (!component) return "none";
  if (const auto* number = std::get_if<std::int64_t>(&*component)) return std::to_string(*number);
  return std::get<std::string>(*component);
}

}  // namespace

TEST_CASE("dates are made from calendar, week, quarter and ordinal components") {
  CHECK(date(fields({{"year", 1984}, {"month", 10}, {"day", 11}})) == "1984-10-11");
  CHECK(date(fields({{"year", 1984}, {"month", 10}})) == "1984-10-01");
  CHECK(date(fields({{"year", 1984}})) == "1984-01-01");
  CHECK(date(fields({{"year", 1984}, {"week", 10}, {"dayOfWeek", 3}})) == "1984-03-07");
  CHECK(date(fields({{"year", 1816}, {"week", 1}})) == "1816-01-01");
  CHECK(date(fields({{"year", 1817}, {"week", 1}})) == "1816-12-30");
  CHECK(date(fields({{"year", 1818}, {"week", 53}})) == "1818-12-28");
  CHECK(date(fields({{"year", 1984}, {"ordinalDay", 202}})) == "1984-07-20");
  CHECK(date(fields({{"year", 1984}, {"quarter", 3}, {"dayOfQuarter", 45}})) == "1984-08-14");
  CHECK(date(fields({{"year", 1984}, {"quarter", 3}})) == "1984-07-01");
  CHECK(date(fields({{"year", -999999999}})) == "-999999999-01-01");
}

TEST_CASE("impossible components are refused") {
  for (Numbers wrong :
       std::initializer_list<Numbers>{{},
                                      {{"month", 1}},
                                      {{"year", 1984}, {"day", 1}},
                                      {{"year", 1984}, {"dayOfWeek", 1}},
                                      {{"year", 1984}, {"dayOfQuarter", 1}},
                                      {{"year", 1984}, {"month", 13}},
                                      {{"year", 1984}, {"month", 0}},
                                      {{"year", 1983}, {"month", 2}, {"day", 29}},
                                      {{"year", 1984}, {"week", 53}},
                                      {{"year", 1984}, {"week", 1}, {"dayOfWeek", 8}},
                                      {{"year", 1983}, {"ordinalDay", 366}},
                                      {{"year", 1984}, {"quarter", 1}, {"dayOfQuarter", 92}},
                                      {{"year", 1984}, {"quarter", 5}},
                                      {{"year", 1984}, {"month", 1}, {"week", 1}},
                                      {{"year", 1'000'000'000}},
                                      {{"year", INT64_MIN}},
                                      {{"year", 999'999'999}, {"week", 52}, {"dayOfWeek", 7}}}) {
    CHECK_THROWS_AS(date(fields(wrong)), TemporalError);
  }
  for (Numbers wrong : std::initializer_list<Numbers>{{{"hour", 24}},
                                                      {{"minute", 1}},
                                                      {{"hour", 1}, {"second", 1}},
                                                      {{"hour", 1}, {"nanosecond", 1}},
                                                      {{"hour", -1}}}) {
    CHECK_THROWS_AS(time(fields(wrong)), TemporalError);
  }
  CHECK_THROWS_AS(date(fields({{"year", 1984}}, "+01:00")), TemporalError);
  CHECK_THROWS_AS(date(from_time(LocalTime{}, {})), TemporalError);
}

TEST_CASE("fractions of a second add up, the finer within the coarser") {
  CHECK(time(fields({{"hour", 12},
                     {"minute", 31},
                     {"second", 14},
                     {"nanosecond", 789},
                     {"millisecond", 123},
                     {"microsecond", 456}})) == "12:31:14.123456789Z");
  CHECK(time(fields({{"hour", 12}, {"minute", 31}, {"second", 14}, {"microsecond", 645876}})) ==
        "12:31:14.645876Z");
  CHECK(time(fields({{"hour", 12}, {"minute", 31}, {"second", 14}, {"nanosecond", 3}})) ==
        "12:31:14.000000003Z");
  CHECK_THROWS_AS(time(fields({{"hour", 12},
                               {"minute", 31},
                               {"second", 14},
                               {"millisecond", 1},
                               {"microsecond", 1000}})),
                  TemporalError);
  CHECK_THROWS_AS(time(fields({{"hour", 12},
                               {"minute", 31},
                               {"second", 14},
                               {"microsecond", 1},
                               {"nanosecond", 1000}})),
                  TemporalError);
}

TEST_CASE("components of a date are replaced in the form they are given in") {
  CHECK(date(from_date("1984-11-11", {{"year", 28}})) == "0028-11-11");
  CHECK(date(from_date("1984-11-11", {{"day", 28}})) == "1984-11-28");
  CHECK(date(from_date("1984-11-11", {{"week", 1}})) == "1984-01-08");
  CHECK(date(from_date("1984-11-11", {{"ordinalDay", 28}})) == "1984-01-28");
  CHECK(date(from_date("1984-11-11", {{"quarter", 3}})) == "1984-08-11");
  CHECK(date(from_date("1816-12-30", {{"week", 2}, {"dayOfWeek", 3}})) == "1817-01-08");
  CHECK(date(from_date("1816-12-31", {{"week", 2}})) == "1817-01-07");
  CHECK(date(from_date("1816-12-31", {{"year", 1817}, {"week", 2}})) == "1817-01-07");
  // A day that is only inherited gives way, one that was asked for does not.
  CHECK(date(from_date("1984-01-31", {{"month", 2}})) == "1984-02-29");
  CHECK_THROWS_AS(date(from_date("1984-01-31", {{"month", 2}, {"day", 31}})), TemporalError);
}

TEST_CASE("a zone on the source of the time says which instant is meant") {
  Temporal one = parse_time("12:31:14.645876+01:00", kClock);
  CHECK(time(from_time(one, {})) == "12:31:14.645876+01:00");
  CHECK(time(from_time(one, {{"second", 42}})) == "12:31:42.645876+01:00");
  CHECK(time(from_time(one, {{"second", 42}}, "+05:00")) == "16:31:42.645876+05:00");
  CHECK(time(from_time(one, {}, "-13:00")) == "22:31:14.645876-13:00");
  CHECK(time(from_time(parse_local_time("12:31"), {}, "+05:00")) == "12:31+05:00");

  auto on = [](const Temporal& source, Numbers numbers, const char* zone = nullptr) {
    TemporalFields f = from_time(source, numbers, zone);
    f.date = parse_date("1984-03-07");
    return datetime(f);
  };
  Temporal stockholm = parse_datetime("1984-10-11T12:00[Europe/Stockholm]", kClock);
  CHECK(on(one, {}) == "1984-03-07T12:31:14.645876+01:00");
  CHECK(on(one, {}, "+05:00") == "1984-03-07T16:31:14.645876+05:00");
  // Summer time is decided on the new date.
  CHECK(on(stockholm, {{"day", 28}, {"second", 42}}) ==
        "1984-03-28T12:00:42+02:00[Europe/Stockholm]");
  CHECK(on(stockholm, {{"day", 28}, {"second", 42}}, "Pacific/Honolulu") ==
        "1984-03-28T00:00:42-10:00[Pacific/Honolulu]");
  // The zone of a source of the date alone does not matter.
  TemporalFields day_only = fields({{"hour", 10}});
  day_only.date = stockholm;
  CHECK(datetime(day_only) == "1984-10-11T10:00Z");
  CHECK(local_datetime(day_only) == "1984-10-11T10:00");
  TemporalFields whole = fields({{"day", 28}, {"second", 42}}, "Pacific/Honolulu");
  whole.datetime = stockholm;
  CHECK(datetime(whole) == "1984-10-28T01:00:42-10:00[Pacific/Honolulu]");
  TemporalFields bare = fields({{"second", 42}}, "+05:00");
  bare.datetime = parse_local_datetime("1984-03-07T12:31:14.645");
  CHECK(datetime(bare) == "1984-03-07T12:31:42.645+05:00");
}

TEST_CASE("instants come from counts of seconds and milliseconds") {
  CHECK(text(datetime_from_epoch(416'779, 999'999'999)) == "1970-01-05T19:46:19.999999999Z");
  CHECK(text(datetime_from_epoch_millis(237'821'673'987)) == "1977-07-15T13:34:33.987Z");
  CHECK(text(datetime_from_epoch_millis(-1)) == "1969-12-31T23:59:59.999Z");
  CHECK(datetime(fields({{"epochSeconds", 1}, {"nanosecond", 42}})) ==
        "1970-01-01T00:00:01.000000042Z");
  CHECK(datetime(fields({{"epochMillis", 1001}}, "+01:00")) == "1970-01-01T01:00:01.001+01:00");
  CHECK_THROWS_AS(datetime_from_epoch(INT64_MAX, 0), TemporalError);
  CHECK_THROWS_AS(datetime_from_epoch(0, 1'000'000'000), TemporalError);
}

TEST_CASE("a time zone alone asks for the time there now") {
  CHECK(datetime(fields({}, "Europe/Stockholm")) ==
        "2023-11-14T23:13:20.123456789+01:00[Europe/Stockholm]");
  CHECK(date(fields({}, "Pacific/Auckland")) == "2023-11-15");
  CHECK(time(fields({}, "-08:00")) == "14:13:20.123456789-08:00");
  CHECK(text(current_datetime(kClock)) == "2023-11-14T22:13:20.123456789Z");
}

TEST_CASE("components are read by name") {
  Temporal value = parse_datetime("1984-11-11T12:31:14.645876123[Europe/Stockholm]", kClock);
  std::initializer_list<std::pair<const char*, const char*>> expected = {
      {"year", "1984"},
      {"quarter", "4"},
      {"month", "11"},
      {"week", "45"},
      {"weekYear", "1984"},
      {"day", "11"},
      {"ordinalDay", "316"},
      {"weekDay", "7"},
      {"dayOfWeek", "7"},
      {"dayOfQuarter", "42"},
      {"hour", "12"},
      {"minute", "31"},
      {"second", "14"},
      {"millisecond", "645"},
      {"microsecond", "645876"},
      {"nanosecond", "645876123"},
      {"timezone", "Europe/Stockholm"},
      {"offset", "+01:00"},
      {"offsetMinutes", "60"},
      {"offsetSeconds", "3600"},
      {"epochSeconds", "469020674"},
      {"epochMillis", "469020674645"},
      {"Year", "none"},
      {"", "none"}};
  for (const auto& entry : expected) {  // Clang 14 cannot capture a structured binding
    CAPTURE(entry.first);
    CHECK(shown(component(value, entry.first)) == entry.second);
  }
  CHECK(shown(component(Temporal(Date{0}), "hour")) == "none");
  CHECK(shown(component(Temporal(parse_time("12:00+01:00", kClock)), "timezone")) == "+01:00");
  // Before 1970 the fraction still counts upwards.
  CHECK(shown(component(Temporal(datetime_from_epoch_millis(-1)), "epochMillis")) == "-1");
}

TEST_CASE("components of durations stay within their part") {
  Duration value = duration({{"years", 1},
                             {"months", 4},
                             {"days", 10},
                             {"hours", 1},
                             {"minutes", 1},
                             {"seconds", 1},
                             {"nanoseconds", 111111111}});
  std::initializer_list<std::pair<const char*, const char*>> expected = {
      {"years", "1"},
      {"quarters", "5"},
      {"months", "16"},
      {"weeks", "1"},
      {"days", "10"},
      {"hours", "1"},
      {"minutes", "61"},
      {"seconds", "3661"},
      {"milliseconds", "3661111"},
      {"microseconds", "3661111111"},
      {"nanoseconds", "3661111111111"},
      {"quartersOfYear", "1"},
      {"monthsOfQuarter", "1"},
      {"monthsOfYear", "4"},
      {"daysOfWeek", "3"},
      {"minutesOfHour", "1"},
      {"secondsOfMinute", "1"},
      {"millisecondsOfSecond", "111"},
      {"microsecondsOfSecond", "111111"},
      {"nanosecondsOfSecond", "111111111"},
      {"year", "none"}};
  for (const auto& entry : expected) {  // Clang 14 cannot capture a structured binding
    CAPTURE(entry.first);
    CHECK(shown(component(value, entry.first)) == entry.second);
  }
  CHECK_THROWS_AS(component(Duration{0, 0, INT64_MAX, 0}, "milliseconds"), TemporalError);
}

TEST_CASE("truncation goes to the start of the unit, then replaces components") {
  Temporal value = parse_datetime("1984-10-11T12:31:14.645876123+01:00", kClock);
  auto cut = [&](const char* unit, Numbers numbers = {}, const char* zone = nullptr) {
    return to_string(truncate_datetime(unit, value, fields(numbers, zone), kClock));
  };
  CHECK(cut("millennium") == "1000-01-01T00:00+01:00");
  CHECK(cut("century") == "1900-01-01T00:00+01:00");
  CHECK(cut("decade", {{"day", 2}}) == "1980-01-02T00:00+01:00");
  CHECK(cut("year") == "1984-01-01T00:00+01:00");
  CHECK(cut("weekYear") == "1984-01-02T00:00+01:00");
  CHECK(cut("quarter", {{"day", 2}}) == "1984-10-02T00:00+01:00");
  CHECK(cut("month") == "1984-10-01T00:00+01:00");
  CHECK(cut("week", {{"dayOfWeek", 2}}) == "1984-10-09T00:00+01:00");
  CHECK(cut("DAY") == "1984-10-11T00:00+01:00");
  CHECK(cut("hour", {{"nanosecond", 2}}) == "1984-10-11T12:00:00.000000002+01:00");
  CHECK(cut("minute") == "1984-10-11T12:31+01:00");
  CHECK(cut("second") == "1984-10-11T12:31:14+01:00");
  CHECK(cut("millisecond", {{"nanosecond", 2}}) == "1984-10-11T12:31:14.645000002+01:00");
  CHECK(cut("millisecond", {{"microsecond", 2}}) == "1984-10-11T12:31:14.645002+01:00");
  CHECK(cut("microsecond", {{"nanosecond", 2}}) == "1984-10-11T12:31:14.645876002+01:00");
  // A new zone keeps the clock and moves the instant.
  CHECK(cut("hour", {}, "Europe/Stockholm") == "1984-10-11T12:00+01:00[Europe/Stockholm]");
  CHECK(to_string(truncate_date("weekYear", parse_date("1984-01-01"), {})) == "1983-01-03");
  CHECK(to_string(truncate_date("decade", parse_date("-0005-06-01"), {})) == "-0010-01-01");
  CHECK(to_string(truncate_time("day", parse_local_datetime("1984-10-11T12:31"), {}, kClock)) ==
        "00:00Z");
  CHECK_THROWS_AS(truncate_date("hour", value, {}), TemporalError);
  CHECK_THROWS_AS(truncate_local_time("month", value, {}), TemporalError);
  CHECK_THROWS_AS(truncate_local_time("hour", parse_date("1984-10-11"), {}), TemporalError);
  CHECK_THROWS_AS(cut("fortnight"), TemporalError);
  CHECK_THROWS_AS(cut("millisecond", {{"nanosecond", 1'000'000}}), TemporalError);
  CHECK_THROWS_AS(truncate_date("century", parse_date("-999999999-06-01"), {}), TemporalError);
}

TEST_CASE("truncation never moves a value up and is its own fixed point") {
  std::uint64_t seed = random_seed();
  INFO("seed ", seed);
  TemporalSource source(seed);
  for (int i = 0; i < 5'000; ++i) {
    LocalDateTime value = source.local_datetime();
    if (value.epoch_seconds < (kDateMin + 366'000) * kSecondsPerDay) continue;
    for (const char* unit :
         {"millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day",
          "hour", "minute", "second", "millisecond", "microsecond"}) {
      CAPTURE(unit);
      LocalDateTime cut = truncate_local_datetime(unit, value, {});
      REQUIRE(compare_order(cut, value) <= 0);
      REQUIRE(truncate_local_datetime(unit, cut, {}) == cut);
    }
  }
}

}  // namespace liaison::test
