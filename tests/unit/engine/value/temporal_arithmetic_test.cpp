// Durations, sums and differences.
#include "unit/engine/value/temporal_support.h"

namespace liaison::test {

namespace {

Temporal point(const char* input) {
  std::string_view view = input;
  if (view.find('T') != view.npos) {
    bool zoned = view.find_first_of("+Z[", 10) != view.npos || view.find('-', 11) != view.npos;
    if (zoned) return parse_datetime(view, kClock);
    return parse_local_datetime(view);
  }
  if (view.find(':') == view.npos) return parse_date(view);
  if (view.find_first_of("+-Z") != view.npos) return parse_time(view, kClock);
  return parse_local_time(view);
}

std::string between(const char* a, const char* b) {
  return text(duration_between(point(a), point(b)));
}
std::string in_months(const char* a, const char* b) {
  return text(duration_in_months(point(a), point(b)));
}
std::string in_days(const char* a, const char* b) {
  return text(duration_in_days(point(a), point(b)));
}
std::string in_seconds(const char* a, const char* b) {
  return text(duration_in_seconds(point(a), point(b)));
}

}  // namespace

TEST_CASE("fractions of units carry down, exactly") {
  CHECK(text(duration({{"days", 14}, {"hours", 16}, {"minutes", 12}})) == "P14DT16H12M");
  CHECK(text(duration({{"months", 5}, {"days", 1.5}})) == "P5M1DT12H");
  CHECK(text(duration({{"months", 0.75}})) == "P22DT19H51M49.5S");
  CHECK(text(duration({{"months", 0.5}})) == "P15DT5H14M33S");
  CHECK(text(duration({{"weeks", 2.5}})) == "P17DT12H");
  CHECK(text(duration({{"quarters", 1.5}})) == "P4M15DT5H14M33S");
  CHECK(text(duration({{"years", 12.5},
                       {"months", 5.5},
                       {"days", 14.5},
                       {"hours", 16.5},
                       {"minutes", 12.5},
                       {"seconds", 70.5},
                       {"nanoseconds", 3}})) == "P12Y11M29DT33H58M13.500000003S");
  CHECK(text(duration({{"seconds", 2}, {"milliseconds", -1}})) == "PT1.999S");
  CHECK(text(duration({{"seconds", -60}, {"milliseconds", -1}})) == "PT-1M-0.001S");
  CHECK(text(duration({{"minutes", 12}, {"seconds", -60}})) == "PT11M");
  CHECK(text(duration({{"days", -0.5}})) == "PT-12H");
  // A double means the decimal it was written as.
  CHECK(text(duration({{"seconds", 1.1}})) == "PT1.1S");
  CHECK(text(duration({{"seconds", 0.1}, {"milliseconds", 0.7}})) == "PT0.1007S");
  CHECK(text(duration({{"nanoseconds", 1.9}})) == "PT0.000000001S");
  CHECK(text(duration({{"hours", 1e-9}})) == "PT0.0000036S");
  CHECK(text(duration({{"nanoseconds", INT64_MAX}})) == "PT2562047H47M16.854775807S");
  CHECK(text(duration({})) == "PT0S");
}

TEST_CASE("durations beyond 64 bits are refused, not wrapped") {
  CHECK_THROWS_AS(duration({{"years", INT64_MAX}}), TemporalError);
  CHECK_THROWS_AS(duration({{"hours", INT64_MAX}}), TemporalError);
  CHECK_THROWS_AS(duration({{"days", 1e19}}), TemporalError);
  CHECK_THROWS_AS(duration({{"days", 1e300}}), TemporalError);
  CHECK_THROWS_AS(duration({{"days", std::numeric_limits<double>::quiet_NaN()}}), TemporalError);
  CHECK_THROWS_AS(duration({{"days", std::numeric_limits<double>::infinity()}}), TemporalError);
  CHECK(text(duration({{"days", 1e-300}})) == "PT0S");
  Duration huge = duration({{"days", INT64_MAX}});
  CHECK_THROWS_AS(add(huge, Duration{0, 1, 0, 0}), TemporalError);
  CHECK_THROWS_AS(multiply(huge, std::int64_t{2}), TemporalError);
  CHECK_THROWS_AS(divide(huge, 0.5), TemporalError);
  CHECK_THROWS_AS(negate(Duration{INT64_MIN, 0, 0, 0}), TemporalError);
  CHECK(text(negate(Duration{0, 0, INT64_MIN, 1})) == "PT2562047788015215H30M7.999999999S");
}

TEST_CASE("durations are added, multiplied and divided part by part") {
  Duration a = parse_duration("P12Y5M14DT16H13M10.000000001S");
  Duration b =
      duration({{"months", 1}, {"days", -14}, {"hours", 16}, {"minutes", -12}, {"seconds", 70}});
  CHECK(text(add(a, a)) == "P24Y10M28DT32H26M20.000000002S");
  CHECK(text(add(a, b)) == "P12Y6MT32H2M20.000000001S");
  CHECK(text(subtract(b, a)) == "P-12Y-4M-28DT-24M-0.000000001S");
  CHECK(text(subtract(a, a)) == "PT0S");
  CHECK(text(multiply(a, std::int64_t{2})) == "P24Y10M28DT32H26M20.000000002S");
  CHECK(text(multiply(a, 0.5)) == "P6Y2M22DT13H21M8S");
  CHECK(text(divide(a, std::int64_t{2})) == "P6Y2M22DT13H21M8S");
  CHECK(text(divide(a, 0.5)) == "P24Y10M28DT32H26M20.000000002S");
  CHECK(text(multiply(a, std::int64_t{-1})) == text(negate(a)));
  CHECK(text(divide(duration({{"months", 1}}), std::int64_t{3})) == "P10DT3H29M42S");
  CHECK(text(divide(duration({{"seconds", 2}}), std::int64_t{3})) == "PT0.666666666S");
  CHECK_THROWS_AS(divide(a, std::int64_t{0}), TemporalError);
  CHECK_THROWS_AS(divide(a, 0.0), TemporalError);
}

TEST_CASE("duration arithmetic has its laws") {
  std::uint64_t seed = random_seed();
  INFO("seed ", seed);
  TemporalSource source(seed);
  for (int i = 0; i < 20'000; ++i) {
    Duration a = source.duration();
    Duration b = source.duration();
    CAPTURE(text(a));
    REQUIRE(add(a, b) == add(b, a));
    REQUIRE(subtract(add(a, b), b) == a);
    REQUIRE(negate(negate(a)) == a);
    REQUIRE(multiply(a, std::int64_t{-3}) == negate(add(a, add(a, a))));
    REQUIRE(divide(multiply(a, std::int64_t{7}), std::int64_t{7}) == a);
    REQUIRE(multiply(a, 1.0) == a);
    REQUIRE(a.nanoseconds >= 0);
  }
}

TEST_CASE("points in time move by months, days, then seconds") {
  Duration a = parse_duration("P12Y5M14DT16H13M10.000000002S");
  Duration b =
      duration({{"months", 1}, {"days", -14}, {"hours", 16}, {"minutes", -12}, {"seconds", 70}});
  Duration c = parse_duration("P12Y11M29DT33H58M13.500000003S");
  Temporal date = point("1984-10-11");
  CHECK(text(add(date, a)) == "1997-03-25");
  CHECK(text(subtract(date, a)) == "1972-04-27");
  CHECK(text(add(date, b)) == "1984-10-28");
  CHECK(text(subtract(date, b)) == "1984-09-25");
  CHECK(text(add(date, c)) == "1997-10-11");
  CHECK(text(subtract(date, c)) == "1971-10-12");
  Temporal local_time = point("12:31:14.000000001");
  CHECK(text(add(local_time, a)) == "04:44:24.000000003");
  CHECK(text(subtract(local_time, a)) == "20:18:03.999999999");
  CHECK(text(add(local_time, c)) == "22:29:27.500000004");
  CHECK(text(add(point("12:31:14.000000001+01:00"), a)) == "04:44:24.000000003+01:00");
  Temporal local = point("1984-10-11T12:31:14.000000001");
  CHECK(text(add(local, a)) == "1997-03-26T04:44:24.000000003");
  CHECK(text(subtract(local, c)) == "1971-10-12T02:33:00.499999998");
  // Less than a day does not move a date, whichever way.
  CHECK(text(add(date, parse_duration("PT23H59M59.9S"))) == "1984-10-11");
  CHECK(text(subtract(date, parse_duration("PT23H59M59.9S"))) == "1984-10-11");
  CHECK_THROWS_AS(add(point("+999999999-12-31"), parse_duration("P1D")), TemporalError);
  CHECK_THROWS_AS(add(point("+999999999-12-31T23:59:59"), parse_duration("PT1S")), TemporalError);
  CHECK_THROWS_AS(subtract(point("-999999999-01-01T00:00Z"), parse_duration("PT1S")),
                  TemporalError);
  CHECK_THROWS_AS(add(local, Duration{0, 0, INT64_MAX, 0}), TemporalError);
  CHECK_THROWS_AS(subtract(local, Duration{INT64_MIN, 0, 0, 0}), TemporalError);
}

TEST_CASE("days follow the local clock, hours the time line") {
  Temporal evening = point("2017-10-28T12:00[Europe/Stockholm]");
  CHECK(text(add(evening, parse_duration("P1D"))) == "2017-10-29T12:00+01:00[Europe/Stockholm]");
  CHECK(text(add(evening, parse_duration("PT24H"))) == "2017-10-29T11:00+01:00[Europe/Stockholm]");
  // Into the hour that is skipped in spring.
  CHECK(text(add(point("2017-03-25T02:30[Europe/Stockholm]"), parse_duration("P1D"))) ==
        "2017-03-26T03:30+02:00[Europe/Stockholm]");
}

TEST_CASE("days can be added and taken away again") {
  std::uint64_t seed = random_seed();
  INFO("seed ", seed);
  TemporalSource source(seed);
  for (int i = 0; i < 5'000; ++i) {
    Duration days{0, source.between(-40'000, 40'000), 0, 0};
    Duration seconds{0, 0, source.between(-4'000'000'000, 4'000'000'000), 5};
    LocalDateTime local = source.local_datetime();
    DateTime datetime = source.datetime();
    if (date_out_of_reach(local)) continue;
    if (date_out_of_reach(LocalDateTime{datetime.epoch_seconds, 0})) continue;
    CAPTURE(text(datetime));
    REQUIRE(subtract(add(Temporal(local), days), days) == Temporal(local));
    REQUIRE(subtract(add(Temporal(local), seconds), seconds) == Temporal(local));
    REQUIRE(subtract(add(Temporal(datetime), seconds), seconds) == Temporal(datetime));
    REQUIRE(duration_in_seconds(datetime, add(Temporal(datetime), seconds)) == seconds);
    REQUIRE(duration_in_days(local, add(Temporal(local), days)) == days);
  }
}

TEST_CASE("differences take over what one side is missing") {
  CHECK(between("1984-10-11", "2015-06-24") == "P30Y8M13D");
  CHECK(between("1984-10-11", "2016-07-21T21:45:22.142") == "P31Y9M10DT21H45M22.142S");
  CHECK(between("1984-10-11", "2015-07-21T21:40:32.142+0100") == "P30Y9M10DT21H40M32.142S");
  CHECK(between("1984-10-11", "16:30+0100") == "PT16H30M");
  CHECK(between("14:30", "2015-06-24") == "PT-14H-30M");
  CHECK(between("14:30", "2015-07-21T21:40:32.142+0100") == "PT7H10M32.142S");
  CHECK(between("14:30Z", "2015-07-21T21:40:32.142+0100") == "PT6H10M32.142S");
  CHECK(between("14:30Z", "16:30+0100") == "PT1H");
  CHECK(between("2015-07-21T21:40:32.142", "2015-06-24") == "P-27DT-21H-40M-32.142S");
  CHECK(between("2015-07-21T21:40:32.142", "2016-07-21T21:45:22.142") == "P1YT4M50S");
  CHECK(between("2014-07-21T21:40:36.143+0200", "2015-06-24") == "P11M2DT2H19M23.857S");
  CHECK(between("2014-07-21T21:40:36.143+0200", "2015-07-21T21:40:32.142+0100") ==
        "P1YT59M55.999S");
  CHECK(between("2014-07-21T21:40:36.143+0200", "16:30+0100") == "PT-4H-10M-36.143S");
  CHECK(in_days("1984-10-11", "16:30+0100") == "PT0S");
  CHECK(in_days("2014-07-21T21:40:36.143+0200", "2016-07-21T21:45:22.142") == "P731D");
  CHECK(in_seconds("1984-10-11", "2015-07-21T21:40:32.142+0100") == "PT269781H40M32.142S");
}

TEST_CASE("differences are cut off towards zero") {
  CHECK(between("2018-01-02T10:00", "2018-01-01T12:00") == "PT-22H");
  CHECK(between("2018-01-02T10:00:00.1", "2018-01-01T10:00:00.2") == "PT-23H-59M-59.9S");
  CHECK(in_months("2018-03-11", "2016-06-24") == "P-1Y-8M");
  CHECK(in_months("2018-07-21", "2016-07-21T21:40:32.142+0100") == "P-1Y-11M");
  CHECK(in_months("2018-07-21T21:40:36.143+0500", "1984-07-21T22:40:36.143+0200") == "P-33Y-11M");
  CHECK(in_months("2024-01-31", "2024-02-29") == "PT0S");
  CHECK(in_seconds("12:44:54.7", "12:34:55.3") == "PT-9M-59.4S");
  CHECK(in_seconds("12:34:54.7", "12:34:54.3") == "PT-0.4S");
}

TEST_CASE("differences know about summer time and span the whole range") {
  CHECK(between("2017-10-28T23:00+02:00[Europe/Stockholm]",
                "2017-10-29T04:00+01:00[Europe/Stockholm]") == "PT6H");
  CHECK(in_seconds("2017-10-29T00:00[Europe/Stockholm]", "2017-10-29T04:00") == "PT5H");
  CHECK(in_seconds("2017-10-29T00:00[Europe/Stockholm]", "2017-10-30") == "PT25H");
  CHECK(in_days("2017-10-29T00:00[Europe/Stockholm]", "2017-10-30") == "P1D");
  CHECK(between("-999999999-01-01", "+999999999-12-31") == "P1999999998Y11M30D");
  CHECK(in_seconds("-999999999-01-01T00:00", "+999999999-12-31T23:59:59") ==
        "PT17531639991215H59M59S");
}

TEST_CASE("a difference added to the start gives the end, unless the month is too short") {
  std::uint64_t seed = random_seed();
  INFO("seed ", seed);
  TemporalSource source(seed);
  for (int i = 0; i < 20'000; ++i) {
    LocalDateTime from = source.local_datetime();
    LocalDateTime to = source.local_datetime();
    CAPTURE(text(from));
    CAPTURE(text(to));
    Duration difference = duration_between(from, to);
    REQUIRE(add(Temporal(from), difference) == Temporal(to));
    // All parts point the same way.
    int sign = compare_order(from, to) < 0 ? 1 : -1;
    REQUIRE(difference.months * sign >= 0);
    REQUIRE(difference.days * sign >= 0);
  }
}

}  // namespace liaison::test
