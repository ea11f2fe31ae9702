#include "exec/schema_command.h"

#include <algorithm>

namespace liaison::query {
namespace {

std::uint32_t token_of(const BoundSchemaCommand& command, GraphWriter& writer) {
  return command.entity == EntityKind::Node ? writer.label(command.token_name).value
                                            : writer.relationship_type(command.token_name).value;
}

std::vector<PropertyKeyId> keys_of(const BoundSchemaCommand& command, GraphWriter& writer) {
  std::vector<PropertyKeyId> keys;
  for (const std::string& key : command.keys) keys.push_back(writer.property_key(key));
  return keys;
}

// A name out of what it is about, for commands that give none.
std::string name_of(const BoundSchemaCommand& command, const std::string& kind) {
  if (!command.name.empty()) return command.name;
  std::string name = kind + "_" + command.token_name;
  for (const std::string& key : command.keys) name += "_" + key;
  return name;
}

}  // namespace

void run_schema_command(const BoundSchemaCommand& command, Transaction& transaction,
                        Counters& counters) {
  GraphWriter& writer = transaction.writer();
  const Catalog& catalog = transaction.reader().catalog();
  switch (command.kind) {
    case BoundSchemaCommand::Kind::CreateIndex: {
      IndexDefinition definition;
      definition.name = name_of(command, "index");
      definition.kind = static_cast<IndexKind>(command.index_kind);
      definition.entity = command.entity;
      definition.token = token_of(command, writer);
      definition.keys = keys_of(command, writer);
      const bool exists = std::any_of(
          catalog.indexes().begin(), catalog.indexes().end(), [&](const IndexDefinition& index) {
            return index.name == definition.name ||
                   (index.kind == definition.kind && index.entity == definition.entity &&
                    index.token == definition.token && index.keys == definition.keys);
          });
      if (exists && command.if_not_exists) return;
      writer.create_index(std::move(definition));
      ++counters.indexes_added;
      return;
    }
    case BoundSchemaCommand::Kind::DropIndex: {
      const auto& indexes = catalog.indexes();
      const auto found =
          std::find_if(indexes.begin(), indexes.end(),
                       [&](const IndexDefinition& index) { return index.name == command.name; });
      if (found == indexes.end()) {
        if (command.if_exists) return;
        throw UsageError("There is no index called `" + command.name + "`.");
      }
      writer.drop_index(found->id);
      ++counters.indexes_removed;
      return;
    }
    case BoundSchemaCommand::Kind::CreateConstraint: {
      ConstraintDefinition definition;
      definition.name = name_of(command, "constraint");
      definition.kind = static_cast<ConstraintKind>(command.constraint_kind);
      definition.entity = command.entity;
      definition.token = token_of(command, writer);
      definition.keys = keys_of(command, writer);
      const bool exists = std::any_of(
          catalog.constraints().begin(), catalog.constraints().end(),
          [&](const ConstraintDefinition& constraint) {
            return constraint.name == definition.name ||
                   (constraint.kind == definition.kind && constraint.entity == definition.entity &&
                    constraint.token == definition.token && constraint.keys == definition.keys);
          });
      if (exists && command.if_not_exists) return;
      writer.create_constraint(std::move(definition));
      ++counters.constraints_added;
      return;
    }
    case BoundSchemaCommand::Kind::DropConstraint: {
      const auto& constraints = catalog.constraints();
      const bool exists = std::any_of(
          constraints.begin(), constraints.end(),
          [&](const ConstraintDefinition& constraint) { return constraint.name == command.name; });
      if (!exists) {
        if (command.if_exists) return;
        throw UsageError("There is no constraint called `" + command.name + "`.");
      }
      writer.drop_constraint(command.name);
      ++counters.constraints_removed;
      return;
    }
  }
}

}  // namespace liaison::query
