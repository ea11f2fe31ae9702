// A procedure that answers from a table: for conformance tests, which describe procedures so.
// Thread-safety: pure functions; the procedure is immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "liaison/query/procedure.h"

namespace liaison::server {

struct ProcedureTable {
  std::vector<std::string> columns;  // of the rows, inputs and outputs in any order
  std::vector<ValueList> rows;
};

// `signature` reads "test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?)". A call
// yields the outputs of the rows whose inputs equal the arguments.
// *Throws* RequestError for a signature or table that does not fit.
query::ProcedureSpec make_table_procedure(std::string_view signature, ProcedureTable table);

}  // namespace liaison::server
