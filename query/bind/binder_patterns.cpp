// Patterns of MATCH, CREATE and MERGE, pattern predicates and comprehensions: from elements in a
// row to a graph of variables.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/bound_copy.h"
#include "bind/type_rules.h"

namespace liaison::query {

// Builds one BoundPattern. New variables gather in a scope of their own and are handed to the
// clause's scope at the end: a property map in CREATE or MERGE does not see them, one in MATCH
// does.
class PatternBinder {
 public:
  PatternBinder(Binder& binder, PatternUse use, Scope& clause_scope,
                std::vector<BoundExpressionPtr>& predicates, ast::MatchMode mode)
      : binder_(binder),
        use_(use),
        mode_(mode),
        clause_scope_(clause_scope),
        scope_(&clause_scope),
        predicates_(&predicates) {
    pattern_.repeatable = mode == ast::MatchMode::RepeatableElements;
  }

  BoundPattern bind(const std::vector<const ast::PathPattern*>& paths) {
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

 private:
  // A property map or inline WHERE waits until all variables of the pattern are known.
  struct Deferred {
    const ast::Expression* expression;
    bool is_where;
    bool is_node;
    std::size_t index;      // into nodes or relationships
    std::string_view name;  // of the relationship, as its inline WHERE calls it
  };

  struct PathState {
    PatternPath path;
    bool awaits_node = false;  // the last element was a relationship
  };

  bool updates() const { return use_ == PatternUse::Create || use_ == PatternUse::Merge; }
  const char* clause_name() const { return use_ == PatternUse::Create ? "CREATE" : "MERGE"; }

  const StaticType& type_of(VariableId variable) const { return binder_.type_of(variable); }

  // A name that the place has lost (after aggregation, say) is an error here, not a new variable.
  std::optional<VariableId> known(const ast::Name& name) const {
    if (!scope_.find(name.text)) return std::nullopt;
    return binder_.resolve(name.text, name.span, ExpressionContext{&scope_});
  }

  VariableId declare(const std::optional<ast::Name>& name, StaticType type) {
    if (!name) return binder_.new_variable("", std::move(type));
    if (use_ == PatternUse::Predicate) {
      // Says that it is not defined.
      return binder_.resolve(name->text, name->span, ExpressionContext{&scope_});
    }
    return binder_.declare_new(*name, std::move(type), scope_);
  }

  [[noreturn]] void fail_conflict(const ast::Name& name, VariableId variable,
                                  const StaticType& wanted) const {
    fail("VariableTypeConflict",
         "Variable `" + name.text + "` is " + describe(type_of(variable)) +
             " and cannot be used as " + describe(wanted),
         name.span);
  }

  // ---------------------------------------------------------------- paths
  void bind_path(const ast::PathPattern& path) {
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

  void add_elements(const ast::PathPattern& path, PathState& state) {
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

  void add_parenthesised(const ast::ParenthesisedPath& part, PathState& state) {
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
    const bool is_plain = step != nullptr && !step->length && !step->quantifier &&
                          !step->variable && !part.where && is_bare_node(inner.elements[0]) &&
                          is_bare_node(inner.elements[2]);
    if (!is_plain) {
      add_group(part, state);
      return;
    }
    if (state.awaits_node || state.path.nodes.empty()) add_anonymous_node(state, part.span);
    add_relationship(*step, &*part.quantifier, state);
  }

  // The inside is a pattern of its own, over what the clauses before know; its variables are lists
  // outside of it.
  void add_group(const ast::ParenthesisedPath& part, PathState& state) {
    if (updates()) {
      fail("CreatingVarLength",
           std::string(clause_name()) + " cannot create relationships of variable length",
           part.span);
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
      const VariableId list = binder_.declare_new(ast::Name{name, part.span},
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

  // WALK gives back what the match mode forbids by default; DIFFERENT EDGES written out does not.
  bool repeats(ast::PathRestrictor written) const {
    if (written == ast::PathRestrictor::Walk) {
      return mode_ != ast::MatchMode::DifferentRelationships;
    }
    return written == ast::PathRestrictor::None && mode_ == ast::MatchMode::RepeatableElements;
  }

  void apply_restrictor(const ast::PathPattern& path, PatternPath& bound) {
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

  static PathSelector selector_of(ast::SelectorKind kind, std::uint64_t count) {
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
        return count == 1 ? PathSelector::AnyShortest : PathSelector::ShortestK;
      case Kind::ShortestPathCall:
        return PathSelector::AnyShortest;
      case Kind::ShortestGroups:
        return PathSelector::ShortestGroups;
    }
    return PathSelector::All;
  }

  static bool is_bare_node(const ast::PathElement& element) {
    const auto* node = std::get_if<ast::NodePattern>(&element);
    return node != nullptr && !node->variable && !node->labels && !node->properties && !node->where;
  }

  void apply_selector(const ast::PathPattern& path, const PatternPath& bound) {
    using Kind = ast::SelectorKind;
    const ast::PathSelector& selector = path.selector;
    if (selector.kind == Kind::All || bound.relationships.empty()) return;
    const std::uint64_t count = selector_count(selector);
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

  std::uint64_t selector_count(const ast::PathSelector& selector) const {
    if (!selector.count) return 1;
    const auto* literal = std::get_if<ast::Literal>(&selector.count->node);
    if (literal == nullptr) {
      fail_unsupported("A parameter as the number of paths", selector.count->span);
    }
    const auto* count = std::get_if<std::int64_t>(&literal->value);
    if (count == nullptr) {
      fail("InvalidArgumentType", "The number of paths must be an INTEGER", selector.count->span);
    }
    if (*count < 1) {
      fail("NegativeIntegerArgument", "The number of paths must be at least 1",
           selector.count->span);
    }
    return static_cast<std::uint64_t>(*count);
  }

  // ---------------------------------------------------------------- nodes
  void link_node(std::size_t index, PathState& state) {
    if (state.awaits_node) pattern_.relationships[state.path.relationships.back()].right = index;
    state.path.nodes.push_back(index);
    state.awaits_node = false;
  }

  void add_anonymous_node(PathState& state, const SourceSpan& span) {
    const VariableId variable = binder_.new_variable("", StaticType::of(ValueKind::Node));
    node_places_.emplace(variable, pattern_.nodes.size());
    PatternNode node{variable, false, span, std::nullopt, {}, nullptr};
    pattern_.nodes.push_back(std::move(node));
    link_node(pattern_.nodes.size() - 1, state);
  }

  void add_node(const ast::NodePattern& written, bool is_single_node, PathState& state) {
    const bool continues = state.awaits_node || state.path.nodes.empty();
    const std::size_t index = continues ? node_index(written, is_single_node)
                                        : join_node(written, state.path.nodes.back());
    add_node_details(written, index);
    if (continues) link_node(index, state);
  }

  std::size_t node_index(const ast::NodePattern& written, bool is_single_node) {
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

  // Two node patterns side by side, as after a parenthesised path, are one node.
  std::size_t join_node(const ast::NodePattern& written, std::size_t last) {
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

  void add_node_details(const ast::NodePattern& written, std::size_t index) {
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

  void check_plain_labels(const ast::LabelExpression& labels) const {
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

  // ---------------------------------------------------------------- relationships
  void make_variable_length(PatternRelationship& step, std::uint64_t least,
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

  void add_relationship(const ast::RelationshipPattern& written,
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
      return value ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(*value))
                   : std::nullopt;
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

  void check_reuse(const ast::Name& name, VariableId variable, const StaticType& type,
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

  void check_creatable(const ast::RelationshipPattern& written,
                       const ast::PathQuantifier* quantifier) const {
    using Kind = ast::LabelExpression::Kind;
    if (written.length || quantifier != nullptr) {
      fail("CreatingVarLength",
           std::string(clause_name()) + " cannot create relationships of variable length",
           written.span);
    }
    const bool has_one_type = written.types && (written.types->kind == Kind::Name ||
                                                written.types->kind == Kind::Dynamic);
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

  // ---------------------------------------------------------------- property maps and WHERE
  void defer(const ast::Expression* expression, bool is_where, bool is_node, std::size_t index,
             std::string_view name) {
    if (expression == nullptr) return;
    if (is_where && updates()) {
      fail("UnexpectedSyntax", std::string(clause_name()) + " has no WHERE", expression->span);
    }
    if (!is_where && use_ != PatternUse::Create &&
        std::holds_alternative<ast::Parameter>(expression->node)) {
      fail("InvalidParameterUse",
           "A parameter cannot stand for all properties here: name them, as in {key: $map.key}",
           expression->span);
    }
    deferred_.push_back({expression, is_where, is_node, index, name});
  }

  // What CREATE makes has no properties yet that another part of the clause could read.
  ExpressionContext expression_context() const {
    return ExpressionContext{updates() ? &clause_scope_ : &scope_};
  }

  void bind_where(const Deferred& item) {
    PatternRelationship* step = item.is_node ? nullptr : &pattern_.relationships[item.index];
    if (step == nullptr || !step->variable_length) {
      append_conjuncts(binder_.bind_condition(*item.expression, expression_context()),
                       *predicates_);
      return;
    }
    Scope element(&scope_);
    if (!item.name.empty()) element.declare(std::string(item.name), step->element_variable);
    append_conjuncts(binder_.bind_condition(*item.expression, ExpressionContext{&element}),
                     step->element_predicates);
  }

  void bind_properties(const Deferred& item) {
    PatternRelationship* step = item.is_node ? nullptr : &pattern_.relationships[item.index];
    const auto* map = std::get_if<ast::MapLiteral>(&item.expression->node);
    if (map == nullptr) {
      BoundExpressionPtr properties =
          binder_.bind_expression(*item.expression, expression_context());
      auto& place = item.is_node ? pattern_.nodes[item.index].properties_map : step->properties_map;
      place = std::move(properties);
      return;
    }
    const bool per_element = step != nullptr && step->variable_length;
    const VariableId owner = item.is_node  ? pattern_.nodes[item.index].variable
                             : per_element ? step->element_variable
                                           : step->variable;
    std::vector<BoundExpressionPtr>& conditions =
        per_element ? step->element_predicates : *predicates_;
    for (const ast::MapEntry& entry : map->entries) {
      binder_.names_.push_back(
          {NameUse::Kind::PropertyKey, entry.key.text, entry.key.span, updates()});
      BoundExpressionPtr value = binder_.bind_expression(*entry.value, expression_context());
      if (use_ != PatternUse::Create) {
        BoundExpressionPtr property = make_bound(
            entry.key.span, StaticType::any(),
            BoundProperty{binder_.variable_reference(owner, entry.key.span), entry.key.text});
        conditions.push_back(binder_.make_binary(BinaryOperator::Equal, std::move(property),
                                                 copy(value), entry.value->span));
      }
      auto& properties = item.is_node ? pattern_.nodes[item.index].properties : step->properties;
      properties.emplace_back(entry.key.text, std::move(value));
    }
  }

  Binder& binder_;
  PatternUse use_;
  ast::MatchMode mode_;
  Scope& clause_scope_;
  Scope scope_;
  std::vector<BoundExpressionPtr>* predicates_;
  bool has_inner_where_ = false;  // the path being bound has WHERE in parentheses
  ast::PathRestrictor path_restrictor_ = ast::PathRestrictor::None;  // of the path being bound
  BoundPattern pattern_;
  std::unordered_map<VariableId, std::size_t> node_places_;  // into pattern_.nodes
  std::vector<Deferred> deferred_;
};

BoundPattern Binder::bind_pattern(const std::vector<const ast::PathPattern*>& paths, PatternUse use,
                                  Scope& scope, std::vector<BoundExpressionPtr>& predicates,
                                  ast::MatchMode mode) {
  return PatternBinder(*this, use, scope, predicates, mode).bind(paths);
}

LabelExpression Binder::bind_labels(const ast::LabelExpression& labels,
                                    const ExpressionContext& context, LabelUse use) {
  using Kind = ast::LabelExpression::Kind;
  LabelExpression bound;
  switch (labels.kind) {
    case Kind::Name:
      bound.kind = LabelExpression::Kind::Name;
      bound.name = labels.name.text;
      names_.push_back({use.kind, bound.name, labels.name.span, use.creates});
      break;
    case Kind::Wildcard:
      bound.kind = LabelExpression::Kind::Any;
      break;
    case Kind::Dynamic:
      bound.kind = LabelExpression::Kind::Dynamic;
      bound.dynamic = bind_expression(*labels.expression, context);
      bound.dynamic_any = labels.dynamic_any;
      break;
    case Kind::Not:
      bound.kind = LabelExpression::Kind::Not;
      break;
    case Kind::And:
      bound.kind = LabelExpression::Kind::And;
      break;
    case Kind::Or:
      bound.kind = LabelExpression::Kind::Or;
      break;
  }
  for (const ast::LabelExpression& operand : labels.operands) {
    bound.operands.push_back(bind_labels(operand, context, use));
  }
  return bound;
}

}  // namespace liaison::query
