// Time zones: the process-wide table of names, offsets from ICU's time zone data (which keeps the
// seconds of local mean times), and the way from local clocks to instants.
#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "liaison/engine/assert.h"
#include "liaison/engine/temporal.h"
#include "liaison/engine/temporal_functions.h"
#include "value/temporal_civil.h"

namespace liaison {

using engine::checked_datetime;
using engine::floor_div;
using engine::floor_mod;

namespace {

struct NamedZone {
  std::string name;
  std::unique_ptr<icu::TimeZone> rules;  // only const members are called: safe to share
};

// Zones are never dropped, so names and rules may be handed out without holding the lock. A deque
// keeps them in place while it grows. Id n is zones[n - 1].
class ZoneTable {
 public:
  ZoneId intern(std::string_view name) {
    {
      std::shared_lock lock(mutex_);
      if (auto found = ids_.find(name); found != ids_.end()) return found->second;
    }
    std::unique_ptr<icu::TimeZone> rules = load(name);
    std::unique_lock lock(mutex_);
    if (auto found = ids_.find(name); found != ids_.end()) return found->second;
    zones_.push_back({std::string(name), std::move(rules)});
    ZoneId id = static_cast<ZoneId>(zones_.size());
    ids_.emplace(zones_.back().name, id);
    return id;
  }

  const NamedZone& at(ZoneId id) {
    std::shared_lock lock(mutex_);
    LIAISON_CHECK(id != kNoZone && id <= zones_.size());
    return zones_[id - 1];
  }

 private:
  static std::unique_ptr<icu::TimeZone> load(std::string_view name) {
    icu::UnicodeString id = icu::UnicodeString::fromUTF8(
        icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
    icu::UnicodeString canonical;
    UErrorCode status = U_ZERO_ERROR;
    UBool in_database = false;
    // ICU also makes up zones from texts like "GMT+3:15"; those are offsets, not names.
    if (name.size() <= 64) icu::TimeZone::getCanonicalID(id, canonical, in_database, status);
    if (U_FAILURE(status) || !in_database || name == "Etc/Unknown") {
      throw TemporalError("unknown time zone '" + std::string(name.substr(0, 64)) +
                          "': expected an offset such as +01:00 or a name such as "
                          "Europe/Stockholm");
    }
    return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(id));
  }

  std::shared_mutex mutex_;
  std::deque<NamedZone> zones_;
  std::unordered_map<std::string_view, ZoneId> ids_;  // keys point into zones_
};

ZoneTable& zone_table() {
  static auto* table = new ZoneTable;  // never destroyed: values may outlive static destructors
  return *table;
}

// ICU counts milliseconds in a double and years in 32 bits. Rules repeat every 400 years (a whole
// number of weeks) outside of recorded history, so far instants are moved by whole cycles.
std::int64_t within_recorded_range(std::int64_t epoch_seconds) {
  constexpr std::int64_t kCycle = 146'097 * kSecondsPerDay;
  constexpr std::int64_t kFar = 4 * kCycle;  // years 370 to 3570
  if (epoch_seconds >= kFar) return kFar + (epoch_seconds - kFar) % kCycle;
  if (epoch_seconds < -kFar) return -kFar - kCycle + floor_mod(epoch_seconds + kFar, kCycle);
  return epoch_seconds;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Two digits at `position`, or -1.
int two_digits(std::string_view text, std::size_t position) {
  if (position + 2 > text.size() || !is_digit(text[position]) || !is_digit(text[position + 1])) {
    return -1;
  }
  return (text[position] - '0') * 10 + (text[position + 1] - '0');
}

}  // namespace

ZoneId intern_zone(std::string_view name) {
  return zone_table().intern(name);
}

std::string_view zone_name(ZoneId id) {
  return id == kNoZone ? std::string_view() : zone_table().at(id).name;
}

std::int32_t offset_at(Zone zone, std::int64_t utc_epoch_seconds) {
  if (zone.id == kNoZone) return zone.offset_seconds;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone_table().at(zone.id).rules->getOffset(
      static_cast<double>(within_recorded_range(utc_epoch_seconds)) * 1000.0, false, raw, saving,
      status);
  LIAISON_CHECK(U_SUCCESS(status));
  return (raw + saving) / 1000;
}

Zone parse_zone(std::string_view text) {
  if (text == "Z" || text == "z") return {};
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return {intern_zone(text), 0};
  // +hh, +hhmm, +hhmmss or with colons throughout.
  std::array<int, 3> parts{0, 0, 0};
  bool colons = text.size() > 3 && text[3] == ':';
  std::size_t position = 1;
  bool valid = true;
  for (std::size_t i = 0; i < parts.size() && valid && (i == 0 || position < text.size()); ++i) {
    if (i > 0 && colons) valid = text[position++] == ':';
    parts[i] = two_digits(text, position);
    valid = valid && parts[i] >= 0;
    position += 2;
  }
  std::int32_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
  if (!valid || position != text.size() || parts[1] > 59 || parts[2] > 59 ||
      seconds > kOffsetMaxSeconds) {
    throw TemporalError("'" + std::string(text.substr(0, 64)) +
                        "' is no offset: expected Z, +hh, +hhmm, +hh:mm or +hh:mm:ss with at most "
                        "18 hours");
  }
  return {kNoZone, text[0] == '-' ? -seconds : seconds};
}

DateTime resolve_local(const LocalDateTime& local, Zone zone,
                       std::optional<std::int32_t> preferred_offset) {
  auto shows_local = [&](std::int32_t offset) {
    return offset_at(zone, local.epoch_seconds - offset) == offset;
  };
  auto at_offset = [&](std::int32_t offset) {
    return checked_datetime(local.epoch_seconds - offset, local.nanosecond, zone);
  };
  if (zone.id == kNoZone) return at_offset(zone.offset_seconds);
  if (preferred_offset && shows_local(*preferred_offset)) return at_offset(*preferred_offset);
  // A day to either side is beyond the nearest change of clocks, whatever the offset (a jump
  // across the date line is a whole day, and zones do not change twice within two days).
  std::int32_t before = offset_at(zone, local.epoch_seconds - kSecondsPerDay);
  if (shows_local(before)) return at_offset(before);
  std::int32_t after = offset_at(zone, local.epoch_seconds + kSecondsPerDay);
  if (shows_local(after)) return at_offset(after);
  return at_offset(before);  // in a gap: reading the clock as not yet changed moves it on
}

DateTime with_zone_same_instant(const DateTime& value, Zone zone) {
  return checked_datetime(value.epoch_seconds, value.nanosecond, zone);
}

DateTime current_datetime(const StatementClock& clock, std::optional<Zone> zone) {
  return checked_datetime(clock.epoch_seconds, clock.nanosecond, zone.value_or(clock.default_zone));
}

}  // namespace liaison
