// Options of a session and of one run of a statement.
// Thread-safety: plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "liaison/engine/cancellation.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

class ProcedureRegistry;

struct SessionOptions {
  // Rows per chunk, 1 to kChunkCapacity. Answers never depend on it.
  std::size_t chunk_rows = kChunkCapacity;
  // Names of optimizer rules to leave out, for tests and for finding a rule at fault.
  std::vector<std::string> disabled_rules;
  bool plan_cache = true;
  std::size_t plan_cache_entries = 512;
  // Procedures besides the built-in ones; may be null. Outlives the session.
  std::shared_ptr<const ProcedureRegistry> procedures;
  // Milliseconds since 1970 in UTC; unset: the system clock. Injected by tests.
  std::function<std::int64_t()> clock_ns;  // nanoseconds since 1970
  std::string default_time_zone = "Z";
  // What SHOW DATABASES calls the database.
  std::string database_name = "neo4j";
  // The folder LOAD CSV may read from, subfolders included. Empty: LOAD CSV is refused.
  std::string import_directory;
  std::uint64_t random_seed = 0;  // 0: from the system
  // Threads that work on one reading statement: 1 the caller's alone, 0 as many as the machine has.
  // Answers never depend on it.
  std::size_t threads = 0;
  // Microseconds that the caller's thread works on a statement before others help.
  std::int64_t parallel_after_us = 300;
};

struct RunOptions {
  bool read_only = false;            // a statement that writes is refused with AccessError
  std::int64_t timeout_ms = 0;       // 0: none
  std::size_t memory_max_bytes = 0;  // 0: none
  // Of this run alone, as TERMINATE TRANSACTION cancels it; may be null.
  std::shared_ptr<CancellationToken> cancellation;
};

}  // namespace liaison::query
