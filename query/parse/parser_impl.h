// The parser's state and its grammar rules, one method per rule, spread over parser_*.cpp. Private
// to this folder; everyone else calls parse().
// Invariants: position_ never passes the End token; a rule leaves position_ behind what it took;
// rules throw at the first fault.
// Thread-safety: one thread. Lifetime: borrows the text for the length of parse().
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ast/query.h"
#include "parse/lexer.h"
#include "parse/parser.h"

namespace liaison::query {

class Parser {
 public:
  Parser(std::string_view text, const ParseLimits& limits);

  ast::Statement parse_statement();
  ast::ExpressionPtr parse_whole_expression();

 private:
  // Sets a variable for the length of a block.
  template <typename T>
  class Scoped {
   public:
    Scoped(T& variable, T value)
        : variable_(variable), saved_(std::exchange(variable, std::move(value))) {}
    ~Scoped() { variable_ = std::move(saved_); }
    Scoped(const Scoped&) = delete;
    Scoped& operator=(const Scoped&) = delete;

   private:
    T& variable_;
    T saved_;
  };

  // One level of nesting, for as long as it lives.
  class Nesting {
   public:
    explicit Nesting(Parser& parser);
    ~Nesting() { --parser_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  // Measures the height of what is parsed while it lives, starting from none, then joins it with
  // what the parent had seen of its earlier children.
  class HeightScope {
   public:
    explicit HeightScope(Parser& parser) : parser_(parser), outer_(parser.height_) {
      parser_.height_ = 0;
    }
    ~HeightScope() {
      if (outer_ > parser_.height_) parser_.height_ = outer_;
    }
    HeightScope(const HeightScope&) = delete;
    HeightScope& operator=(const HeightScope&) = delete;

   private:
    Parser& parser_;
    std::size_t outer_;
  };

  enum class PatternContext { Match, Create, Merge, Expression };

  // What a query inside braces (or the whole text) may look like.
  struct QueryForm {
    bool nested = false;           // inside braces
    bool return_optional = false;  // EXISTS and COUNT need no RETURN
    std::string_view name = "query";
  };

  // --- tokens (parser_core.cpp)
  // Past the end, the end.
  const Token& token_at(std::size_t index) const { return tokens_[std::min(index, last_)]; }
  const Token& token(std::size_t ahead = 0) const { return token_at(position_ + ahead); }
  bool at(TokenKind kind, std::size_t ahead = 0) const { return token(ahead).kind == kind; }
  bool at(Keyword keyword, std::size_t ahead = 0) const { return token(ahead).keyword == keyword; }
  bool at_word(std::string_view upper, std::size_t ahead = 0) const;
  bool at_name(std::size_t ahead = 0) const { return is_name(token(ahead)); }
  static bool is_name(const Token& candidate) {
    return candidate.kind == TokenKind::Word || candidate.kind == TokenKind::QuotedName;
  }
  bool take(TokenKind kind) {
    if (!at(kind)) return false;
    if (kind != TokenKind::End) ++position_;
    return true;
  }
  bool take(Keyword keyword) {
    if (!at(keyword)) return false;
    ++position_;
    return true;
  }
  bool take_word(std::string_view upper);
  void expect(TokenKind kind, std::string_view expected) {
    if (!take(kind)) unexpected(expected);
  }
  void expect(Keyword keyword);
  void expect_word(std::string_view upper);
  ast::Name expect_name(std::string_view expected);
  std::vector<ast::Name> parse_dotted_name(std::string_view expected);
  std::int64_t expect_count(std::string_view expected);
  std::string_view text_of(const Token& some_token) const {
    return {text_.data() + some_token.begin, some_token.end - some_token.begin};
  }
  std::string text_since(std::size_t first) const;
  SourceSpan span_since(std::size_t first) const {
    SourceSpan span = span_of(token_at(first));
    if (position_ > first) span.end = token_at(position_ - 1).end;
    return span;
  }

  // --- errors (parser_core.cpp)
  // Cold: what leads to them, message and all, is compiled for size and kept apart.
  [[noreturn, gnu::cold]] void fail(std::string_view detail, const std::string& message,
                                    const SourceSpan& span) const;
  [[noreturn, gnu::cold]] void fail_here(std::string_view detail, const std::string& message) const;
  [[noreturn, gnu::cold]] void fail_limit(const std::string& message) const;
  // "Unexpected `x`; expected <expected>", or the fault that the current token carries.
  [[noreturn, gnu::cold]] void unexpected(std::string_view expected) const;
  // The same for a place where a clause or the query's end may stand, with a suggestion.
  [[noreturn, gnu::cold]] void unexpected_clause(std::string_view expected) const;
  [[gnu::cold]] void fail_for_habit() const;
  [[gnu::cold]] std::optional<Keyword> suggest_clause() const;
  [[gnu::cold]] std::string shown(const Token& some_token) const;
  [[noreturn, gnu::cold]] void fail_nodes() const;
  [[noreturn, gnu::cold]] void fail_height() const;

  // --- nodes
  void count_node() {
    if (++node_count_ > limits_.nodes_max) fail_nodes();
  }
  // The node over the text from token `first` to here, one level above what it holds.
  template <class Node>
  ast::ExpressionPtr make(std::size_t first, Node&& node) {
    count_node();
    if (++height_ > limits_.tree_height_max) fail_height();
    return std::make_unique<ast::Expression>(span_since(first), std::forward<Node>(node));
  }

  // --- expressions (parser_expressions.cpp)
  ast::ExpressionPtr parse_expression();  // a value: a pattern may not stand alone in it
  ast::ExpressionPtr parse_condition();   // a condition: patterns may
  ast::ExpressionPtr parse_before_bar(bool condition);  // `|` ends it
  ast::ExpressionPtr parse_logical(int level);
  ast::ExpressionPtr parse_not();
  ast::ExpressionPtr parse_comparison();
  ast::ExpressionPtr parse_comparison_tail(std::size_t first, ast::ExpressionPtr left);
  ast::ExpressionPtr parse_predicate();
  ast::ExpressionPtr parse_predicate_tail(std::size_t first, ast::ExpressionPtr left);
  ast::ExpressionPtr parse_is(std::size_t first, ast::ExpressionPtr left);
  ast::ExpressionPtr parse_arithmetic(int level);
  ast::ExpressionPtr parse_arithmetic_tail(int level, std::size_t first, ast::ExpressionPtr left);
  ast::ExpressionPtr parse_unary();
  ast::ExpressionPtr parse_postfix(bool with_labels);
  ast::ExpressionPtr parse_index(std::size_t first, ast::ExpressionPtr operand);
  ast::ExpressionPtr parse_map_projection(std::size_t first, ast::ExpressionPtr operand);

  // --- the smallest parts of expressions (parser_atoms.cpp)
  ast::ExpressionPtr parse_atom();
  ast::ExpressionPtr parse_word();
  ast::ExpressionPtr parse_variable();
  ast::ExpressionPtr parse_parenthesis();
  ast::ExpressionPtr parse_bracket();
  ast::ExpressionPtr parse_list_comprehension();
  ast::ExpressionPtr parse_pattern_comprehension();
  ast::ExpressionPtr parse_map();
  ast::ExpressionPtr parse_parameter();
  ast::ExpressionPtr parse_string();
  ast::ExpressionPtr parse_case();
  ast::ExpressionPtr parse_case_condition();
  ast::ExpressionPtr parse_function_call();
  void parse_arguments(ast::FunctionCall& call);
  bool at_function_call() const;
  bool at_list_comprehension() const;
  bool at_reserved_word() const;

  // --- calls with a grammar of their own (parser_forms.cpp)
  bool call_holds(Keyword keyword) const;
  ast::ExpressionPtr parse_cast();
  ast::ExpressionPtr parse_trim();
  ast::ExpressionPtr parse_quantifier(ast::QuantifierKind kind);
  ast::ExpressionPtr parse_reduce();
  ast::ExpressionPtr parse_all_reduce();
  ast::ExpressionPtr parse_shortest_path(bool all);
  ast::ExpressionPtr parse_subquery();

  // --- types (parser_types.cpp)
  ast::TypeExpression parse_type_expression();
  ast::TypeName parse_type_name();
  ast::TypeName parse_plain_type();

  // --- patterns (parser_patterns.cpp)
  bool pattern_starts_at(std::size_t index) const;
  bool node_starts_at(std::size_t index) const;
  std::size_t skip_relationship(std::size_t index) const;
  std::vector<ast::PathPattern> parse_pattern_list(PatternContext context);
  ast::PathPattern parse_path_pattern(PatternContext context);
  void parse_path_prefix(ast::PathPattern& path);
  void parse_shortest_path_call(ast::PathPattern& path, PatternContext context);
  void parse_elements(ast::PathPattern& path, PatternContext context);
  ast::NodePattern parse_node(PatternContext context);
  ast::ParenthesisedPath parse_parenthesised_path(PatternContext context);
  ast::RelationshipPattern parse_relationship(PatternContext context);
  void parse_relationship_detail(ast::RelationshipPattern& relationship, PatternContext context);
  ast::VariableLength parse_variable_length();
  std::optional<ast::PathQuantifier> parse_path_quantifier();
  ast::ExpressionPtr parse_pattern_properties(PatternContext context);
  bool at_pattern_variable() const;
  ast::LabelExpressionPtr parse_labels();  // after `:` or IS
  ast::LabelExpression parse_label_or();
  ast::LabelExpression parse_label_and();
  ast::LabelExpression parse_label_not();
  ast::LabelExpression parse_label_atom();

  // --- queries (parser_query.cpp)
  ast::Query parse_query(const QueryForm& form);
  ast::Query parse_union(const QueryForm& form);
  ast::QueryPart parse_query_part(const QueryForm& form);
  void add_part(ast::Query part, bool goes_on, ast::SingleQuery& whole) const;
  void check_calls(const ast::Query& query) const;
  [[noreturn, gnu::cold]] void fail_clauses() const;
  ast::QueryPtr parse_braced_query(const QueryForm& form);
  ast::SingleQuery parse_single_query(const QueryForm& form);
  bool at_query_end() const;
  bool at_bare_pattern() const;
  void check_follows(const std::vector<ast::Clause>& clauses) const;
  void check_last(const std::vector<ast::Clause>& clauses, const QueryForm& form) const;
  void turn_return_into_with(ast::Clause& clause) const;

  // --- clauses that read and project (parser_clauses.cpp)
  ast::Clause parse_clause();
  ast::ClauseNode parse_clause_node();
  ast::Match parse_match(bool optional);
  ast::PlannerHint parse_hint();
  ast::Unwind parse_unwind();
  ast::With parse_with();
  ast::With parse_let();
  ast::With parse_filter();
  ast::Unwind parse_for();
  ast::With parse_order_clause();
  ast::Projection parse_projection(bool is_with);
  ast::ProjectionItem parse_projection_item();
  void parse_order_and_limits(ast::Projection& projection);
  std::vector<ast::SortItem> parse_order_by();

  // --- calls and LOAD CSV (parser_calls.cpp)
  ast::ClauseNode parse_call(bool optional);
  ast::CallProcedure parse_procedure_call(bool optional);
  ast::CallSubquery parse_call_subquery(bool optional);
  ast::SubqueryBatches parse_batches();
  std::vector<ast::YieldItem> parse_yield_items();
  ast::LoadCsv parse_load_csv();

  // --- updating clauses (parser_updates.cpp)
  ast::Create parse_create();
  ast::Merge parse_merge();
  ast::Set parse_set();
  std::vector<ast::SetItem> parse_set_items();
  ast::SetItem parse_set_item();
  ast::Remove parse_remove();
  ast::LabelChange parse_label_change(ast::Name variable);
  ast::Delete parse_delete();
  ast::Foreach parse_foreach();
  bool at_label_change() const;

  // --- schema commands (parser_schema.cpp), SHOW (parser_show.cpp)
  bool at_schema_command() const;
  ast::StatementNode parse_schema_command();
  ast::StatementNode parse_create_schema();
  ast::CreateIndex parse_create_index(ast::IndexKind kind, bool or_replace);
  ast::CreateConstraint parse_create_constraint(bool or_replace);
  ast::StatementNode parse_drop();
  ast::Show parse_show();
  ast::Show parse_terminate();
  void check_show_filter(ast::ShowSubject subject, std::size_t first);
  void parse_show_ids(ast::Show& show);
  void parse_show_yield(ast::Show& show);
  void parse_schema_target(ast::EntityKind& entity, ast::Name& variable,
                           std::vector<ast::Name>& labels);
  std::vector<ast::Name> parse_key_list(const ast::Name& variable);
  ast::Name parse_key_of(const ast::Name& variable);
  std::optional<ast::Name> parse_schema_name();
  bool parse_if_not_exists();
  ast::ExpressionPtr parse_options();

  std::string_view text_;
  ParseLimits limits_;
  TokenList list_;
  const Token* tokens_;  // of list_
  std::size_t last_;     // the place of the End token
  std::size_t position_ = 0;
  std::size_t nesting_ = 0;
  std::size_t height_ = 0;  // of the expressions seen in the innermost HeightScope
  std::size_t node_count_ = 0;
  bool patterns_allowed_ = false;  // a pattern may stand as a condition
  bool bar_ends_ = false;          // `|` belongs to the surrounding comprehension
  bool read_only_ = false;         // inside EXISTS, COUNT or COLLECT
};

// Refuses what the text alone shows to be no pattern to CREATE or MERGE: no or several types,
// variable length, a missing direction, conditions. (pattern_rules.cpp)
void check_written_pattern(const ast::PathPattern& path, bool merge);

}  // namespace liaison::query
