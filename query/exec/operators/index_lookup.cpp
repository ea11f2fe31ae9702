// NodeIndexLookup and RelationshipIndexLookup: what an index finds for each input row. Where the
// values do not read the row the index is asked once. A value of a kind that the index cannot be
// asked for (a map, a point that is none) brings everything the index is over: the filter above
// then says of each what it would say without an index.
#include <algorithm>

#include "exec/operators/factories.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

using Kind = IndexLookup::Kind;

struct LookupState final : OperatorState {
  std::vector<ColumnVector> values;
  bool evaluated = false;
  bool is_constant_found = false;
  std::size_t row = 0;
  bool row_found = false;
  std::vector<std::uint64_t> entities;  // for the row
  std::vector<RelationshipEnds> ends;   // of relationships, one per entity
  std::size_t offset = 0;
};

class LookupOperator : public StreamOperator {
 public:
  LookupOperator(const IndexLookup& lookup, const RowLayout& in, const RowLayout& out)
      : lookup_(lookup), carry_(in, out) {
    for (Predicate value : lookup.values) evaluators_.emplace_back(*value, in);
    is_constant_ = std::all_of(lookup.values.begin(), lookup.values.end(),
                               [](Predicate value) { return free_variables(*value).empty(); });
  }

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<LookupState>();
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<LookupState&>(base);
    if (!state.evaluated) {
      state.values.assign(evaluators_.size(), ColumnVector());
      for (std::size_t i = 0; i < state.values.size(); ++i) {
        evaluators_[i].evaluate(frame.context.eval(), in, state.values[i]);
      }
      state.evaluated = true;
      state.row = 0;
      state.row_found = false;
    }
    std::vector<std::uint32_t> rows;
    Found found;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.row_found) {
        find_row(frame, state);
        state.row_found = true;
        state.offset = 0;
      }
      const std::size_t end =
          std::min(state.entities.size(), state.offset + rows_max - rows.size());
      for (; state.offset < end; ++state.offset) {
        const std::size_t before = found.count;
        append(state, state.offset, found);
        rows.insert(rows.end(), found.count - before, static_cast<std::uint32_t>(state.row));
      }
      if (state.offset == state.entities.size()) {
        state.row_found = false;
        ++state.row;
      }
    }
    carry_.select(in, rows, out);
    finish(found, out);
    if (state.row < in.row_count()) return true;
    state.evaluated = false;
    return false;
  }

 protected:
  // The new columns of the rows found in this call.
  struct Found {
    std::size_t count = 0;
    ColumnVector entity;
    ColumnVector from{VectorType::Node};
    ColumnVector to{VectorType::Node};
  };

  virtual void append(const LookupState& state, std::size_t i, Found& found) const = 0;
  virtual void finish(Found& found, DataChunk& out) const = 0;
  // All entities the index is over.
  virtual void find_all(Frame& frame, const IndexDefinition& index,
                        std::vector<std::uint64_t>& out) const = 0;
  // Called when `state.entities` are new.
  virtual void entities_found(Frame&, LookupState&) const {}

 private:
  void find_row(Frame& frame, LookupState& state) const {
    frame.context.check_cancelled();
    if (is_constant_ && state.is_constant_found) return;
    state.entities.clear();
    std::vector<Value> values;
    for (const ColumnVector& column : state.values) values.push_back(column.get(state.row));
    const bool has_null =
        std::any_of(values.begin(), values.end(), [](const Value& v) { return v.is_null(); });
    // Nothing compares with null.
    if (!has_null && !find(frame.context.graph(), values, state.entities)) {
      const auto& indexes = frame.context.graph().catalog().indexes();
      const auto index =
          std::find_if(indexes.begin(), indexes.end(),
                       [&](const IndexDefinition& one) { return one.id == lookup_.index; });
      state.entities.clear();
      if (index != indexes.end()) find_all(frame, *index, state.entities);
    }
    entities_found(frame, state);
    state.is_constant_found = true;
  }

  // False: the index cannot tell.
  bool find(const GraphReader& graph, const std::vector<Value>& values,
            std::vector<std::uint64_t>& out) const {
    switch (lookup_.kind) {
      case Kind::Equal:
        if (lookup_.index_kind == IndexKind::Text) {
          return find_text(graph, StringMatch::Equal, values[0], out);
        }
        find_equal(graph, values, out);
        return true;
      case Kind::In:
        if (!values[0].is_list()) return false;
        find_equal(graph, values[0].as_list(), out);
        return true;
      case Kind::Range:
        return find_range(graph, values, out);
      case Kind::StartsWith:
        if (lookup_.index_kind == IndexKind::Text) {
          return find_text(graph, StringMatch::StartsWith, values[0], out);
        }
        if (!values[0].is_string()) return false;
        graph.seek_prefix(lookup_.index, values[0].as_string(), out);
        return true;
      case Kind::EndsWith:
        return find_text(graph, StringMatch::EndsWith, values[0], out);
      case Kind::Contains:
        return find_text(graph, StringMatch::Contains, values[0], out);
      case Kind::Box:
        if (values[0].kind() != ValueKind::Point || values[1].kind() != ValueKind::Point) {
          return false;
        }
        graph.seek_box(lookup_.index, values[0].as_point(), values[1].as_point(), out);
        return true;
      case Kind::Distance:
        if (values[0].kind() != ValueKind::Point || !values[1].is_number()) return false;
        graph.seek_distance(lookup_.index, values[0].as_point(), values[1].as_number(), out);
        return true;
      case Kind::All:
        graph.seek_range(lookup_.index, std::nullopt, std::nullopt, out);
        return true;
    }
    return false;
  }

  bool find_text(const GraphReader& graph, StringMatch match, const Value& text,
                 std::vector<std::uint64_t>& out) const {
    if (!text.is_string()) return false;
    graph.seek_text(lookup_.index, match, text.as_string(), out);
    return true;
  }

  void find_equal(const GraphReader& graph, std::span<const Value> probes,
                  std::vector<std::uint64_t>& out) const {
    SeekResult result;
    graph.seek(lookup_.index, probes, result);
    out = std::move(result.entity);
    // Two elements may be one value of the index: 1 and 1.0.
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }

  bool find_range(const GraphReader& graph, const std::vector<Value>& values,
                  std::vector<std::uint64_t>& out) const {
    for (const Value& value : values) {
      if (value.is_list() || value.is_map() || value.is_node() || value.is_relationship() ||
          value.kind() == ValueKind::Path) {
        return false;
      }
    }
    std::optional<RangeBound> lower;
    std::optional<RangeBound> upper;
    if (lookup_.has_lower) lower = RangeBound{values.front(), lookup_.lower_inclusive};
    if (lookup_.has_upper) upper = RangeBound{values.back(), lookup_.upper_inclusive};
    graph.seek_range(lookup_.index, lower, upper, out);
    return true;
  }

  const IndexLookup& lookup_;
  std::vector<ExpressionEvaluator> evaluators_;
  Carry carry_;
  bool is_constant_ = false;
};

class NodeLookupOperator final : public LookupOperator {
 public:
  NodeLookupOperator(const NodeIndexLookup& op, const RowLayout& in, const RowLayout& out)
      : LookupOperator(op.lookup, in, out), column_(out.column_of(op.variable)) {}

 private:
  void append(const LookupState& state, std::size_t i, Found& found) const override {
    if (found.count++ == 0) found.entity.reset(VectorType::Node);
    found.entity.append_id(state.entities[i]);
  }
  void finish(Found& found, DataChunk& out) const override {
    if (found.count == 0) found.entity.reset(VectorType::Node);
    if (column_) out.column(*column_) = std::move(found.entity);
  }
  void find_all(Frame& frame, const IndexDefinition& index,
                std::vector<std::uint64_t>& out) const override {
    std::vector<NodeId> nodes;
    const auto scan = frame.context.graph().scan_label(LabelId(index.token));
    while (scan->next(kChunkCapacity, nodes) > 0) frame.context.check_cancelled();
    for (const NodeId node : nodes) out.push_back(node.value);
  }
  std::optional<std::size_t> column_;
};

class RelationshipLookupOperator final : public LookupOperator {
 public:
  RelationshipLookupOperator(const RelationshipIndexLookup& op, const RowLayout& in,
                             const RowLayout& out)
      : LookupOperator(op.lookup, in, out),
        direction_(op.direction),
        column_(out.column_of(op.relationship)),
        from_(out.column_of(op.from)),
        to_(out.column_of(op.to)) {}

 private:
  void append(const LookupState& state, std::size_t i, Found& found) const override {
    const RelationshipEnds& ends = state.ends[i];
    const auto add = [&](NodeId from, NodeId to) {
      if (found.count++ == 0) found.entity.reset(VectorType::Relationship);
      found.entity.append_id(state.entities[i]);
      found.from.append_node(from);
      found.to.append_node(to);
    };
    if (direction_ != Direction::Incoming) add(ends.source, ends.target);
    if (direction_ == Direction::Incoming ||
        (direction_ == Direction::Both && ends.source != ends.target)) {
      add(ends.target, ends.source);
    }
  }
  void finish(Found& found, DataChunk& out) const override {
    if (found.count == 0) found.entity.reset(VectorType::Relationship);
    if (column_) out.column(*column_) = std::move(found.entity);
    if (from_) out.column(*from_) = std::move(found.from);
    if (to_) out.column(*to_) = std::move(found.to);
  }
  void find_all(Frame& frame, const IndexDefinition& index,
                std::vector<std::uint64_t>& out) const override {
    std::vector<RelationshipId> ids;
    std::vector<RelationshipEnds> ends;
    const auto scan = frame.context.graph().scan_relationships();
    while (scan->next(kChunkCapacity, ids, ends) > 0) {
      frame.context.check_cancelled();
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ends[i].type.value == index.token) out.push_back(ids[i].value);
      }
      ids.clear();
      ends.clear();
    }
  }
  void entities_found(Frame& frame, LookupState& state) const override {
    std::vector<RelationshipId> ids;
    for (const std::uint64_t id : state.entities) ids.push_back(RelationshipId(id));
    std::vector<std::optional<RelationshipEnds>> ends;
    frame.context.graph().relationship_ends(ids, ends);
    state.entities.clear();
    state.ends.clear();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!ends[i]) continue;
      state.entities.push_back(ids[i].value);
      state.ends.push_back(*ends[i]);
    }
  }

  Direction direction_;
  std::optional<std::size_t> column_;
  std::optional<std::size_t> from_;
  std::optional<std::size_t> to_;
};

}  // namespace

StreamPtr make_node_index_lookup(const NodeIndexLookup& op, const RowLayout& in,
                                 const RowLayout& out) {
  return std::make_unique<NodeLookupOperator>(op, in, out);
}

StreamPtr make_relationship_index_lookup(const RelationshipIndexLookup& op, const RowLayout& in,
                                         const RowLayout& out) {
  return std::make_unique<RelationshipLookupOperator>(op, in, out);
}

}  // namespace liaison::query
