// CountFromStatistics: a count that the catalog keeps, instead of a scan.
#include "exec/operators/factories.h"
#include "exec/type_filter.h"

namespace liaison::query {
namespace {

class CountFromStatisticsOperator final : public StreamOperator {
 public:
  CountFromStatisticsOperator(const CountFromStatistics& op, const RowLayout& in,
                              const RowLayout& out)
      : op_(op), carry_(in, out), column_(out.column_of(op.variable)) {}

  bool process(Frame& frame, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    carry_.copy(in, out);
    if (!column_) return false;
    ColumnVector column(VectorType::Integer);
    const auto count = static_cast<std::int64_t>(count_now(frame.context.graph().catalog()));
    for (std::size_t row = 0; row < in.row_count(); ++row) column.append_integer(count);
    out.column(*column_) = std::move(column);
    return false;
  }

 private:
  std::uint64_t count_now(const Catalog& catalog) const {
    const auto label = op_.label ? catalog.label(*op_.label) : std::nullopt;
    if (op_.label && !label) return 0;
    if (op_.entity == EntityKind::Node) {
      return label ? catalog.node_count(*label) : catalog.node_count();
    }
    if (!label && !op_.types) return catalog.relationship_count();
    TypeFilter types(op_.types);
    types.resolve(catalog);
    std::uint64_t count = 0;
    for (RelationshipTypeId type : types.all(catalog)) {
      count += label ? catalog.relationship_count(*label, type, op_.direction)
                     : catalog.relationship_count(type);
    }
    return count;
  }

  const CountFromStatistics& op_;
  Carry carry_;
  std::optional<std::size_t> column_;
};

}  // namespace

StreamPtr make_count_from_statistics(const CountFromStatistics& op, const RowLayout& in,
                                     const RowLayout& out) {
  return std::make_unique<CountFromStatisticsOperator>(op, in, out);
}

}  // namespace liaison::query
