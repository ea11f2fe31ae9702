// What one constraint says about the properties of one entity it is about. The writer, the bulk
// load and the check of a store ask the same question here.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "liaison/engine/catalog.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

struct Violation {
  ConstraintError::Reason reason;
  PropertyKeyId key;
  std::string found;  // the type of what is there; of PropertyType
};

// The first property that breaks `constraint`; uniqueness is not asked. `find` gives the property
// with a key as a pointer or optional of Value, empty when there is none.
template <class Find>
std::optional<Violation> find_violation(const ConstraintDefinition& constraint, Find find) {
  for (const PropertyKeyId key : constraint.keys) {
    const auto value = find(key);
    if (!value) {
      if (!demands_existence(constraint.kind)) continue;
      return Violation{ConstraintError::Reason::Existence, key, {}};
    }
    if (constraint.kind != ConstraintKind::PropertyType || constraint.type.allows(*value)) continue;
    return Violation{ConstraintError::Reason::PropertyType, key, stored_type_text(*value)};
  }
  return std::nullopt;
}

// "has no `age`", "has a STRING as `age`, which must be INTEGER": said of the entity.
inline std::string violation_text(const ConstraintDefinition& constraint,
                                  const Violation& violation, const std::string& key_name) {
  if (violation.reason == ConstraintError::Reason::Existence) return "has no `" + key_name + "`";
  return "has a " + violation.found + " as `" + key_name + "`, which must be " +
         constraint.type.text();
}

}  // namespace liaison::engine
