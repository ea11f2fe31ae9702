// Durations and instants from numbers.
#include "functions/families.h"
#include "functions/scalar/temporal_arguments.h"

namespace liaison::query {

namespace {

using Arguments = std::span<const Value>;

Value construct_duration(const FunctionContext&, Arguments arguments) {
  return guard_temporal([&]() -> Value {
    const Value& argument = arguments[0];
    if (argument.is_string()) return parse_duration(argument.as_string());
    if (argument.kind() == ValueKind::Duration) return argument;
    if (argument.is_map()) {
      auto fields = duration_fields(argument);
      return fields ? Value(make_duration(*fields)) : Value();
    }
    throw_temporal_argument("duration", "a STRING, a MAP or a DURATION", argument);
  });
}

template <Duration (*Difference)(const Temporal&, const Temporal&)>
Value difference(const FunctionContext&, Arguments arguments) {
  return guard_temporal([&]() -> Value {
    auto from = to_temporal(arguments[0]);
    auto to = to_temporal(arguments[1]);
    if (!from || !to) {
      throw_temporal_argument("duration.between", "two dates, times or datetimes",
                              arguments[from ? 1 : 0]);
    }
    return Difference(*from, *to);
  });
}

std::int64_t integer_argument(std::string_view function, const Value& argument) {
  if (!argument.is_integer()) throw_temporal_argument(function, "INTEGER arguments", argument);
  return argument.as_integer();
}

Value from_epoch(const FunctionContext&, Arguments arguments) {
  constexpr std::string_view kName = "datetime.fromepoch";
  return guard_temporal([&]() -> Value {
    return datetime_from_epoch(integer_argument(kName, arguments[0]),
                               integer_argument(kName, arguments[1]));
  });
}

Value from_epoch_millis(const FunctionContext&, Arguments arguments) {
  return guard_temporal([&]() -> Value {
    return datetime_from_epoch_millis(integer_argument("datetime.fromepochmillis", arguments[0]));
  });
}

Value timestamp(const FunctionContext& context, Arguments) {
  return context.statement_time_ns / 1'000'000;
}

FunctionSpec difference_row(std::string_view name, ScalarKernel kernel, std::string_view doc,
                            std::string_view example, std::string_view example_result,
                            std::vector<std::string_view> aliases = {}) {
  return {.name = name,
          .aliases = std::move(aliases),
          .arguments = {{"from"}, {"to"}},
          .result = StaticType::of(ValueKind::Duration),
          .kernel = kernel,
          .category = "Temporal",
          .doc = doc,
          .example = example,
          .example_result = example_result};
}

std::vector<FunctionSpec> make_rows() {
  StaticType integer = StaticType::of(ValueKind::Integer);
  return {
      {.name = "duration",
       .aliases = {},
       .arguments = {{"input", StaticType::of(ValueKind::String)
                                   .union_with(StaticType::of(ValueKind::Map))
                                   .union_with(StaticType::of(ValueKind::Duration))}},
       .result = StaticType::of(ValueKind::Duration),
       .kernel = construct_duration,
       .category = "Temporal",
       .doc = "From an ISO 8601 text or a map of units. Fractions carry over to smaller units; "
              "months, days and seconds stay apart.",
       .example = "duration({months: 5, days: 1.5})",
       .example_result = "'P5M1DT12H'"},
      difference_row("duration.between", difference<duration_between>,
                     "From the first to the second in months, days and seconds.",
                     "duration.between(date('1984-10-11'), date('2015-06-24'))", "'P30Y8M13D'",
                     {"duration_between"}),
      difference_row("duration.inMonths", difference<duration_in_months>,
                     "Whole months from the first to the second.",
                     "duration.inMonths(date('2018-03-11'), date('2016-06-24'))", "'P-1Y-8M'"),
      difference_row("duration.inDays", difference<duration_in_days>,
                     "Whole days from the first to the second.",
                     "duration.inDays(date('1984-10-11'), date('2015-06-24'))", "'P11213D'"),
      difference_row("duration.inSeconds", difference<duration_in_seconds>,
                     "Seconds and their fraction from the first to the second.",
                     "duration.inSeconds(localtime('14:30'), localtime('16:30'))", "'PT2H'"),
      {.name = "datetime.fromepoch",
       .aliases = {},
       .arguments = {{"seconds", integer}, {"nanoseconds", integer}},
       .result = StaticType::of(ValueKind::DateTime),
       .kernel = from_epoch,
       .category = "Temporal",
       .doc = "The instant so many seconds and nanoseconds after 1970-01-01T00:00Z.",
       .example = "datetime.fromepoch(416779, 999999999)",
       .example_result = "'1970-01-05T19:46:19.999999999Z'"},
      {.name = "datetime.fromepochmillis",
       .aliases = {},
       .arguments = {{"milliseconds", integer}},
       .result = StaticType::of(ValueKind::DateTime),
       .kernel = from_epoch_millis,
       .category = "Temporal",
       .doc = "The instant so many milliseconds after 1970-01-01T00:00Z.",
       .example = "datetime.fromepochmillis(237821673987)",
       .example_result = "'1977-07-15T13:34:33.987Z'"},
      {.name = "timestamp",
       .aliases = {},
       .arguments = {},
       .result = integer,
       .volatility = Volatility::PerStatement,
       .kernel = timestamp,
       .category = "Temporal",
       .doc = "Milliseconds from 1970-01-01T00:00Z to the time at which the statement began.",
       .example = "timestamp() > 0",
       .example_result = "true"},
  };
}

}  // namespace

std::span<const FunctionSpec> duration_functions() {
  static const std::vector<FunctionSpec> rows = make_rows();
  return rows;
}

}  // namespace liaison::query
