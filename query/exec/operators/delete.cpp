// Delete: first every relationship, then every node that the rows name. A node that still has
// relationships then is tried again when the statement ends, as a later clause may delete them.
#include <set>

#include "exec/operators/factories.h"
#include "exec/operators/update_sink.h"

namespace liaison::query {
namespace {

class DeleteSink final : public UpdateSink {
 public:
  DeleteSink(const Delete& op, const RowLayout& in, const RowLayout& out)
      : clause_(*op.clause), in_(in), carry_(in, out) {}

 private:
  struct Doomed {
    std::vector<NodeId> nodes;
    std::vector<RelationshipId> relationships;
  };

  void apply(Frame& frame, std::vector<DataChunk>& chunks) const override {
    Doomed doomed;
    for (DataChunk& chunk : chunks) {
      for (const auto& expression : clause_.expressions) {
        ExpressionEvaluator evaluator(*expression, in_);
        ColumnVector column;
        evaluator.evaluate(frame.context.eval(), chunk, column);
        for (std::size_t row = 0; row < chunk.row_count(); ++row) {
          collect(column.get(row), *expression, doomed);
        }
      }
      DataChunk out;
      carry_.copy(chunk, out);
      chunk = std::move(out);
    }
    if (clause_.detach) {
      ExpandResult found;
      frame.context.graph().expand(doomed.nodes, {}, Direction::Both, found);
      doomed.relationships.insert(doomed.relationships.end(), found.relationship.begin(),
                                  found.relationship.end());
    }
    delete_relationships(frame.context, doomed.relationships);
    delete_nodes(frame.context, doomed.nodes);
  }

  static void collect(const Value& value, const BoundExpression& expression, Doomed& doomed) {
    switch (value.kind()) {
      case ValueKind::Null:
        return;
      case ValueKind::Node:
        doomed.nodes.push_back(value.node_id());
        return;
      case ValueKind::Relationship:
        doomed.relationships.push_back(value.relationship_id());
        return;
      case ValueKind::Path:
        for (const Value& node : value.as_path().nodes) collect(node, expression, doomed);
        for (const Value& relationship : value.as_path().relationships) {
          collect(relationship, expression, doomed);
        }
        return;
      case ValueKind::List:
        for (const Value& element : value.as_list()) collect(element, expression, doomed);
        return;
      default:
        break;
    }
    throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                     std::string("DELETE expects nodes, relationships or paths, found a value of "
                                 "type ") +
                         kind_name(value.kind()) + ".",
                     expression.span);
  }

  static void delete_relationships(ExecutionContext& context,
                                   const std::vector<RelationshipId>& doomed) {
    std::vector<std::optional<RelationshipEnds>> ends;
    context.graph().relationship_ends(doomed, ends);
    for (std::size_t i = 0; i < doomed.size(); ++i) {
      if (!ends[i] || context.deleted.relationships.contains(doomed[i])) continue;
      context.deleted.relationships.emplace(
          doomed[i], context.graph().catalog().relationship_type_name(ends[i]->type));
      context.writer().delete_relationship(doomed[i]);
      ++context.counters.relationships_deleted;
    }
  }

  static void delete_nodes(ExecutionContext& context, const std::vector<NodeId>& doomed) {
    std::vector<std::uint8_t> exists;
    context.graph().nodes_exist(doomed, exists);
    for (std::size_t i = 0; i < doomed.size(); ++i) {
      if (!exists[i] || !context.deleted.nodes.insert(doomed[i]).second) continue;
      ++context.counters.nodes_deleted;
      std::vector<std::uint64_t> degree;
      context.graph().degree(std::span(&doomed[i], 1), {}, Direction::Both, degree);
      if (degree.front() > 0) {
        context.undecided_nodes.push_back(doomed[i]);
      } else {
        context.writer().delete_node(doomed[i]);
      }
    }
  }

  const BoundDelete& clause_;
  RowLayout in_;
  Carry carry_;
};

}  // namespace

SinkPtr make_delete(const Delete& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<DeleteSink>(op, in, out);
}

}  // namespace liaison::query
