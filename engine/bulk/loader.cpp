#include "bulk/loader.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "catalog/constraint_rules.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "ingest_commit.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

BulkLoader::BulkLoader(DatabaseImpl& database, WriterLock& lock, const InputPlan& plan,
                       const BulkLoadOptions& options, bool has_wide_keys, BulkReport& report)
    : database_(database),
      lock_(lock),
      plan_(plan),
      options_(options),
      report_(report),
      has_wide_keys_(has_wide_keys),
      schema_(*database.written_state->schema()),
      folder_(database.path.empty() ? std::filesystem::temp_directory_path().string()
                                    : database.path),
      bad_rows_(options.skip_bad, report),
      ingest_(database.store->begin_ingest()),
      indexes_(schema_.indexes, options.memory_bytes / 4, folder_),
      ids_(plan.spaces.size()) {}

CommitNumber BulkLoader::run() {
  load_nodes();
  store_labels();
  load_all_relationships();
  store_indexes();
  return commit();
}

void BulkLoader::store_labels() {
  TableIngest& labels = table(TableId::Label);
  for (const auto& [label, ranges] : labelled_) {
    std::int64_t count = 0;
    for (const IdRange& range : ranges) {
      for (std::uint64_t node = range.first; node <= range.last; ++node) {
        labels.add(label_key({label, NodeId(node)}), {});
      }
      count += static_cast<std::int64_t>(range.last - range.first + 1);
    }
    counts_.add(CountKey::label_of(label), count);
  }
  counts_.add(CountKey::nodes(), static_cast<std::int64_t>(report_.nodes));
  labelled_.clear();
  finish_table(TableId::Label);
}

void BulkLoader::store_indexes() {
  report_.index_entries = indexes_.entry_count();
  counts_.add(indexes_.counts());
  for (const TableId id : indexes_.tables()) {
    TableIngest& entries = table(id);
    indexes_.for_each_entry(
        id, [&](const IndexDefinition& index, std::string_view key, std::string_view value) {
          if (index.owned_by_constraint) check_unique(index, key);
          entries.add(key, value);
        });
    finish_table(id);
  }
}

void BulkLoader::check_unique(const IndexDefinition& index, std::string_view key) {
  const std::string_view probe = entry_probe(key);
  std::uint64_t other = 0;
  if (!last_unique_.empty() && entry_probe(last_unique_) == probe) {
    other = entry_entity(last_unique_);
  } else {
    if (!stored_unique_) stored_unique_ = database_.tables[TableId::Index].scan({});
    stored_unique_->seek(probe);
    for (; stored_unique_->valid() && stored_unique_->key().starts_with(probe);
         stored_unique_->next()) {
      if (stored_unique_->key().size() != key.size()) continue;
      other = entry_entity(stored_unique_->key());
      break;
    }
  }
  last_unique_ = key;
  if (other == 0) return;
  const bool of_nodes = index.entity == EntityKind::Node;
  const auto place = [&](std::uint64_t entity) {
    return of_nodes ? places_.text(entity) : "relationship " + std::to_string(entity);
  };
  throw ConstraintError(ConstraintError::Reason::Uniqueness,
                        "constraint `" + index.name + "`: " + place(other) + " and " +
                            place(entry_entity(key)) + " have the same value");
}

std::string BulkLoader::broken_constraint(EntityKind kind, std::span<const std::uint32_t> tokens,
                                          std::string_view record) const {
  for (const ConstraintDefinition& constraint : schema_.constraints) {
    if (constraint.kind == ConstraintKind::Unique || constraint.entity != kind) continue;
    if (!std::binary_search(tokens.begin(), tokens.end(), constraint.token)) continue;
    const auto violation = find_violation(constraint, [&](PropertyKeyId key) {
      // Of a relationship only the properties are there yet; type and ends do not matter here.
      return kind == EntityKind::Node
                 ? decode_node_property(record, key)
                 : decode_relationship_property(std::string(3, '\0').append(record), key);
    });
    if (!violation) continue;
    const std::string& name = database_.tokens.name(TokenKind::PropertyKey, violation->key.value);
    return "constraint `" + constraint.name + "`: the " +
           (kind == EntityKind::Node ? "node " : "relationship ") +
           violation_text(constraint, *violation, name);
  }
  return {};
}

unsigned BulkLoader::threads() const {
  const unsigned wanted =
      options_.threads == 0 ? std::thread::hardware_concurrency() : options_.threads;
  return std::max(1u, wanted);
}

void BulkLoader::report_progress(const char* phase, std::uint64_t rows, std::uint64_t done,
                                 std::uint64_t total) {
  if (options_.cancellation != nullptr) options_.cancellation->check();
  // A load writes much before its commit: it must not be what fills the disk.
  database_.space.require();
  if (options_.progress) options_.progress({phase, rows, done, total});
}

TableIngest& BulkLoader::table(TableId id) {
  std::unique_ptr<TableIngest>& place = tables_[id];
  if (!place) {
    place = std::make_unique<TableIngest>(database_.tables[id], *database_.store,
                                          database_.tables.directory(), *ingest_);
  }
  return *place;
}

void BulkLoader::finish_table(TableId id) {
  const auto found = tables_.find(id);
  if (found == tables_.end()) return;
  found->second->finish(fences_);
  tables_.erase(found);
}

ParseContext BulkLoader::context(const std::vector<InputGroup>& groups) {
  CsvOptions csv;
  csv.separator = options_.separator;
  return {groups, csv, options_.list_separator, label_sets_, database_.tokens, ids_, plan_.spaces};
}

CommitNumber BulkLoader::commit() {
  report_progress("writing", report_.nodes + report_.relationships, 1, 1);
  ChangeSet changes;
  changes.cover_graph();
  const CommitNumber number =
      write_ingest(database_, lock_, *ingest_, {fences_, counts_, nullptr, changes});
  if (database_.cache) database_.cache->forget_all(number);
  return number;
}

}  // namespace liaison::engine
