// The pieces construction and truncation share: a date or a time of day from components over an
// optional value to start from. Thread-safety: pure functions.
#pragma once

#include <array>
#include <optional>

#include "liaison/engine/temporal_functions.h"

namespace liaison::engine {

// Replaces the given date components of `base`; without base, missing ones are the smallest.
Date build_date(const TemporalFields& fields, const std::optional<Date>& base);

// As build_date. The first `decimals_kept` (0, 3 or 6) digits of base's fraction of a second stay,
// and smaller components are added below them; with 0, any fraction given replaces the whole.
LocalTime build_time(const TemporalFields& fields, const std::optional<LocalTime>& base,
                     int decimals_kept);

// Throws TemporalError for a date, which has no time of day.
LocalTime time_of(const Temporal& value);
std::optional<Zone> zone_part(const Temporal& value);
// The offset a zone has at the statement's instant, for times, which have no day of their own.
std::int32_t offset_now(Zone zone, const StatementClock& clock);

// All numeric members, to look at them as a row.
std::array<std::optional<std::int64_t>, 16> number_fields(const TemporalFields& fields);
bool same_fields(const TemporalFields& a, const TemporalFields& b);

}  // namespace liaison::engine
