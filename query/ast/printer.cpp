#include "ast/printer.h"

#include <sstream>
#include <type_traits>

#include "ast/printer_words.h"

namespace liaison::query::ast {
namespace {

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

std::string optional_text(const ExpressionPtr& expression) {
  return expression ? print(*expression) : "_";
}

// Builds "(head a b c)".
class Form {
 public:
  explicit Form(std::string head) : text_("(" + std::move(head)) {}
  Form& add(const std::string& part) {
    text_ += " " + part;
    return *this;
  }
  Form& add(const ExpressionPtr& part) { return add(optional_text(part)); }
  Form& add(const std::vector<ExpressionPtr>& parts) {
    for (const auto& part : parts) add(part);
    return *this;
  }
  Form& add_if(const char* head, const ExpressionPtr& part) {
    return part ? add(Form(head).add(part).text()) : *this;
  }
  Form& flag(const char* word, bool set) { return set ? add(word) : *this; }
  std::string text() const { return text_ + ")"; }

 private:
  std::string text_;
};

std::string number_text(double value) {
  std::ostringstream out;
  out.precision(17);
  out << value;
  std::string text = out.str();
  if (text.find_first_of(".einf") == std::string::npos) text += ".0";
  return text;
}

std::string literal_text(const Literal& literal) {
  return std::visit(
      [](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, Null>) {
          return "null";
        } else if constexpr (std::is_same_v<T, bool>) {
          return value ? "true" : "false";
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          return std::to_string(value);
        } else if constexpr (std::is_same_v<T, double>) {
          return number_text(value);
        } else {
          return "'" + value + "'";
        }
      },
      literal.value);
}

std::string bounds_text(std::optional<std::int64_t> lower, std::optional<std::int64_t> upper) {
  return (lower ? std::to_string(*lower) : "") + ".." + (upper ? std::to_string(*upper) : "");
}

std::string map_text(const MapProjection& map) {
  Form form("project");
  form.add(map.operand);
  for (const MapProjectionItem& item : map.items) {
    switch (item.kind) {
      case MapProjectionItem::Kind::Property:
        form.add("." + item.key.text);
        break;
      case MapProjectionItem::Kind::AllProperties:
        form.add(".*");
        break;
      case MapProjectionItem::Kind::Variable:
        form.add(item.key.text);
        break;
      case MapProjectionItem::Kind::Entry:
        form.add(item.key.text + ":" + optional_text(item.value));
        break;
    }
  }
  return form.text();
}

std::string case_text(const Case& node) {
  Form form("case");
  form.add(node.subject);
  for (const CaseBranch& branch : node.branches) {
    form.add(Form("when").add(branch.conditions).add(branch.result).text());
  }
  return form.add_if("else", node.otherwise).text();
}

std::string node_text(const NodePattern& node) {
  std::string text = "(";
  if (node.variable) text += node.variable->text;
  if (node.labels) text += ":" + print(*node.labels);
  if (node.properties) text += " " + print(*node.properties);
  if (node.where) text += " where " + print(*node.where);
  return text + ")";
}

std::string quantifier_text(const std::optional<PathQuantifier>& quantifier) {
  return quantifier ? "{" + bounds_text(quantifier->lower, quantifier->upper) + "}" : "";
}

std::string relationship_text(const RelationshipPattern& relationship) {
  std::string text = relationship.direction == Direction::Incoming ? "<-[" : "-[";
  if (relationship.variable) text += relationship.variable->text;
  if (relationship.types) text += ":" + print(*relationship.types);
  if (relationship.length) {
    text += "*" + bounds_text(relationship.length->lower, relationship.length->upper);
  }
  if (relationship.properties) text += " " + print(*relationship.properties);
  if (relationship.where) text += " where " + print(*relationship.where);
  text += relationship.direction == Direction::Outgoing ? "]->" : "]-";
  return text + quantifier_text(relationship.quantifier);
}

std::string element_text(const PathElement& element) {
  if (const auto* node = std::get_if<NodePattern>(&element)) return node_text(*node);
  if (const auto* step = std::get_if<RelationshipPattern>(&element))
    return relationship_text(*step);
  const auto& part = std::get<ParenthesisedPath>(element);
  std::string text = "(" + print(*part.path);
  if (part.where) text += " where " + print(*part.where);
  return text + ")" + quantifier_text(part.quantifier);
}

std::string selector_text(const PathSelector& selector) {
  const std::string count = selector.count ? print(*selector.count) + " " : "";
  switch (selector.kind) {
    case SelectorKind::All:
      return "";
    case SelectorKind::Any:
      return "any " + count;
    case SelectorKind::AllShortest:
      return "all-shortest ";
    case SelectorKind::AnyShortest:
      return "shortest " + count;
    case SelectorKind::ShortestGroups:
      return "shortest-groups " + count;
    case SelectorKind::ShortestPathCall:
      return "shortestPath ";
    case SelectorKind::AllShortestPathsCall:
      return "allShortestPaths ";
  }
  return "?";
}

void add_projection(Form& form, const Projection& projection) {
  form.flag("distinct", projection.distinct).flag("*", projection.star);
  for (const ProjectionItem& item : projection.items) {
    const std::string value = print(*item.expression);
    form.add(item.alias ? Form("as").add(value).add(item.alias->text).text() : value);
  }
  for (const SortItem& item : projection.order_by) {
    form.add(Form(item.descending ? "desc" : "asc").add(item.expression).text());
  }
  form.add_if("skip", projection.skip).add_if("limit", projection.limit);
}

void add_label_change(Form& form, const LabelChange& change) {
  form.add(change.variable.text);
  for (const auto& label : change.labels) form.add(":" + print(label));
}

std::string set_text(const SetItem& item) {
  return std::visit(
      Overloaded{
          [](const SetProperty& set) { return Form("set").add(set.target).add(set.value).text(); },
          [](const SetProperties& set) {
            return Form(set.add ? "set+=" : "set=").add(set.variable.text).add(set.value).text();
          },
          [](const LabelChange& change) {
            Form form("label");
            add_label_change(form, change);
            return form.text();
          }},
      item.change);
}

std::string remove_text(const RemoveItem& item) {
  if (const auto* target = std::get_if<ExpressionPtr>(&item.target)) return print(**target);
  Form form("label");
  add_label_change(form, std::get<LabelChange>(item.target));
  return form.text();
}

template <typename T>
void add_paths(Form& form, const std::vector<T>& paths) {
  for (const auto& path : paths) form.add(print(path));
}

std::string call_text(const CallProcedure& call) {
  Form form(call.optional ? "optional-call" : "call");
  form.add(call.full_name()).flag("standalone", call.standalone);
  if (call.arguments) form.add(Form("args").add(*call.arguments).text());
  form.flag("yield*", call.yield_star);
  if (call.yield) {
    Form yields("yield");
    for (const YieldItem& item : *call.yield) {
      yields.add(item.field.text + (item.alias ? ">" + item.alias->text : ""));
    }
    form.add(yields.text());
  }
  return form.add_if("where", call.where).text();
}

std::string subquery_text(const CallSubquery& call) {
  Form form(call.optional ? "optional-call" : "call");
  if (call.imports) {
    Form imports("import");
    imports.flag("*", call.imports_all);
    for (const Name& name : *call.imports) imports.add(name.text);
    form.add(imports.text());
  }
  form.add(print(*call.query));
  if (call.batches) {
    form.add(Form("batches").add(call.batches->rows).add(call.batches->concurrency).text());
  }
  return form.text();
}

}  // namespace

std::string print(const TypeExpression& type) {
  std::string text;
  for (const TypeName& name : type.alternatives) {
    if (!text.empty()) text += "|";
    text += text_of(name.kind);
    if (name.element) text += "<" + print(*name.element) + ">";
    if (name.not_null) text += "!";
  }
  return text;
}

std::string print(const LabelExpression& labels) {
  using Kind = LabelExpression::Kind;
  switch (labels.kind) {
    case Kind::Name:
      return labels.name.text;
    case Kind::Wildcard:
      return "%";
    case Kind::Dynamic:
      return Form(labels.dynamic_any ? "$any" : "$").add(labels.expression).text();
    case Kind::Not:
      return Form("!").add(print(labels.operands[0])).text();
    case Kind::And:
    case Kind::Or:
      break;
  }
  Form form(labels.kind == Kind::And ? "&" : "|");
  add_paths(form, labels.operands);
  return form.text();
}

std::string print(const Expression& expression) {
  return std::visit(
      Overloaded{
          [](const Literal& node) { return literal_text(node); },
          [](const Parameter& node) { return "$" + node.name; },
          [](const Variable& node) { return node.name; },
          [](const PropertyAccess& node) {
            return Form(".").add(node.operand).add(node.key.text).text();
          },
          [](const Index& node) { return Form("[]").add(node.operand).add(node.index).text(); },
          [](const Slice& node) {
            return Form("[..]").add(node.operand).add(node.from).add(node.to).text();
          },
          [](const Unary& node) { return Form(text_of(node.op)).add(node.operand).text(); },
          [](const Binary& node) {
            return Form(text_of(node.op)).add(node.left).add(node.right).text();
          },
          [](const Logical& node) { return Form(text_of(node.op)).add(node.operands).text(); },
          [](const ComparisonChain& node) {
            Form form("compare");
            form.add(node.operands[0]);
            for (std::size_t i = 0; i < node.operators.size(); ++i) {
              form.add(text_of(node.operators[i])).add(node.operands[i + 1]);
            }
            return form.text();
          },
          [](const IsNull& node) {
            return Form(node.negated ? "is-not-null" : "is-null").add(node.operand).text();
          },
          [](const StringPredicate& node) {
            return Form(text_of(node.op)).add(node.left).add(node.right).text();
          },
          [](const In& node) { return Form("in").add(node.item).add(node.list).text(); },
          [](const RegexMatch& node) { return Form("=~").add(node.left).add(node.right).text(); },
          [](const LabelPredicate& node) {
            return Form("is").add(node.operand).add(":" + print(*node.labels)).text();
          },
          [](const TypePredicate& node) {
            return Form(node.negated ? "is-not-type" : "is-type")
                .add(node.operand)
                .add(print(node.type))
                .text();
          },
          [](const IsNormalized& node) {
            return Form(node.negated ? "is-not-normalized" : "is-normalized")
                .add(node.operand)
                .add(text_of(node.form))
                .text();
          },
          [](const FunctionCall& node) {
            return Form(node.full_name())
                .flag("distinct", node.distinct)
                .flag("*", node.star)
                .add(node.arguments)
                .text();
          },
          [](const ListLiteral& node) { return Form("list").add(node.items).text(); },
          [](const MapLiteral& node) {
            Form form("map");
            for (const MapEntry& entry : node.entries) {
              form.add(entry.key.text + ":" + print(*entry.value));
            }
            return form.text();
          },
          [](const MapProjection& node) { return map_text(node); },
          [](const ListComprehension& node) {
            return Form("each")
                .add(node.variable.text)
                .add(node.list)
                .add_if("where", node.where)
                .add_if("give", node.projection)
                .text();
          },
          [](const PatternComprehension& node) {
            return Form("each-path")
                .add(print(*node.path))
                .add_if("where", node.where)
                .add_if("give", node.projection)
                .text();
          },
          [](const PatternExpression& node) {
            return Form("pattern").add(print(*node.path)).text();
          },
          [](const Quantifier& node) {
            return Form(text_of(node.kind))
                .add(node.variable.text)
                .add(node.list)
                .add(node.where)
                .text();
          },
          [](const Reduce& node) {
            return Form("reduce")
                .add(node.accumulator.text)
                .add(node.initial)
                .add(node.variable.text)
                .add(node.list)
                .add(node.step)
                .text();
          },
          [](const Case& node) { return case_text(node); },
          [](const CaseSubject&) { return std::string("subject"); },
          [](const ExistsSubquery& node) { return Form("exists").add(print(*node.query)).text(); },
          [](const CountSubquery& node) { return Form("count").add(print(*node.query)).text(); },
          [](const CollectSubquery& node) {
            return Form("collect").add(print(*node.query)).text();
          },
          [](const ShortestPathExpression& node) {
            return Form(node.all ? "allShortestPaths" : "shortestPath")
                .add(print(*node.path))
                .text();
          }},
      expression.node);
}

std::string print(const PathPattern& path) {
  std::string text = path.variable ? path.variable->text + " = " : "";
  text += selector_text(path.selector) + text_of(path.restrictor);
  for (const PathElement& element : path.elements) text += element_text(element);
  return text;
}

std::string print(const Clause& clause) {
  return std::visit(
      Overloaded{
          [](const Match& node) {
            Form form(node.optional ? "optional-match" : "match");
            form.flag("different", node.mode == MatchMode::DifferentRelationships);
            form.flag("repeatable", node.mode == MatchMode::RepeatableElements);
            add_paths(form, node.patterns);
            return form.add_if("where", node.where).text();
          },
          [](const Unwind& node) {
            return Form("unwind").add(node.list).add(node.variable.text).text();
          },
          [](const With& node) {
            Form form("with");
            add_projection(form, node.projection);
            return form.add_if("where", node.where).text();
          },
          [](const Return& node) {
            Form form("return");
            add_projection(form, node.projection);
            return form.text();
          },
          [](const Create& node) {
            Form form("create");
            add_paths(form, node.patterns);
            return form.text();
          },
          [](const Merge& node) {
            Form form("merge");
            form.add(print(node.pattern));
            for (const SetItem& item : node.on_create) form.add("on-create " + set_text(item));
            for (const SetItem& item : node.on_match) form.add("on-match " + set_text(item));
            return form.text();
          },
          [](const Set& node) {
            Form form("set");
            for (const SetItem& item : node.items) form.add(set_text(item));
            return form.text();
          },
          [](const Remove& node) {
            Form form("remove");
            for (const RemoveItem& item : node.items) form.add(remove_text(item));
            return form.text();
          },
          [](const Delete& node) {
            return Form(node.detach ? "detach-delete" : "delete").add(node.expressions).text();
          },
          [](const Foreach& node) {
            Form form("foreach");
            form.add(node.variable.text).add(node.list);
            add_paths(form, node.clauses);
            return form.text();
          },
          [](const CallProcedure& node) { return call_text(node); },
          [](const CallSubquery& node) { return subquery_text(node); },
          [](const QueryPart& node) {
            Form form("part");
            for (const QueryBranch& branch : node.branches) {
              form.add_if("when", branch.condition).add(print(*branch.query));
            }
            return form.text();
          },
          [](const TableRows&) { return std::string("(rows)"); },
          [](const LoadCsv& node) {
            return Form("load-csv")
                .flag("headers", node.with_headers)
                .add(node.source)
                .add(node.variable.text)
                .flag(node.field_terminator ? node.field_terminator->c_str() : "",
                      node.field_terminator.has_value())
                .text();
          },
          [](const Finish&) { return std::string("(finish)"); },
          [](const Use& node) {
            Form form("use");
            for (const Name& name : node.name) form.add(name.text);
            return form.text();
          }},
      clause.node);
}

std::string print(const Query& query) {
  std::string text;
  for (const SingleQuery& part : query.parts) {
    if (!text.empty()) text += query.union_kind == UnionKind::All ? " union-all " : " union ";
    std::string clauses;
    for (const Clause& clause : part.clauses) {
      if (!clauses.empty()) clauses += " ";
      clauses += print(clause);
    }
    text += clauses;
  }
  return text;
}

}  // namespace liaison::query::ast
