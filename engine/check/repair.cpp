#include <algorithm>
#include <utility>

#include "catalog/catalog_state.h"
#include "check/checker.h"
#include "database_impl.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"

namespace liaison {
namespace engine {
namespace {

// Under the writer lock: nobody may change what the fixes were computed from.
CommitNumber commit_fixes(DatabaseImpl& database, WriterLock& lock, const Fixes& fixes) {
  TableWrites writes;
  for (const TableId table : kDerivedTables) {
    const bool is_unreadable = std::find(fixes.unreadable.begin(), fixes.unreadable.end(), table) !=
                               fixes.unreadable.end();
    if (is_unreadable) {
      database.tables[table].replace_all(fixes.changes, writes);
    } else if (!fixes.changes.changes(table).empty()) {
      database.tables[table].append(fixes.changes, Table::Folding::Later, writes);
    }
  }
  const CatalogState& before = *database.written_state;
  auto counts = std::make_shared<Counts>(*before.counts());
  counts->apply(fixes.counts);
  counts->put_rows(fixes.counts, writes.batch);
  auto after =
      std::make_shared<const CatalogState>(before.tokens(), before.schema(), std::move(counts));
  const CommitNumber number = database.pipeline.write(lock, std::move(writes.batch));
  database.tables.written(writes);
  database.written_state = std::move(after);
  database.conflicts.start_at(number);
  if (database.cache) database.cache->forget_all(number);
  return number;
}

}  // namespace
}  // namespace engine

RepairReport repair(Database& database) {
  engine::DatabaseImpl& impl = engine::database_impl(database);
  if (impl.open_transactions != 0) throw UsageError("a repair needs the database for itself");
  RepairReport report;
  report.before = check(database);
  impl.pipeline.sync();
  engine::WriterLock lock = impl.pipeline.lock_writer();
  engine::Fixes fixes;
  engine::Checker(impl, &fixes).run();
  for (const engine::TableId table : engine::kDerivedTables) {
    for (const auto& [key, value] : fixes.changes.changes(table)) {
      ++(value ? report.entries_added : report.entries_removed);
    }
  }
  report.counts_corrected = fixes.counts.changes().size();
  for (const engine::TableId table : fixes.unreadable) {
    report.tables_rebuilt.emplace_back(engine::table_name(table));
  }
  report.commit = report.before.commit;
  if (!report.changed()) return report;
  report.commit = engine::commit_fixes(impl, lock, fixes);
  lock.release();
  impl.pipeline.wait_durable(report.commit);
  return report;
}

}  // namespace liaison
