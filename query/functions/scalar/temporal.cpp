// Functions that make points in time. The five types have the same functions, so each type brings
// its engine functions and texts, and one template makes its rows.

#include "functions/families.h"
#include "functions/scalar/temporal_arguments.h"

namespace liaison::query {

namespace {

using Arguments = std::span<const Value>;

// What differs between the types. `Names` are those of the five rows in order: construction,
// transaction, statement, realtime, truncate.
template <class T>
struct TypeOf;

template <>
struct TypeOf<Date> {
  static constexpr ValueKind kKind = ValueKind::Date;
  static std::vector<std::string_view> aliases() { return {}; }
  static constexpr std::string_view kNames[] = {"date", "date.transaction", "date.statement",
                                                "date.realtime", "date.truncate"};
  static constexpr std::string_view kExample = "date({year: 1984, week: 10, dayOfWeek: 3})";
  static constexpr std::string_view kExampleResult = "'1984-03-07'";
  static constexpr std::string_view kClockExamples[] = {
      "date.transaction() IS NULL", "date.statement() IS NULL", "date.realtime() IS NULL"};
  static constexpr std::string_view kTruncateExample =
      "date.truncate('month', date('1984-10-11'), {day: 2})";
  static constexpr std::string_view kTruncateResult = "'1984-10-02'";
  static Date parse(std::string_view text, const StatementClock&) { return parse_date(text); }
  static Date make(const TemporalFields& f, const StatementClock& c) { return make_date(f, c); }
  static Date convert(const Temporal& v, const StatementClock&) { return to_date(v); }
  static Date truncate(std::string_view unit, const Temporal& v, const TemporalFields& f,
                       const StatementClock&) {
    return truncate_date(unit, v, f);
  }
};

template <>
struct TypeOf<LocalTime> {
  static constexpr ValueKind kKind = ValueKind::LocalTime;
  static std::vector<std::string_view> aliases() { return {"local_time"}; }
  static constexpr std::string_view kNames[] = {"localtime", "localtime.transaction",
                                                "localtime.statement", "localtime.realtime",
                                                "localtime.truncate"};
  static constexpr std::string_view kExample = "localtime({hour: 12, minute: 31, second: 14})";
  static constexpr std::string_view kExampleResult = "'12:31:14'";
  static constexpr std::string_view kClockExamples[] = {"localtime.transaction() IS NULL",
                                                        "localtime.statement() IS NULL",
                                                        "localtime.realtime() IS NULL"};
  static constexpr std::string_view kTruncateExample =
      "localtime.truncate('minute', localtime('12:31:14.645'))";
  static constexpr std::string_view kTruncateResult = "'12:31'";
  static LocalTime parse(std::string_view text, const StatementClock&) {
    return parse_local_time(text);
  }
  static LocalTime make(const TemporalFields& f, const StatementClock& c) {
    return make_local_time(f, c);
  }
  static LocalTime convert(const Temporal& v, const StatementClock&) { return to_local_time(v); }
  static LocalTime truncate(std::string_view unit, const Temporal& v, const TemporalFields& f,
                            const StatementClock&) {
    return truncate_local_time(unit, v, f);
  }
};

template <>
struct TypeOf<Time> {
  static constexpr ValueKind kKind = ValueKind::Time;
  static std::vector<std::string_view> aliases() { return {"zoned_time"}; }
  static constexpr std::string_view kNames[] = {"time", "time.transaction", "time.statement",
                                                "time.realtime", "time.truncate"};
  static constexpr std::string_view kExample = "time('21:40:32.142+0100')";
  static constexpr std::string_view kExampleResult = "'21:40:32.142+01:00'";
  static constexpr std::string_view kClockExamples[] = {
      "time.transaction() IS NULL", "time.statement() IS NULL", "time.realtime() IS NULL"};
  static constexpr std::string_view kTruncateExample =
      "time.truncate('hour', time('12:31:14+01:00'))";
  static constexpr std::string_view kTruncateResult = "'12:00+01:00'";
  static Time parse(std::string_view text, const StatementClock& c) { return parse_time(text, c); }
  static Time make(const TemporalFields& f, const StatementClock& c) { return make_time(f, c); }
  static Time convert(const Temporal& v, const StatementClock& c) { return to_time(v, c); }
  static Time truncate(std::string_view unit, const Temporal& v, const TemporalFields& f,
                       const StatementClock& c) {
    return truncate_time(unit, v, f, c);
  }
};

template <>
struct TypeOf<LocalDateTime> {
  static constexpr ValueKind kKind = ValueKind::LocalDateTime;
  static std::vector<std::string_view> aliases() { return {"local_datetime"}; }
  static constexpr std::string_view kNames[] = {"localdatetime", "localdatetime.transaction",
                                                "localdatetime.statement", "localdatetime.realtime",
                                                "localdatetime.truncate"};
  static constexpr std::string_view kExample = "localdatetime('2015-W30-2T214032.142')";
  static constexpr std::string_view kExampleResult = "'2015-07-21T21:40:32.142'";
  static constexpr std::string_view kClockExamples[] = {"localdatetime.transaction() IS NULL",
                                                        "localdatetime.statement() IS NULL",
                                                        "localdatetime.realtime() IS NULL"};
  static constexpr std::string_view kTruncateExample =
      "localdatetime.truncate('quarter', localdatetime('1984-11-11T12:31'))";
  static constexpr std::string_view kTruncateResult = "'1984-10-01T00:00'";
  static LocalDateTime parse(std::string_view text, const StatementClock&) {
    return parse_local_datetime(text);
  }
  static LocalDateTime make(const TemporalFields& f, const StatementClock& c) {
    return make_local_datetime(f, c);
  }
  static LocalDateTime convert(const Temporal& v, const StatementClock&) {
    return to_local_datetime(v);
  }
  static LocalDateTime truncate(std::string_view unit, const Temporal& v, const TemporalFields& f,
                                const StatementClock&) {
    return truncate_local_datetime(unit, v, f);
  }
};

template <>
struct TypeOf<DateTime> {
  static constexpr ValueKind kKind = ValueKind::DateTime;
  static std::vector<std::string_view> aliases() { return {"zoned_datetime"}; }
  static constexpr std::string_view kNames[] = {"datetime", "datetime.transaction",
                                                "datetime.statement", "datetime.realtime",
                                                "datetime.truncate"};
  static constexpr std::string_view kExample =
      "datetime({year: 1984, ordinalDay: 202, timezone: 'Europe/Stockholm'})";
  static constexpr std::string_view kExampleResult = "'1984-07-20T00:00+02:00[Europe/Stockholm]'";
  static constexpr std::string_view kClockExamples[] = {"datetime.transaction() IS NULL",
                                                        "datetime.statement() IS NULL",
                                                        "datetime.realtime() IS NULL"};
  static constexpr std::string_view kTruncateExample =
      "datetime.truncate('week', datetime('1984-10-11T12:31+01:00'), {dayOfWeek: 2})";
  static constexpr std::string_view kTruncateResult = "'1984-10-09T00:00+01:00'";
  static DateTime parse(std::string_view text, const StatementClock& c) {
    return parse_datetime(text, c);
  }
  static DateTime make(const TemporalFields& f, const StatementClock& c) {
    return make_datetime(f, c);
  }
  static DateTime convert(const Temporal& v, const StatementClock& c) { return to_datetime(v, c); }
  static DateTime truncate(std::string_view unit, const Temporal& v, const TemporalFields& f,
                           const StatementClock& c) {
    return truncate_datetime(unit, v, f, c);
  }
};

template <class T>
T current(const StatementClock& clock, std::optional<Zone> zone = std::nullopt) {
  return TypeOf<T>::convert(current_datetime(clock, zone), clock);
}

template <class T>
Value construct(const FunctionContext& context, Arguments arguments) {
  return guard_temporal([&]() -> Value {
    StatementClock clock = statement_clock(context, context.statement_time_ns);
    if (arguments.empty()) return current<T>(clock);
    const Value& argument = arguments[0];
    if (argument.is_string()) return TypeOf<T>::parse(argument.as_string(), clock);
    if (argument.is_map()) {
      auto fields = temporal_fields(argument);
      return fields ? Value(TypeOf<T>::make(*fields, clock)) : Value();
    }
    if (auto temporal = to_temporal(argument)) return TypeOf<T>::convert(*temporal, clock);
    throw_temporal_argument(TypeOf<T>::kNames[0], "a STRING, a MAP or a temporal value", argument);
  });
}

template <class T, std::int64_t FunctionContext::*Instant>
Value read_clock(const FunctionContext& context, Arguments arguments) {
  return guard_temporal([&]() -> Value {
    StatementClock clock = statement_clock(context, context.*Instant);
    if (arguments.empty()) return current<T>(clock);
    if (!arguments[0].is_string()) {
      throw_temporal_argument(TypeOf<T>::kNames[0], "a time zone as a STRING", arguments[0]);
    }
    return current<T>(clock, parse_zone(arguments[0].as_string()));
  });
}

template <class T>
Value truncate(const FunctionContext& context, Arguments arguments) {
  constexpr std::string_view kName = TypeOf<T>::kNames[4];
  return guard_temporal([&]() -> Value {
    StatementClock clock = statement_clock(context, context.statement_time_ns);
    if (!arguments[0].is_string()) {
      throw_temporal_argument(kName, "a unit as a STRING first", arguments[0]);
    }
    Temporal value = current<T>(clock);
    if (arguments.size() > 1) {
      auto given = to_temporal(arguments[1]);
      if (!given) throw_temporal_argument(kName, "a temporal value second", arguments[1]);
      value = *given;
    }
    std::optional<TemporalFields> fields = TemporalFields{};
    if (arguments.size() > 2) {
      if (!arguments[2].is_map()) throw_temporal_argument(kName, "a MAP third", arguments[2]);
      fields = temporal_fields(arguments[2]);
      if (!fields) return Value();
    }
    return TypeOf<T>::truncate(arguments[0].as_string(), value, *fields, clock);
  });
}

StaticType any_temporal() {
  StaticType type = StaticType::of(ValueKind::Date);
  for (ValueKind kind :
       {ValueKind::LocalTime, ValueKind::Time, ValueKind::LocalDateTime, ValueKind::DateTime}) {
    type = type.union_with(StaticType::of(kind));
  }
  return type;
}

// Nothing here is deterministic: what is left out comes from the statement's clock or time zone,
// and a plan outlives the statement.
template <class T>
void add_rows(std::vector<FunctionSpec>& rows) {
  using Type = TypeOf<T>;
  StaticType text = StaticType::of(ValueKind::String);
  StaticType map = StaticType::of(ValueKind::Map);
  StaticType result = StaticType::of(Type::kKind);
  rows.push_back({.name = Type::kNames[0],
                  .aliases = Type::aliases(),
                  .arguments = {{"input", text.union_with(map).union_with(any_temporal())}},
                  .optional_arguments = 1,
                  .result = result,
                  .volatility = Volatility::PerStatement,
                  .kernel = construct<T>,
                  .category = "Temporal",
                  .doc = "From an ISO 8601 text, a map of components or another temporal value; "
                         "without argument the time of the statement.",
                  .example = Type::kExample,
                  .example_result = Type::kExampleResult});
  constexpr ScalarKernel kClocks[] = {read_clock<T, &FunctionContext::transaction_time_ns>,
                                      read_clock<T, &FunctionContext::statement_time_ns>,
                                      read_clock<T, &FunctionContext::statement_time_ns>};
  constexpr std::string_view kClockDocs[] = {
      "The time at which the transaction began, in the given time zone.",
      "The time at which the statement began, in the given time zone.",
      "The current time in the given time zone. One statement sees one time."};
  for (std::size_t i = 0; i < 3; ++i) {
    rows.push_back({.name = Type::kNames[i + 1],
                    .aliases = {},
                    .arguments = {{"timezone", text}},
                    .optional_arguments = 1,
                    .result = result,
                    .volatility = Volatility::PerStatement,
                    .kernel = kClocks[i],
                    .category = "Temporal",
                    .doc = kClockDocs[i],
                    .example = Type::kClockExamples[i],
                    .example_result = "false"});
  }
  rows.push_back({.name = Type::kNames[4],
                  .aliases = {},
                  .arguments = {{"unit", text}, {"temporal", any_temporal()}, {"fields", map}},
                  .optional_arguments = 2,
                  .result = result,
                  .volatility = Volatility::PerStatement,
                  .kernel = truncate<T>,
                  .category = "Temporal",
                  .doc =
                      "The start of the unit (millennium to microsecond) the value lies in, with "
                      "the given components replaced.",
                  .example = Type::kTruncateExample,
                  .example_result = Type::kTruncateResult});
}

std::vector<FunctionSpec> make_rows() {
  std::vector<FunctionSpec> rows;
  add_rows<Date>(rows);
  add_rows<LocalTime>(rows);
  add_rows<Time>(rows);
  add_rows<LocalDateTime>(rows);
  add_rows<DateTime>(rows);
  return rows;
}

}  // namespace

std::span<const FunctionSpec> temporal_functions() {
  static const std::vector<FunctionSpec> rows = make_rows();
  return rows;
}

}  // namespace liaison::query
