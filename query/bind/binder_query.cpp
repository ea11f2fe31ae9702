// Queries, their UNION arms, and the order of clauses.
#include <algorithm>
#include <cctype>

#include "bind/binder_impl.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

bool may_write(QueryUse use) {
  return use == QueryUse::Statement || use == QueryUse::ScopedCall ||
         use == QueryUse::ImportingCall;
}

const char* subquery_name(QueryUse use) {
  switch (use) {
    case QueryUse::Exists:
      return "EXISTS";
    case QueryUse::Count:
      return "COUNT";
    case QueryUse::Collect:
      return "COLLECT";
    default:
      return "CALL";
  }
}

// Clauses that only prepare rows: something must come after them.
bool may_end_query(const ast::Clause& clause) {
  return !std::holds_alternative<ast::Match>(clause.node) &&
         !std::holds_alternative<ast::With>(clause.node) &&
         !std::holds_alternative<ast::Unwind>(clause.node) &&
         !std::holds_alternative<ast::LoadCsv>(clause.node);
}

}  // namespace

BoundQuery Binder::bind_query(const ast::Query& query, QueryUse use, const Scope* outer) {
  BoundQuery bound;
  ImportList imports;
  std::vector<std::string> names;
  bool returns = false;
  for (const ast::SingleQuery& part : query.parts) {
    Arm arm = bind_arm(part, use, outer, imports);
    bound.writes = bound.writes || arm.writes;
    if (arm.batches) {
      if (query.parts.size() > 1) {
        fail("InvalidClauseComposition", "CALL { ... } IN TRANSACTIONS cannot be part of a UNION",
             *arm.batches);
      }
      bound.batches = arm.batches;
    }
    if (bound.arms.empty()) {
      names = arm.column_names;
      returns = arm.returns;
    } else if (returns != arm.returns ||
               !std::is_permutation(names.begin(), names.end(), arm.column_names.begin(),
                                    arm.column_names.end())) {
      const auto listed = [](const std::vector<std::string>& columns) {
        std::string text;
        for (const std::string& column : columns) text += (text.empty() ? "`" : "`, `") + column;
        return columns.empty() ? std::string("nothing") : text + "`";
      };
      fail("DifferentColumnsInUnion",
           "All parts of a UNION must return the same column names: the first returns " +
               listed(names) + ", this one " + listed(arm.column_names),
           part.span);
    } else {
      // Columns are matched by name and put in the order of the first part.
      std::vector<VariableId> outputs;
      for (const std::string& name : names) {
        const auto place = std::find(arm.column_names.begin(), arm.column_names.end(), name);
        outputs.push_back(
            arm.query.outputs[static_cast<std::size_t>(place - arm.column_names.begin())]);
      }
      arm.query.outputs = std::move(outputs);
    }
    bound.arms.push_back(std::move(arm.query));
  }
  bound.union_distinct = bound.arms.size() > 1 && query.union_kind == ast::UnionKind::Distinct;
  for (std::size_t column = 0; column < names.size(); ++column) {
    VariableId variable = bound.arms.front().outputs[column];
    if (bound.arms.size() > 1) {
      StaticType type = type_of(variable);
      for (const BoundSingleQuery& arm : bound.arms) {
        type = either(type, type_of(arm.outputs[column]));
      }
      variable = new_variable(names[column], type);
    }
    bound.columns.push_back({names[column], variable});
  }
  bound.imports = imports.variables();
  return bound;
}

Binder::Arm Binder::bind_arm(const ast::SingleQuery& query, QueryUse use, const Scope* outer,
                             ImportList& imports) {
  Arm arm;
  const ast::Clause& first = query.clauses.front();
  const bool hides_outside =
      use == QueryUse::ImportingCall && !std::holds_alternative<ast::With>(first.node);
  arm.scope = hides_outside || outer == nullptr ? std::make_unique<Scope>()
                                                : std::make_unique<Scope>(outer, &imports);
  if (hides_outside && outer != nullptr) arm.scope->leave_outside(*outer);
  arm.is_statement = use == QueryUse::Statement;
  arm.drops_outer_after_with = use == QueryUse::ImportingCall && !hides_outside;

  arm.query.clauses.reserve(query.clauses.size());
  for (const ast::Clause& clause : query.clauses) {
    if (arm.returns) {
      fail("InvalidClauseComposition", "RETURN must be the last clause", clause.span);
    }
    if (!may_write(use) && ast::is_updating(clause)) {
      fail("InvalidClauseComposition",
           std::string(subquery_name(use)) + " { ... } cannot contain updating clauses",
           clause.span);
    }
    arm.column_names.clear();
    arm.query.outputs.clear();
    bind_clause(clause, arm);
    if (!may_write(use) && arm.writes) {
      fail("InvalidClauseComposition",
           std::string(subquery_name(use)) + " { ... } cannot call what writes", clause.span);
    }
  }
  const ast::Clause& last = query.clauses.back();
  // What a part gives at the end is what the query gives.
  if (std::holds_alternative<ast::QueryPart>(last.node)) arm.returns = !arm.column_names.empty();
  if (may_write(use) && !may_end_query(last)) {
    fail("InvalidClauseComposition",
         "A query cannot end here: RETURN, FINISH or an updating clause must follow", last.span);
  }
  if (arm.batches && arm.writes) {
    fail("InvalidClauseComposition",
         "Clauses beside CALL { ... } IN TRANSACTIONS can only read: put what writes into its"
         " braces",
         *arm.batches);
  }
  return arm;
}

void Binder::bind_clause(const ast::Clause& clause, Arm& arm) {
  struct ClauseBinder {
    Binder& binder;
    const SourceSpan& span;
    Arm& arm;

    void operator()(const ast::Match& node) const { binder.bind_match(node, span, arm); }
    void operator()(const ast::Unwind& node) const { binder.bind_unwind(node, span, arm); }
    void operator()(const ast::With& node) const {
      binder.bind_projection(node.projection, node.where.get(), false, span, arm);
    }
    void operator()(const ast::Return& node) const {
      binder.bind_projection(node.projection, nullptr, true, span, arm);
    }
    void operator()(const ast::Create& node) const { binder.bind_create(node, span, arm); }
    void operator()(const ast::Merge& node) const { binder.bind_merge(node, span, arm); }
    void operator()(const ast::Set& node) const { binder.bind_set(node, span, arm); }
    void operator()(const ast::Remove& node) const { binder.bind_remove(node, span, arm); }
    void operator()(const ast::Delete& node) const { binder.bind_delete(node, span, arm); }
    void operator()(const ast::Foreach& node) const { binder.bind_foreach(node, span, arm); }
    void operator()(const ast::CallProcedure& node) const {
      binder.bind_procedure_call(node, span, arm);
    }
    void operator()(const ast::CallSubquery& node) const {
      binder.bind_subquery_call(node, span, arm);
    }
    void operator()(const ast::TableRows&) const { binder.bind_table_rows(span, arm); }
    void operator()(const ast::QueryPart& node) const { binder.bind_query_part(node, span, arm); }
    void operator()(const ast::LoadCsv& node) const { binder.bind_load_csv(node, span, arm); }
    // Its effect is the absence of columns.
    void operator()(const ast::Finish&) const {}
    void operator()(const ast::Use& node) const { binder.bind_use(node, span); }
  };
  std::visit(ClauseBinder{*this, clause.span, arm}, clause.node);
}

void Binder::bind_use(const ast::Use& use, const SourceSpan& span) const {
  std::string name;
  for (const ast::Name& part : use.name) name += (name.empty() ? "" : ".") + part.text;
  const std::string& open = environment_.database_name;
  const bool is_open = name.size() == open.size() &&
                       std::equal(name.begin(), name.end(), open.begin(), [](char a, char b) {
                         return std::tolower(static_cast<unsigned char>(a)) ==
                                std::tolower(static_cast<unsigned char>(b));
                       });
  if (is_open) return;
  fail("DatabaseNotFound",
       "There is no database `" + name + "` here: a query reads the one that it is sent to" +
           (open.empty() ? std::string() : ", which is `" + open + "`"),
       span);
}

}  // namespace liaison::query
