// Functions of lists, and sizes.
#include "functions/families.h"
#include "functions/support.h"
#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

// Lists longer than this are refused: a typing error must not fill the memory.
constexpr std::uint64_t kRangeElementsMax = 100'000'000;

const ValueList& list_of(const Value& v, std::string_view function) {
  if (!v.is_list()) throw_bad_argument(function, v, "a list");
  return v.as_list();
}

Value size_kernel(const FunctionContext&, Arguments a) {
  if (a[0].is_string()) return static_cast<std::int64_t>(text::length(a[0].as_string()));
  if (a[0].is_map()) return static_cast<std::int64_t>(a[0].as_map().size());
  if (!a[0].is_list()) throw_bad_argument("size", a[0], "a list or a string");
  return static_cast<std::int64_t>(a[0].as_list().size());
}

Value is_empty_kernel(const FunctionContext&, Arguments a) {
  if (a[0].is_string()) return a[0].as_string().empty();
  if (a[0].is_map()) return a[0].as_map().empty();
  if (!a[0].is_list()) throw_bad_argument("isEmpty", a[0], "a list, a string or a map");
  return a[0].as_list().empty();
}

Value head_kernel(const FunctionContext&, Arguments a) {
  const ValueList& list = list_of(a[0], "head");
  return list.empty() ? Value() : list.front();
}
Value last_kernel(const FunctionContext&, Arguments a) {
  const ValueList& list = list_of(a[0], "last");
  return list.empty() ? Value() : list.back();
}
Value tail_kernel(const FunctionContext&, Arguments a) {
  const ValueList& list = list_of(a[0], "tail");
  return list.empty() ? ValueList{} : ValueList(list.begin() + 1, list.end());
}

std::int64_t bound_of(const Value& v) {
  if (!v.is_integer()) {
    throw_argument_error("InvalidArgumentType",
                         std::string("range() takes integers; found ") + kind_name(v.kind()) + ".");
  }
  return v.as_integer();
}

Value range_kernel(const FunctionContext& context, Arguments a) {
  const std::int64_t start = bound_of(a[0]);
  const std::int64_t end = bound_of(a[1]);
  const std::int64_t step = a.size() > 2 ? bound_of(a[2]) : 1;
  if (step == 0) {
    throw_argument_error("NumberOutOfRange", "The step of range() cannot be 0.");
  }
  ValueList result;
  if (step > 0 ? start > end : start < end) return result;
  const auto distance = step > 0
                            ? static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(start)
                            : static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(end);
  const auto stride =
      step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  const std::uint64_t count = distance / stride + 1;
  if (count == 0 || count > kRangeElementsMax) {
    throw_argument_error("LimitExceeded", "range() makes at most " +
                                              std::to_string(kRangeElementsMax) +
                                              " elements; a list of more was asked for.");
  }
  result.reserve(count);
  std::uint64_t value = static_cast<std::uint64_t>(start);
  for (std::uint64_t i = 0; i < count; ++i) {
    result.emplace_back(static_cast<std::int64_t>(value));
    value += static_cast<std::uint64_t>(step);
    if (context.cancellation && (i & 0xFFFF) == 0xFFFF) context.cancellation->check();
  }
  return result;
}

}  // namespace

std::span<const FunctionSpec> list_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    FunctionRows r("List");
    const StaticType list = type_list();
    r.add("size", {{"input", list.union_with(type_string()).union_with(type_map())}},
          type_integer(), size_kernel,
          "The number of elements of a list, or of characters of a text.", "size([1, 2])", "2")
        .aliases = {"cardinality"};
    r.add("isEmpty", {{"input", list.union_with(type_string()).union_with(type_map())}},
          type_boolean(), is_empty_kernel, "Whether a list, text or map has nothing in it.",
          "isEmpty('')", "true");
    r.add("head", {{"list", list}}, StaticType::any(), head_kernel,
          "The first element of a list, null if there is none.", "head([1, 2])", "1");
    r.add("last", {{"list", list}}, StaticType::any(), last_kernel,
          "The last element of a list, null if there is none.", "last([1, 2])", "2");
    r.add("tail", {{"list", list}}, list, tail_kernel, "The list without its first element.",
          "tail([1, 2, 3])", "[2, 3]");
    // Openly typed: openCypher wants a wrong type here found when the call runs.
    r.add("range",
          {{"start", StaticType::any()}, {"end", StaticType::any()}, {"step", StaticType::any()}},
          StaticType::list_of(type_integer()), range_kernel,
          "The integers from start to end, both included, at most 100 million of them.",
          "range(2, 8, 3)", "[2, 5, 8]")
        .optional_arguments = 1;
    return r.take();
  }();
  return rows;
}

}  // namespace liaison::query
