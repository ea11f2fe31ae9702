// Builds indexes over many entities at once: the entries of each are gathered and sorted, and come
// out table by table in the order of their keys. What an index holds is the business of its kind
// (index/index.h), so a new kind of index needs nothing here.
// Thread-safety: one thread. Lifetime: definitions outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/index.h"
#include "store/counts.h"
#include "store/key_sorter.h"

namespace liaison::engine {

class IndexBuild {
 public:
  // Sorts in `folder` what exceeds the memory.
  IndexBuild(std::span<const IndexDefinition> definitions, std::size_t memory_bytes,
             std::string folder);

  // Adds what an entity with these tokens (labels, or the one type) and this record has in the
  // indexes. Throws UsageError for a value that cannot be indexed.
  void add(EntityKind kind, std::uint64_t entity, std::span<const std::uint32_t> tokens,
           std::string_view record);
  // Ends adding and hands out the entries of one table in order.
  using Visit =
      std::function<void(const IndexDefinition&, std::string_view key, std::string_view value)>;
  void for_each_entry(TableId table, const Visit& visit);
  // Documents and words of full-text indexes, to be added to the counts.
  const CountsDelta& counts() const { return counts_; }
  // Tables that have entries.
  std::vector<TableId> tables() const;
  std::uint64_t entry_count() const;

 private:
  struct One {
    const IndexDefinition* definition;
    const Index* kind;
    std::string prefix;
    std::unique_ptr<KeySorter> entries;
  };

  std::vector<One> indexes_;  // by table and prefix
  CountsDelta counts_;
  std::vector<PropertyEntry> properties_;
};

}  // namespace liaison::engine
