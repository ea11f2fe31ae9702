// Errors of the query layer as people see them.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "liaison/engine/error.h"

namespace liaison::query {

// The message with the line of the query it is about and a caret below the place:
//   Variable `x` not defined (line 1, column 8)
//     RETURN x
//            ^
std::string format_error(const QueryError& error, std::string_view query_text);

}  // namespace liaison::query
