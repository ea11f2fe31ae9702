// A transaction: one consistent snapshot and, if it writes, a private layer of changes over it.
// Nothing is visible to others before commit() returns, and everything is after it.
//
// Read: sees the newest published commit; never waits, never aborts.
// Write: holds the writer lock from begin to commit, reads the newest written commit: serializable
// without aborts. For one statement.
// Optimistic: buffers its writes over a published snapshot and takes the lock only to validate its
// read set and commit; commit() throws ConflictError when another commit changed what it read.
//
// Thread-safety: needs external locking, except that several threads may read through reader() of
// a Read transaction. Lifetime: the Database outlives it. The destructor rolls back if undecided.
#pragma once

#include <cstdint>
#include <memory>

#include "liaison/engine/graph.h"

namespace liaison {

namespace engine {
class TransactionImpl;
}

enum class TransactionMode : std::uint8_t { Read, Write, Optimistic };

// Whether a transaction reads through the read cache. Who looks at each thing once, as a loader
// does, bypasses it: its reads go to the tables, and earn nothing a place in the cache.
enum class CacheUse : std::uint8_t { Normal, Bypass };

class Transaction {
 public:
  explicit Transaction(std::unique_ptr<engine::TransactionImpl> impl);
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  TransactionMode mode() const;
  bool is_open() const;
  const GraphReader& reader() const;
  // *Throws* AccessError in a Read transaction.
  GraphWriter& writer();

  // A point to which the changes can be rolled back; nests. For statement atomicity inside an
  // explicit transaction.
  std::size_t savepoint();
  void rollback_to(std::size_t savepoint);

  // Makes the changes durable and visible and returns the commit number (for a transaction that
  // wrote nothing: the number it read, durable too). *Throws* ConflictError, ConstraintError,
  // StorageError, OutcomeUnknownError. The transaction is closed afterwards in every case.
  CommitNumber commit();
  // The first half of commit(), for who has more to write: the commit is written, and whoever
  // writes next builds on it, but a crash may still take it back, and others see it no sooner than
  // Database::wait_durable() returns for its number. *Throws* as commit().
  CommitNumber write();
  // The newest commit that it reads.
  CommitNumber base() const;
  void rollback() noexcept;

 private:
  std::unique_ptr<engine::TransactionImpl> impl_;
};

}  // namespace liaison
