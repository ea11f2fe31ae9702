// The commit of what was written beside the store: bulk loads and indexes made in bulk.
#pragma once

#include <memory>

#include "database_impl.h"

namespace liaison::engine {

// What an ingest brings besides its files.
struct IngestedChanges {
  const FenceChanges& fences;
  const CountsDelta& counts;
  std::shared_ptr<const Schema> schema;  // null: as it was
  const ChangeSet& objects;              // what optimistic transactions are held against
};

// Makes the ingest part of the database as one commit, and brings everything in memory but the read
// cache up to date. The caller releases the lock and waits until the commit is durable.
// Requires the writer lock since before the ingest's tables were placed. Throws as Ingest::commit.
CommitNumber write_ingest(DatabaseImpl& database, WriterLock& lock, Ingest& ingest,
                          const IngestedChanges& changes);

}  // namespace liaison::engine
