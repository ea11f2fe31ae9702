// The clauses that change the graph.
#include "parse/parser_impl.h"

namespace liaison::query {

// INSERT is GQL's word for the same.
ast::Create Parser::parse_create() {
  if (!take(Keyword::Insert)) expect(Keyword::Create);
  return {parse_pattern_list(PatternContext::Create)};
}

ast::Merge Parser::parse_merge() {
  expect(Keyword::Merge);
  ast::Merge merge;
  merge.pattern = parse_path_pattern(PatternContext::Merge);
  if (at(TokenKind::Comma)) {
    fail_here("UnexpectedSyntax", "Unexpected `,`; MERGE takes one path, use one MERGE for each.");
  }
  while (take(Keyword::On)) {
    const bool on_match = take(Keyword::Match);
    if (!on_match && !take(Keyword::Create)) unexpected("`MATCH SET` or `CREATE SET` after ON");
    expect(Keyword::Set);
    auto& actions = on_match ? merge.on_match : merge.on_create;
    for (ast::SetItem& item : parse_set_items()) actions.push_back(std::move(item));
  }
  return merge;
}

ast::Set Parser::parse_set() {
  expect(Keyword::Set);
  return {parse_set_items()};
}

std::vector<ast::SetItem> Parser::parse_set_items() {
  std::vector<ast::SetItem> items;
  do {
    items.push_back(parse_set_item());
    count_node();
  } while (take(TokenKind::Comma));
  return items;
}

bool Parser::at_label_change() const {
  return at_name() && (at(TokenKind::Colon, 1) || at(Keyword::Is, 1));
}

ast::SetItem Parser::parse_set_item() {
  const std::size_t first = position_;
  if (at_label_change()) {
    ast::LabelChange change = parse_label_change(expect_name("a variable"));
    return {std::move(change), span_since(first)};
  }
  if (at_name() && (at(TokenKind::Equal, 1) || at(TokenKind::PlusEqual, 1))) {
    ast::SetProperties properties;
    properties.variable = expect_name("a variable");
    properties.add = at(TokenKind::PlusEqual);
    ++position_;
    properties.value = parse_expression();
    return {std::move(properties), span_since(first)};
  }
  if (!at_name() && !at(TokenKind::LeftParen))
    unexpected("what to set, for example `n.name = 'x'`");
  ast::SetProperty property;
  property.target = parse_postfix(false);
  if (!std::holds_alternative<ast::PropertyAccess>(property.target->node) &&
      !std::holds_alternative<ast::Index>(property.target->node)) {
    if (!at_name() && !at(TokenKind::LeftParen) && !at(TokenKind::End)) unexpected("a property");
    fail("UnexpectedSyntax",
         "SET changes a property or labels; write for example `n.name = 'x'` or `n:Label`.",
         span_since(first));
  }
  if (at(TokenKind::PlusEqual)) {
    fail_here(
        "UnexpectedSyntax",
        "Unexpected `+=`; it adds the properties of a map to an entity. For a single property "
        "write it out: `n.x = n.x + 1`.");
  }
  expect(TokenKind::Equal, "`=` and the new value");
  property.value = parse_expression();
  return {std::move(property), span_since(first)};
}

ast::Remove Parser::parse_remove() {
  expect(Keyword::Remove);
  ast::Remove remove;
  do {
    const std::size_t first = position_;
    count_node();
    if (at_label_change()) {
      ast::LabelChange change = parse_label_change(expect_name("a variable"));
      remove.items.push_back({std::move(change), span_since(first)});
      continue;
    }
    if (!at_name() && !at(TokenKind::LeftParen)) unexpected("a property or labels to remove");
    ast::ExpressionPtr target = parse_postfix(false);
    if (!std::holds_alternative<ast::PropertyAccess>(target->node) &&
        !std::holds_alternative<ast::Index>(target->node)) {
      fail("UnexpectedSyntax",
           "REMOVE takes a property or labels, for example `n.name` or `n:Label`; DELETE removes "
           "the node itself.",
           span_since(first));
    }
    remove.items.push_back({std::move(target), span_since(first)});
  } while (take(TokenKind::Comma));
  return remove;
}

ast::LabelChange Parser::parse_label_change(ast::Name variable) {
  ast::LabelChange change{std::move(variable), {}};
  if (!take(TokenKind::Colon)) expect(Keyword::Is);
  do {
    if (at(TokenKind::LeftParen) || at(TokenKind::Exclamation) || at(TokenKind::Percent)) {
      unexpected("the name of a label");
    }
    change.labels.push_back(parse_label_atom());
  } while (take(TokenKind::Colon) || take(TokenKind::Ampersand));
  return change;
}

ast::Delete Parser::parse_delete() {
  ast::Delete clause;
  clause.detach = take(Keyword::Detach);
  if (!clause.detach) take(Keyword::Nodetach);
  expect(Keyword::Delete);
  do {
    clause.expressions.push_back(parse_expression());
  } while (take(TokenKind::Comma));
  return clause;
}

ast::Foreach Parser::parse_foreach() {
  const Nesting nesting(*this);
  expect(Keyword::Foreach);
  expect(TokenKind::LeftParen, "`(`, as in `FOREACH (x IN list | SET ..)`");
  ast::Foreach loop;
  loop.variable = expect_name("a variable");
  expect(Keyword::In);
  loop.list = parse_before_bar(false);
  expect(TokenKind::Bar, "`|` and what to do for each");
  do {
    ast::Clause clause = parse_clause();
    if (!ast::is_updating(clause)) {
      fail("InvalidClauseComposition",
           "FOREACH takes only clauses that change the graph (CREATE, MERGE, SET, REMOVE, DELETE, "
           "FOREACH); for others use UNWIND or CALL { .. }.",
           clause.span);
    }
    loop.clauses.push_back(std::move(clause));
  } while (!at(TokenKind::RightParen) && !at(TokenKind::End));
  expect(TokenKind::RightParen, "`)`");
  return loop;
}

}  // namespace liaison::query
