// ProjectEndpoints: the relationship, or the list of them, is known; finds or checks the nodes at
// its ends. Walked without direction it may fit both ways.
#include "exec/operators/factories.h"
#include "exec/type_filter.h"

namespace liaison::query {
namespace {

struct EndpointState final : OperatorState {
  explicit EndpointState(const LabelExpression* allowed) : types(allowed) {}
  TypeFilter types;
};

class ProjectEndpointsOperator final : public StreamOperator {
 public:
  ProjectEndpointsOperator(const ProjectEndpoints& op, const RowLayout& in, const RowLayout& out)
      : op_(op), carry_(in, out), relationship_column_(*in.column_of(op.relationship)) {
    if (op.from_bound) from_in_ = in.column_of(op.from);
    if (op.to_bound) to_in_ = in.column_of(op.to);
    if (!op.from_bound) from_out_ = out.column_of(op.from);
    if (!op.to_bound && op.to != op.from) to_out_ = out.column_of(op.to);
    for (VariableId variable : op.differs_from) differs_from_.push_back(*in.column_of(variable));
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<EndpointState>(op_.types);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& types = static_cast<EndpointState&>(base).types;
    types.resolve(frame.context.graph().catalog());
    std::vector<std::uint32_t> rows;
    ColumnVector from(VectorType::Node);
    ColumnVector to(VectorType::Node);
    for (std::uint32_t row = 0; row < in.row_count(); ++row) {
      std::vector<RelationshipId> walk;
      if (!read_walk(in.column(relationship_column_).get(row), walk)) continue;
      if (!differs(in, row, walk)) continue;
      for (const auto& [first, last] : ends_of(frame, types, in, row, walk)) {
        if (!fits(in, row, first, last)) continue;
        rows.push_back(row);
        from.append_node(first);
        to.append_node(last);
      }
    }
    carry_.select(in, rows, out);
    if (from_out_) out.column(*from_out_) = std::move(from);
    if (to_out_) out.column(*to_out_) = std::move(to);
    return false;
  }

 private:
  bool read_walk(const Value& value, std::vector<RelationshipId>& walk) const {
    if (!op_.variable_length) {
      if (!value.is_relationship()) return false;
      walk.push_back(value.relationship_id());
      return true;
    }
    if (!value.is_list()) return false;
    for (const Value& element : value.as_list()) {
      if (!element.is_relationship()) return false;
      for (RelationshipId earlier : walk) {
        if (earlier == element.relationship_id()) return false;
      }
      walk.push_back(element.relationship_id());
    }
    return walk.size() >= op_.length_min && (!op_.length_max || walk.size() <= *op_.length_max);
  }

  bool differs(const DataChunk& in, std::uint32_t row,
               const std::vector<RelationshipId>& walk) const {
    for (std::size_t column : differs_from_) {
      const Value other = in.column(column).get(row);
      for (RelationshipId relationship : walk) {
        if (contains_relationship(other, relationship)) return false;
      }
    }
    return true;
  }

  // Every pair of ends between which the relationships form a walk in the asked direction.
  std::vector<std::pair<NodeId, NodeId>> ends_of(Frame& frame, const TypeFilter& types,
                                                 const DataChunk& in, std::uint32_t row,
                                                 const std::vector<RelationshipId>& walk) const {
    std::vector<std::pair<NodeId, NodeId>> result;
    if (walk.empty()) {
      // A walk of no relationships starts and ends at the same node, which must be known.
      const auto known = from_in_ ? from_in_ : to_in_;
      const Value node = known ? in.column(*known).get(row) : Value();
      if (node.is_node()) result.emplace_back(node.node_id(), node.node_id());
      return result;
    }
    std::vector<std::optional<RelationshipEnds>> ends;
    frame.context.graph().relationship_ends(walk, ends);
    for (const auto& end : ends) {
      if (!end || !types.allows(end->type)) return result;
    }
    auto follow = [&](NodeId start) -> std::optional<NodeId> {
      NodeId at = start;
      for (const auto& end : ends) {
        if (op_.direction != Direction::Incoming && end->source == at) {
          at = end->target;
        } else if (op_.direction != Direction::Outgoing && end->target == at) {
          at = end->source;
        } else {
          return std::nullopt;
        }
      }
      return at;
    };
    const NodeId source = ends.front()->source;
    const NodeId target = ends.front()->target;
    if (op_.direction != Direction::Incoming) {
      if (const auto last = follow(source)) result.emplace_back(source, *last);
    }
    if (op_.direction != Direction::Outgoing &&
        (op_.direction == Direction::Incoming || source != target)) {
      if (const auto last = follow(target)) result.emplace_back(target, *last);
    }
    return result;
  }

  bool fits(const DataChunk& in, std::uint32_t row, NodeId first, NodeId last) const {
    auto is = [&](const std::optional<std::size_t>& column, NodeId node) {
      if (!column) return true;
      const Value value = in.column(*column).get(row);
      return value.is_node() && value.node_id() == node;
    };
    if (op_.from == op_.to && first != last) return false;
    return is(from_in_, first) && is(to_in_, last);
  }

  const ProjectEndpoints& op_;
  Carry carry_;
  std::size_t relationship_column_;
  std::optional<std::size_t> from_in_;
  std::optional<std::size_t> to_in_;
  std::optional<std::size_t> from_out_;
  std::optional<std::size_t> to_out_;
  std::vector<std::size_t> differs_from_;
};

}  // namespace

StreamPtr make_project_endpoints(const ProjectEndpoints& op, const RowLayout& in,
                                 const RowLayout& out) {
  return std::make_unique<ProjectEndpointsOperator>(op, in, out);
}

}  // namespace liaison::query
