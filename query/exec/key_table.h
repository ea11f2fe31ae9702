// Numbers groups by their keys, a chunk of rows at a time: rows are one group when their values are
// equivalent in every key column. Groups are numbered in the order in which they first appear. Keys
// are kept as words (key_column.h), so rows of one type are hashed and compared without a value.
//
// Rows often come clustered: those with one value in the first key column stand together and the
// value never comes again, as when a scan walks along it. While that is so, only the groups of the
// current value are looked up, in a table that stays in the cache however many groups there are.
// Thread-safety: needs external locking, except that several threads may look up at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "exec/key_column.h"

namespace liaison::query {

class KeyTable {
 public:
  enum class Rows : std::uint8_t { AnyOrder, MaybeClustered };
  // MaybeClustered: find() must not be asked.
  explicit KeyTable(std::size_t key_count, Rows rows = Rows::AnyOrder);

  // Replaces `groups` by the group of each row. `columns` are the key columns. Groups from size()
  // before the call on are new.
  void find_or_add(std::span<const ColumnVector* const> columns, std::size_t row_count,
                   std::vector<std::uint32_t>& groups);
  // The group of one row; `words` is scratch space. None: there is none, or a key value is null.
  std::optional<std::uint32_t> find(std::span<const ColumnVector* const> columns, std::size_t row,
                                    std::vector<std::uint64_t>& words) const;

  std::size_t size() const { return size_; }
  // Appends key value `index` of the groups to `out`, which gets a type that takes it.
  void append_keys(std::span<const std::uint32_t> groups, std::size_t index,
                   ColumnVector& out) const;
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::size_t kSlotsInCache = 32'768;
  static constexpr std::size_t kRowsAhead = 8;

  bool is_null(std::size_t group, std::size_t index) const;
  std::uint64_t hash_of(const std::uint64_t* words) const;
  std::uint32_t find_or_add_words(const std::uint64_t* words);
  std::uint32_t find_or_add_number(std::uint64_t number);
  void number_column(std::size_t index);
  void add_null_bits();
  void rebuild(std::size_t slot_count);
  // Of rows to come: their slots, and the words of the group that is likely theirs.
  void fetch_slots(std::size_t row_count);
  void fetch_words(std::size_t row) const;
  void enter_cluster(const std::uint64_t* words);
  void leave_clusters();
  std::uint64_t slot_of(std::size_t group) const { return std::uint64_t{epoch_} << 32 | group; }
  bool is_free(std::uint64_t slot) const { return slot >> 32 != epoch_; }

  std::vector<KeyColumn> columns_;
  // Words of a key: one per column, and with several columns null bits once some value was null.
  std::size_t width_;
  std::vector<std::uint64_t> words_;  // by group
  // Open addressing: epoch and group. Slots of another epoch are free.
  std::vector<std::uint64_t> slots_;
  std::uint32_t epoch_ = 1;
  // With one column of numbered values: the group by number, in place of slots.
  std::vector<std::uint32_t> by_number_;
  std::size_t size_ = 0;
  // Clustered rows: the groups in the slots begin here; the first words of the clusters so far.
  bool is_clustered_;
  std::size_t cluster_begin_ = 0;
  std::unordered_set<std::uint64_t> clusters_;
  std::uint32_t null_group_ = kNone;  // with one column: the group of null
  std::vector<std::uint64_t> row_words_, row_nulls_, row_hashes_;
};

}  // namespace liaison::query
