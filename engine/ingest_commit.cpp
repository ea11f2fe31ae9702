#include "ingest_commit.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "txn/commit_row.h"

namespace liaison::engine {

CommitNumber write_ingest(DatabaseImpl& database, WriterLock& lock, Ingest& ingest,
                          const IngestedChanges& changes) {
  const CatalogState& before = *database.written_state;
  WriteBatch rows;
  auto counts = std::make_shared<Counts>(*before.counts());
  counts->apply(changes.counts);
  counts->put_rows(changes.counts, rows);
  const TokenBounds tokens = database.tokens.bounds();
  database.tokens.write_rows(database.stored_tokens, tokens, rows);
  std::shared_ptr<const Schema> schema = before.schema();
  if (changes.schema) {
    write_schema_rows(*schema, *changes.schema, rows);
    schema = changes.schema;
  }
  auto after = std::make_shared<const CatalogState>(tokens, std::move(schema), std::move(counts));

  const auto apply = [&](CommitNumber, const std::string& row) {
    rows.put(ColumnFamily::Catalog, std::string(kCommitRowKey), row);
    std::vector<const WriteBatch::Operation*> sorted;
    for (const WriteBatch::Operation& operation : rows.operations()) sorted.push_back(&operation);
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->key < b->key; });
    const auto run = ingest.run(ColumnFamily::Catalog);
    for (const WriteBatch::Operation* operation : sorted) {
      if (operation->is_delete) {
        run->erase(operation->key);
      } else {
        run->put(operation->key, operation->value);
      }
    }
    run->finish();
    ingest.commit();
  };
  const CommitNumber number = database.pipeline.write_with(lock, apply);
  database.tables.ingested(changes.fences);
  database.written_state = std::move(after);
  database.stored_tokens = tokens;
  database.conflicts.record(changes.objects, number);
  return number;
}

}  // namespace liaison::engine
