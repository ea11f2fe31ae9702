// The part of the cached reader that walks all ids of a kind, segment by segment.
#include <algorithm>
#include <bit>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "graph/cached_reader.h"
#include "liaison/engine/node_blocks.h"

namespace liaison::engine {

namespace {

// Label chunks built in one pass over the table.
constexpr std::size_t kSegmentsAhead = 64;

void set_bit(SegmentBits& bits, std::uint32_t row, bool value) {
  const std::uint64_t bit = 1ull << (row % 64);
  bits[row / 64] = value ? bits[row / 64] | bit : bits[row / 64] & ~bit;
}

// Calls visit(key, change) for what the transaction itself changed between two keys. *Requires*
// that it changed something: bounds are not worth making for nothing.
template <class Visit>
void visit_own(const GraphState& state, TableId table, const std::string& lower,
               const std::string& upper, Visit visit) {
  const WriteSet::Changes& changes = state.own.changes(table);
  const auto end = upper.empty() ? changes.end() : changes.lower_bound(upper);
  for (auto at = changes.lower_bound(lower); at != end; ++at) visit(at->first, at->second);
}

// Marks that the view sees, from old to new.
template <class Visit>
void visit_marks(const Chunk& chunk, const CacheView& view, Visit visit) {
  const Marks* marks = chunk.marks.load(std::memory_order_acquire);
  if (marks == nullptr) return;
  const std::uint32_t count = marks->count();
  for (std::uint32_t i = 0; i < count && (*marks)[i].commit <= view.number; ++i) visit((*marks)[i]);
}

// A segment at a time as bits. Own changes made while the scan is under way are taken up, as a scan
// of the table would.
class SegmentNodeScan final : public NodeScan, public NodeBlockScan {
 public:
  // `label` null: all nodes.
  SegmentNodeScan(const GraphState& state, std::optional<LabelId> label)
      : state_(state),
        label_(label),
        column_(label ? state.cache->column({ColumnKind::Label, label->value})
                      : state.cache->column({ColumnKind::NodeRecords, 0})) {}

  std::size_t next(std::size_t count_max, std::vector<NodeId>& out) override {
    const std::size_t before = out.size();
    if (is_loaded_ && state_.writes && revision_ != state_.own.revision()) reload();
    while (out.size() < before + count_max) {
      if (!is_loaded_) {
        if (!load()) break;
        // Properties of a batch that lies in one segment are gathered several times as fast.
        if (out.size() > before && left() >= count_max / 2) break;
      }
      take(before + count_max - out.size(), out);
    }
    return out.size() - before;
  }

  bool next(NodeBlock& out) override {
    static_assert(NodeBlock::kIds == kSegmentRows);
    if (is_loaded_ && state_.writes && revision_ != state_.own.revision()) reload();
    for (bool any = false; !any; ++segment_) {
      if (!is_loaded_ && !load()) return false;
      any = std::any_of(bits_.begin(), bits_.end(), [](std::uint64_t word) { return word != 0; });
      if (any) {
        out.first = segment_ << kSegmentBits;
        out.bits = bits_;
      }
      is_loaded_ = false;
    }
    return true;
  }

 private:
  // Nodes of the segment that are still to be handed out.
  std::size_t left() const {
    std::size_t count = 0;
    for (const std::uint64_t word : bits_) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }

  // Hands out up to `count_max` nodes of the segment.
  void take(std::size_t count_max, std::vector<NodeId>& out) {
    const std::size_t before = out.size();
    const std::size_t wanted = std::min<std::size_t>(count_max, kSegmentRows);
    out.resize(before + wanted);
    NodeId* to = out.data() + before;
    NodeId* const end = to + wanted;
    for (; word_ < bits_.size() && to < end; ++word_) {
      std::uint64_t word = bits_[word_];
      const std::uint64_t first = (segment_ << kSegmentBits) + word_ * 64;
      if (word == ~std::uint64_t{0} && end - to >= 64) {
        // Nodes of one label mostly have ids in a row.
        for (std::uint64_t i = 0; i < 64; ++i) to[i] = NodeId(first + i);
        to += 64;
        word = 0;
      }
      for (; word != 0 && to < end; word &= word - 1) {
        *to++ = NodeId(first + static_cast<unsigned>(std::countr_zero(word)));
      }
      bits_[word_] = word;
      if (word != 0) break;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    if (out.size() > before) {
      last_row_ = row_of(out.back().value);
      has_last_ = true;
    }
    if (word_ < bits_.size()) return;
    is_loaded_ = false;
    ++segment_;
  }

  std::string bound(std::uint64_t segment) const {
    const NodeId first(segment << kSegmentBits);
    return label_ ? label_key({*label_, first}) : node_key(first);
  }

  void reload() {
    load();
    if (!has_last_) return;
    std::fill_n(bits_.begin(), last_row_ / 64, std::uint64_t{0});
    bits_[last_row_ / 64] &= last_row_ % 64 == 63 ? 0 : ~std::uint64_t{0} << (last_row_ % 64 + 1);
  }

  // Fills the bits of segment_; false when there are no more segments.
  bool load() {
    if (!is_loaded_) has_last_ = false;
    if (segment_ >= state_.cache->segment_count(EntityKind::Node)) return false;
    const CacheView view = state_.cache_view();
    const TableId table = label_ ? TableId::Label : TableId::Node;
    if (label_ && segment_ >= ahead_) {
      const std::uint64_t left = state_.cache->segment_count(EntityKind::Node) - segment_;
      const auto ahead = static_cast<std::size_t>(std::min<std::uint64_t>(left, kSegmentsAhead));
      state_.cache->acquire_labels(column_, segment_, ahead, view);
      ahead_ = segment_ + ahead;
    }
    bits_.fill(0);
    word_ = 0;
    is_loaded_ = true;
    revision_ = state_.own.revision();
    const Chunk* chunk =
        state_.cache->acquire(column_, segment_, view, kSegmentRows, ReadIntent::Scan);
    if (chunk == nullptr) {
      const auto cursor =
          state_.table(table).scan(state_.view(), bound(segment_), bound(segment_ + 1));
      for (; cursor->valid(); cursor->next()) {
        const std::string_view key = cursor->key();
        set_bit(bits_, row_of(decode_node_key(key.substr(key.size() - 8)).value), true);
      }
      return true;
    }
    if (label_) {
      const auto& labels = static_cast<const LabelChunk&>(*chunk);
      if (labels.bits) bits_ = *labels.bits;
    } else {
      const auto& records = static_cast<const NodeRecordsChunk&>(*chunk);
      for (std::uint32_t row = 0; row < records.set_of_row.size(); ++row) {
        if (records.set_of_row[row] != 0) set_bit(bits_, row, true);
      }
    }
    visit_marks(*chunk, view, [&](const Mark& mark) { set_bit(bits_, mark.row, mark.is_present); });
    if (state_.own_changes() == nullptr) return true;
    visit_own(state_, table, bound(segment_), bound(segment_ + 1),
              [&](std::string_view key, const WriteSet::Change& change) {
                const NodeId node = decode_node_key(key.substr(key.size() - 8));
                set_bit(bits_, row_of(node.value), change.has_value());
              });
    return true;
  }

  const GraphState& state_;
  const std::optional<LabelId> label_;
  Column& column_;
  std::uint64_t segment_ = 0;
  std::uint64_t ahead_ = 0;  // labels of segments below it were asked for
  bool is_loaded_ = false;
  std::uint64_t revision_ = 0;
  SegmentBits bits_{};  // what is still to be handed out
  std::size_t word_ = 0;
  bool has_last_ = false;  // something of this segment was handed out, last_row_ last
  std::uint32_t last_row_ = 0;
};

class SegmentRelationshipScan final : public RelationshipScan {
 public:
  explicit SegmentRelationshipScan(const GraphState& state)
      : state_(state), column_(state.cache->column({ColumnKind::RelationshipRecords, 0})) {}

  std::size_t next(std::size_t count_max, std::vector<RelationshipId>& ids,
                   std::vector<RelationshipEnds>& ends) override {
    std::size_t count = 0;
    if (is_loaded_ && state_.writes && revision_ != state_.own.revision()) load();
    while (count < count_max) {
      if (!is_loaded_ && !load()) break;
      for (; row_ < kSegmentRows && count < count_max; ++row_) {
        if (!present_[row_]) continue;
        ids.push_back(RelationshipId((segment_ << kSegmentBits) + row_));
        ends.push_back(ends_[row_]);
        ++count;
      }
      if (row_ == kSegmentRows) {
        is_loaded_ = false;
        row_ = 0;
        ++segment_;
      }
    }
    return count;
  }

 private:
  void set(std::uint32_t row, std::optional<std::string_view> record) {
    present_[row] = record.has_value();
    if (record) ends_[row] = decode_relationship_ends(*record);
  }

  // Fills in segment_; rows before row_ were handed out already.
  bool load() {
    if (segment_ >= state_.cache->segment_count(EntityKind::Relationship)) return false;
    const CacheView view = state_.cache_view();
    present_.assign(kSegmentRows, false);
    ends_.resize(kSegmentRows);
    is_loaded_ = true;
    revision_ = state_.own.revision();
    const std::string lower = relationship_key(RelationshipId(segment_ << kSegmentBits));
    const std::string upper = relationship_key(RelationshipId((segment_ + 1) << kSegmentBits));
    const Chunk* found =
        state_.cache->acquire(column_, segment_, view, kSegmentRows, ReadIntent::Scan);
    if (found == nullptr) {
      const auto cursor = state_.table(TableId::Relationship).scan(state_.view(), lower, upper);
      for (; cursor->valid(); cursor->next()) {
        set(row_of(decode_relationship_key(cursor->key()).value), cursor->value());
      }
      return true;
    }
    const auto& chunk = static_cast<const RelationshipRecordsChunk&>(*found);
    for (std::uint32_t row = 0; row < chunk.type_of_row.size(); ++row) {
      if (!chunk.has(row)) continue;
      present_[row] = true;
      ends_[row] = {chunk.type(row), NodeId(chunk.sources[row]), NodeId(chunk.targets[row])};
    }
    visit_marks(chunk, view, [&](const Mark& mark) {
      set(mark.row, mark.is_present ? std::optional(mark.value.as_bytes()) : std::nullopt);
    });
    if (state_.own_changes() == nullptr) return true;
    visit_own(state_, TableId::Relationship, lower, upper,
              [&](std::string_view key, const WriteSet::Change& change) {
                set(row_of(decode_relationship_key(key).value),
                    change ? std::optional<std::string_view>(*change) : std::nullopt);
              });
    return true;
  }

  const GraphState& state_;
  Column& column_;
  std::uint64_t segment_ = 0;
  std::uint32_t row_ = 0;
  bool is_loaded_ = false;
  std::uint64_t revision_ = 0;
  std::vector<bool> present_;
  std::vector<RelationshipEnds> ends_;
};

}  // namespace

std::unique_ptr<NodeScan> CachedGraphReader::scan_nodes() const {
  state_.note_read(object_hash(ObjectKind::AllNodes));
  return std::make_unique<SegmentNodeScan>(state_, std::nullopt);
}

std::unique_ptr<NodeScan> CachedGraphReader::scan_label(LabelId label) const {
  state_.note_read(object_hash(ObjectKind::LabelSet, label.value));
  return std::make_unique<SegmentNodeScan>(state_, label);
}

std::unique_ptr<RelationshipScan> CachedGraphReader::scan_relationships() const {
  state_.note_read(object_hash(ObjectKind::AllRelationships, kAnyToken));
  return std::make_unique<SegmentRelationshipScan>(state_);
}

}  // namespace liaison::engine
