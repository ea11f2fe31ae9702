// The aggregates everybody uses: count, sum, avg, min, max, collect.
#include "functions/aggregate/grouped.h"
#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

class Collect final : public AggregateState {
 public:
  void update(Arguments a) override { values_.push_back(a[0]); }
  Value finish() override { return std::move(values_); }

 private:
  ValueList values_;
};

template <class State>
std::unique_ptr<AggregateState> create(const FunctionContext&) {
  return std::make_unique<State>();
}

}  // namespace

std::span<const AggregateSpec> basic_aggregates() {
  static const std::vector<AggregateSpec> rows = [] {
    const StaticType any = StaticType::any();
    const StaticType summable =
        StaticType::number().union_with(StaticType::of(ValueKind::Duration));
    std::vector<AggregateSpec> r;
    r.push_back({.name = "count",
                 .aliases = {},
                 .arguments = {{"value", any}},
                 .result = type_integer(),
                 .create_grouped = make_count,
                 .doc = "The number of rows, or of values that are not null.",
                 .example = "UNWIND [1, null, 2] AS x RETURN count(x)",
                 .example_result = "2"});
    r.push_back({.name = "sum",
                 .aliases = {},
                 .arguments = {{"value", summable}},
                 .result = summable,
                 .create_grouped = make_sum,
                 .doc = "The sum of numbers or durations; 0 for none.",
                 .example = "UNWIND [1, 2, 3] AS x RETURN sum(x)",
                 .example_result = "6"});
    r.push_back({.name = "avg",
                 .aliases = {},
                 .arguments = {{"value", summable}},
                 .result = type_float().union_with(StaticType::of(ValueKind::Duration)),
                 .create_grouped = make_average,
                 .doc = "The arithmetic mean of numbers or durations; null for none.",
                 .example = "UNWIND [1, 2] AS x RETURN avg(x)",
                 .example_result = "1.5"});
    r.push_back({.name = "min",
                 .aliases = {},
                 .arguments = {{"value", any}},
                 .result = any,
                 .create_grouped = make_least,
                 .doc = "The first value in the order of ORDER BY; null for none.",
                 .example = "UNWIND [3, 1, 2] AS x RETURN min(x)",
                 .example_result = "1"});
    r.push_back({.name = "max",
                 .aliases = {},
                 .arguments = {{"value", any}},
                 .result = any,
                 .create_grouped = make_greatest,
                 .doc = "The last value in the order of ORDER BY; null for none.",
                 .example = "UNWIND [3, 1, 2] AS x RETURN max(x)",
                 .example_result = "3"});
    r.push_back({.name = "collect",
                 .aliases = {"collect_list"},
                 .arguments = {{"value", any}},
                 .result = type_list(),
                 .create = create<Collect>,
                 .doc = "A list of the values that are not null.",
                 .example = "UNWIND [1, null, 2] AS x RETURN collect(x)",
                 .example_result = "[1, 2]"});
    return r;
  }();
  return rows;
}

}  // namespace liaison::query
