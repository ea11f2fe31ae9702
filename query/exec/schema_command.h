// Carries out CREATE and DROP of indexes and constraints.
// Thread-safety: needs external locking.
#pragma once

#include "bind/bound_query.h"
#include "liaison/engine/transaction.h"
#include "liaison/query/result.h"

namespace liaison::query {

void run_schema_command(const BoundSchemaCommand& command, Transaction& transaction,
                        Counters& counters, std::vector<Notification>& notifications);

}  // namespace liaison::query
