// What CREATE and MERGE refuse in a pattern, as far as the text alone shows it.
#include "parse/parser_impl.h"

namespace liaison::query {
namespace {

[[noreturn]] void refuse(const char* detail, const std::string& message, const SourceSpan& span) {
  throw QueryError("SyntaxError", ErrorPhase::CompileTime, detail, message, span);
}

bool is_one_label(const ast::LabelExpression& label) {
  return label.kind == ast::LabelExpression::Kind::Name ||
         label.kind == ast::LabelExpression::Kind::Dynamic;
}

void check_node(const ast::NodePattern& node, const std::string& clause) {
  if (node.where) {
    refuse("UnexpectedSyntax", clause + " takes no WHERE inside a node.", node.where->span);
  }
  if (!node.labels || is_one_label(*node.labels)) return;
  bool plain = node.labels->kind == ast::LabelExpression::Kind::And;
  for (const auto& label : node.labels->operands) plain = plain && is_one_label(label);
  if (!plain) {
    refuse(
        "UnexpectedSyntax",
        clause + " takes plain labels only, as in (:A:B); `|`, `!` and `%` " + "are for matching.",
        node.labels->span);
  }
}

void check_relationship(const ast::RelationshipPattern& relationship, bool merge,
                        const std::string& clause) {
  if (relationship.length || relationship.quantifier) {
    refuse("CreatingVarLength",
           clause + " cannot make relationships of variable length; write each one.",
           relationship.length ? relationship.length->span : relationship.quantifier->span);
  }
  // A variable alone may be one that is bound already, which is a fault of another kind: left to
  // the binder, who knows.
  const bool maybe_bound = !relationship.types && relationship.variable.has_value();
  if (!maybe_bound && (!relationship.types || !is_one_label(*relationship.types))) {
    refuse("NoSingleRelationshipType",
           "A relationship that " + clause + " makes has exactly one type, as in -[:KNOWS]->.",
           relationship.span);
  }
  if (relationship.where) {
    refuse("UnexpectedSyntax", clause + " takes no WHERE inside a relationship.",
           relationship.where->span);
  }
  if (!merge && relationship.direction == ast::Direction::Either) {
    refuse("RequiresDirectedRelationship",
           "A relationship that CREATE makes needs a direction; write -[..]-> or <-[..]-.",
           relationship.span);
  }
}

}  // namespace

void check_written_pattern(const ast::PathPattern& path, bool merge) {
  const std::string clause = merge ? "MERGE" : "CREATE";
  if (path.selector.kind != ast::SelectorKind::All ||
      path.restrictor != ast::PathRestrictor::None) {
    refuse("UnexpectedSyntax", clause + " takes plain paths only; path searches are for matching.",
           path.span);
  }
  for (const ast::PathElement& element : path.elements) {
    if (const auto* node = std::get_if<ast::NodePattern>(&element)) {
      check_node(*node, clause);
    } else if (const auto* relationship = std::get_if<ast::RelationshipPattern>(&element)) {
      check_relationship(*relationship, merge, clause);
    } else {
      const auto& part = std::get<ast::ParenthesisedPath>(element);
      refuse(part.quantifier ? "CreatingVarLength" : "UnexpectedSyntax",
             clause + " takes plain paths only; write each relationship.", part.span);
    }
  }
}

}  // namespace liaison::query
