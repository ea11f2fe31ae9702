// Verifies a database at its newest published commit: both adjacency twins of each relationship,
// ends that exist, label, property and name indexes in both directions, constraints, counts,
// evidence against citations, and the order of every table. It reads everything, changes nothing.
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

struct RepairReport {
  // What the repair saw before it changed anything.
  CheckReport before;
  // Entries of derived tables that were added or taken away, and counts that were corrected.
  std::uint64_t entries_added = 0;
  std::uint64_t entries_removed = 0;
  std::uint64_t counts_corrected = 0;
  // Derived tables with pages that could not be read: made anew as a whole.
  std::vector<std::string> tables_rebuilt;
  CommitNumber commit = 0;  // of the repair, or the one it read when there was nothing to do
  bool changed() const {
    return entries_added + entries_removed + counts_corrected + tables_rebuilt.size() > 0;
  }
};

// Makes everything that is derived (adjacency of both directions, labels, indexes, citations, the
// evidence index, counts) agree with the records of nodes, relationships and evidence, in one
// commit. Records are never changed: what is wrong with them is still wrong afterwards, so check
// again. Needs memory for what it changes.
// *Requires* that nobody else uses the database; close it afterwards and open it again to read it.
// *Throws* StorageError, and CorruptionError when records cannot be read: nothing was changed then.
RepairReport repair(Database& database);

}  // namespace liaison
