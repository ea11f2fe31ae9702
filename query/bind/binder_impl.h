// The binder's own header: one class whose parts are spread over binder*.cpp by what they bind.
// Each part turns one kind of syntax tree node into its bound form and throws at the first fault.
// Invariants: variable ids are given out once; every bound expression has the span it came from.
// Thread-safety: needs external locking; one object binds one statement on one thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bind/binder.h"
#include "bind/scope.h"

namespace liaison::query {

// Throws SyntaxError (or another kind) found at compile time. Cold: what leads here, message and
// all, is compiled for size and kept apart from what binds.
[[noreturn, gnu::cold]] void fail(const char* detail, const std::string& message,
                                  const SourceSpan& span, const char* kind = "SyntaxError");
[[noreturn, gnu::cold]] void fail_unsupported(const std::string& construct, const SourceSpan& span);

// `node` is one of the kinds of BoundExpression::Node and moved to its place once.
template <class Node>
BoundExpressionPtr make_bound(const SourceSpan& span, StaticType type, Node&& node) {
  return BoundExpressionPtr(new BoundExpression{span, std::move(type), std::forward<Node>(node)});
}
// The type that a constraint demands. Throws SyntaxError for what no property can be, and for what
// a stored list cannot be told apart by.
PropertyType bind_property_type(const ast::TypeExpression& type);
void append_sort_key(const ast::SortItem& item, BoundExpressionPtr value,
                     std::vector<BoundSortItem>& keys);
// Appends `condition` to `conditions`, split at AND.
void append_conjuncts(BoundExpressionPtr condition, std::vector<BoundExpressionPtr>& conditions);

// Whether the type says no more than a set of kinds, so that one test decides it.
bool is_one_test(const ast::TypeExpression& type);

// What an aggregate function means where an expression stands.
enum class Aggregation {
  Forbidden,  // WHERE, lambda bodies, patterns ...
  Nested,     // argument of an aggregate
  Collect,    // projection item: it becomes one of the projection's aggregates
  Existing,   // ORDER BY of an aggregating projection: it must be one that is projected
};

// Expressions of a projection that others may repeat. Most statements repeat none, so fingerprints
// are written when an expression of a kind that is here is looked for, not before.
class ProjectedExpressions {
 public:
  struct Entry {
    const ast::Expression* expression;  // null: the variable `star_variable`, from `*`
    VariableId star_variable;
    VariableId variable;  // the value
    bool has_aggregate;
    bool is_complex_key;  // neither variable nor property of one, and without aggregates
  };

  void reserve(std::size_t count) { entries_.reserve(count); }
  void add(const Entry& entry);
  // Whether one of them is of the kind of `expression`, so that it can be equal to it.
  bool has_kind_of(const ast::Expression& expression) const {
    return (kinds_ >> expression.node.index() & 1) != 0;
  }
  // The first that says the same, or null. `incoming` is the scope that all of them are bound in.
  const Entry* find(const std::string& fingerprint, const Scope& incoming);

 private:
  static_assert(std::variant_size_v<ast::ExpressionNode> <= 64);
  std::vector<Entry> entries_;
  std::uint64_t kinds_ = 0;        // by place in ExpressionNode
  std::size_t fingerprinted_ = 0;  // of the entries
  std::unordered_map<std::string, std::size_t> by_fingerprint_;
};

// One projection while its items and what follows them are bound. Expressions are recognised by
// fingerprints over the incoming variables.
struct ProjectionFrame {
  const Scope* incoming = nullptr;
  const Scope* base = nullptr;  // the scope of items, ORDER BY and WHERE; lambdas lie above
  BoundProjection* projection = nullptr;
  ProjectedExpressions keys;
  ProjectedExpressions items;
  ProjectedExpressions aggregates;
  // Of `aggregates`: one whose function is not here repeats none of them.
  std::vector<const AggregateSpec*> aggregate_functions;
  bool after_items = false;  // ORDER BY and WHERE: refer to items
  bool in_where = false;     // where aggregates are refused even if projected
  bool sort_has_aggregate = false;
  const ast::Expression* whole_sort_item = nullptr;
};

struct ExpressionContext {
  const Scope* scope;
  Aggregation aggregation = Aggregation::Forbidden;
  ProjectionFrame* frame = nullptr;
  bool constant_only = false;  // SKIP and LIMIT: variables are NonConstantExpression

  ExpressionContext in_lambda(const Scope& lambda_scope) const {
    ExpressionContext inner = *this;
    inner.scope = &lambda_scope;
    inner.aggregation =
        aggregation == Aggregation::Nested ? Aggregation::Nested : Aggregation::Forbidden;
    return inner;
  }
};

enum class PatternUse { Match, Create, Merge, Predicate };

// What a query is part of, which decides what it sees and what it may do.
enum class QueryUse { Statement, Exists, Count, Collect, ScopedCall, ImportingCall };

class Binder {
 public:
  explicit Binder(const BinderEnvironment& environment) : environment_(environment) {}
  BoundStatement bind_statement(const ast::Statement& statement);
  BoundVariableExpression bind_variable_expression(const ast::Expression& expression,
                                                   std::string_view variable,
                                                   const StaticType& type);

 private:
  friend class PatternBinder;
  friend class SelectionBinder;

  // One single query on its way through its clauses.
  struct Arm {
    std::unique_ptr<Scope> scope;
    BoundSingleQuery query;
    std::vector<std::string> column_names;
    bool returns = false;
    bool writes = false;
    bool is_statement = false;            // not inside of a subquery
    std::optional<SourceSpan> batches;    // CALL { ... } IN TRANSACTIONS
    bool drops_outer_after_with = false;  // CALL { WITH .. }: only that WITH sees the outside
  };

  // binder.cpp
  VariableId new_variable(std::string_view name, StaticType type);
  VariableId resolve(std::string_view name, const SourceSpan& span,
                     const ExpressionContext& context);
  [[noreturn, gnu::cold]] void fail_undefined(std::string_view name, const SourceSpan& span,
                                              const Scope& scope) const;
  VariableId declare_new(const ast::Name& name, StaticType type, Scope& scope);
  const StaticType& type_of(VariableId variable) const { return variables_[variable].type; }
  BoundExpressionPtr variable_reference(VariableId variable, const SourceSpan& span) const;
  BoundSchemaCommand bind_create_index(const ast::CreateIndex& command, const SourceSpan& span);
  BoundSchemaCommand bind_create_constraint(const ast::CreateConstraint& command,
                                            const SourceSpan& span);

  // binder_query.cpp
  void bind_use(const ast::Use& use, const SourceSpan& span) const;
  BoundQuery bind_query(const ast::Query& query, QueryUse use, const Scope* outer);
  Arm bind_arm(const ast::SingleQuery& query, QueryUse use, const Scope* outer,
               ImportList& imports);
  void bind_clause(const ast::Clause& clause, Arm& arm);

  // binder_parts.cpp
  // The rows of a UNION after NEXT: a list of lists, in the order of `columns`.
  struct Table {
    VariableId rows;
    std::vector<std::pair<std::string, StaticType>> columns;
  };
  Table collect_table(const SourceSpan& span, Arm& arm);
  void bind_table_rows(const SourceSpan& span, Arm& arm);
  void bind_query_part(const ast::QueryPart& part, const SourceSpan& span, Arm& arm);
  BoundQuery bind_branches(const ast::QueryPart& part, const SourceSpan& span, const Scope& outside,
                           Arm& arm);

  // binder_show.cpp
  BoundExpressionPtr bind_show_ids(const ast::Show& show);
  BoundQuery bind_show(const ast::Show& show, const SourceSpan& span);

  // binder_clauses.cpp
  void bind_match(const ast::Match& clause, const SourceSpan& span, Arm& arm);
  // binder_selection.cpp: a MATCH where a path selector stands beside other patterns.
  static bool has_selection_beside_others(const ast::Match& clause, const Scope& scope);
  void bind_match_with_selection(const ast::Match& clause, const SourceSpan& span, Arm& arm);
  void bind_unwind(const ast::Unwind& clause, const SourceSpan& span, Arm& arm);
  void bind_load_csv(const ast::LoadCsv& clause, const SourceSpan& span, Arm& arm);
  void bind_procedure_call(const ast::CallProcedure& clause, const SourceSpan& span, Arm& arm);
  void bind_subquery_call(const ast::CallSubquery& clause, const SourceSpan& span, Arm& arm);
  BoundBatches bind_batches(const ast::SubqueryBatches& batches, const BoundQuery& query, Arm& arm);
  const ProcedureSpec& find_procedure(const ast::CallProcedure& call, const SourceSpan& span);
  std::vector<BoundExpressionPtr> bind_procedure_arguments(const ast::CallProcedure& call,
                                                           const ProcedureSpec& procedure,
                                                           const SourceSpan& span,
                                                           const Scope& scope);

  // binder_updates.cpp
  void bind_create(const ast::Create& clause, const SourceSpan& span, Arm& arm);
  void bind_merge(const ast::Merge& clause, const SourceSpan& span, Arm& arm);
  void bind_set(const ast::Set& clause, const SourceSpan& span, Arm& arm);
  void bind_remove(const ast::Remove& clause, const SourceSpan& span, Arm& arm);
  void bind_delete(const ast::Delete& clause, const SourceSpan& span, Arm& arm);
  void bind_foreach(const ast::Foreach& clause, const SourceSpan& span, Arm& arm);
  BoundSetItem bind_set_item(const ast::SetItem& item, const Scope& scope);
  BoundSetItem bind_label_change(const ast::LabelChange& change, BoundSetItem::Kind kind,
                                 const SourceSpan& span, const Scope& scope);
  BoundExpressionPtr bind_entity(const ast::Expression& expression, const Scope& scope);

  // binder_patterns.cpp
  // Declares the pattern's new variables in `scope`. `predicates` receives inline WHERE and
  // property maps of MATCH and MERGE.
  BoundPattern bind_pattern(const std::vector<const ast::PathPattern*>& paths, PatternUse use,
                            Scope& scope, std::vector<BoundExpressionPtr>& predicates,
                            ast::MatchMode mode = ast::MatchMode::Default);
  // `use` says what the names are and whether the clause creates them.
  struct LabelUse {
    NameUse::Kind kind = NameUse::Kind::Label;
    bool creates = false;
  };
  LabelExpression bind_labels(const ast::LabelExpression& labels, const ExpressionContext& context,
                              LabelUse use);

  // binder_projections.cpp
  struct ProjectedItem {
    const ast::Expression* expression = nullptr;  // null: from `*`
    VariableId star_variable = 0;
    // Of the syntax tree, or for `*` of the incoming scope.
    std::string_view name;           // of the column
    std::string_view variable_name;  // later clauses use it by this name; empty: they cannot
    SourceSpan span;
  };
  void bind_projection(const ast::Projection& projection, const ast::Expression* where,
                       bool is_return, const SourceSpan& span, Arm& arm);
  std::vector<ProjectedItem> list_items(const ast::Projection& projection, bool is_return,
                                        const Scope& incoming);
  void bind_items(const std::vector<ProjectedItem>& items, ProjectionFrame& frame);
  void bind_order_by(const std::vector<ast::SortItem>& sort_items, ProjectionFrame& frame);
  BoundExpressionPtr bind_row_count(const ast::Expression& expression, const char* clause);
  bool contains_aggregate(const ast::Expression& expression) const;
  bool is_aggregate_call(const ast::Expression& expression) const;
  // The variable of a projected expression that `expression` repeats, or null.
  BoundExpressionPtr substitute(const ast::Expression& expression,
                                const ExpressionContext& context);
  BoundExpressionPtr bind_projected_aggregate(const ast::Expression& expression,
                                              const ast::FunctionCall& call,
                                              const AggregateSpec& function,
                                              const ExpressionContext& context);

  // binder_expressions.cpp
  friend struct ExpressionBinder;
  BoundExpressionPtr bind_expression(const ast::Expression& expression,
                                     const ExpressionContext& context);
  // An expression that must be able to be a boolean.
  BoundExpressionPtr bind_condition(const ast::Expression& expression,
                                    const ExpressionContext& context);
  BoundExpressionPtr bind_list(const ast::Expression& expression, const ExpressionContext& context,
                               const char* place);
  BoundExpressionPtr make_binary(BinaryOperator op, BoundExpressionPtr left,
                                 BoundExpressionPtr right, const SourceSpan& span);

  // binder_types.cpp
  // The operand may be copied: give it a variable where is_one_test() is false.
  BoundExpressionPtr bind_type_test(BoundExpressionPtr operand, const ast::TypeExpression& type,
                                    bool negated, const SourceSpan& span);
  BoundExpressionPtr bind_type_name_test(BoundExpressionPtr operand, const ast::TypeName& name,
                                         const SourceSpan& span);

  // binder_functions.cpp
  BoundExpressionPtr bind_function_call(const ast::Expression& expression,
                                        const ast::FunctionCall& call,
                                        const ExpressionContext& context);
  BoundExpressionPtr bind_aggregate(const ast::FunctionCall& call, const SourceSpan& span,
                                    const Scope& scope);
  [[noreturn, gnu::cold]] void fail_unknown_function(const std::string& name,
                                                     const SourceSpan& span) const;
  // Null: there is none of the name.
  const AggregateSpec* aggregate_of(const ast::FunctionCall& call) const;
  const FunctionSpec* function_of(const ast::FunctionCall& call) const;

  // binder_subqueries.cpp
  BoundExpressionPtr bind_subquery(const ast::Query& query, SubqueryKind kind,
                                   const SourceSpan& span, const ExpressionContext& context);
  BoundExpressionPtr bind_pattern_comprehension(const ast::PatternComprehension& node,
                                                const SourceSpan& span,
                                                const ExpressionContext& context);
  BoundExpressionPtr bind_pattern_predicate(const ast::PathPattern& path, const SourceSpan& span,
                                            const ExpressionContext& context);
  BoundExpressionPtr bind_shortest_path(const ast::ShortestPathExpression& node,
                                        const SourceSpan& span, const ExpressionContext& context);

  const BinderEnvironment& environment_;
  std::vector<VariableInfo> variables_;
  std::map<std::string, SourceSpan> parameters_;  // with the place of their first use
  std::vector<NameUse> names_;
  const Table* table_ = nullptr;  // of the innermost UNION after NEXT
};

}  // namespace liaison::query
