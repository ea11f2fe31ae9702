// Between values of the query language and the engine's temporal functions: maps into fields,
// values into temporals and back, the statement's clock, and errors of one into errors of the
// other. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "liaison/engine/temporal_functions.h"
#include "liaison/engine/value.h"
#include "liaison/query/function.h"

namespace liaison::query {

// The clock a kernel sees, at an instant in nanoseconds since 1970.
StatementClock statement_clock(const FunctionContext& context, std::int64_t time_ns);

// Nothing for durations and whatever is not temporal.
std::optional<Temporal> to_temporal(const Value& value);
Value from_temporal(const Temporal& temporal);

// The map argument as fields; nothing if an entry is null, as the result then is null. *Throws*
// QueryError for unknown keys and for entries of the wrong kind.
std::optional<TemporalFields> temporal_fields(const Value& map);
std::optional<DurationFields> duration_fields(const Value& map);

[[noreturn]] void throw_temporal_argument(std::string_view function, std::string_view expected,
                                          const Value& found);

// Runs `function`, turning the engine's TemporalError into the language's error.
template <class Function>
Value guard_temporal(Function&& function) {
  try {
    return function();
  } catch (const TemporalError& error) {
    throw QueryError("ArgumentError", ErrorPhase::Runtime, "InvalidArgumentValue", error.what());
  }
}

}  // namespace liaison::query
