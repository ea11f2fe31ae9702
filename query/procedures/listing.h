// What procedures that list things share: those behind SHOW, and those that write names as a
// statement would.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/query/procedure.h"

namespace liaison::query {

// A procedure behind SHOW: it is given the words between SHOW and its subject, in upper case, and
// the names after it.
ProcedureSpec listing(std::string name, ProcedureMode mode, std::vector<ProcedureResult> results,
                      std::string doc,
                      void (*run)(const ProcedureContext&, std::span<const Value>,
                                  const ProcedureSink&));

// The words between SHOW and the subject.
std::string filter_of(std::span<const Value> arguments);
bool has_word(const std::string& filter, std::string_view word);

// A name as it is written in a statement, in backticks.
std::string quoted_name(std::string_view name);

}  // namespace liaison::query
