// Every function of the language, found by name. The explicit list of families is all there is:
// nothing registers itself.
#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "functions/families.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Longer than any name.
constexpr std::size_t kNameMax = 64;

template <class Spec>
struct Table {
  std::vector<const Spec*> all;
  // By name in lower case.
  std::unordered_map<std::string, const Spec*, TextHash, std::equal_to<>> by_name;

  void add(std::span<const Spec> family) {
    for (const Spec& spec : family) {
      all.push_back(&spec);
      add_name(spec.name, &spec);
      for (const std::string_view alias : spec.aliases) add_name(alias, &spec);
    }
  }
  void add_name(std::string_view name, const Spec* spec) {
    const bool is_new = by_name.emplace(text::to_lower(name), spec).second;
    LIAISON_CHECK(is_new);
  }
  void sort() {
    std::sort(all.begin(), all.end(),
              [](const Spec* a, const Spec* b) { return a->name < b->name; });
  }
  const Spec* find(std::string_view name) const {
    // Names of functions are ASCII, in nearly every query as well.
    std::array<char, kNameMax> lower;
    bool is_plain = name.size() <= kNameMax;
    for (std::size_t i = 0; is_plain && i < name.size(); ++i) {
      const char c = name[i];
      lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      is_plain = static_cast<unsigned char>(c) < 0x80;
    }
    const auto found = is_plain ? by_name.find(std::string_view(lower.data(), name.size()))
                                : by_name.find(text::to_lower(name));
    return found == by_name.end() ? nullptr : found->second;
  }
};

const Table<FunctionSpec>& functions() {
  static const Table<FunctionSpec> table = [] {
    Table<FunctionSpec> t;
    t.add(entity_functions());
    t.add(conversion_functions());
    t.add(string_functions());
    t.add(math_functions());
    t.add(list_functions());
    t.add(spatial_functions());
    t.add(vector_functions());
    t.add(evidence_functions());
    t.add(temporal_functions());
    t.add(duration_functions());
    t.sort();
    return t;
  }();
  return table;
}

const Table<AggregateSpec>& aggregates() {
  static const Table<AggregateSpec> table = [] {
    Table<AggregateSpec> t;
    t.add(basic_aggregates());
    t.add(statistical_aggregates());
    t.sort();
    return t;
  }();
  return table;
}

}  // namespace

const FunctionSpec* find_function(std::string_view name) {
  return functions().find(name);
}
const AggregateSpec* find_aggregate(std::string_view name) {
  return aggregates().find(name);
}
std::span<const FunctionSpec* const> all_functions() {
  return functions().all;
}
std::span<const AggregateSpec* const> all_aggregates() {
  return aggregates().all;
}

}  // namespace liaison::query
