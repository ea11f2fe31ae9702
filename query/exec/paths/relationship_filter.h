// Decides which relationships a search may walk: the type, the pattern's predicates on each
// relationship, and those that other parts of the pattern have taken.
// Thread-safety: needs external locking; part of an operator's state. Lifetime: the operator
// outlives it.
#pragma once

#include <vector>

#include "exec/operator.h"
#include "exec/type_filter.h"
#include "plan/logical_operator.h"

namespace liaison::query {

class RelationshipFilter {
 public:
  RelationshipFilter(const VarLengthExpand& walk, const RowLayout& in);

  // The row of the input that the following searches belong to.
  void set_row(const DataChunk& in, std::uint32_t row);
  // Expands the nodes and leaves out what may not be walked; source_row still refers to `nodes`.
  void expand(ExecutionContext& context, std::span<const NodeId> nodes, Direction direction,
              ExpandResult& out);

 private:
  void apply_predicates(ExecutionContext& context, ExpandResult& found);

  RowLayout extended_;  // the input's columns and the element
  Carry carry_;
  std::size_t element_column_ = 0;
  TypeFilter types_;
  std::vector<ExpressionEvaluator> predicates_;
  std::vector<std::size_t> differs_from_;
  const DataChunk* in_ = nullptr;
  std::uint32_t row_ = 0;
};

}  // namespace liaison::query
