// CountFromStatistics: a count that the catalog keeps, instead of a scan.
#include "exec/operators/factories.h"

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
    if (op_.entity == EntityKind::Node) {
      if (!op_.token) return catalog.node_count();
      const auto label = catalog.label(*op_.token);
      return label ? catalog.node_count(*label) : 0;
    }
    if (!op_.token) return catalog.relationship_count();
    const auto type = catalog.relationship_type(*op_.token);
    return type ? catalog.relationship_count(*type) : 0;
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
