// The aggregates everybody uses: count, sum, avg, min, max, collect.
#include <cmath>

#include "functions/families.h"
#include "functions/support.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/temporal_functions.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

class Count final : public AggregateState {
 public:
  void update(Arguments) override { ++rows_; }
  Value finish() override { return rows_; }

 private:
  std::int64_t rows_ = 0;
};

// A sum that stays an integer while all values are, and is exact for integers. Durations add up
// to a duration.
class Total {
 public:
  void add(const Value& v, std::string_view function) {
    ++count_;
    if (v.kind() == ValueKind::Duration) {
      durations_ = liaison::add(durations_, v.as_duration());
      ++duration_count_;
    } else if (v.is_integer()) {
      if (__builtin_add_overflow(integers_, v.as_integer(), &integers_)) {
        throw QueryError("ArithmeticError", ErrorPhase::Runtime, "IntegerOverflow",
                         std::string(function) + "() does not fit a 64-bit integer.");
      }
    } else if (v.is_float()) {
      add_float(v.as_float());
      has_floats_ = true;
    } else {
      throw_bad_argument(function, v, "numbers or durations");
    }
    if (duration_count_ > 0 && duration_count_ != count_) {
      throw_bad_argument(function, v, "numbers only or durations only");
    }
  }
  bool is_duration() const { return duration_count_ > 0; }
  const Duration& durations() const { return durations_; }
  std::int64_t count() const { return count_; }
  Value value() const {
    if (is_duration()) return durations_;
    if (!has_floats_) return integers_;
    return as_double();
  }
  double as_double() const { return floats_ + carry_ + static_cast<double>(integers_); }

 private:
  // Neumaier's summation: the rounding error of each step is carried along.
  void add_float(double x) {
    const double sum = floats_ + x;
    if (std::isfinite(sum)) {
      carry_ += std::fabs(floats_) >= std::fabs(x) ? (floats_ - sum) + x : (x - sum) + floats_;
    }
    floats_ = sum;
  }

  std::int64_t count_ = 0;
  std::int64_t duration_count_ = 0;
  std::int64_t integers_ = 0;
  double floats_ = 0;
  double carry_ = 0;
  bool has_floats_ = false;
  Duration durations_;
};

class Sum final : public AggregateState {
 public:
  void update(Arguments a) override { total_.add(a[0], "sum"); }
  Value finish() override { return total_.value(); }

 private:
  Total total_;
};

class Average final : public AggregateState {
 public:
  void update(Arguments a) override {
    // Integers are added as floats: an average must not overflow on the way.
    total_.add(a[0].is_integer() ? Value(static_cast<double>(a[0].as_integer())) : a[0], "avg");
  }
  Value finish() override {
    if (total_.count() == 0) return Value();
    if (total_.is_duration()) {
      return divide(total_.durations(), DurationAmount(total_.count()));
    }
    return total_.as_double() / static_cast<double>(total_.count());
  }

 private:
  Total total_;
};

template <bool kWantGreater>
class Extreme final : public AggregateState {
 public:
  void update(Arguments a) override {
    const Value& v = a[0];
    if (!found_) {
      best_ = v;
      found_ = true;
      return;
    }
    const auto c = order(v, best_);
    if (kWantGreater ? c > 0 : c < 0) best_ = v;
  }
  Value finish() override { return best_; }

 private:
  bool found_ = false;
  Value best_;
};

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
                 .create = create<Count>,
                 .doc = "The number of rows, or of values that are not null.",
                 .example = "UNWIND [1, null, 2] AS x RETURN count(x)",
                 .example_result = "2"});
    r.push_back({.name = "sum",
                 .aliases = {},
                 .arguments = {{"value", summable}},
                 .result = summable,
                 .create = create<Sum>,
                 .doc = "The sum of numbers or durations; 0 for none.",
                 .example = "UNWIND [1, 2, 3] AS x RETURN sum(x)",
                 .example_result = "6"});
    r.push_back({.name = "avg",
                 .aliases = {},
                 .arguments = {{"value", summable}},
                 .result = type_float().union_with(StaticType::of(ValueKind::Duration)),
                 .create = create<Average>,
                 .doc = "The arithmetic mean of numbers or durations; null for none.",
                 .example = "UNWIND [1, 2] AS x RETURN avg(x)",
                 .example_result = "1.5"});
    r.push_back({.name = "min",
                 .aliases = {},
                 .arguments = {{"value", any}},
                 .result = any,
                 .create = create<Extreme<false>>,
                 .doc = "The first value in the order of ORDER BY; null for none.",
                 .example = "UNWIND [3, 1, 2] AS x RETURN min(x)",
                 .example_result = "1"});
    r.push_back({.name = "max",
                 .aliases = {},
                 .arguments = {{"value", any}},
                 .result = any,
                 .create = create<Extreme<true>>,
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
