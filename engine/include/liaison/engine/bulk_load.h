// Loads nodes and relationships from CSV files, many at a time: read by several threads, sorted
// within a memory budget, written as pages, and made part of the database in one commit. Until then
// readers see nothing of it, and a load that fails or is killed leaves nothing behind.
//
// The header of a file says what its columns are (docs/loaders.md). Relationships name their ends
// by the ids of nodes in the same load. Indexes and constraints declared before are filled and
// checked in the same step.
// Thread-safety: as a write transaction: others read meanwhile and wait with writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "liaison/engine/cancellation.h"
#include "liaison/engine/database.h"

namespace liaison {

// Files with one header: the first line of the first of them, which may hold nothing else. A later
// file that repeats the header has that line skipped. Names ending in .gz and .zst are unpacked.
struct BulkFiles {
  // Labels that every node gets, or the type of the relationships (one name, or none when the files
  // have a column :TYPE, whose values go before it).
  std::vector<std::string> names;
  std::vector<std::string> paths;
};

struct BulkInput {
  std::vector<BulkFiles> nodes;
  std::vector<BulkFiles> relationships;
};

// How ids that are stored as a property, and whose header says nothing, are stored.
enum class BulkIdType : std::uint8_t {
  Automatic,  // as integers when all ids of the space spell one ("17", not "017"), else as strings
  Integer,
  String
};

struct BulkProgress {
  const char* phase = "";  // what is done now: "nodes", "relationships", "writing"
  std::uint64_t rows = 0;  // of this phase so far
  std::uint64_t done = 0;  // of `total`, in this phase
  std::uint64_t total = 0;
};

struct BulkLoadOptions {
  char separator = ',';
  char list_separator = ';';
  BulkIdType id_type = BulkIdType::Automatic;
  // About what the load holds in memory besides the database's own cache. What does not fit is
  // sorted through temporary files in the database folder. Ids of nodes are always held: 8 bytes
  // for each number in a run of numbers, 48 and the text for others.
  std::size_t memory_bytes = std::size_t{512} << 20;
  // Threads that read; 0: as many as there are processors.
  unsigned threads = 0;
  // So many bad rows are passed over and listed: ids that are there twice or not at all, values
  // that are none of their type, missing values that must exist. One more, and the load fails.
  std::uint64_t skip_bad = 0;
  // Called often, from threads of the load but one at a time. May be empty.
  std::function<void(const BulkProgress&)> progress;
  // May be null.
  const CancellationToken* cancellation = nullptr;
};

struct BulkReport {
  CommitNumber commit = 0;
  std::uint64_t nodes = 0;
  std::uint64_t relationships = 0;
  std::uint64_t properties = 0;
  std::uint64_t index_entries = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t bad_rows = 0;
  std::vector<std::string> problems;  // of bad rows, in the order of the files; the first thousand
};

// *Throws* InputError: a file that cannot be read, a bad header or row, with file and line.
// ConstraintError: rows that break a unique constraint. UsageError: options or names that cannot
// be. CancelledError. StorageError (StorageFullError also while it runs), OutcomeUnknownError as
// commit(). The database is unchanged then.
BulkReport bulk_load(Database& database, const BulkInput& input,
                     const BulkLoadOptions& options = {});

}  // namespace liaison
