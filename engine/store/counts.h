// Exact counts of a graph, and what a transaction adds to or takes from them: nodes, relationships,
// nodes per label, relationships per type, and per (label, type, direction) the relationships whose
// source (out) or target (in) carries the label; and of each full-text index the documents and the
// words in them. The graph layer collects a delta while it writes
// and applies it in the commit that changes what is counted.
//
// Rows in the family catalog, key: value
//   "count" 01                    : nodes            values are varints, a count of 0 has no row
//   "count" 02                    : relationships    numbers in keys are 4 bytes, big-endian
//   "count" 03 label              : nodes with it
//   "count" 04 type               : relationships of it
//   "count" 05 label type 00 | 01 : out | in
//   "count" 06 index              : documents of a full-text index
//   "count" 07 index              : words in them
// Worked example: 300 nodes with label 2: 636F756E74 03 00000002 -> AC02.
// Thread-safety: needs external locking; copies are independent.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "kv/key_value_store.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

// What is counted. Unused parts are 0.
struct CountKey {
  enum class Kind : std::uint8_t {
    Nodes = 1,
    Relationships = 2,
    Label = 3,
    Type = 4,
    LabelTypeDirection = 5,
    IndexDocuments = 6,
    IndexWords = 7
  };
  Kind kind = Kind::Nodes;
  std::uint32_t label = 0;
  std::uint32_t type = 0;
  bool is_incoming = false;
  std::uint32_t index = 0;
  friend auto operator<=>(const CountKey&, const CountKey&) = default;

  static CountKey nodes() { return {Kind::Nodes}; }
  static CountKey relationships() { return {Kind::Relationships}; }
  static CountKey label_of(LabelId label) { return {Kind::Label, label.value}; }
  static CountKey type_of(RelationshipTypeId type) { return {Kind::Type, 0, type.value}; }
  static CountKey at(LabelId label, RelationshipTypeId type, Direction direction) {
    return {Kind::LabelTypeDirection, label.value, type.value, direction == Direction::Incoming};
  }
  static CountKey documents_of(IndexId index) {
    return {Kind::IndexDocuments, 0, 0, false, index.value};
  }
  static CountKey words_of(IndexId index) { return {Kind::IndexWords, 0, 0, false, index.value}; }
};

std::string count_row_key(const CountKey& key);
CountKey decode_count_row_key(std::string_view key);

// Changes to counts; adding two deltas is applying both.
class CountsDelta {
 public:
  void add(const CountKey& key, std::int64_t by);
  void add(const CountsDelta& other);
  std::int64_t of(const CountKey& key) const;
  bool empty() const { return changes_.empty(); }
  void clear() { changes_.clear(); }
  const std::map<CountKey, std::int64_t>& changes() const { return changes_; }

 private:
  std::map<CountKey, std::int64_t> changes_;  // none of them 0
};

class Counts {
 public:
  // Reads the rows of a store.
  static Counts load(KeyValueStore& store, const KeyValueSnapshot* snapshot = nullptr);

  std::uint64_t of(const CountKey& key) const;
  const std::map<CountKey, std::uint64_t>& all() const { return counts_; }
  // Throws CorruptionError when a count would fall below 0: counts and graph disagree.
  void apply(const CountsDelta& delta);
  // Adds the rows that `delta` changed, with their values in *this (after apply), to a batch.
  void put_rows(const CountsDelta& delta, WriteBatch& batch) const;
  friend bool operator==(const Counts&, const Counts&) = default;

 private:
  std::map<CountKey, std::uint64_t> counts_;  // none of them 0
};

}  // namespace liaison::engine
