// The graph algorithms, one file each. A new one is a line here and one in
// procedures/registry.cpp.
// Thread-safety: each call builds its row anew.
#pragma once

#include "liaison/query/procedure.h"

namespace liaison::query {

ProcedureSpec wcc_procedure();
ProcedureSpec page_rank_procedure();
ProcedureSpec betweenness_procedure();
ProcedureSpec shortest_path_procedure();

}  // namespace liaison::query
