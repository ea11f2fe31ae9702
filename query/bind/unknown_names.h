// Tells which labels, relationship types and property keys of a statement the graph has never seen:
// most often a slip of the keyboard, which would otherwise only show as an empty answer.
// Thread-safety: pure function.
#pragma once

#include <vector>

#include "bind/bound_query.h"
#include "liaison/engine/catalog.h"
#include "liaison/query/result.h"

namespace liaison::query {

// One notification per name, at its first place. Names that the statement itself may create are
// left out.
std::vector<Notification> unknown_names(const BoundStatement& statement, const Catalog& catalog);

}  // namespace liaison::query
