// Verifies a database at its newest published commit: both adjacency twins of each relationship,
// ends that exist, label, property and name indexes in both directions, counts, evidence against
// citations, and the order of every table. It reads everything and changes nothing.
// Thread-safety: check is safe; others may read and write meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "liaison/engine/database.h"

namespace liaison {

struct CheckReport {
  CommitNumber commit = 0;
  std::uint64_t nodes = 0;
  std::uint64_t relationships = 0;
  std::uint64_t index_entries = 0;
  std::uint64_t evidence_records = 0;
  std::uint64_t problem_count = 0;
  std::vector<std::string> problems;  // the first hundred, each one sentence
  bool clean() const { return problem_count == 0; }
};

// *Throws* StorageError. Damage that stops the reading of a table is a problem in the report.
CheckReport check(Database& database);

}  // namespace liaison
