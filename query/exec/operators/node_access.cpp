// Ways to find nodes: all of them, by label, by index, by id. Each input row is paired with every
// node found, a chunk at a time.
#include <algorithm>

#include "exec/operators/factories.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

// Scans are read from the store row by row only while there is a single input row; for more rows
// the ids are kept and paired with each.
struct ScanState final : OperatorState {
  std::unique_ptr<NodeScan> scan;
  std::vector<NodeId> kept;
  bool is_kept = false;
  std::size_t row = 0;
  std::size_t offset = 0;
  std::size_t batch = 64;  // grows, so that a small limit reads little
};

class NodeScanOperator : public StreamOperator {
 public:
  NodeScanOperator(VariableId variable, const RowLayout& in, const RowLayout& out)
      : carry_(in, out), column_(out.column_of(variable)) {}

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ScanState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ScanState&>(base);
    const std::size_t count_max = std::min(state.batch, frame.context.chunk_rows());
    state.batch = std::min<std::size_t>(state.batch * 4, kChunkCapacity);
    std::vector<NodeId> nodes;
    std::vector<std::uint32_t> rows;
    bool more;
    if (in.row_count() == 1 && !state.is_kept) {
      if (!state.scan) state.scan = open(frame);
      more = state.scan && state.scan->next(count_max, nodes) > 0;
      if (!more) state.scan.reset();
      rows.assign(nodes.size(), 0);
    } else {
      keep(frame, state);
      while (state.row < in.row_count() && nodes.size() < count_max) {
        const std::size_t take =
            std::min(count_max - nodes.size(), state.kept.size() - state.offset);
        nodes.insert(nodes.end(), state.kept.begin() + static_cast<std::ptrdiff_t>(state.offset),
                     state.kept.begin() + static_cast<std::ptrdiff_t>(state.offset + take));
        rows.insert(rows.end(), take, static_cast<std::uint32_t>(state.row));
        state.offset += take;
        if (state.offset == state.kept.size()) {
          state.offset = 0;
          ++state.row;
        }
      }
      more = state.row < in.row_count();
      if (!more) state.row = 0;
    }
    carry_.select(in, rows, out);
    if (column_) {
      std::uint64_t* ids = out.column(*column_).write_ids(VectorType::Node, nodes.size());
      for (std::size_t i = 0; i < nodes.size(); ++i) ids[i] = nodes[i].value;
    }
    return more;
  }

 protected:
  // Null: there is nothing to scan.
  virtual std::unique_ptr<NodeScan> open(Frame& frame) const = 0;

 private:
  void keep(Frame& frame, ScanState& state) const {
    if (state.is_kept) return;
    state.is_kept = true;
    const auto scan = open(frame);
    while (scan && scan->next(kChunkCapacity, state.kept) > 0) frame.context.check_cancelled();
  }

  Carry carry_;
  std::optional<std::size_t> column_;
};

class AllNodeScanOperator final : public NodeScanOperator {
 public:
  using NodeScanOperator::NodeScanOperator;

 private:
  std::unique_ptr<NodeScan> open(Frame& frame) const override {
    return frame.context.graph().scan_nodes();
  }
};

class LabelScanOperator final : public NodeScanOperator {
 public:
  LabelScanOperator(const NodeByLabelScan& op, const RowLayout& in, const RowLayout& out)
      : NodeScanOperator(op.variable, in, out), label_(op.label) {}

 private:
  std::unique_ptr<NodeScan> open(Frame& frame) const override {
    const auto label = frame.context.graph().catalog().label(label_);
    return label ? frame.context.graph().scan_label(*label) : nullptr;
  }
  const std::string& label_;
};

// Finds the nodes for a whole input chunk at once, then hands them out.
struct SeekState final : OperatorState {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint64_t> nodes;
  std::size_t offset = 0;
  bool found = false;
};

class SeekOperator : public StreamOperator {
 public:
  SeekOperator(VariableId variable, const std::vector<Predicate>& values, const RowLayout& in,
               const RowLayout& out)
      : carry_(in, out), column_(out.column_of(variable)) {
    for (Predicate value : values) values_.emplace_back(*value, in);
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<SeekState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<SeekState&>(base);
    if (!state.found) {
      state.rows.clear();
      state.nodes.clear();
      state.offset = 0;
      std::vector<ColumnVector> values(values_.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        values_[i].evaluate(frame.context.eval(), in, values[i]);
      }
      find(frame, values, in.row_count(), state);
      state.found = true;
    }
    const std::size_t end = std::min(state.offset + frame.context.chunk_rows(), state.nodes.size());
    const std::span<const std::uint32_t> rows(state.rows.data() + state.offset, end - state.offset);
    carry_.select(in, rows, out);
    if (column_) {
      std::uint64_t* ids = out.column(*column_).write_ids(VectorType::Node, rows.size());
      std::copy_n(state.nodes.begin() + static_cast<std::ptrdiff_t>(state.offset), rows.size(),
                  ids);
    }
    state.offset = end;
    state.found = end < state.nodes.size();
    return state.found;
  }

 protected:
  virtual void find(Frame& frame, const std::vector<ColumnVector>& values, std::size_t row_count,
                    SeekState& state) const = 0;

 private:
  std::vector<ExpressionEvaluator> values_;
  Carry carry_;
  std::optional<std::size_t> column_;
};

class IndexSeekOperator final : public SeekOperator {
 public:
  IndexSeekOperator(const NodeIndexSeek& op, const RowLayout& in, const RowLayout& out)
      : SeekOperator(op.variable, op.values, in, out), index_(op.index) {}

 private:
  void find(Frame& frame, const std::vector<ColumnVector>& values, std::size_t row_count,
            SeekState& state) const override {
    std::vector<Value> probes;
    for (std::size_t row = 0; row < row_count; ++row) {
      for (const ColumnVector& column : values) probes.push_back(column.get(row));
    }
    SeekResult result;
    frame.context.graph().seek(index_, probes, result);
    state.rows = std::move(result.probe);
    state.nodes = std::move(result.entity);
    if (std::any_of(probes.begin(), probes.end(),
                    [](const Value& probe) { return probe.is_list(); })) {
      drop_unequal(frame.context.graph(), values, state);
    }
  }

  // An index finds equivalent values. Only lists may be that without being equal: by a null or a
  // NaN in them.
  void drop_unequal(const GraphReader& graph, const std::vector<ColumnVector>& values,
                    SeekState& state) const {
    const auto& indexes = graph.catalog().indexes();
    const auto index = std::find_if(indexes.begin(), indexes.end(),
                                    [&](const auto& found) { return found.id == index_; });
    if (index == indexes.end()) return;
    std::vector<std::uint8_t> is_equal(state.nodes.size(), 1);
    ColumnVector stored;
    for (std::size_t key = 0; key < values.size(); ++key) {
      graph.gather(EntityKind::Node, state.nodes, index->keys[key], stored);
      for (std::size_t i = 0; i < state.nodes.size(); ++i) {
        if (equals(stored.get(i), values[key].get(state.rows[i])) != true) is_equal[i] = 0;
      }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < state.nodes.size(); ++i) {
      if (is_equal[i] == 0) continue;
      state.rows[kept] = state.rows[i];
      state.nodes[kept++] = state.nodes[i];
    }
    state.rows.resize(kept);
    state.nodes.resize(kept);
  }

  IndexId index_;
};

class IdSeekOperator final : public SeekOperator {
 public:
  IdSeekOperator(const NodeByIdSeek& op, const RowLayout& in, const RowLayout& out)
      : SeekOperator(op.variable, {op.id}, in, out) {}

 private:
  // The integer that a value equals, 0 for none that is an id.
  static std::int64_t id_of(const Value& value) {
    if (value.is_integer()) return value.as_integer();
    constexpr double kTooLarge = 0x1p63;
    if (!value.is_float() || !(value.as_float() >= 1 && value.as_float() < kTooLarge)) return 0;
    const auto id = static_cast<std::int64_t>(value.as_float());
    return static_cast<double>(id) == value.as_float() ? id : 0;
  }

  void find(Frame& frame, const std::vector<ColumnVector>& values, std::size_t row_count,
            SeekState& state) const override {
    std::vector<NodeId> asked;
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < row_count; ++row) {
      const std::int64_t id = id_of(values.front().get(row));
      if (id <= 0) continue;
      asked.push_back(NodeId(static_cast<std::uint64_t>(id)));
      rows.push_back(static_cast<std::uint32_t>(row));
    }
    std::vector<std::uint8_t> exists;
    frame.context.graph().nodes_exist(asked, exists);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!exists[i]) continue;
      state.rows.push_back(rows[i]);
      state.nodes.push_back(asked[i].value);
    }
  }
};

}  // namespace

StreamPtr make_all_node_scan(const AllNodeScan& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<AllNodeScanOperator>(op.variable, in, out);
}
StreamPtr make_label_scan(const NodeByLabelScan& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<LabelScanOperator>(op, in, out);
}
StreamPtr make_index_seek(const NodeIndexSeek& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<IndexSeekOperator>(op, in, out);
}
StreamPtr make_id_seek(const NodeByIdSeek& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<IdSeekOperator>(op, in, out);
}

}  // namespace liaison::query
