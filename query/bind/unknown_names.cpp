#include "bind/unknown_names.h"

#include <set>

#include "bind/suggestion.h"

namespace liaison::query {
namespace {

bool is_known(const NameUse& use, const Catalog& catalog) {
  switch (use.kind) {
    case NameUse::Kind::Label:
      return catalog.label(use.name).has_value();
    case NameUse::Kind::RelationshipType:
      return catalog.relationship_type(use.name).has_value();
    case NameUse::Kind::PropertyKey:
      return catalog.property_key(use.name).has_value();
  }
  return true;
}

Notification note(const NameUse& use, const Catalog& catalog) {
  const char* code = "UnknownLabelWarning";
  const char* what = "label";
  std::vector<std::string> names;
  switch (use.kind) {
    case NameUse::Kind::Label:
      names = catalog.labels();
      break;
    case NameUse::Kind::RelationshipType:
      code = "UnknownRelationshipTypeWarning";
      what = "relationship type";
      names = catalog.relationship_types();
      break;
    case NameUse::Kind::PropertyKey:
      code = "UnknownPropertyKeyWarning";
      what = "property key";
      names = catalog.property_keys();
      break;
  }
  return {std::string("Neo.ClientNotification.Statement.") + code,
          std::string("The database has no such ") + what + ".",
          "The database has no " + std::string(what) + " `" + use.name + "`" +
              suggestion_text(use.name, names) + " (line " + std::to_string(use.span.line) +
              ", column " + std::to_string(use.span.column) + ")",
          "WARNING",
          "UNRECOGNIZED",
          use.span};
}

}  // namespace

std::vector<Notification> unknown_names(const BoundStatement& statement, const Catalog& catalog) {
  const auto* query = std::get_if<BoundQuery>(&statement.body);
  if (query == nullptr) return {};
  // A property may come from a map, so that no text tells which keys a statement creates.
  const bool writes = query->writes || query->batches;
  using Key = std::pair<NameUse::Kind, std::string>;
  std::set<Key> told;
  for (const NameUse& use : statement.names) {
    if (use.creates) told.insert({use.kind, use.name});
  }
  std::vector<Notification> notifications;
  for (const NameUse& use : statement.names) {
    if (writes && use.kind == NameUse::Kind::PropertyKey) continue;
    if (is_known(use, catalog) || !told.insert({use.kind, use.name}).second) continue;
    notifications.push_back(note(use, catalog));
  }
  return notifications;
}

}  // namespace liaison::query
