// One transaction at work: what it reads, its private changes, and how it commits.
// Thread-safety: as Transaction. Lifetime: the database outlives it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "database_impl.h"
#include "graph/cached_reader.h"
#include "graph/graph_reader.h"
#include "graph/graph_state.h"
#include "graph/graph_writer.h"
#include "liaison/engine/transaction.h"

namespace liaison::engine {

class TransactionImpl {
 public:
  TransactionImpl(DatabaseImpl& database, TransactionMode mode, CacheUse cache = CacheUse::Normal);
  ~TransactionImpl();
  TransactionImpl(const TransactionImpl&) = delete;
  TransactionImpl& operator=(const TransactionImpl&) = delete;

  TransactionMode mode() const { return mode_; }
  bool is_open() const { return graph_ != nullptr; }
  const GraphReader& reader() const { return graph().reader(); }
  GraphWriter& writer();
  std::size_t savepoint();
  void rollback_to(std::size_t savepoint);
  CommitNumber commit();
  CommitNumber write();
  CommitNumber base() const;
  // Lets go of everything that was read and written. Idempotent.
  void close() noexcept;

 private:
  struct Graph {
    Graph(DatabaseImpl& database, CommitNumber number, std::shared_ptr<const CatalogState> catalog,
          CacheUse cache)
        : state(database.tables, database.tokens, database.ids, std::move(catalog)), tables(state) {
      state.number = number;
      if (database.cache && cache == CacheUse::Normal) {
        pin = database.cache->pin();
        state.cache = database.cache.get();
        cached.emplace(state, tables);
      }
    }
    const GraphReader& reader() const {
      if (cached) return *cached;
      return tables;
    }
    Epochs::Pin pin;  // for as long as anything follows chunks
    GraphState state;
    TableGraphReader tables;
    std::optional<CachedGraphReader> cached;
    std::optional<TableGraphWriter> writer;  // of transactions that write
  };
  struct Savepoint {
    WriteSet::Mark mark;
    TransactionCatalog::Memory catalog;
    EvidenceMemory::Mark evidence;
  };
  Graph& graph() const;  // throws UsageError when closed
  void validate() const;
  CommitNumber write_commit();

  DatabaseImpl& database_;
  TransactionMode mode_;
  WriterLock lock_;
  CommitNumber number_ = 0;  // the commit it reads
  std::unique_ptr<Graph> graph_;
  std::vector<Savepoint> savepoints_;
};

}  // namespace liaison::engine
