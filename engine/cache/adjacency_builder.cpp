// Adjacency and label chunks: tables whose entries are keys only.
#include <algorithm>
#include <string_view>

#include "cache/builders.h"
#include "encoding/key_codec.h"
#include "encoding/page_adjacency.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// First key of a node id, or no bound behind the last one.
std::string adjacency_bound(std::uint64_t segment) {
  if (segment > segment_of(UINT64_MAX)) return {};
  return adjacency_prefix(NodeId(segment << kSegmentBits));
}

AdjacencyEntry entry_of(std::string_view key) {
  const AdjacencyKey decoded = decode_adjacency_key(key);
  return {decoded.node.value, decoded.type.value, decoded.neighbour.value,
          decoded.relationship.value};
}

bool operator<(const AdjacencyEntry& a, const AdjacencyEntry& b) {
  if (a.node != b.node) return a.node < b.node;
  if (a.type != b.type) return a.type < b.type;
  if (a.neighbour != b.neighbour) return a.neighbour < b.neighbour;
  return a.relationship < b.relationship;
}

// Gathers the entries of one segment in order.
class AdjacencyCollector {
 public:
  AdjacencyCollector(std::uint32_t type, std::uint64_t segment)
      : type_(type), first_(segment << kSegmentBits), last_(first_ + (kSegmentRows - 1)) {}

  void add_run(const TableRun& run) {
    loose_ = run.loose.begin();
    loose_end_ = run.loose.end();
    read_loose();
    if (run.page != nullptr && run.page->entry_count() > 0) {
      if (run.page->kind() == PageKind::Adjacency) {
        add_packed(*run.page, run);
      } else {
        const auto cursor = run.page->cursor();
        for (cursor->seek(run.lower);
             cursor->valid() && (run.upper.empty() || cursor->key() < run.upper); cursor->next()) {
          add_stored(entry_of(cursor->key()));
        }
      }
    }
    while (loose_ != loose_end_) add_loose();
  }

  std::unique_ptr<AdjacencyChunk> finish() {
    auto chunk = std::make_unique<AdjacencyChunk>();
    if (neighbours_.empty()) return chunk;
    chunk->offsets.resize(kSegmentRows + 1);
    for (std::size_t row = 0; row < kSegmentRows; ++row) {
      chunk->offsets[row + 1] = chunk->offsets[row] + counts_[row];
    }
    chunk->neighbours = PackedIds(neighbours_);
    chunk->relationships = PackedIds(relationships_);
    chunk->types.assign(types_.begin(), types_.end());
    return chunk;
  }

 private:
  void add_packed(const Page& page, const TableRun& run) {
    AdjacencyPageReader reader(page.body(), page.entry_count());
    reader.jump(reader.block_before(run.lower));
    const bool has_loose = loose_ != loose_end_;
    do {
      const AdjacencyEntry& entry = reader.entry();
      if (entry.node < first_) continue;
      if (entry.node > last_) return;
      if (has_loose) {
        add_stored(entry);
      } else {
        add(entry);
      }
    } while (reader.next());
  }

  // An entry of a page, unless a loose row has another word on it; loose rows before it go first.
  void add_stored(const AdjacencyEntry& entry) {
    while (loose_ != loose_end_ && !(entry < loose_entry_)) {
      const bool replaces = !(loose_entry_ < entry);
      add_loose();
      if (replaces) return;
    }
    add(entry);
  }
  void add_loose() {
    if (loose_->value) add(loose_entry_);
    ++loose_;
    read_loose();
  }
  void read_loose() {
    if (loose_ != loose_end_) loose_entry_ = entry_of(loose_->key);
  }
  void add(const AdjacencyEntry& entry) {
    if (type_ != 0 && entry.type != type_) return;
    ++counts_[entry.node - first_];
    neighbours_.push_back(entry.neighbour);
    relationships_.push_back(entry.relationship);
    if (type_ == 0) types_.push_back(static_cast<std::uint32_t>(entry.type));
  }

  const std::uint32_t type_;
  const std::uint64_t first_;
  const std::uint64_t last_;
  std::span<const TableRun::LooseRow>::iterator loose_, loose_end_;
  AdjacencyEntry loose_entry_;  // what loose_ points at
  std::array<std::uint32_t, kSegmentRows> counts_{};
  std::vector<std::uint64_t> neighbours_, relationships_;
  std::vector<std::uint32_t> types_;
};

std::string label_bound(std::uint32_t label, std::uint64_t segment) {
  if (segment > segment_of(UINT64_MAX)) return prefix_successor(label_prefix(LabelId(label)));
  return label_key({LabelId(label), NodeId(segment << kSegmentBits)});
}

}  // namespace

std::unique_ptr<Chunk> build_adjacency(const Tables& tables, const KeyValueSnapshot* snapshot,
                                       ColumnId column, std::uint64_t segment) {
  const TableId table = column.kind == ColumnKind::Outgoing ? TableId::Outgoing : TableId::Incoming;
  AdjacencyCollector collector(column.token, segment);
  tables[table].visit_runs(snapshot, adjacency_bound(segment), adjacency_bound(segment + 1),
                           [&](const TableRun& run) { collector.add_run(run); });
  return collector.finish();
}

std::vector<std::unique_ptr<Chunk>> build_label_chunks(const Tables& tables,
                                                       const KeyValueSnapshot* snapshot,
                                                       std::uint32_t label, std::uint64_t segment,
                                                       std::size_t count) {
  std::vector<std::unique_ptr<Chunk>> chunks;
  std::vector<LabelChunk*> labels;
  for (std::size_t i = 0; i < count; ++i) {
    auto chunk = std::make_unique<LabelChunk>();
    labels.push_back(chunk.get());
    chunks.push_back(std::move(chunk));
  }
  const auto set = [&](std::string_view key, bool present) {
    const std::uint64_t node = decode_label_key(key).node.value;
    if (segment_of(node) - segment >= count) {
      throw CorruptionError("label page: entries are out of order");
    }
    auto& bits = labels[segment_of(node) - segment]->bits;
    if (!bits) {
      if (!present) return;
      bits = std::make_unique<SegmentBits>();
    }
    std::uint64_t& word = (*bits)[row_of(node) / 64];
    const std::uint64_t bit = 1ull << (row_of(node) % 64);
    word = present ? word | bit : word & ~bit;
  };
  tables[TableId::Label].visit_runs(
      snapshot, label_bound(label, segment), label_bound(label, segment + count),
      [&](const TableRun& run) {
        if (run.page != nullptr && run.page->entry_count() > 0) {
          const auto cursor = run.page->cursor();
          for (cursor->seek(run.lower);
               cursor->valid() && (run.upper.empty() || cursor->key() < run.upper);
               cursor->next()) {
            set(cursor->key(), true);
          }
        }
        for (const TableRun::LooseRow& row : run.loose) set(row.key, row.value.has_value());
      });
  return chunks;
}

}  // namespace liaison::engine
