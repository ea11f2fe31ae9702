// Orders and time zones.
#include "unit/engine/value/temporal_support.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace liaison::test {

TEST_CASE("times and datetimes sort by instant, then by offset and zone") {
  auto time = [](const char* input) { return parse_time(input, kClock); };
  CHECK(compare_order(time("10:00+01:00"), time("09:35:14.645876123Z")) < 0);
  CHECK(compare_order(time("12:35:15+05:00"), time("10:35-08:00")) < 0);
  CHECK(compare_order(time("12:00+01:00"), time("11:00Z")) > 0);
  CHECK_FALSE(time("12:00+01:00") == time("11:00Z"));
  auto datetime = [](const char* input) { return parse_datetime(input, kClock); };
  CHECK(compare_order(datetime("1980-12-11T12:31:14Z"), datetime("1984-10-11T12:31:14+05:00")) < 0);
  CHECK(compare_order(datetime("1984-10-11T12:30:14.000000012+00:15"),
                      datetime("1984-10-11T12:31:14.645876123+00:17")) > 0);
  // One instant: offset first, then no zone, then zones by name.
  std::vector<DateTime> sorted = {datetime("2020-01-01T11:00Z"), datetime("2020-01-01T12:00+01:00"),
                                  datetime("2020-01-01T12:00[Europe/Berlin]"),
                                  datetime("2020-01-01T12:00[Europe/Stockholm]")};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) {
      CHECK(compare_order(sorted[i], sorted[j]) == (i <=> j));
    }
  }
}

TEST_CASE("durations sort by average length") {
  auto less = [](const char* a, const char* b) {
    return compare_order(parse_duration(a), parse_duration(b)) < 0;
  };
  CHECK(less("P30D", "P1M"));
  CHECK(less("P1M", "P31D"));
  CHECK(less("P1M", "PT730H30M"));
  CHECK(less("PT730H29M", "P1M"));
  CHECK(less("PT24H", "P1D"));
  CHECK(less("PT-0.1S", "PT0S"));
  CHECK(less("P-1Y", "PT1S"));
  CHECK(compare_order(Duration{INT64_MIN, 0, 0, 0}, Duration{INT64_MAX, 0, 0, 0}) < 0);
}

TEST_CASE("orders are total, agree with equality and follow instants") {
  std::uint64_t seed = random_seed();
  INFO("seed ", seed);
  TemporalSource source(seed);
  std::vector<DateTime> datetimes;
  std::vector<Time> times;
  std::vector<Duration> durations;
  for (int i = 0; i < 300; ++i) {
    DateTime datetime = source.datetime();
    datetimes.push_back(datetime);
    datetimes.push_back(with_zone_same_instant(datetime, source.zone()));
    times.push_back(source.time());
    durations.push_back(source.duration());
  }
  auto check = [](const auto& values) {
    for (const auto& a : values) {
      for (const auto& b : values) {
        auto order = compare_order(a, b);
        REQUIRE((order == 0) == (a == b));
        REQUIRE((order < 0) == (compare_order(b, a) > 0));
      }
    }
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return compare_order(a, b) < 0; });
    return sorted;
  };
  check(times);
  check(durations);
  auto sorted = check(datetimes);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    REQUIRE(sorted[i - 1].epoch_seconds <= sorted[i].epoch_seconds);
  }
}

TEST_CASE("zones are known by name, offsets by number") {
  CHECK(zone_name(parse_zone("Europe/Stockholm").id) == "Europe/Stockholm");
  CHECK(parse_zone("Asia/Calcutta").id != parse_zone("Asia/Kolkata").id);
  CHECK(parse_zone("Z") == Zone{});
  CHECK(parse_zone("-02:05:07") == Zone{kNoZone, -7507});
  CHECK(parse_zone("-020507") == Zone{kNoZone, -7507});
  CHECK(parse_zone("+05") == Zone{kNoZone, 18'000});
  for (const char* wrong :
       {"", "Europe/Atlantis", "GMT+3:15", "Etc/Unknown", "+", "+1", "+1:00", "+18:01", "+01:60",
        "+01:00:60", "+010", "+01:", "+01:00:", "+01:0030", "+0100:30", "europe/stockholm\n"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(parse_zone(wrong), TemporalError);
  }
}

TEST_CASE("zones remember their history and go on for ever") {
  auto offset = [](const char* local, const char* zone) {
    return resolve_local(parse_local_datetime(local), parse_zone(zone)).offset_seconds;
  };
  CHECK(offset("1818-07-21T12:00", "Europe/Stockholm") == 53 * 60 + 28);
  CHECK(offset("1984-07-20T00:00", "Europe/Stockholm") == 7200);
  CHECK(offset("1984-10-28T10:00", "Pacific/Honolulu") == -36'000);
  CHECK(offset("1974-01-01T00:00", "Asia/Saigon") == 8 * 3600);
  CHECK(offset("2020-07-01T00:00", "Asia/Ho_Chi_Minh") == 7 * 3600);
  // Far from recorded history: the first known offset before, the last known rule after.
  CHECK(offset("-999999998-07-21T12:00", "Europe/Stockholm") == 53 * 60 + 28);
  CHECK(offset("+999999998-07-21T12:00", "Europe/Stockholm") == 7200);
  CHECK(offset("+999999998-01-21T12:00", "Europe/Stockholm") == 3600);
  CHECK(offset("3571-07-21T12:00", "Europe/Stockholm") == 7200);
}

TEST_CASE("gaps of the clock move a time on, overlaps take the earlier instant") {
  auto resolved = [](const char* input) { return to_string(parse_datetime(input, kClock)); };
  CHECK(resolved("2017-03-26T02:00[Europe/Stockholm]") ==
        "2017-03-26T03:00+02:00[Europe/Stockholm]");
  CHECK(resolved("2017-03-26T02:59:59[Europe/Stockholm]") ==
        "2017-03-26T03:59:59+02:00[Europe/Stockholm]");
  CHECK(resolved("2017-03-26T01:59:59[Europe/Stockholm]") ==
        "2017-03-26T01:59:59+01:00[Europe/Stockholm]");
  CHECK(resolved("2017-10-29T02:30[Europe/Stockholm]") ==
        "2017-10-29T02:30+02:00[Europe/Stockholm]");
  // An offset picks the second one.
  CHECK(resolved("2017-10-29T02:30+01:00[Europe/Stockholm]") ==
        "2017-10-29T02:30+01:00[Europe/Stockholm]");
  CHECK(resolved("2017-10-29T03:00[Europe/Stockholm]") ==
        "2017-10-29T03:00+01:00[Europe/Stockholm]");
  // Samoa left out a whole day to cross the date line.
  CHECK(resolved("2011-12-29T23:59[Pacific/Apia]") == "2011-12-29T23:59-10:00[Pacific/Apia]");
  CHECK(resolved("2011-12-30T12:00[Pacific/Apia]") == "2011-12-31T12:00+14:00[Pacific/Apia]");
  CHECK(resolved("2011-12-31T00:00[Pacific/Apia]") == "2011-12-31T00:00+14:00[Pacific/Apia]");
}

TEST_CASE("every instant of a zone is found again from its local clock") {
  for (const char* name : {"Europe/Stockholm", "America/New_York", "Pacific/Apia", "Asia/Gaza",
                           "Africa/Casablanca", "Australia/Lord_Howe", "Antarctica/Troll"}) {
    Zone zone = parse_zone(name);
    CAPTURE(name);
    // Every four hours and a minute of ten years, and in longer steps since 1850.
    for (std::int64_t seconds = 1'262'304'000; seconds < 1'577'836'800; seconds += 241 * 60) {
      DateTime value = with_zone_same_instant({seconds, 0, 0, kNoZone}, zone);
      LocalDateTime local{seconds + value.offset_seconds, 0};
      REQUIRE(resolve_local(local, zone, value.offset_seconds) == value);
    }
    for (std::int64_t seconds = -3'786'825'600; seconds < 4'102'444'800; seconds += 135'779) {
      DateTime value = with_zone_same_instant({seconds, 0, 0, kNoZone}, zone);
      LocalDateTime local{seconds + value.offset_seconds, 0};
      REQUIRE(resolve_local(local, zone, value.offset_seconds) == value);
      // Without a hint: the same clock, at this instant or an earlier one.
      DateTime first = resolve_local(local, zone);
      REQUIRE(first.epoch_seconds + first.offset_seconds == local.epoch_seconds);
      REQUIRE(first.epoch_seconds <= value.epoch_seconds);
    }
  }
}

TEST_CASE("threads that meet the same zones get the same ids") {
  static constexpr const char* kNames[] = {"Europe/Rome",    "Asia/Tokyo",    "America/Lima",
                                           "Africa/Lagos",   "Asia/Bangkok",  "Europe/Oslo",
                                           "Asia/Vientiane", "America/Bogota"};
  std::vector<std::vector<ZoneId>> ids(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : ids) {
      threads.emplace_back([&mine] {
        for (int round = 0; round < 50; ++round) {
          mine.clear();
          for (const char* name : kNames) {
            mine.push_back(intern_zone(name));
            offset_at({mine.back(), 0}, round * 10'000'000);
          }
        }
      });
    }
  }
  for (const auto& mine : ids) CHECK(mine == ids[0]);
  for (std::size_t i = 0; i < std::size(kNames); ++i) CHECK(zone_name(ids[0][i]) == kNames[i]);
}

}  // namespace liaison::test
