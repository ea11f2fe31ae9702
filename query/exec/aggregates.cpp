#include "exec/aggregates.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "exec/key_table.h"
#include "exec/paths/node_set.h"
#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

// One state per group, one row after the other, in the order in which they come.
class StatePerGroup final : public GroupedAggregate {
 public:
  StatePerGroup(const AggregateSpec& spec, const FunctionContext& context)
      : spec_(spec), context_(context) {}

  void add_groups(std::size_t count) override {
    while (states_.size() < count) states_.push_back(spec_.create(context_));
  }
  void update(std::span<const ColumnVector> arguments,
              std::span<const std::uint32_t> groups) override {
    std::vector<Value> values(arguments.size());
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (spec_.skip_nulls && !arguments.empty() && arguments[0].is_null(row)) continue;
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = arguments[i].get(row);
        value_bytes_ += values[i].is_number() ? 16 : memory_of(values[i]);
      }
      states_[groups[row]]->update(values);
    }
  }
  void combine(GroupedAggregate&, std::span<const std::uint32_t>) override {
    LIAISON_CHECK(false && "aggregates that depend on the order of rows stay with one thread");
  }
  void finish(std::span<const std::uint32_t> groups, ColumnVector& out) override {
    out.reset(VectorType::Tagged);
    out.reserve(groups.size());
    for (const std::uint32_t group : groups) out.append(states_[group]->finish());
  }
  std::size_t memory_bytes() const override {
    // What collect() and the percentiles keep; the others keep no more than a few numbers.
    const bool keeps_values = spec_.name == "collect" || spec_.name.starts_with("percentile");
    return states_.size() * 64 + (keeps_values ? value_bytes_ : 0);
  }

 private:
  const AggregateSpec& spec_;
  const FunctionContext& context_;
  std::vector<std::unique_ptr<AggregateState>> states_;
  std::size_t value_bytes_ = 0;
};

// Passes on what a group has not had yet. Nodes or relationships of the only group there is are
// kept as bits, everything else in a table.
class FirstOfEach final : public DistinctAggregate {
 public:
  FirstOfEach(const BoundAggregate& aggregate, std::unique_ptr<GroupedAggregate> inner)
      : spec_(*aggregate.function),
        argument_count_(aggregate.arguments.size()),
        seen_(argument_count_ + 1, KeyTable::Rows::MaybeClustered),
        inner_(std::move(inner)) {}

  void add_groups(std::size_t count) override {
    group_count_ = std::max(group_count_, count);
    inner_->add_groups(count);
    if (unique_) unique_->add_groups(count);
  }
  void update(std::span<const ColumnVector> arguments,
              std::span<const std::uint32_t> groups) override {
    if (takes_ids(arguments)) {
      update_ids(arguments[0], groups);
    } else {
      leave_ids();
      update_table(arguments, groups);
    }
  }
  void update_unique(std::span<const ColumnVector> arguments,
                     std::span<const std::uint32_t> groups) override {
    unique().update(arguments, groups);
  }
  void combine(GroupedAggregate& base, std::span<const std::uint32_t> groups) override {
    auto& other = static_cast<FirstOfEach&>(base);
    if (other.unique_) unique().combine(*other.unique_, groups);
    if (other.id_type_) {
      const std::vector<ColumnVector> arguments{other.take_ids()};
      update(arguments, std::vector<std::uint32_t>(arguments[0].size(), groups[0]));
      return;
    }
    if (other.seen_.size() > 0) combine_table(other, groups);
  }
  void finish(std::span<const std::uint32_t> groups, ColumnVector& out) override {
    if (unique_) {
      std::vector<std::uint32_t> same(group_count_);
      std::iota(same.begin(), same.end(), 0u);
      inner_->combine(*unique_, same);
      unique_.reset();
    }
    inner_->finish(groups, out);
  }
  std::size_t memory_bytes() const override {
    return seen_.memory_bytes() + ids_.memory_bytes() + inner_->memory_bytes() +
           (unique_ ? unique_->memory_bytes() : 0);
  }

 private:
  bool takes_ids(std::span<const ColumnVector> arguments) const {
    if (argument_count_ != 1 || group_count_ > 1 || arguments[0].may_have_nulls()) return false;
    const VectorType type = arguments[0].type();
    if (type != VectorType::Node && type != VectorType::Relationship) return false;
    return id_type_ ? *id_type_ == type : seen_.size() == 0;
  }

  void update_ids(const ColumnVector& column, std::span<const std::uint32_t> groups) {
    id_type_ = column.type();
    std::vector<std::uint32_t> rows;
    const auto ids = column.ids();
    for (std::uint32_t row = 0; row < ids.size(); ++row) {
      if (ids_.insert(NodeId(ids[row]))) rows.push_back(row);
    }
    if (rows.empty()) return;
    const std::vector<ColumnVector> fresh{column.select(rows)};
    inner_->update(fresh, groups.subspan(0, rows.size()));
  }

  ColumnVector take_ids() {
    std::vector<NodeId> nodes;
    ids_.append_to(nodes);
    ColumnVector column;
    std::uint64_t* to = column.write_ids(*id_type_, nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) to[i] = nodes[i].value;
    ids_.clear();
    id_type_.reset();
    return column;
  }

  // Moves what was kept as bits into the table.
  void leave_ids() {
    if (!id_type_) return;
    const ColumnVector column = take_ids();
    ColumnVector group_column;
    std::fill_n(group_column.write_integers(column.size()), column.size(), 0);
    const ColumnVector* const key[] = {&group_column, &column};
    seen_.find_or_add(key, column.size(), found_);
  }

  void update_table(std::span<const ColumnVector> arguments,
                    std::span<const std::uint32_t> groups) {
    ColumnVector group_column;
    std::int64_t* numbers = group_column.write_integers(groups.size());
    std::copy(groups.begin(), groups.end(), numbers);
    std::vector<const ColumnVector*> key = {&group_column};
    for (const ColumnVector& argument : arguments) key.push_back(&argument);
    std::size_t known = seen_.size();
    seen_.find_or_add(key, groups.size(), found_);
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> new_groups;
    for (std::uint32_t row = 0; row < groups.size(); ++row) {
      // New ones are numbered as they appear, so each is met first where its number is next.
      if (found_[row] < known) continue;
      ++known;
      if (spec_.skip_nulls && arguments[0].is_null(row)) continue;
      rows.push_back(row);
      new_groups.push_back(groups[row]);
    }
    if (rows.empty()) return;
    std::vector<ColumnVector> fresh;
    for (const ColumnVector& argument : arguments) fresh.push_back(argument.select(rows));
    inner_->update(fresh, new_groups);
  }
  void combine_table(const FirstOfEach& other, std::span<const std::uint32_t> groups) {
    std::vector<std::uint32_t> entries(other.seen_.size());
    for (std::uint32_t i = 0; i < entries.size(); ++i) entries[i] = i;
    ColumnVector numbers;
    other.seen_.append_keys(entries, 0, numbers);
    std::vector<ColumnVector> arguments(argument_count_);
    for (std::size_t i = 0; i < argument_count_; ++i) {
      other.seen_.append_keys(entries, i + 1, arguments[i]);
    }
    std::vector<std::uint32_t> mapped(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      mapped[i] = groups[static_cast<std::size_t>(numbers.integers()[i])];
    }
    update(arguments, mapped);
  }

  // Of values that are not to be looked for. Only those who may be combined have any.
  GroupedAggregate& unique() {
    if (!unique_) {
      unique_ = spec_.create_grouped();
      unique_->add_groups(group_count_);
    }
    return *unique_;
  }

  const AggregateSpec& spec_;
  std::size_t argument_count_;
  std::size_t group_count_ = 0;
  NodeBitmap ids_;                     // of id_type_; node or relationship ids alike
  std::optional<VectorType> id_type_;  // unset: the table is in use, or nothing yet
  KeyTable seen_;                      // group, arguments
  std::unique_ptr<GroupedAggregate> inner_;
  std::unique_ptr<GroupedAggregate> unique_;  // may be null
  std::vector<std::uint32_t> found_;
};

}  // namespace

std::unique_ptr<GroupedAggregate> make_aggregate_state(const BoundAggregate& aggregate,
                                                       const FunctionContext& context) {
  std::unique_ptr<GroupedAggregate> state;
  if (aggregate.function->create_grouped) {
    state = aggregate.function->create_grouped();
  } else {
    state = std::make_unique<StatePerGroup>(*aggregate.function, context);
  }
  if (!aggregate.distinct) return state;
  return std::make_unique<FirstOfEach>(aggregate, std::move(state));
}

bool is_order_free(const BoundAggregate& aggregate) {
  return aggregate.function->create_grouped != nullptr;
}

}  // namespace liaison::query
