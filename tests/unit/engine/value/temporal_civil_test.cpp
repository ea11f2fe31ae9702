#include "value/temporal_civil.h"

#include "unit/engine/value/temporal_support.h"

namespace liaison::engine {

TEST_CASE("days and calendar dates convert both ways over the whole range") {
  // A stride that is no multiple of a week, month or era visits all kinds of days.
  for (std::int64_t days = kDateMin; days <= kDateMax; days += 1'234'567) {
    CivilDate civil = civil_from_days(days);
    REQUIRE(days_from_civil(civil) == days);
    REQUIRE(civil.month >= 1);
    REQUIRE(civil.month <= 12);
    REQUIRE(civil.day >= 1);
    REQUIRE(civil.day <= days_in_month(civil.year, civil.month));
    REQUIRE(days_from_week_date(week_date_from_days(days)) == days);
  }
  CHECK(days_from_civil({kYearMin, 1, 1}) == kDateMin);
  CHECK(days_from_civil({kYearMax, 12, 31}) == kDateMax);
}

TEST_CASE("consecutive days count on in every calendar") {
  CivilDate before = civil_from_days(-147'000);
  for (std::int64_t days = -146'999; days < 147'000; ++days) {
    CivilDate civil = civil_from_days(days);
    bool next_day =
        civil.year == before.year && civil.month == before.month && civil.day == before.day + 1;
    bool next_month = civil.year == before.year && civil.month == before.month + 1 &&
                      civil.day == 1 && before.day == days_in_month(before.year, before.month);
    bool next_year = civil.year == before.year + 1 && civil.month == 1 && civil.day == 1 &&
                     before.month == 12 && before.day == 31;
    REQUIRE((next_day || next_month || next_year));
    REQUIRE(day_of_week(days) == day_of_week(days - 1) % 7 + 1);
    bool first_of_quarter = civil.day == 1 && civil.month % 3 == 1;
    REQUIRE(day_of_quarter(days) == (first_of_quarter ? 1 : day_of_quarter(days - 1) + 1));
    REQUIRE(ordinal_day(days) == (next_year ? 1 : ordinal_day(days - 1) + 1));
    before = civil;
  }
}

TEST_CASE("ISO weeks belong to the year of their Thursday") {
  auto week = [](std::int64_t year, std::int64_t month, std::int64_t day) {
    WeekDate date = week_date_from_days(days_from_civil({year, month, day}));
    return std::to_string(date.year) + "-W" + std::to_string(date.week) + "-" +
           std::to_string(date.day);
  };
  CHECK(week(1984, 1, 1) == "1983-W52-7");
  CHECK(week(1984, 12, 31) == "1985-W1-1");
  CHECK(week(2015, 7, 21) == "2015-W30-2");
  CHECK(week(2021, 1, 3) == "2020-W53-7");
  CHECK(weeks_in_year(2020) == 53);
  CHECK(weeks_in_year(2021) == 52);
}

TEST_CASE("months move the day back to the month's last one, never on") {
  auto moved = [](const char* date, std::int64_t months) {
    return to_string(add_months(parse_date(date), months));
  };
  CHECK(moved("2024-01-31", 1) == "2024-02-29");
  CHECK(moved("2023-01-31", 1) == "2023-02-28");
  CHECK(moved("2024-02-29", 12) == "2025-02-28");
  CHECK(moved("2024-03-31", -1) == "2024-02-29");
  CHECK(moved("0000-01-31", -11) == "-0001-02-28");
  CHECK(moved("-999999999-12-31", 1'999'999'998LL * 12) == "+999999999-12-31");
  CHECK_THROWS_AS(moved("2024-01-31", 12'000'000'000), TemporalError);
  CHECK_THROWS_AS(moved("2024-01-31", INT64_MAX), TemporalError);
  CHECK_THROWS_AS(moved("-999999999-01-01", -1), TemporalError);
}

}  // namespace liaison::engine
