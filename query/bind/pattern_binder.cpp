#include "bind/pattern_binder.h"

#include "bind/type_rules.h"

namespace liaison::query {

BoundPattern PatternBinder::bind(const std::vector<const ast::PathPattern*>& paths) {
  for (const ast::PathPattern* path : paths) bind_path(*path);
  if (pattern_.selection) {
    if (paths.size() > 1) {
      fail_unsupported(
          "A path selector over several relationships beside other patterns (give it a MATCH"
          " of its own)",
          paths.front()->span);
    }
    predicates_ = &pattern_.selection->predicates;
  }
  for (const Deferred& item : deferred_) {
    if (item.is_where) {
      bind_where(item);
    } else {
      bind_properties(item);
    }
  }
  for (const auto& [name, variable] : scope_.local_names()) clause_scope_.declare(name, variable);
  return std::move(pattern_);
}

std::optional<VariableId> PatternBinder::known(const ast::Name& name) const {
  if (!scope_.find(name.text)) return std::nullopt;
  return binder_.resolve(name.text, name.span, ExpressionContext{&scope_});
}

VariableId PatternBinder::declare(const std::optional<ast::Name>& name, StaticType type) {
  if (!name) return binder_.new_variable("", std::move(type));
  if (use_ == PatternUse::Predicate) {
    // Says that it is not defined.
    return binder_.resolve(name->text, name->span, ExpressionContext{&scope_});
  }
  return binder_.declare_new(*name, std::move(type), scope_);
}

void PatternBinder::fail_conflict(const ast::Name& name, VariableId variable,
                                  const StaticType& wanted) const {
  fail("VariableTypeConflict",
       "Variable `" + name.text + "` is " + describe(type_of(variable)) +
           " and cannot be used as " + describe(wanted),
       name.span);
}

void PatternBinder::bind_path(const ast::PathPattern& path) {
  PathState state;
  has_inner_where_ = false;
  path_restrictor_ = path.restrictor;
  add_elements(path, state);
  if (state.awaits_node || state.path.nodes.empty()) add_anonymous_node(state, path.span);
  apply_restrictor(path, state.path);
  apply_selector(path, state.path);
  const bool is_read = pattern_.selection || state.path.restrictor == PathRestrictor::Acyclic ||
                       state.path.restrictor == PathRestrictor::Simple;
  if (path.variable || is_read) {
    state.path.has_variable = true;
    state.path.variable = declare(path.variable, StaticType::of(ValueKind::Path));
  } else {
    state.path.variable = 0;
  }
  pattern_.paths.push_back(std::move(state.path));
}

void PatternBinder::add_elements(const ast::PathPattern& path, PathState& state) {
  const bool is_single_node = path.elements.size() == 1;
  for (const ast::PathElement& element : path.elements) {
    if (const auto* node = std::get_if<ast::NodePattern>(&element)) {
      add_node(*node, is_single_node, state);
    } else if (const auto* step = std::get_if<ast::RelationshipPattern>(&element)) {
      add_relationship(*step, step->quantifier ? &*step->quantifier : nullptr, state);
    } else {
      add_parenthesised(std::get<ast::ParenthesisedPath>(element), state);
    }
  }
}

void PatternBinder::add_parenthesised(const ast::ParenthesisedPath& part, PathState& state) {
  const ast::PathPattern& inner = *part.path;
  if (inner.variable) fail_unsupported("A path variable inside a path", inner.variable->span);
  if (inner.selector.kind != ast::SelectorKind::All) {
    fail_unsupported("A selector inside a path", inner.selector.span);
  }
  if (inner.restrictor != ast::PathRestrictor::None) {
    fail_unsupported("A restrictor inside a path", inner.span);
  }
  if (!part.quantifier) {
    add_elements(inner, state);
    if (part.where) {
      deferred_.push_back({part.where.get(), true, true, 0, {}});
      has_inner_where_ = true;
    }
    return;
  }
  // (()-[:R]->()){1,3} says the same as -[:R]->{1,3}.
  const auto* step = inner.elements.size() == 3
                         ? std::get_if<ast::RelationshipPattern>(&inner.elements[1])
                         : nullptr;
  const bool is_plain = step != nullptr && !step->length && !step->quantifier && !step->variable &&
                        !part.where && is_bare_node(inner.elements[0]) &&
                        is_bare_node(inner.elements[2]);
  if (!is_plain) {
    add_group(part, state);
    return;
  }
  if (state.awaits_node || state.path.nodes.empty()) add_anonymous_node(state, part.span);
  add_relationship(*step, &*part.quantifier, state);
}

void PatternBinder::add_group(const ast::ParenthesisedPath& part, PathState& state) {
  if (updates()) {
    fail("CreatingVarLength",
         std::string(clause_name()) + " cannot create relationships of variable length", part.span);
  }
  auto group = std::make_shared<PatternGroup>();
  Scope inside(&clause_scope_);
  const ast::MatchMode inner_mode =
      repeats(path_restrictor_) ? ast::MatchMode::RepeatableElements : ast::MatchMode::Default;
  group->pattern =
      PatternBinder(binder_, use_, inside, group->predicates, inner_mode).bind({part.path.get()});
  const PatternPath& path = group->pattern.paths.front();
  if (path.relationships.empty()) {
    fail("UnexpectedSyntax", "A quantified path needs at least one relationship", part.span);
  }
  for (const PatternRelationship& step : group->pattern.relationships) {
    if (step.variable_length) {
      fail("UnexpectedSyntax", "A quantified path cannot contain another part of variable length",
           step.span);
    }
    if (step.is_bound) {
      fail("VariableAlreadyBound",
           "A relationship that is already defined cannot be repeated in a quantified path",
           step.span);
    }
  }
  PatternNode& first = group->pattern.nodes[path.nodes.front()];
  const PatternNode& last = group->pattern.nodes[path.nodes.back()];
  if (first.is_bound || last.is_bound) {
    fail("VariableAlreadyBound",
         "A node that is already defined cannot be an end of what a quantified path repeats:"
         " put it before or after the parentheses",
         part.span);
  }
  first.is_bound = true;
  group->start = first.variable;
  group->end = last.variable;
  if (part.where) {
    append_conjuncts(binder_.bind_condition(*part.where, ExpressionContext{&inside}),
                     group->predicates);
  }
  for (const auto& [name, variable] : inside.local_names()) {
    const VariableId list = binder_.declare_new(ast::Name{std::string(name), part.span},
                                                StaticType::list_of(type_of(variable)), scope_);
    group->collected.push_back({variable, list});
  }

  if (state.awaits_node || state.path.nodes.empty()) add_anonymous_node(state, part.span);
  PatternRelationship step{};
  step.span = part.span;
  step.variable = binder_.new_variable("", StaticType::of(ValueKind::Relationship));
  const auto& upper = part.quantifier->upper;
  make_variable_length(
      step, static_cast<std::uint64_t>(part.quantifier->lower),
      upper ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*upper)) : std::nullopt);
  step.group = std::move(group);
  step.left = state.path.nodes.back();
  pattern_.relationships.push_back(std::move(step));
  state.path.relationships.push_back(pattern_.relationships.size() - 1);
  state.awaits_node = true;
}

bool PatternBinder::repeats(ast::PathRestrictor written) const {
  if (written == ast::PathRestrictor::Walk) {
    return mode_ != ast::MatchMode::DifferentRelationships;
  }
  return written == ast::PathRestrictor::None && mode_ == ast::MatchMode::RepeatableElements;
}

void PatternBinder::apply_restrictor(const ast::PathPattern& path, PatternPath& bound) {
  if (path.restrictor == ast::PathRestrictor::Acyclic) {
    bound.restrictor = PathRestrictor::Acyclic;
  } else if (path.restrictor == ast::PathRestrictor::Simple) {
    bound.restrictor = PathRestrictor::Simple;
  } else {
    bound.restrictor = repeats(path.restrictor) ? PathRestrictor::Walk : PathRestrictor::Trail;
  }
  for (std::size_t index : bound.relationships) {
    PatternRelationship& step = pattern_.relationships[index];
    step.restrictor = bound.restrictor;
    step.path = pattern_.paths.size();
    const bool is_endless = step.variable_length && !step.length_max && !step.is_bound;
    if (is_endless && bound.restrictor == PathRestrictor::Walk &&
        path.selector.kind == ast::SelectorKind::All) {
      fail("UnboundedPattern",
           "Relationships may repeat here, so that this part could match without end: give it an"
           " upper bound, as in {1,5}, or the path a restrictor (TRAIL, ACYCLIC, SIMPLE) or a"
           " selector (SHORTEST 1)",
           step.span);
    }
  }
}

PathSelector PatternBinder::selector_of(ast::SelectorKind kind, const PathCount& count) {
  using Kind = ast::SelectorKind;
  switch (kind) {
    case Kind::All:
      break;
    case Kind::Any:
      return PathSelector::Any;
    case Kind::AllShortest:
    case Kind::AllShortestPathsCall:
      return PathSelector::AllShortest;
    case Kind::AnyShortest:
      return count.number == 1 && !count.parameter ? PathSelector::AnyShortest
                                                   : PathSelector::ShortestK;
    case Kind::ShortestPathCall:
      return PathSelector::AnyShortest;
    case Kind::ShortestGroups:
      return PathSelector::ShortestGroups;
  }
  return PathSelector::All;
}

bool PatternBinder::is_bare_node(const ast::PathElement& element) {
  const auto* node = std::get_if<ast::NodePattern>(&element);
  return node != nullptr && !node->variable && !node->labels && !node->properties && !node->where;
}

void PatternBinder::apply_selector(const ast::PathPattern& path, const PatternPath& bound) {
  using Kind = ast::SelectorKind;
  const ast::PathSelector& selector = path.selector;
  if (selector.kind == Kind::All || bound.relationships.empty()) return;
  const PathCount count = selector_count(selector);
  PatternRelationship& step = pattern_.relationships[bound.relationships.front()];
  const bool is_one = bound.relationships.size() == 1 && !step.group && !step.is_bound;
  const bool is_named = !binder_.variables_[step.variable].name.empty();
  if (!is_one || has_inner_where_ || (!step.variable_length && is_named)) {
    for (std::size_t index : bound.relationships) {
      const PatternRelationship& part = pattern_.relationships[index];
      if (bound.restrictor == PathRestrictor::Walk && part.variable_length && !part.length_max &&
          !part.is_bound) {
        fail_unsupported(
            "A selector over repeating relationships without upper bound in a pattern of several"
            " parts",
            part.span);
      }
    }
    pattern_.selection.emplace();
    pattern_.selection->selector = selector_of(selector.kind, count);
    pattern_.selection->count = count;
    return;
  }
  if (!step.variable_length) make_variable_length(step, 1, 1);
  step.selector_count = count;
  step.selector = selector_of(selector.kind, count);
}

PathCount PatternBinder::selector_count(const ast::PathSelector& selector) const {
  PathCount bound;
  if (!selector.count) return bound;
  const auto* literal = std::get_if<ast::Literal>(&selector.count->node);
  if (literal == nullptr) {  // a parameter
    const Scope nothing;
    bound.parameter = binder_.bind_expression(*selector.count, ExpressionContext{&nothing});
    return bound;
  }
  const auto* count = std::get_if<std::int64_t>(&literal->value);
  if (count == nullptr) {
    fail("InvalidArgumentType", "The number of paths must be an INTEGER", selector.count->span);
  }
  if (*count < 1) {
    fail("NegativeIntegerArgument", "The number of paths must be at least 1", selector.count->span);
  }
  bound.number = static_cast<std::uint64_t>(*count);
  return bound;
}

BoundPattern Binder::bind_pattern(const std::vector<const ast::PathPattern*>& paths, PatternUse use,
                                  Scope& scope, std::vector<BoundExpressionPtr>& predicates,
                                  ast::MatchMode mode) {
  return PatternBinder(*this, use, scope, predicates, mode).bind(paths);
}

}  // namespace liaison::query
