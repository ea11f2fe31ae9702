// The graph the query benchmarks run on: agencies that attend conferences, in a folder of its own
// that goes with the process. Sizes are fixed, contents come from a fixed seed.
// Thread-safety: built once by the first caller.
#pragma once

#include "liaison/query/session.h"

namespace liaison::bench {

inline constexpr int kAgencies = 2'000;
inline constexpr int kConferences = 1'000;
inline constexpr int kAttendances = 20'000;

query::Session& graph_session();
// The database below the session.
Database& graph_database();

}  // namespace liaison::bench
