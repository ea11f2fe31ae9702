#include "functions/support.h"

namespace liaison::query {

FunctionSpec& FunctionRows::add(std::string_view name, std::vector<FunctionArgument> arguments,
                                StaticType result, ScalarKernel kernel, std::string_view doc,
                                std::string_view example, std::string_view example_result) {
  FunctionSpec spec;
  spec.name = name;
  spec.arguments = std::move(arguments);
  spec.result = std::move(result);
  spec.kernel = kernel;
  spec.category = category_;
  spec.doc = doc;
  spec.example = example;
  spec.example_result = example_result;
  rows_.push_back(std::move(spec));
  return rows_.back();
}

void throw_bad_argument(std::string_view function, const Value& found, std::string_view wanted) {
  throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentValue",
                   std::string(function) + "() takes " + std::string(wanted) + "; found " +
                       kind_name(found.kind()) + ".");
}

void throw_argument_error(std::string_view detail, const std::string& message) {
  throw QueryError("ArgumentError", ErrorPhase::Runtime, std::string(detail), message);
}

void check_alive(const FunctionContext& context, const Value& entity) {
  if (!context.deleted || context.deleted->empty()) return;
  const bool deleted = entity.is_node()
                           ? context.deleted->nodes.contains(entity.node_id())
                           : context.deleted->relationships.contains(entity.relationship_id());
  if (deleted) {
    throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                     std::string("This ") + (entity.is_node() ? "node" : "relationship") +
                         " was deleted earlier in the statement; its contents are gone.");
  }
}

StaticType type_string() {
  return StaticType::of(ValueKind::String);
}
StaticType type_boolean() {
  return StaticType::of(ValueKind::Boolean);
}
StaticType type_integer() {
  return StaticType::of(ValueKind::Integer);
}
StaticType type_float() {
  return StaticType::of(ValueKind::Float);
}
StaticType type_node() {
  return StaticType::of(ValueKind::Node);
}
StaticType type_relationship() {
  return StaticType::of(ValueKind::Relationship);
}
StaticType type_path() {
  return StaticType::of(ValueKind::Path);
}
StaticType type_map() {
  return StaticType::of(ValueKind::Map);
}
StaticType type_list() {
  return StaticType::of(ValueKind::List);
}
StaticType type_entity() {
  return type_node().union_with(type_relationship());
}

}  // namespace liaison::query
