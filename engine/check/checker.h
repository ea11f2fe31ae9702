// One pass over every table of a published commit, in batches: what is derived is computed again
// from the records and compared with what is stored, in both directions. A repair runs the same
// pass and notes what would make the two agree.
// Thread-safety: needs external locking. Lifetime: the database outlives it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "database_impl.h"
#include "graph/graph_state.h"
#include "index/index.h"
#include "liaison/engine/check.h"
#include "store/counts.h"
#include "store/write_set.h"

namespace liaison::engine {

// What is computed from records, so that it can be computed again.
inline constexpr TableId kDerivedTables[] = {
    TableId::Outgoing, TableId::Incoming, TableId::Label,        TableId::Index,
    TableId::Text,     TableId::Cited,    TableId::EvidenceIndex};

// What would make everything derived agree with the records.
struct Fixes {
  WriteSet changes;                 // of derived tables
  std::vector<TableId> unreadable;  // whose whole content is in `changes`
  CountsDelta counts;               // to add to the stored counts
};

class Checker {
 public:
  // With `fixes` it fills those in, and damage to records is thrown, not reported.
  explicit Checker(DatabaseImpl& database, Fixes* fixes = nullptr);
  CheckReport run();

 private:
  struct Entry {
    std::string key;
    std::string value;
  };
  using Batch = std::vector<Entry>;

  void problem(std::string text);
  void find_unreadable();
  bool is_unreadable(TableId table) const;
  // Notes that a derived table has an entry it should not have.
  void take_away(TableId table, const std::string& key);
  // Reads a table in batches; checks that its keys ascend. Damage becomes a problem.
  void for_each_batch(TableId table, const std::function<void(const Batch&)>& visit);
  // One answer per key, in any order.
  std::vector<std::optional<std::string>> look_up(TableId table,
                                                  const std::vector<std::string>& keys) const;
  // Reports each key that the table does not have.
  void require(TableId table, const std::vector<std::string>& keys, const std::string& because);

  void check_nodes();
  void check_relationships();
  void check_adjacency(TableId table);
  void check_labels();
  void check_index_entries(TableId table);
  void check_evidence();
  void check_cited();
  void check_evidence_index();
  void check_counts();

  // Entries that indexes should have of an entity with these tokens, by table.
  struct ExpectedEntries {
    std::vector<IndexEntry> index;
    std::vector<IndexEntry> text;
  };
  void expect_entries(EntityKind kind, std::uint64_t entity,
                      const std::vector<std::uint32_t>& tokens,
                      const std::vector<PropertyEntry>& properties, ExpectedEntries& out);
  // What an index should have under a key, out of its entity's record. nullopt: no entry.
  std::optional<std::string> expected_value(const IndexDefinition& definition,
                                            const std::string& key,
                                            const std::optional<std::string>& record) const;
  // Reports each entry that the table does not have so.
  void require_entries(TableId table, const std::vector<IndexEntry>& entries,
                       const std::string& because);

  // --- constraint_checker.cpp
  // Reports what constraints say against an entity.
  void check_properties(EntityKind kind, std::uint64_t entity,
                        const std::vector<std::uint32_t>& tokens,
                        const std::vector<PropertyEntry>& properties);
  // Reports two neighbouring entries of a constraint's index that have one value.
  void check_duplicate(const IndexDefinition& index, std::string_view before, std::string_view key);

  KeyValueStore& store_;
  Fixes* fixes_;
  std::shared_ptr<const Published> published_;
  GraphState state_;
  CountsDelta counted_;
  // Entries that the records call for, by index, and the indexes that miss one of them. An index
  // that has as many as are called for and misses none has none too many.
  std::map<IndexId, std::uint64_t> entries_expected_;
  std::set<IndexId> indexes_wrong_;
  CheckReport report_;
};

}  // namespace liaison::engine
