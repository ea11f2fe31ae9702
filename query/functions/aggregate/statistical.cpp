// Standard deviations and percentiles.
#include <algorithm>
#include <cmath>

#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

double number_of(const Value& v, std::string_view function) {
  if (!v.is_number()) throw_bad_argument(function, v, "numbers");
  return v.as_number();
}

// Welford's method: mean and sum of squared differences in one pass.
template <bool kSample>
class StandardDeviation final : public AggregateState {
 public:
  void update(Arguments a) override {
    const double x = number_of(a[0], kSample ? "stDev" : "stDevP");
    ++count_;
    const double delta = x - mean_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (x - mean_);
  }
  Value finish() override {
    if (count_ < 2) return 0.0;
    return std::sqrt(squares_ / static_cast<double>(kSample ? count_ - 1 : count_));
  }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// Both percentiles keep the values; `percentile` is the same for all rows of a group.
template <bool kInterpolate>
class Percentile final : public AggregateState {
 public:
  void update(Arguments a) override {
    const char* name = kInterpolate ? "percentileCont" : "percentileDisc";
    const double percentile = number_of(a[1], name);
    if (!(percentile >= 0 && percentile <= 1)) {
      throw_argument_error("NumberOutOfRange",
                           std::string(name) + "() takes a percentile from 0.0 to 1.0.");
    }
    percentile_ = percentile;
    number_of(a[0], name);
    values_.push_back(a[0]);
  }

  Value finish() override {
    if (values_.empty()) return Value();
    std::sort(values_.begin(), values_.end(),
              [](const Value& x, const Value& y) { return x.as_number() < y.as_number(); });
    const auto size = static_cast<double>(values_.size());
    if (!kInterpolate) {
      const double rank = std::ceil(percentile_ * size);
      return values_[static_cast<std::size_t>(std::max(rank - 1, 0.0))];
    }
    const double place = percentile_ * (size - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, values_.size() - 1);
    const double share = place - static_cast<double>(below);
    return values_[below].as_number() * (1 - share) + values_[above].as_number() * share;
  }

 private:
  double percentile_ = 0;
  std::vector<Value> values_;
};

template <class State>
std::unique_ptr<AggregateState> create(const FunctionContext&) {
  return std::make_unique<State>();
}

}  // namespace

std::span<const AggregateSpec> statistical_aggregates() {
  static const std::vector<AggregateSpec> rows = [] {
    const StaticType number = StaticType::number();
    std::vector<AggregateSpec> r;
    r.push_back({.name = "stDev",
                 .aliases = {"stdev_samp"},
                 .arguments = {{"value", number}},
                 .result = type_float(),
                 .create = create<StandardDeviation<true>>,
                 .doc = "The standard deviation of a sample; 0.0 for fewer than two values.",
                 .example = "UNWIND [1, 3] AS x RETURN round(stDev(x), 3)",
                 .example_result = "1.414"});
    r.push_back({.name = "stDevP",
                 .aliases = {"stdev_pop"},
                 .arguments = {{"value", number}},
                 .result = type_float(),
                 .create = create<StandardDeviation<false>>,
                 .doc = "The standard deviation of a whole population.",
                 .example = "UNWIND [1, 3] AS x RETURN stDevP(x)",
                 .example_result = "1.0"});
    r.push_back({.name = "percentileDisc",
                 .aliases = {"percentile_disc"},
                 .arguments = {{"value", number}, {"percentile", number}},
                 .result = number,
                 .create = create<Percentile<false>>,
                 .doc = "The value at a percentile (0.0 to 1.0): always one of the values.",
                 .example = "UNWIND [10, 20, 30] AS x RETURN percentileDisc(x, 0.5)",
                 .example_result = "20"});
    r.push_back({.name = "percentileCont",
                 .aliases = {"percentile_cont"},
                 .arguments = {{"value", number}, {"percentile", number}},
                 .result = type_float(),
                 .create = create<Percentile<true>>,
                 .doc = "The value at a percentile (0.0 to 1.0), interpolated between two values.",
                 .example = "UNWIND [10, 20] AS x RETURN percentileCont(x, 0.5)",
                 .example_result = "15.0"});
    return r;
  }();
  return rows;
}

}  // namespace liaison::query
