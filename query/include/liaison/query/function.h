// Functions of the query language as rows of a table: one FunctionSpec per scalar function, one
// AggregateSpec per aggregate. The row is the registration, the documentation and an example that
// a test executes.
// Thread-safety: specs are immutable; kernels are called from several threads and keep no state.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "liaison/engine/cancellation.h"
#include "liaison/engine/data_chunk.h"
#include "liaison/engine/error.h"
#include "liaison/engine/graph.h"
#include "liaison/engine/value.h"
#include "liaison/query/static_type.h"

namespace liaison::query {

// What the running statement has deleted so far. Reading properties or labels of these is an
// error; a deleted relationship still knows its type.
struct DeletedEntities {
  std::unordered_set<NodeId> nodes;
  std::unordered_map<RelationshipId, std::string> relationships;  // with type names
  bool empty() const { return nodes.empty() && relationships.empty(); }
};

// What a kernel may see besides its arguments.
struct FunctionContext {
  const GraphReader* graph = nullptr;
  const DeletedEntities* deleted = nullptr;  // may be null: nothing deleted
  std::int64_t statement_time_ns = 0;        // nanoseconds since 1970, UTC: one instant a statement
  std::int64_t transaction_time_ns = 0;
  std::string_view time_zone = "Z";
  std::uint64_t* random_state = nullptr;  // advanced by rand() and randomUUID()
  const CancellationToken* cancellation = nullptr;
};

// Propagate: null as soon as an argument is null, the kernel is not called. Custom: the kernel
// sees nulls.
enum class NullRule : std::uint8_t { Propagate, Custom };

// How long the value of a call with the same arguments stays the same: for ever, for one statement
// (the current date), or not even that (a random number): those are never moved.
enum class Volatility : std::uint8_t { Immutable, PerStatement, PerCall };

// Kernels throw QueryError with phase Runtime; the caller adds the span.
using ScalarKernel = Value (*)(const FunctionContext&, std::span<const Value> arguments);

struct FunctionArgument {
  std::string_view name;
  StaticType type = StaticType::any();
};

struct FunctionSpec {
  std::string_view name;  // as documented; matched without regard to case
  std::vector<std::string_view> aliases;
  std::vector<FunctionArgument> arguments;
  std::size_t optional_arguments = 0;  // how many of the last ones may be left out
  bool variadic = false;               // the last argument may repeat
  StaticType result = StaticType::any();
  NullRule nulls = NullRule::Propagate;
  Volatility volatility = Volatility::Immutable;
  ScalarKernel kernel = nullptr;
  std::string_view category;        // heading in the reference
  std::string_view doc;             // one or two sentences
  std::string_view example;         // an expression
  std::string_view example_result;  // its value, as the spec files write values
};

class AggregateState {
 public:
  virtual ~AggregateState() = default;
  // One row; arguments as in the query (none for count(*)). Nulls are passed on unless the spec
  // says skip_nulls.
  virtual void update(std::span<const Value> arguments) = 0;
  virtual Value finish() = 0;
};

// An aggregate of many groups at once, updated a column at a time. Groups are numbered from 0; rows
// may come in any order, and states of several threads be put together.
class GroupedAggregate {
 public:
  virtual ~GroupedAggregate() = default;
  // From now on there are `count` groups, the new ones without rows.
  virtual void add_groups(std::size_t count) = 0;
  // One column per argument; row i belongs to groups[i]. Rows whose first argument is null are left
  // out here, if the spec says skip_nulls.
  virtual void update(std::span<const ColumnVector> arguments,
                      std::span<const std::uint32_t> groups) = 0;
  // The same where row i stands for weights[i] equal rows, at least one. Here for aggregates whose
  // answer does not change when a row is repeated.
  virtual void update_weighted(std::span<const ColumnVector> arguments,
                               std::span<const std::uint32_t> groups,
                               std::span<const std::int64_t> weights) {
    static_cast<void>(weights);
    update(arguments, groups);
  }
  // Takes over `other`, made by the same spec: its group g becomes part of groups[g].
  virtual void combine(GroupedAggregate& other, std::span<const std::uint32_t> groups) = 0;
  // Replaces `out` by the values of the groups. Called once per group.
  virtual void finish(std::span<const std::uint32_t> groups, ColumnVector& out) = 0;
  // Rough bytes held, for the memory budget.
  virtual std::size_t memory_bytes() const = 0;
};

struct AggregateSpec {
  std::string_view name;
  std::vector<std::string_view> aliases;
  std::vector<FunctionArgument> arguments;
  StaticType result = StaticType::any();
  bool skip_nulls = true;  // rows whose first argument is null are not passed to update()
  // One of the two: a state for each group, whose rows then keep their order, or one for all.
  std::unique_ptr<AggregateState> (*create)(const FunctionContext&) = nullptr;
  std::unique_ptr<GroupedAggregate> (*create_grouped)() = nullptr;
  std::string_view doc;
  std::string_view example;         // a whole query
  std::string_view example_result;  // its one value
};

// nullptr when there is none of that name (dotted names included). Case does not matter.
const FunctionSpec* find_function(std::string_view name);
const AggregateSpec* find_aggregate(std::string_view name);
// Every row, for listings, suggestions and the reference.
std::span<const FunctionSpec* const> all_functions();
std::span<const AggregateSpec* const> all_aggregates();

}  // namespace liaison::query
