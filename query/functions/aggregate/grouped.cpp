#include "functions/aggregate/grouped.h"

#include <cmath>
#include <limits>
#include <unordered_map>

#include "functions/support.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/temporal_functions.h"

namespace liaison::query {
namespace {

__extension__ using WideInteger = __int128;

using Groups = std::span<const std::uint32_t>;

// ------------------------------------------------------------------ count
class Count final : public GroupedAggregate {
 public:
  void add_groups(std::size_t count) override { counts_.resize(count, 0); }
  void update(std::span<const ColumnVector> arguments, Groups groups) override {
    if (!arguments.empty() && arguments[0].may_have_nulls()) {
      for (std::size_t row = 0; row < groups.size(); ++row) {
        if (!arguments[0].is_null(row)) ++counts_[groups[row]];
      }
      return;
    }
    for (const std::uint32_t group : groups) ++counts_[group];
  }
  void update_weighted(std::span<const ColumnVector> arguments, Groups groups,
                       std::span<const std::int64_t> weights) override {
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (arguments.empty() || !arguments[0].is_null(row)) counts_[groups[row]] += weights[row];
    }
  }
  void combine(GroupedAggregate& base, Groups groups) override {
    const auto& other = static_cast<Count&>(base);
    for (std::size_t i = 0; i < groups.size(); ++i) counts_[groups[i]] += other.counts_[i];
  }
  void finish(Groups groups, ColumnVector& out) override {
    std::int64_t* values = out.write_integers(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) values[i] = counts_[groups[i]];
  }
  std::size_t memory_bytes() const override { return counts_.size() * sizeof(counts_[0]); }

 private:
  std::vector<std::int64_t> counts_;
};

// ------------------------------------------------------------------ sum and avg
// Neumaier's summation: the rounding error of each step is carried along.
struct FloatSum {
  double sum = 0;
  double carry = 0;
  bool any = false;

  void add(double x) {
    any = true;
    const double next = sum + x;
    if (std::isfinite(next)) {
      carry += std::fabs(sum) >= std::fabs(x) ? (sum - next) + x : (x - next) + sum;
    }
    sum = next;
  }
};

struct DurationSum {
  Duration sum;
  std::int64_t count = 0;
};

// Sums that stay integers while all values are, exactly whatever their order. Durations add up to
// a duration. Floats and durations have room only once one has come.
class Totals : public GroupedAggregate {
 public:
  explicit Totals(const char* function) : function_(function) {}

  void add_groups(std::size_t count) override {
    integers_.resize(count);
    if (!floats_.empty()) floats_.resize(count);
    if (!durations_.empty()) durations_.resize(count);
  }

  void update(std::span<const ColumnVector> arguments, Groups groups) override {
    const ColumnVector& values = arguments[0];
    if (values.type() == VectorType::Integer && durations_.empty()) {
      const auto numbers = values.integers();
      const bool may_have_nulls = values.may_have_nulls();
      for (std::size_t row = 0; row < groups.size(); ++row) {
        if (may_have_nulls && values.is_null(row)) continue;
        add_integer(groups[row], numbers[row]);
        ++integers_[groups[row]].count;
      }
      return;
    }
    if (values.type() == VectorType::Float && durations_.empty()) {
      const auto numbers = values.floats();
      if (floats_.empty()) floats_.resize(integers_.size());
      for (std::size_t row = 0; row < groups.size(); ++row) {
        if (values.is_null(row)) continue;
        floats_[groups[row]].add(numbers[row]);
        ++integers_[groups[row]].count;
      }
      return;
    }
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (!values.is_null(row)) add(groups[row], values.get(row));
    }
  }

  void combine(GroupedAggregate& base, Groups groups) override {
    auto& other = static_cast<Totals&>(base);
    if (!other.floats_.empty() && floats_.empty()) floats_.resize(integers_.size());
    if (!other.durations_.empty() && durations_.empty()) durations_.resize(integers_.size());
    for (const auto& [group, carry] : other.carries_) carries_[groups[group]] += carry;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      IntegerSum& total = integers_[groups[i]];
      add_integer(groups[i], other.integers_[i].sum);
      total.count += other.integers_[i].count;
      if (!other.floats_.empty() && other.floats_[i].any) {
        floats_[groups[i]].add(other.floats_[i].sum);
        floats_[groups[i]].add(other.floats_[i].carry);
      }
      if (other.durations_.empty() && durations_.empty()) continue;
      DurationSum& durations = durations_[groups[i]];
      if (!other.durations_.empty() && other.durations_[i].count > 0) {
        durations.sum = liaison::add(durations.sum, other.durations_[i].sum);
        durations.count += other.durations_[i].count;
      }
      if (durations.count > 0 && durations.count != total.count) throw_mixed(durations.sum);
    }
  }

  std::size_t memory_bytes() const override {
    return integers_.size() * sizeof(IntegerSum) + floats_.size() * sizeof(FloatSum) +
           durations_.size() * sizeof(DurationSum) + carries_.size() * 32;
  }

 protected:
  struct IntegerSum {
    std::int64_t sum = 0;    // its low 64 bits, with sign
    std::int64_t count = 0;  // of values of any type
  };

  std::int64_t count(std::size_t group) const { return integers_[group].count; }
  bool is_duration(std::size_t group) const {
    return !durations_.empty() && durations_[group].count > 0;
  }
  bool has_floats(std::size_t group) const { return !floats_.empty() && floats_[group].any; }
  const Duration& duration(std::size_t group) const { return durations_[group].sum; }
  double number(std::size_t group) const {
    const double integers = static_cast<double>(wide(group));
    return has_floats(group) ? floats_[group].sum + floats_[group].carry + integers : integers;
  }
  std::int64_t integer(std::size_t group) const {
    const WideInteger sum = wide(group);
    if (sum < std::numeric_limits<std::int64_t>::min() ||
        sum > std::numeric_limits<std::int64_t>::max()) {
      throw QueryError("ArithmeticError", ErrorPhase::Runtime, "IntegerOverflow",
                       std::string(function_) + "() does not fit a 64-bit integer.");
    }
    return static_cast<std::int64_t>(sum);
  }

 private:
  void add(std::size_t group, const Value& v) {
    IntegerSum& total = integers_[group];
    ++total.count;
    if (v.kind() == ValueKind::Duration) {
      if (durations_.empty()) durations_.resize(integers_.size());
      durations_[group].sum = liaison::add(durations_[group].sum, v.as_duration());
      ++durations_[group].count;
    } else if (v.is_integer()) {
      add_integer(group, v.as_integer());
    } else if (v.is_float()) {
      if (floats_.empty()) floats_.resize(integers_.size());
      floats_[group].add(v.as_float());
    } else {
      throw_bad_argument(function_, v, "numbers or durations");
    }
    if (is_duration(group) && durations_[group].count != total.count) throw_mixed(v);
  }
  [[noreturn]] void throw_mixed(const Value& v) const {
    throw_bad_argument(function_, v, "numbers only or durations only");
  }

  void add_integer(std::size_t group, std::int64_t number) {
    std::int64_t& sum = integers_[group].sum;
    if (__builtin_add_overflow(sum, number, &sum)) carries_[group] += number > 0 ? 1 : -1;
  }
  WideInteger wide(std::size_t group) const {
    const WideInteger sum = integers_[group].sum;
    if (carries_.empty()) return sum;
    const auto carry = carries_.find(group);
    constexpr WideInteger kTwoTo64 = WideInteger{1} << 64;
    return carry == carries_.end() ? sum : sum + carry->second * kTwoTo64;
  }

  const char* function_;
  std::vector<IntegerSum> integers_;
  std::unordered_map<std::size_t, std::int64_t> carries_;  // what went beyond 64 bits, by group
  std::vector<FloatSum> floats_;
  std::vector<DurationSum> durations_;
};

class Sum final : public Totals {
 public:
  Sum() : Totals("sum") {}
  void finish(Groups groups, ColumnVector& out) override {
    out.reset(VectorType::Integer);
    out.reserve(groups.size());
    for (const std::uint32_t group : groups) {
      if (is_duration(group)) {
        out.append(Value(duration(group)));
      } else if (has_floats(group)) {
        out.append(Value(number(group)));
      } else {
        out.append(Value(integer(group)));
      }
    }
  }
};

class Average final : public Totals {
 public:
  Average() : Totals("avg") {}
  void finish(Groups groups, ColumnVector& out) override {
    out.reset(VectorType::Float);
    out.reserve(groups.size());
    for (const std::uint32_t group : groups) {
      if (count(group) == 0) {
        out.append_null();
      } else if (is_duration(group)) {
        out.append(Value(divide(duration(group), DurationAmount(count(group)))));
      } else {
        out.append(Value(number(group) / static_cast<double>(count(group))));
      }
    }
  }
};

// ------------------------------------------------------------------ min and max
// Integers and dates as plain numbers while all values are of that one type.
template <bool kWantGreater>
class Extreme final : public GroupedAggregate {
 public:
  void add_groups(std::size_t count) override {
    found_.resize(count, 0);
    if (is_plain_) {
      numbers_.resize(count, 0);
    } else {
      values_.resize(count);
    }
  }

  void update(std::span<const ColumnVector> arguments, Groups groups) override {
    const ColumnVector& column = arguments[0];
    if (column.size() == 0) return;
    const bool fits = column.type() == VectorType::Integer || column.type() == VectorType::Date;
    if (is_plain_ && (!fits || (type_ != VectorType::Tagged && type_ != column.type()))) {
      leave_plain();
    }
    if (is_plain_) {
      type_ = column.type();
      const auto numbers = type_ == VectorType::Integer ? column.integers() : column.days();
      for (std::size_t row = 0; row < groups.size(); ++row) {
        if (!column.is_null(row)) offer(groups[row], numbers[row]);
      }
      return;
    }
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (column.is_null(row)) continue;
      if (column.type() == VectorType::String && found_[groups[row]] != 0 &&
          !is_better_text(column.dictionary()->view(column.codes()[row]), values_[groups[row]])) {
        continue;
      }
      offer(groups[row], column.get(row));
    }
  }

  void combine(GroupedAggregate& base, Groups groups) override {
    auto& other = static_cast<Extreme&>(base);
    if (other.is_plain_ && other.type_ == VectorType::Tagged) return;  // it saw no rows
    if (is_plain_ && (!other.is_plain_ || (type_ != VectorType::Tagged && type_ != other.type_))) {
      leave_plain();
    }
    if (is_plain_) type_ = other.type_;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (other.found_[i] == 0) continue;
      if (is_plain_) {
        offer(groups[i], other.numbers_[i]);
      } else {
        offer(groups[i], other.is_plain_ ? other.plain_value(i) : other.values_[i]);
      }
    }
  }

  void finish(Groups groups, ColumnVector& out) override {
    out.reset(is_plain_ ? type_ : VectorType::Tagged);
    out.reserve(groups.size());
    for (const std::uint32_t group : groups) {
      if (found_[group] == 0) {
        out.append_null();
      } else {
        out.append(is_plain_ ? plain_value(group) : values_[group]);
      }
    }
  }

  std::size_t memory_bytes() const override {
    return found_.size() + numbers_.size() * 8 + values_.size() * 48;
  }

 private:
  void offer(std::uint32_t group, std::int64_t number) {
    if (found_[group] == 0 ||
        (kWantGreater ? number > numbers_[group] : number < numbers_[group])) {
      numbers_[group] = number;
      found_[group] = 1;
    }
  }
  void offer(std::uint32_t group, Value value) {
    Value& best = values_[group];
    if (found_[group] != 0) {
      const auto c = order(value, best);
      // Of 1 and 1.0 the integer stays, whichever came first: threads take rows in any order.
      const bool is_better = c == 0         ? value.is_integer() && best.is_float()
                             : kWantGreater ? c > 0
                                            : c < 0;
      if (!is_better) return;
    }
    best = std::move(value);
    found_[group] = 1;
  }
  static bool is_better_text(std::string_view text, const Value& best) {
    if (!best.is_string()) return true;
    return kWantGreater ? text > best.as_string() : text < best.as_string();
  }
  Value plain_value(std::size_t group) const {
    return type_ == VectorType::Date ? Value(Date{numbers_[group]}) : Value(numbers_[group]);
  }
  void leave_plain() {
    values_.resize(found_.size());
    for (std::size_t group = 0; group < found_.size(); ++group) {
      if (found_[group] != 0) values_[group] = plain_value(group);
    }
    numbers_.clear();
    is_plain_ = false;
  }

  bool is_plain_ = true;
  VectorType type_ = VectorType::Tagged;  // of plain numbers; Tagged: none yet
  std::vector<std::uint8_t> found_;
  std::vector<std::int64_t> numbers_;
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<GroupedAggregate> make_count() {
  return std::make_unique<Count>();
}
std::unique_ptr<GroupedAggregate> make_sum() {
  return std::make_unique<Sum>();
}
std::unique_ptr<GroupedAggregate> make_average() {
  return std::make_unique<Average>();
}
std::unique_ptr<GroupedAggregate> make_least() {
  return std::make_unique<Extreme<false>>();
}
std::unique_ptr<GroupedAggregate> make_greatest() {
  return std::make_unique<Extreme<true>>();
}

}  // namespace liaison::query
