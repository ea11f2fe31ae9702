// Creates what a CREATE or MERGE pattern describes, row by row: first its nodes, then its
// relationships. Expressions are evaluated for a whole chunk before anything is created from it.
// Thread-safety: needs external locking. Lifetime: pattern and layout's plan outlive it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "eval/evaluator.h"
#include "exec/entity_writer.h"
#include "plan/logical_operator.h"

namespace liaison::query {

class PatternCreator {
 public:
  PatternCreator(const BoundPattern& pattern, const RowLayout& in);

  // Evaluates labels, types and properties for the chunk's rows.
  void prepare(ExecutionContext& context, const DataChunk& chunk);
  // *Throws* QueryError(SemanticError, MergeReadOwnWrites) when a property of the row is null.
  void check_no_nulls(std::size_t row) const;
  // Creates the unbound elements for a row of the prepared chunk. Their values go to `created`.
  void create(ExecutionContext& context, const DataChunk& chunk, std::size_t row,
              std::map<VariableId, Value>& created) const;

 private:
  // Evaluators of one element with the values for the prepared chunk.
  struct Element {
    std::vector<std::string> names;  // labels, or the one type
    std::vector<ExpressionEvaluator> dynamic_names;
    std::vector<std::string> keys;
    std::vector<ExpressionEvaluator> properties;
    std::vector<ExpressionEvaluator> properties_map;  // none or one
    std::vector<ColumnVector> name_columns;
    std::vector<ColumnVector> property_columns;
    ColumnVector map_column;

    // Every row has the same names, so each is looked up once, and a property key not before it
    // has a value: a key that only ever is null must not come to be.
    bool is_static() const { return dynamic_names.empty() && properties_map.empty(); }
    mutable std::vector<LabelId> labels;  // sorted and distinct; empty: not looked up
    mutable std::optional<RelationshipTypeId> type;
    mutable std::vector<std::optional<PropertyKeyId>> key_ids;
    mutable std::vector<PropertyEntry> entries;  // of the last row
  };
  template <class PatternElement>
  Element make_element(const PatternElement& element, const std::optional<LabelExpression>& labels,
                       const RowLayout& in) const;
  static void prepare(ExecutionContext& context, const DataChunk& chunk, Element& element);
  static ValueMap properties_at(const Element& element, std::size_t row);
  // Of a static element: what create_node and create_relationship take.
  static std::span<const PropertyEntry> entries_at(ExecutionContext& context,
                                                   const Element& element, std::size_t row);
  static NodeId create_node(EntityWriter& writer, ExecutionContext& context, const Element& element,
                            std::size_t row);
  static RelationshipId create_relationship(EntityWriter& writer, ExecutionContext& context,
                                            const Element& element, std::size_t row,
                                            const PatternRelationship& pattern, NodeId source,
                                            NodeId target);
  static std::vector<std::string> names_at(const Element& element, std::size_t row);

  const BoundPattern& pattern_;
  RowLayout in_;
  std::vector<Element> nodes_;
  std::vector<Element> relationships_;
};

}  // namespace liaison::query
