#include "exec/schema_command.h"

#include <algorithm>
#include <set>

#include "bind/suggestion.h"

namespace liaison::query {
namespace {

std::uint32_t token_of(const BoundSchemaCommand& command, const std::string& name,
                       GraphWriter& writer) {
  return command.entity == EntityKind::Node ? writer.label(name).value
                                            : writer.relationship_type(name).value;
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
  for (const std::string& token : command.further_tokens) name += "_" + token;
  for (const std::string& key : command.keys) name += "_" + key;
  return name;
}

[[noreturn]] void fail_schema(const BoundSchemaCommand& command, const char* detail,
                              const std::string& message) {
  throw QueryError("SchemaError", ErrorPhase::Runtime, detail, message, command.span);
}

bool says_the_same(const IndexDefinition& a, const IndexDefinition& b) {
  return a.says_the_same(b);
}
bool says_the_same(const ConstraintDefinition& a, const ConstraintDefinition& b) {
  return a.is_about_the_same(b) && a.type == b.type;
}

// The definition among `known` of that name, or that says the same.
template <class Definition>
const Definition* find_same(const std::vector<Definition>& known, const Definition& wanted) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Definition& one) {
    return one.name == wanted.name || says_the_same(one, wanted);
  });
  return found == known.end() ? nullptr : &*found;
}

template <class Definition>
std::vector<std::string> names_of(const std::vector<Definition>& definitions) {
  std::vector<std::string> names;
  for (const Definition& definition : definitions) names.push_back(definition.name);
  return names;
}

Notification note(const BoundSchemaCommand& command, const char* code, std::string title,
                  std::string description) {
  return {std::string("Neo.ClientNotification.Schema.") + code,
          std::move(title),
          std::move(description),
          "INFORMATION",
          "SCHEMA",
          command.span};
}

Notification exists_note(const BoundSchemaCommand& command, const std::string& name) {
  return note(command, "IndexOrConstraintAlreadyExists",
              "Nothing was created, as it is there already.",
              "`" + name + "` is there already, so that the command had no effect.");
}

Notification absent_note(const BoundSchemaCommand& command) {
  return note(command, "IndexOrConstraintDoesNotExist",
              "Nothing was dropped, as there is no such thing.",
              "There is no `" + command.name + "`, so that the command had no effect.");
}

}  // namespace

void run_schema_command(const BoundSchemaCommand& command, Transaction& transaction,
                        Counters& counters, std::vector<Notification>& notifications) {
  if (command.is_lookup) {
    notifications.push_back(note(command, "IndexOrConstraintAlreadyExists",
                                 "Labels and relationship types are always indexed.",
                                 "Labels and relationship types are always indexed, so that a "
                                 "lookup index is not kept apart and the command had no effect."));
    return;
  }
  GraphWriter& writer = transaction.writer();
  const Catalog& catalog = transaction.reader().catalog();
  switch (command.kind) {
    case BoundSchemaCommand::Kind::CreateIndex: {
      IndexDefinition definition;
      definition.name = name_of(command, "index");
      definition.kind = static_cast<IndexKind>(command.index_kind);
      definition.entity = command.entity;
      // Labels in one order, whatever the order in which they are written.
      std::set<std::uint32_t> tokens = {token_of(command, command.token_name, writer)};
      for (const std::string& name : command.further_tokens) {
        tokens.insert(token_of(command, name, writer));
      }
      definition.token = *tokens.begin();
      definition.further_tokens.assign(std::next(tokens.begin()), tokens.end());
      definition.analyzer = command.analyzer;
      definition.keys = keys_of(command, writer);
      if (const IndexDefinition* same = find_same(catalog.indexes(), definition)) {
        if (command.if_not_exists) {
          notifications.push_back(exists_note(command, same->name));
          return;
        }
        fail_schema(command,
                    same->name == definition.name ? "IndexWithNameAlreadyExists"
                                                  : "EquivalentSchemaRuleAlreadyExists",
                    "There already is an index `" + same->name +
                        (same->name == definition.name ? "`: choose another name, or say"
                                                       : "` of the same kind and properties: say") +
                        " IF NOT EXISTS.");
      }
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
        if (command.if_exists) {
          notifications.push_back(absent_note(command));
          return;
        }
        fail_schema(command, "IndexDropFailed",
                    "There is no index called `" + command.name + "`" +
                        suggestion_text(command.name, names_of(indexes)));
      }
      if (found->owned_by_constraint) {
        fail_schema(command, "IndexDropFailed",
                    "Index `" + command.name +
                        "` belongs to a constraint: drop that, and the index goes with it.");
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
      definition.token = token_of(command, command.token_name, writer);
      definition.keys = keys_of(command, writer);
      definition.type = command.type;
      if (const ConstraintDefinition* same = find_same(catalog.constraints(), definition)) {
        if (command.if_not_exists) {
          notifications.push_back(exists_note(command, same->name));
          return;
        }
        fail_schema(command,
                    same->name == definition.name ? "ConstraintWithNameAlreadyExists"
                                                  : "EquivalentSchemaRuleAlreadyExists",
                    "There already is a constraint `" + same->name +
                        (same->name == definition.name ? "`: choose another name, or say"
                                                       : "` that says the same: say") +
                        " IF NOT EXISTS.");
      }
      for (const ConstraintDefinition& other : catalog.constraints()) {
        if (!other.is_about_the_same(definition)) continue;
        fail_schema(command, "ConflictingConstraint",
                    "Constraint `" + other.name + "` demands " + other.type.text() +
                        " of the same property: drop it first.");
      }
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
        if (command.if_exists) {
          notifications.push_back(absent_note(command));
          return;
        }
        fail_schema(command, "ConstraintDropFailed",
                    "There is no constraint called `" + command.name + "`" +
                        suggestion_text(command.name, names_of(constraints)));
      }
      writer.drop_constraint(command.name);
      ++counters.constraints_removed;
      return;
    }
  }
}

}  // namespace liaison::query
