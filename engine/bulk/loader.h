// One attempt at a bulk load, from the files to the commit. See bulk_load.h for what it does and
// throws; steps follow each other as the functions stand here.
// Thread-safety: one thread calls it; it runs others.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bulk/bad_rows.h"
#include "bulk/id_map.h"
#include "bulk/index_build.h"
#include "bulk/input_plan.h"
#include "bulk/label_sets.h"
#include "bulk/node_places.h"
#include "bulk/row_parser.h"
#include "bulk/row_sorter.h"
#include "database_impl.h"
#include "liaison/engine/bulk_load.h"
#include "store/table_ingest.h"

namespace liaison::engine {

// Thrown when types and nodes together need more than 64 bits.
struct NeedsWideKeys {};

class BulkLoader {
 public:
  // Requires that the caller holds `lock`, the writer lock.
  BulkLoader(DatabaseImpl& database, WriterLock& lock, const InputPlan& plan,
             const BulkLoadOptions& options, bool has_wide_keys, BulkReport& report);

  // Writes the commit; the caller releases the lock and waits until it is durable.
  // Throws IdsAreText and NeedsWideKeys besides: the load has to begin again, knowing that.
  CommitNumber run();

 private:
  // --- nodes: loader_nodes.cpp
  struct HeldNode {
    std::size_t start;  // in the bytes of its label set
    std::uint32_t id_size;
    std::uint32_t record_size;
    bool has_id;
    std::uint32_t space;
    const std::string* path;
    std::uint64_t line;
  };
  // Nodes of one label set that wait until they fill a segment.
  struct HeldNodes {
    std::string bytes;
    std::vector<HeldNode> nodes;
    bool has_own_segments = false;
  };
  void load_nodes();
  void take_nodes(ParsedBlock<ParsedNode>&& block);
  void hold_node(const ParsedBlock<ParsedNode>& block, const ParsedNode& row);
  void store_segment(std::uint32_t set, HeldNodes& held);
  void store_held_nodes();
  void store_node(std::uint64_t node, std::uint32_t set, const HeldNodes& held,
                  const HeldNode& row);
  void note_labels(std::uint32_t set, std::uint64_t node);

  // --- relationships: loader_relationships.cpp
  template <class Key>
  struct KeyLayout;
  void load_all_relationships();
  template <class Key>
  void load_relationships();
  template <class Key>
  void store_relationships(std::optional<RowSorter<Key>>& sorted, const KeyLayout<Key>& layout);
  template <class Key>
  void store_adjacency(RowSorter<Key>& sorted, const KeyLayout<Key>& layout, TableIngest& table);

  // --- the rest: loader.cpp
  void store_labels();
  void store_indexes();
  void check_unique(const IndexDefinition& index, std::string_view key);
  CommitNumber commit();
  // What constraints say against an entity with these tokens: a key it lacks, a type it has not.
  std::string broken_constraint(EntityKind kind, std::span<const std::uint32_t> tokens,
                                std::string_view record) const;
  unsigned threads() const;
  void report_progress(const char* phase, std::uint64_t rows, std::uint64_t done,
                       std::uint64_t total);
  TableIngest& table(TableId id);
  void finish_table(TableId id);
  ParseContext context(const std::vector<InputGroup>& groups);

  DatabaseImpl& database_;
  WriterLock& lock_;
  const InputPlan& plan_;
  const BulkLoadOptions& options_;
  BulkReport& report_;
  const bool has_wide_keys_;
  const Schema& schema_;
  const std::string folder_;
  BadRows bad_rows_;
  std::unique_ptr<Ingest> ingest_;
  std::map<TableId, std::unique_ptr<TableIngest>> tables_;
  FenceChanges fences_;
  CountsDelta counts_;
  IndexBuild indexes_;
  LabelSets label_sets_;

  std::vector<IdMap> ids_;       // by space
  std::vector<HeldNodes> held_;  // by label set
  NodePlaces places_;
  NodeLabelSets sets_of_nodes_;
  struct IdRange {
    std::uint64_t first;
    std::uint64_t last;
  };
  std::map<LabelId, std::vector<IdRange>> labelled_;
  std::uint64_t last_node_ = 0;

  // The entry before, of a unique index.
  std::string last_unique_;
  std::unique_ptr<TableCursor> stored_unique_;
};

}  // namespace liaison::engine
