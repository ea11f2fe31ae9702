#include "txn/transaction_impl.h"

#include <algorithm>

#include "ingest_commit.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Folding happens in the background. When that falls so far behind, who writes rows helps, two
// fences and those it fills itself, so that loose rows cannot pile up.
constexpr std::size_t kDueMax = 64;

std::size_t folds_of(const WriteSet& changes) {
  return 2 + std::max<std::size_t>(changes.change_count() / FenceDirectory::kFoldRows,
                                   changes.size_bytes() / FenceDirectory::kFoldBytes);
}

}  // namespace

TransactionImpl::TransactionImpl(DatabaseImpl& database, TransactionMode mode, CacheUse cache)
    : database_(database), mode_(mode) {
  if (mode == TransactionMode::Write) {
    lock_ = database.pipeline.lock_writer();
    number_ = database.pipeline.written();
    graph_ = std::make_unique<Graph>(database, number_, database.written_state, cache);
    graph_->state.writes = true;
    graph_->state.index_rows_max = database.index_rows_max;
    graph_->state.space = &database.space;
    if (!database.evidence.begin(number_)) database.labels.forget_all();
    graph_->state.evidence_memory = &database.evidence;
    graph_->state.labels = &database.labels;
  } else {
    const std::shared_ptr<const Published> published = database.pipeline.published();
    number_ = published->commit;
    graph_ = std::make_unique<Graph>(database, number_, published->state, cache);
    graph_->state.snapshot = published->snapshot;
    if (mode == TransactionMode::Optimistic) {
      graph_->state.writes = true;
      graph_->state.record_reads();
      database.conflicts.begin_snapshot(number_);
    }
  }
  if (mode != TransactionMode::Read) {
    graph_->writer.emplace(graph_->state, graph_->reader());
  }
  ++database.open_transactions;
}

TransactionImpl::~TransactionImpl() {
  close();
}

void TransactionImpl::close() noexcept {
  if (!graph_) return;
  // A commit has let go of the lock, and has nothing to take back.
  if (mode_ == TransactionMode::Write && lock_.held()) {
    database_.evidence.abandoned();
    database_.labels.forget_all();
  }
  graph_.reset();
  savepoints_.clear();
  lock_.release();
  if (mode_ == TransactionMode::Optimistic) database_.conflicts.end_snapshot(number_);
  --database_.open_transactions;
}

TransactionImpl::Graph& TransactionImpl::graph() const {
  if (!graph_) throw UsageError("the transaction is closed");
  return *graph_;
}

GraphWriter& TransactionImpl::writer() {
  if (mode_ == TransactionMode::Read) throw AccessError("the transaction is read-only");
  return *graph().writer;
}

std::size_t TransactionImpl::savepoint() {
  GraphState& state = graph().state;
  // What is pending then is younger than every savepoint.
  state.settle_index();
  savepoints_.push_back({state.own.mark(), state.catalog.remember(), state.evidence_mark()});
  return savepoints_.size() - 1;
}

void TransactionImpl::rollback_to(std::size_t savepoint) {
  GraphState& state = graph().state;
  if (savepoint >= savepoints_.size()) {
    throw UsageError("savepoint " + std::to_string(savepoint) + " is not open");
  }
  state.pending_index.reset();
  while (savepoints_.size() > savepoint) {
    state.own.rollback_to(savepoints_.back().mark);
    state.catalog.restore(std::move(savepoints_.back().catalog));
    state.forget_since(savepoints_.back().evidence);
    savepoints_.pop_back();
  }
}

void TransactionImpl::validate() const {
  const GraphState& state = graph_->state;
  // Index upkeep followed the definitions this transaction saw; those must still be the ones.
  if (state.catalog.base().schema()->stamp != database_.written_state->schema()->stamp) {
    throw ConflictError("an index or constraint was changed since the transaction began; retry it");
  }
  if (!database_.conflicts.unchanged_since(*state.reads, number_)) {
    throw ConflictError(
        "another transaction changed what this one read, and committed first; retry it");
  }
}

CommitNumber TransactionImpl::write_commit() {
  GraphState& state = graph_->state;
  // An ingest takes in nothing else.
  if (!state.own.empty()) state.settle_index();
  if (state.pending_index) {
    return write_ingest(database_, lock_, *state.pending_index->ingest,
                        {state.pending_index->fences, state.catalog.deltas(),
                         state.catalog.own_schema(), state.changes});
  }
  const CatalogState& before = *database_.written_state;
  TableWrites writes = database_.tables.prepare(state.own);
  auto counts = std::make_shared<Counts>(*before.counts());
  counts->apply(state.catalog.deltas());
  counts->put_rows(state.catalog.deltas(), writes.batch);
  const TokenBounds tokens = database_.tokens.bounds();
  database_.tokens.write_rows(database_.stored_tokens, tokens, writes.batch);
  std::shared_ptr<const Schema> schema = before.schema();
  if (const auto& own = state.catalog.own_schema()) {
    write_schema_rows(*schema, *own, writes.batch);
    schema = own;
  }
  auto after = std::make_shared<const CatalogState>(tokens, std::move(schema), std::move(counts));

  const CommitNumber number = database_.pipeline.write(lock_, std::move(writes.batch));
  database_.tables.written(writes);
  database_.written_state = std::move(after);
  database_.stored_tokens = tokens;
  if (state.evidence_memory != nullptr) state.evidence_memory->committed(number);
  database_.conflicts.record(state.changes, number);
  if (database_.cache) database_.cache->mark(state.own, number);
  if (database_.tables.due_count() > kDueMax) {
    try {
      database_.tables.fold_due(folds_of(state.own), [&](WriteBatch& batch) {
        database_.pipeline.write_maintenance(lock_, std::move(batch));
      });
    } catch (const Error&) {
      // The commit is written whatever becomes of folding, and rows can stay loose. A store that
      // cannot write any more says so when the commit waits to be durable.
    }
  }
  return number;
}

CommitNumber TransactionImpl::base() const {
  graph();
  return number_;
}

CommitNumber TransactionImpl::commit() {
  const CommitNumber number = write();
  if (mode_ != TransactionMode::Read) database_.pipeline.wait_durable(number);
  return number;
}

CommitNumber TransactionImpl::write() {
  graph();
  // Closed afterwards in every case.
  struct Closer {
    TransactionImpl& transaction;
    ~Closer() { transaction.close(); }
  } closer{*this};
  if (mode_ == TransactionMode::Read) return number_;

  graph_->writer->check_constraints();
  CommitNumber number = number_;
  const GraphState& state = graph_->state;
  if (!state.own.empty() || state.catalog.changed()) {
    database_.space.require();
    if (mode_ == TransactionMode::Optimistic) {
      lock_ = database_.pipeline.lock_writer();
      validate();
    }
    number = write_commit();
  }
  lock_.release();
  database_.folder.wake();
  return number;
}

}  // namespace liaison::engine
