// Relationships: sorted by type, source and target, which is the order of their ids; from there
// into the two adjacency tables, each sorted anew by the node it starts at.
#include <bit>
#include <optional>
#include <thread>

#include "base/varint.h"
#include "bulk/loader.h"
#include "bulk/ordered_blocks.h"
#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

// Two nodes and a type in one number: as many bits for a node as the largest needs.
template <class Key>
struct BulkLoader::KeyLayout {
  int node_bits = 62;
  int type_bits = 32;

  Key node(std::uint64_t id) const { return static_cast<Key>(id); }
  Key by_type(std::uint64_t type, std::uint64_t source, std::uint64_t target) const {
    return ((static_cast<Key>(type) << node_bits | node(source)) << node_bits) | node(target);
  }
  Key by_node(std::uint64_t one, std::uint64_t type, std::uint64_t other) const {
    return ((node(one) << type_bits | static_cast<Key>(type)) << node_bits) | node(other);
  }
  std::uint64_t low(Key key, int bits) const {
    return static_cast<std::uint64_t>(key & ((Key{1} << bits) - 1));
  }
};

template <class Key>
void BulkLoader::load_relationships() {
  KeyLayout<Key> layout;
  layout.node_bits = std::max(1, static_cast<int>(std::bit_width(last_node_)));
  layout.type_bits = std::min(32, static_cast<int>(sizeof(Key)) * 8 - 2 * layout.node_bits);
  const std::uint64_t type_max = (std::uint64_t{1} << layout.type_bits) - 1;

  CsvOptions csv;
  csv.separator = options_.separator;
  InputBlocks blocks(plan_.relationships, csv);
  const ParseContext parse_context = context(plan_.relationships);
  std::optional<RowSorter<Key>> sorted;
  sorted.emplace(true, options_.memory_bytes / 2, folder_);
  std::atomic<std::uint64_t> bytes_read{0};
  work_in_order<InputBlocks::Block>(
      threads(),
      [&](InputBlocks::Block& block) {
        const bool is_there = blocks.next(block);
        bytes_read = blocks.bytes_read();
        return is_there;
      },
      [&](InputBlocks::Block& block) { return parse_relationships(parse_context, block); },
      [&](ParsedBlock<ParsedRelationship>&& block) {
        auto bad = block.bad_rows.begin();
        for (std::size_t i = 0; i <= block.rows.size(); ++i) {
          for (; bad != block.bad_rows.end() && bad->before == i; ++bad) {
            bad_rows_.add(*block.path, bad->line, bad->problem);
          }
          if (i == block.rows.size()) break;
          const ParsedRelationship& row = block.rows[i];
          if (row.type > type_max) throw NeedsWideKeys{};
          const std::string_view tail = std::string_view(block.bytes).substr(row.start, row.size);
          const std::uint32_t tokens[] = {row.type};
          const std::string broken = broken_constraint(EntityKind::Relationship, tokens, tail);
          if (!broken.empty()) {
            bad_rows_.add(*block.path, row.line, broken);
            continue;
          }
          sorted->add(layout.by_type(row.type, row.source, row.target), tail);
          report_.properties += row.properties;
        }
        report_progress("relationships", sorted->count(), bytes_read, blocks.bytes_total());
      });
  report_.bytes_read += bytes_read;
  ids_.clear();
  ids_.shrink_to_fit();
  sorted->finish();
  store_relationships(sorted, layout);
}

template <class Key>
void BulkLoader::store_relationships(std::optional<RowSorter<Key>>& sorted,
                                     const KeyLayout<Key>& layout) {
  const std::uint64_t row_count = sorted->count();
  report_.relationships = row_count;
  if (row_count == 0) return;
  const std::size_t in_use = sorted->memory_bytes();
  const std::size_t share =
      (options_.memory_bytes > in_use ? options_.memory_bytes - in_use : 0) / 2;
  const std::size_t adjacency_bytes = std::max(share, std::size_t{4} << 20);
  // Rows come by type, source and target: those of one node, whichever end it is at, are in order.
  const int presorted_bits = layout.type_bits + layout.node_bits;
  RowSorter<Key> outgoing(false, adjacency_bytes, folder_, presorted_bits);
  RowSorter<Key> incoming(false, adjacency_bytes, folder_, presorted_bits);
  std::map<std::uint32_t, std::vector<std::uint64_t>> counts[2];  // type, label set

  std::uint64_t id = database_.ids.take_relationships(row_count).value;
  const std::uint64_t first = id;
  std::string record;
  typename RowSorter<Key>::Row row;
  std::uint32_t type_before = 0;
  std::vector<std::uint64_t>* type_counts[2] = {nullptr, nullptr};
  for (; sorted->next(row); ++id) {
    const std::uint64_t target = layout.low(row.key, layout.node_bits);
    const Key above = row.key >> layout.node_bits;
    const std::uint64_t source = layout.low(above, layout.node_bits);
    const auto type = static_cast<std::uint32_t>(above >> layout.node_bits);
    if (type != type_before) {
      for (const int end : {0, 1}) {
        type_counts[end] = &counts[end][type];
        type_counts[end]->resize(label_sets_.size());
      }
      type_before = type;
    }
    ++(*type_counts[0])[sets_of_nodes_.of(source)];
    ++(*type_counts[1])[sets_of_nodes_.of(target)];
    record.clear();
    put_varint(record, type);
    put_varint(record, source);
    put_varint(record, target);
    record.append(row.bytes);
    table(TableId::Relationship).add(relationship_key(RelationshipId(id)), record);
    outgoing.add(layout.by_node(source, type, target), id);
    incoming.add(layout.by_node(target, type, source), id);
    const std::uint32_t tokens[] = {type};
    indexes_.add(EntityKind::Relationship, id, tokens, record);
    if ((id & 0xFFFF) == 0) {
      report_progress("writing", id - first, id - first, 2 * row_count);
    }
  }
  finish_table(TableId::Relationship);
  for (const int end : {0, 1}) {
    const Direction direction = end == 0 ? Direction::Outgoing : Direction::Incoming;
    for (const auto& [type, of_sets] : counts[end]) {
      for (std::uint32_t set = 0; set < of_sets.size(); ++set) {
        const auto count = static_cast<std::int64_t>(of_sets[set]);
        if (end == 0) {
          counts_.add(CountKey::relationships(), count);
          counts_.add(CountKey::type_of(RelationshipTypeId(type)), count);
        }
        if (count == 0) continue;
        for (const LabelId label : label_sets_.at(set).labels) {
          counts_.add(CountKey::at(label, RelationshipTypeId(type), direction), count);
        }
      }
    }
  }
  sorted.reset();

  TableIngest& out_table = table(TableId::Outgoing);
  TableIngest& in_table = table(TableId::Incoming);
  std::exception_ptr failure;
  std::thread other([&] {
    try {
      store_adjacency(incoming, layout, in_table);
    } catch (...) {
      failure = std::current_exception();
    }
  });
  try {
    store_adjacency(outgoing, layout, out_table);
  } catch (...) {
    other.join();
    throw;
  }
  other.join();
  if (failure) std::rethrow_exception(failure);
  finish_table(TableId::Outgoing);
  finish_table(TableId::Incoming);
}

template <class Key>
void BulkLoader::store_adjacency(RowSorter<Key>& sorted, const KeyLayout<Key>& layout,
                                 TableIngest& table) {
  sorted.finish();
  typename RowSorter<Key>::Row row;
  std::uint64_t rows = 0;
  char bytes[kAdjacencyKeySize];
  while (sorted.next(row)) {
    const Key above = row.key >> layout.node_bits;
    AdjacencyKey key;
    key.neighbour = NodeId(layout.low(row.key, layout.node_bits));
    key.type = RelationshipTypeId(static_cast<std::uint32_t>(layout.low(above, layout.type_bits)));
    key.node = NodeId(static_cast<std::uint64_t>(above >> layout.type_bits));
    key.relationship = RelationshipId(row.value);
    write_adjacency_key(key, bytes);
    table.add({bytes, sizeof bytes}, {});
    if ((++rows & 0xFFFF) == 0 && options_.cancellation != nullptr) options_.cancellation->check();
  }
}

void BulkLoader::load_all_relationships() {
  if (plan_.relationships.empty()) return;
  // Types are few as a rule. If they do not fit, the load begins again with wide keys.
  constexpr int kTypeBitsLikely = 8;
  const int bits = 2 * static_cast<int>(std::bit_width(last_node_)) + kTypeBitsLikely;
  if (!has_wide_keys_ && bits <= 64) {
    load_relationships<std::uint64_t>();
  } else {
    load_relationships<WideKey>();
  }
}

}  // namespace liaison::engine
