// The names of map keys: one table from key to member for each kind of map.
#include <algorithm>

#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"

namespace liaison {

namespace {

using NumberMember = std::optional<std::int64_t> TemporalFields::*;
struct NumberKey {
  std::string_view key;
  NumberMember member;
};
constexpr NumberKey kNumberKeys[] = {
    {"year", &TemporalFields::year},
    {"quarter", &TemporalFields::quarter},
    {"month", &TemporalFields::month},
    {"week", &TemporalFields::week},
    {"dayOfQuarter", &TemporalFields::day_of_quarter},
    {"ordinalDay", &TemporalFields::ordinal_day},
    {"dayOfWeek", &TemporalFields::day_of_week},
    {"day", &TemporalFields::day},
    {"hour", &TemporalFields::hour},
    {"minute", &TemporalFields::minute},
    {"second", &TemporalFields::second},
    {"millisecond", &TemporalFields::millisecond},
    {"microsecond", &TemporalFields::microsecond},
    {"nanosecond", &TemporalFields::nanosecond},
    {"epochSeconds", &TemporalFields::epoch_seconds},
    {"epochMillis", &TemporalFields::epoch_millis},
};

using AmountMember = std::optional<DurationAmount> DurationFields::*;
struct AmountKey {
  std::string_view key;
  AmountMember member;
};
constexpr AmountKey kAmountKeys[] = {
    {"years", &DurationFields::years},
    {"quarters", &DurationFields::quarters},
    {"months", &DurationFields::months},
    {"weeks", &DurationFields::weeks},
    {"days", &DurationFields::days},
    {"hours", &DurationFields::hours},
    {"minutes", &DurationFields::minutes},
    {"seconds", &DurationFields::seconds},
    {"milliseconds", &DurationFields::milliseconds},
    {"microseconds", &DurationFields::microseconds},
    {"nanoseconds", &DurationFields::nanoseconds},
};

}  // namespace

bool TemporalFields::set(std::string_view key, std::int64_t number) {
  if (key == "weekDay") key = "dayOfWeek";  // the name of the component when read
  for (const NumberKey& entry : kNumberKeys) {
    if (entry.key == key) {
      this->*entry.member = number;
      return true;
    }
  }
  return false;
}

bool DurationFields::set(std::string_view key, DurationAmount amount) {
  for (const AmountKey& entry : kAmountKeys) {
    if (entry.key == key) {
      this->*entry.member = amount;
      return true;
    }
  }
  return false;
}

namespace engine {

std::array<std::optional<std::int64_t>, 16> number_fields(const TemporalFields& fields) {
  std::array<std::optional<std::int64_t>, 16> out;
  static_assert(std::size(kNumberKeys) == out.size());
  std::transform(std::begin(kNumberKeys), std::end(kNumberKeys), out.begin(),
                 [&](const NumberKey& entry) { return fields.*entry.member; });
  return out;
}

bool same_fields(const TemporalFields& a, const TemporalFields& b) {
  return number_fields(a) == number_fields(b) && a.timezone == b.timezone && a.date == b.date &&
         a.time == b.time && a.datetime == b.datetime;
}

}  // namespace engine

}  // namespace liaison
