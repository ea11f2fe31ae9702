// Small helpers that function kernels share: errors in the language's terms, entities, types.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liaison/query/function.h"

namespace liaison::query {

// Gathers the rows of a family, which share their heading in the reference.
class FunctionRows {
 public:
  explicit FunctionRows(std::string_view category) : category_(category) {}
  // The new row, for what is rarely said: aliases, arguments that may be left out. Good until the
  // next one.
  FunctionSpec& add(std::string_view name, std::vector<FunctionArgument> arguments,
                    StaticType result, ScalarKernel kernel, std::string_view doc,
                    std::string_view example = {}, std::string_view example_result = {});
  std::vector<FunctionSpec> take() { return std::move(rows_); }

 private:
  std::string_view category_;
  std::vector<FunctionSpec> rows_;
};

// TypeError InvalidArgumentValue: "toInteger() cannot take a LIST."
[[noreturn]] void throw_bad_argument(std::string_view function, const Value& found,
                                     std::string_view wanted);
// ArgumentError with a detail of openCypher's list.
[[noreturn]] void throw_argument_error(std::string_view detail, const std::string& message);

// *Throws* EntityNotFound when the statement has deleted it.
void check_alive(const FunctionContext& context, const Value& entity);

inline EntityKind entity_kind_of(const Value& v) {
  return v.is_node() ? EntityKind::Node : EntityKind::Relationship;
}
inline std::uint64_t entity_id_of(const Value& v) {
  return v.is_node() ? v.node_id().value : v.relationship_id().value;
}

StaticType type_string();
StaticType type_boolean();
StaticType type_integer();
StaticType type_float();
StaticType type_node();
StaticType type_relationship();
StaticType type_path();
StaticType type_map();
StaticType type_list();
StaticType type_entity();  // node or relationship

}  // namespace liaison::query
