// Nodes and relationships of a pattern.
#include <algorithm>

#include "bind/pattern_binder.h"
#include "bind/type_rules.h"

namespace liaison::query {

void PatternBinder::link_node(std::size_t index, PathState& state) {
  if (state.awaits_node) pattern_.relationships[state.path.relationships.back()].right = index;
  state.path.nodes.push_back(index);
  state.awaits_node = false;
}

void PatternBinder::add_anonymous_node(PathState& state, const SourceSpan& span) {
  const VariableId variable = binder_.new_variable("", StaticType::of(ValueKind::Node));
  node_places_.emplace(variable, pattern_.nodes.size());
  PatternNode node{variable, false, span, std::nullopt, {}, nullptr};
  pattern_.nodes.push_back(std::move(node));
  link_node(pattern_.nodes.size() - 1, state);
}

void PatternBinder::add_node(const ast::NodePattern& written, bool is_single_node,
                             PathState& state) {
  const bool continues = state.awaits_node || state.path.nodes.empty();
  const std::size_t index =
      continues ? node_index(written, is_single_node) : join_node(written, state.path.nodes.back());
  add_node_details(written, index);
  if (continues) link_node(index, state);
}

std::size_t PatternBinder::node_index(const ast::NodePattern& written, bool is_single_node) {
  const StaticType node_type = StaticType::of(ValueKind::Node);
  const auto existing = written.variable ? known(*written.variable) : std::nullopt;
  if (!existing) {
    const VariableId variable = declare(written.variable, node_type);
    node_places_.emplace(variable, pattern_.nodes.size());
    pattern_.nodes.push_back({variable, false, written.span, std::nullopt, {}, nullptr});
    return pattern_.nodes.size() - 1;
  }
  if (type_of(*existing).is_disjoint(node_type)) {
    fail_conflict(*written.variable, *existing, node_type);
  }
  if (updates() && (is_single_node || written.labels || written.properties)) {
    fail("VariableAlreadyBound",
         "Variable `" + written.variable->text + "` is already defined, so " + clause_name() +
             " can use it only as an end of a relationship, without labels and properties",
         written.variable->span);
  }
  const auto [place, is_new] = node_places_.try_emplace(*existing, pattern_.nodes.size());
  if (!is_new) return place->second;
  pattern_.nodes.push_back({*existing, true, written.span, std::nullopt, {}, nullptr});
  return pattern_.nodes.size() - 1;
}

std::size_t PatternBinder::join_node(const ast::NodePattern& written, std::size_t last) {
  if (!written.variable) return last;
  PatternNode& node = pattern_.nodes[last];
  VariableInfo& info = binder_.variables_[node.variable];
  if (info.name == written.variable->text) return last;
  if (!info.name.empty() || known(*written.variable)) {
    fail_unsupported("Two variables for one node", written.variable->span);
  }
  info.name = written.variable->text;
  scope_.declare(info.name, node.variable);
  return last;
}

void PatternBinder::add_node_details(const ast::NodePattern& written, std::size_t index) {
  if (written.labels) {
    if (updates()) check_plain_labels(*written.labels);
    LabelExpression labels = binder_.bind_labels(*written.labels, expression_context(),
                                                 {NameUse::Kind::Label, updates()});
    std::optional<LabelExpression>& all = pattern_.nodes[index].labels;
    if (!all) {
      all = std::move(labels);
    } else {
      LabelExpression both;
      both.kind = LabelExpression::Kind::And;
      both.operands.push_back(std::move(*all));
      both.operands.push_back(std::move(labels));
      all = std::move(both);
    }
  }
  defer(written.properties.get(), false, true, index, {});
  defer(written.where.get(), true, true, index, {});
}

void PatternBinder::check_plain_labels(const ast::LabelExpression& labels) const {
  using Kind = ast::LabelExpression::Kind;
  if (labels.kind == Kind::Name) return;
  if (labels.kind == Kind::Dynamic && !labels.dynamic_any) return;
  if (labels.kind != Kind::And) {
    fail("UnexpectedSyntax",
         std::string(clause_name()) + " needs the labels themselves: `|`, `!` and `%` only match",
         labels.span);
  }
  for (const ast::LabelExpression& operand : labels.operands) check_plain_labels(operand);
}

void PatternBinder::make_variable_length(PatternRelationship& step, std::uint64_t least,
                                         std::optional<std::uint64_t> most) {
  step.variable_length = true;
  step.length_min = least;
  step.length_max = most;
  if (!step.is_bound) {
    binder_.variables_[step.variable].type =
        StaticType::list_of(StaticType::of(ValueKind::Relationship));
  }
  step.element_variable = binder_.new_variable("", StaticType::of(ValueKind::Relationship));
}

void PatternBinder::add_relationship(const ast::RelationshipPattern& written,
                                     const ast::PathQuantifier* quantifier, PathState& state) {
  if (written.length && quantifier != nullptr) {
    fail("InvalidRelationshipPattern",
         "A relationship can have one length only: `*` inside the"
         " brackets or a quantifier after them",
         written.span);
  }
  const bool is_list = written.length || quantifier != nullptr;
  const StaticType single = StaticType::of(ValueKind::Relationship);
  const StaticType type = is_list ? StaticType::list_of(single) : single;

  PatternRelationship step{};
  step.span = written.span;
  const auto existing = written.variable ? known(*written.variable) : std::nullopt;
  if (existing) {
    check_reuse(*written.variable, *existing, type, is_list);
    step.variable = *existing;
    step.is_bound = true;
  } else {
    step.variable = declare(written.variable, type);
  }
  if (updates()) check_creatable(written, quantifier);
  switch (written.direction) {
    case ast::Direction::Outgoing:
      step.direction = Direction::Outgoing;
      break;
    case ast::Direction::Incoming:
      step.direction = Direction::Incoming;
      break;
    case ast::Direction::Either:
      step.direction = Direction::Both;
      break;
  }
  if (written.types)
    step.types = binder_.bind_labels(*written.types, expression_context(),
                                     {NameUse::Kind::RelationshipType, updates()});
  const auto bound_of = [](const std::optional<std::int64_t>& value) {
    return value ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*value)) : std::nullopt;
  };
  if (quantifier != nullptr) {
    make_variable_length(step, static_cast<std::uint64_t>(quantifier->lower),
                         bound_of(quantifier->upper));
  } else if (written.length) {
    make_variable_length(step, bound_of(written.length->lower).value_or(1),
                         bound_of(written.length->upper));
  }
  step.left = state.path.nodes.back();
  pattern_.relationships.push_back(std::move(step));
  const std::size_t index = pattern_.relationships.size() - 1;
  state.path.relationships.push_back(index);
  state.awaits_node = true;
  const std::string_view name =
      written.variable ? std::string_view(written.variable->text) : std::string_view();
  defer(written.properties.get(), false, false, index, name);
  defer(written.where.get(), true, false, index, name);
}

void PatternBinder::check_reuse(const ast::Name& name, VariableId variable, const StaticType& type,
                                bool is_list) const {
  const StaticType single = StaticType::of(ValueKind::Relationship);
  const StaticType& actual = type_of(variable);
  const bool wrong_elements =
      is_list && actual.is_exactly(ValueKind::List) && actual.element().is_disjoint(single);
  if (actual.is_disjoint(type) || wrong_elements) fail_conflict(name, variable, type);
  if (updates()) {
    fail("VariableAlreadyBound",
         "Relationship `" + name.text + "` is already defined, so " + clause_name() +
             " cannot create it",
         name.span);
  }
  const bool repeated =
      std::any_of(pattern_.relationships.begin(), pattern_.relationships.end(),
                  [&](const PatternRelationship& step) { return step.variable == variable; });
  if (repeated) {
    fail("RelationshipUniquenessViolation",
         "Relationship `" + name.text +
             "` stands twice in one pattern, where every relationship is another one",
         name.span);
  }
}

void PatternBinder::check_creatable(const ast::RelationshipPattern& written,
                                    const ast::PathQuantifier* quantifier) const {
  using Kind = ast::LabelExpression::Kind;
  if (written.length || quantifier != nullptr) {
    fail("CreatingVarLength",
         std::string(clause_name()) + " cannot create relationships of variable length",
         written.span);
  }
  const bool has_one_type =
      written.types && (written.types->kind == Kind::Name || written.types->kind == Kind::Dynamic);
  if (!has_one_type) {
    std::string message = std::string(clause_name()) + " needs exactly one relationship type";
    if (!written.types && written.variable) {
      message += "; did you mean `[:" + written.variable->text + "]`?";
    }
    fail("NoSingleRelationshipType", message, written.span);
  }
  if (use_ == PatternUse::Create && written.direction == ast::Direction::Either) {
    fail("RequiresDirectedRelationship", "CREATE needs a direction: --> or <--", written.span);
  }
}

}  // namespace liaison::query
