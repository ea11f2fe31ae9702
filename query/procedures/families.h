// The procedures besides the graph algorithms, by family. A new family is a line here and one in
// registry.cpp.
// Thread-safety: each call builds its rows anew.
#pragma once

#include <vector>

#include "liaison/query/procedure.h"

namespace liaison::query {

std::vector<ProcedureSpec> schema_procedures();
std::vector<ProcedureSpec> schema_property_procedures();
std::vector<ProcedureSpec> full_text_procedures();
std::vector<ProcedureSpec> server_procedures();
std::vector<ProcedureSpec> name_procedures();
std::vector<ProcedureSpec> evidence_procedures();
// What SHOW INDEXES and SHOW CONSTRAINTS read.
std::vector<ProcedureSpec> schema_listings();
// What SHOW SETTINGS, SHOW TRANSACTIONS and TERMINATE TRANSACTIONS read.
std::vector<ProcedureSpec> session_listings();

}  // namespace liaison::query
