#include "property/query_generator.h"

#include <algorithm>

#include "property/graph_model.h"

namespace liaison::property {
namespace {

Type type_of(VariableKind kind) {
  switch (kind) {
    case VariableKind::Node:
      return Type::Node;
    case VariableKind::Relationship:
      return Type::Relationship;
    case VariableKind::RelationshipList:
      return Type::RelationshipList;
    case VariableKind::Path:
      return Type::Path;
  }
  return Type::Any;
}

}  // namespace

std::vector<PatternVariable> pattern_scope(const Scope& scope) {
  std::vector<PatternVariable> result;
  for (const Variable& variable : scope) {
    if (variable.type == Type::Node) result.push_back({variable.name, VariableKind::Node});
    if (variable.type == Type::Relationship) {
      result.push_back({variable.name, VariableKind::Relationship});
    }
  }
  return result;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string QueryGenerator::match(Scope& scope) {
  std::vector<PatternVariable> variables = pattern_scope(scope);
  const std::size_t before = variables.size();
  PatternGenerator generator{random_, next_name_};
  const int relationships = std::min(relationships_left_, random_.between(0, 2));
  Pattern pattern = generator.pattern(variables, relationships, 1, false);
  relationships_left_ -= relationships + static_cast<int>(pattern.paths.size()) - 1;
  for (std::size_t i = before; i < variables.size(); ++i) {
    scope.push_back({variables[i].name, type_of(variables[i].kind)});
  }
  std::string text = (random_.chance(30) ? "OPTIONAL MATCH " : "MATCH ") + text_of(pattern);
  if (random_.chance(40)) text += " WHERE " + boolean(scope, 2);
  return text + "\n";
}

std::string QueryGenerator::matches(Scope& scope) {
  relationships_left_ = 4;
  std::string text = match(scope);
  if (random_.chance(40)) text += match(scope);
  return text;
}

std::string QueryGenerator::unwind(Scope& scope) {
  const std::string name = fresh("u");
  const Variable* bag = variable(scope, Type::Bag);
  std::string list;
  Type type = Type::Integer;
  if (bag && random_.chance(60)) {
    list = bag->name;
    type = Type::Any;
  } else if (random_.chance(60)) {
    list = integer_list(scope, 2);
  } else {
    list = "[" + any(scope, 1) + ", " + any(scope, 1) + ", null]";
    type = Type::Any;
  }
  scope.push_back({name, type});
  return "UNWIND " + list + " AS " + name + "\n";
}

std::string QueryGenerator::order_by_all(const std::vector<std::string>& columns) {
  std::vector<std::string> keys = columns;
  for (std::size_t i = keys.size(); i > 1; --i) {
    std::swap(keys[i - 1], keys[static_cast<std::size_t>(random_.below(static_cast<int>(i)))]);
  }
  for (std::string& key : keys) key += random_.pick<std::string>({"", " DESC", " ASC"});
  return " ORDER BY " + joined(keys);
}

std::string QueryGenerator::with(Scope& scope) {
  const bool aggregates = random_.chance(35);
  const bool is_distinct = !aggregates && random_.chance(25);
  const bool cuts = random_.chance(20);
  if (!aggregates && !is_distinct && !cuts && random_.chance(25)) {
    return "WITH *" + (random_.chance(60) ? " WHERE " + boolean(scope, 2) : "") + "\n";
  }
  Scope next;
  std::vector<std::string> items;
  std::vector<std::string> names;
  for (const Variable& known : scope) {
    const bool is_bag = known.type == Type::Bag;
    if ((is_bag && (aggregates || is_distinct || cuts)) || random_.chance(aggregates ? 60 : 25)) {
      continue;
    }
    next.push_back(known);
    items.push_back(known.name);
    names.push_back(known.name);
  }
  const int more = items.empty() ? 1 : random_.below(3);
  for (int i = 0; i < more; ++i) {
    const Type type = random_.pick<Type>({Type::Integer, Type::String, Type::Any, Type::Boolean});
    const std::string name = fresh("v");
    items.push_back(expression(scope, type, 2) + " AS " + name);
    names.push_back(name);
    next.push_back({name, type});
  }
  if (aggregates) {
    Type type = Type::Any;
    std::string text = aggregate(scope, type);
    while (type == Type::Bag && cuts) text = aggregate(scope, type);
    const std::string name = fresh(type == Type::Bag ? "bag" : "g");
    items.push_back(text + " AS " + name);
    names.push_back(name);
    next.push_back({name, type});
  }
  std::string text = std::string("WITH ") + (is_distinct ? "DISTINCT " : "") + joined(items);
  if (cuts) {
    text += order_by_all(names);
    if (random_.chance(40)) text += " SKIP " + std::to_string(random_.below(3));
    text += " LIMIT " + std::to_string(random_.between(0, 6));
  }
  scope = next;
  if (random_.chance(35)) text += " WHERE " + boolean(scope, 2);
  return text + "\n";
}

std::string QueryGenerator::call(Scope& scope) {
  Scope inner;
  std::vector<std::string> imports;
  for (const Variable& known : scope) {
    if ((known.type != Type::Node && known.type != Type::Integer) || random_.chance(50)) continue;
    inner.push_back(known);
    imports.push_back(known.name);
  }
  std::string text = "CALL (" + joined(imports) + ") { ";
  if (relationships_left_ > 0) text += match(inner);
  const std::string name = fresh("v");
  if (random_.chance(50)) {
    text += "RETURN " + integer(inner, 1) + " AS " + name;
  } else {
    text += "RETURN sum(" + integer(inner, 1) + ") AS " + name;
  }
  scope.push_back({name, Type::Integer});
  return text + " }\n";
}

std::string QueryGenerator::single(std::vector<Type>& columns, bool is_in_union, bool& is_ordered) {
  Scope scope;
  std::string text;
  const int clauses = random_.between(1, 4);
  for (int i = 0; i < clauses; ++i) {
    const int choice = random_.below(100);
    if (relationships_left_ > 0 && (i == 0 ? choice < 80 : choice < 45)) {
      text += match(scope);
    } else if (choice < 92 && i > 0) {
      text += choice < 85 ? with(scope) : call(scope);
    } else {
      text += unwind(scope);
    }
  }
  const bool aggregates = !is_in_union && random_.chance(25);
  const bool is_distinct = !aggregates && random_.chance(20);
  const bool cuts = !is_in_union && random_.chance(25);
  is_ordered = !is_in_union && (cuts || random_.chance(25));
  const bool no_bags = aggregates || is_distinct || is_ordered || is_in_union;
  std::vector<std::string> items;
  std::vector<std::string> names;
  const auto add = [&](const std::string& item, const char* prefix) {
    names.push_back(prefix + std::to_string(names.size()));
    items.push_back(item + " AS " + names.back());
  };
  if (columns.empty()) {
    if (!is_in_union) {
      for (const Variable& known : scope) {
        if ((known.type == Type::Bag && no_bags) || random_.chance(40)) continue;
        add(known.name, known.type == Type::Bag ? "bag" : "c");
      }
    }
    const int more = items.empty() ? random_.between(1, 2) : random_.below(2);
    for (int i = 0; i < more; ++i) {
      columns.push_back(random_.pick<Type>(
          {Type::Integer, Type::String, Type::Any, Type::Boolean, Type::IntegerList}));
      add(expression(scope, columns.back(), 2), "c");
    }
  } else {
    for (const Type type : columns) add(expression(scope, type, 2), "c");
  }
  if (aggregates) {
    Type type = Type::Any;
    std::string call_text = aggregate(scope, type);
    while (type == Type::Bag && is_ordered) call_text = aggregate(scope, type);
    add(call_text, type == Type::Bag ? "bag" : "c");
  }
  text += std::string("RETURN ") + (is_distinct ? "DISTINCT " : "") + joined(items);
  if (is_ordered) text += order_by_all(names);
  if (cuts) {
    if (random_.chance(40)) text += " SKIP " + std::to_string(random_.below(4));
    text += " LIMIT " + std::to_string(random_.between(0, 8));
  }
  return text;
}

std::string QueryGenerator::end(const std::string& name) {
  std::string text = "(" + name;
  if (random_.chance(50)) text += ":" + random_.pick(kLabels);
  if (random_.chance(30)) text += " {i: " + std::to_string(random_.between(0, 2)) + "}";
  return text + ")";
}

std::string QueryGenerator::types() {
  return random_.pick<std::string>({"", ":R", ":S", ":R|S"});
}

std::string QueryGenerator::path_statement() {
  const std::string bounds =
      random_.pick<std::string>({"*", "*..2", "*0..", "*0..2", "*1..3", "*2..3", "*3"});
  const std::string condition = random_.chance(20) ? " {i: 1}" : "";
  const bool points = random_.chance(60);
  const std::string left = random_.chance(20) ? "<-" : "-";
  const std::string right = points && left == "-" ? "->" : "-";
  const bool shortest = random_.chance(35) && bounds.find("2..") != 1 && bounds.find("3") != 1;
  const std::string b = random_.chance(12) ? "(a)" : end("b");
  std::string walk = (random_.chance(50) ? "(a)" : end("a")) + left + "[r" + types() + bounds +
                     condition + "]" + right + b;
  std::string text = random_.chance(50) ? "MATCH " + end("a") + " " : "";
  const bool has_b = b != "(a)";
  if (has_b && random_.chance(40)) text += "MATCH " + end("b") + " ";
  if (random_.chance(20)) text += "OPTIONAL ";
  if (shortest) {
    walk = random_.pick<std::string>({"shortestPath(", "allShortestPaths("}) + walk + ")";
  } else if (random_.chance(30)) {
    walk += random_.pick<std::string>({"-[", "<-["}) + types() + "]-(c)";
  }
  text += "MATCH p = " + walk;
  const std::string far = has_b ? "b" : "a";
  if (random_.chance(30)) text += " WHERE " + far + ".i < 2";
  text += "\n";
  const bool is_any = shortest && walk.starts_with("shortestPath");
  switch (random_.below(is_any ? 4 : 9)) {
    case 0:
      return text + "RETURN DISTINCT " + far + " AS c0";
    case 1:
      return text + "RETURN " + far + " AS c0, min(length(p)) AS c1";
    case 2:
      return text + "RETURN count(DISTINCT " + far + ") AS c0";
    case 3:
      return text + "WITH DISTINCT a, " + far + " AS e RETURN a AS c0, count(e.i) AS c1";
    case 4:
      return text + "RETURN count(p) AS c0, max(size(r)) AS c1";
    case 5:
      return text + "RETURN length(p) AS c0, count(*) AS c1";
    case 6:
      return text + "RETURN a AS c0, count(p) AS c1, min(a.i) AS c2";
    case 7:
      return text + "RETURN p AS c0, size(r) AS c1";
    default:
      return text + "WITH " + far + " AS e, length(p) AS l WHERE l > 1 RETURN e AS c0, l AS c1";
  }
}

std::string QueryGenerator::cycle_statement() {
  const auto step = [&](const char* name) {
    const std::string inside = "[" + std::string(random_.chance(40) ? name : "") + types() + "]";
    return random_.pick<std::string>(
        {"-" + inside + "->", "<-" + inside + "-", "-" + inside + "-"});
  };
  std::string text = "MATCH " + end("a") + step("r") + end("b") + step("s") + end("c") + step("t") +
                     random_.pick<std::string>({"(a)", "(a)", "(b)", "(d)"});
  if (random_.chance(40)) text += ", " + end("d") + step("u") + "(b)";
  if (random_.chance(30)) text += ", (d)" + step("v") + "(c)";
  if (random_.chance(40)) text += " WHERE a.i <= b.i";
  if (random_.chance(20)) text += " AND b.i <= c.i";
  if (text.find("WHERE") == std::string::npos) {
    const std::size_t lost = text.find(" AND ");
    if (lost != std::string::npos) text.resize(lost);
  }
  text += "\n";
  switch (random_.below(8)) {
    case 0:
      return text + "RETURN count(*) AS c0";
    case 1:
      return text + "RETURN a AS c0, count(c) AS c1";
    case 2:
      return text + "RETURN DISTINCT a AS c0, c AS c1";
    case 3:
      return text + "RETURN b AS c0, count(*) AS c1, count(DISTINCT c) AS c2";
    case 4:
      return text + "RETURN a AS c0, count(DISTINCT c) AS c1";
    case 5:
      return text + "RETURN c.i AS c0, count(DISTINCT a) AS c1";
    case 6:
      return text + "RETURN a.i AS c0, a AS c1, count(DISTINCT b) AS c2, count(DISTINCT b) AS c3";
    default:
      return text + "RETURN a AS c0, b AS c1, c AS c2";
  }
}

std::string QueryGenerator::renamed_statement() {
  const auto step = [&](const char* name) {
    return random_.pick<std::string>({"-[", "<-["}) + name + types() + "]-";
  };
  const std::string a = random_.pick<std::string>({"a", "x"});
  std::string text = "MATCH " + end("a") + step("r") + end("c") + "\nWITH ";
  if (random_.chance(40)) text += "c.i AS d, ";
  text += a == "a" ? "a, c" : "a AS x, c";
  text += "\nMATCH (c)" + step("s") + end("b");
  if (random_.chance(30)) text += " WHERE " + a + ".i <= b.i";
  if (random_.chance(30)) text += "\nWITH c, b, " + a;
  const std::string key = random_.pick<std::string>({a, a, a + ".i", a + ".i + 0"});
  const std::string other = random_.pick<std::string>({"b", "b.i", "c", "c.i"});
  const std::string value = random_.pick<std::string>(
      {"count(*)", "count(DISTINCT c)", "sum(b.i)", "min(c.i)", "count(DISTINCT b.i)"});
  text += "\nRETURN " + key + " AS c0, ";
  if (random_.chance(70)) return text + other + " AS c1, " + value + " AS c2";
  return text + value + " AS c1, count(b) AS c2";
}

GeneratedQuery QueryGenerator::query() {
  next_name_ = 0;
  relationships_left_ = 4;
  GeneratedQuery result;
  const int kind = random_.below(100);
  if (kind < 15) {
    result.text = path_statement();
    return result;
  }
  if (kind < 25) {
    result.text = cycle_statement();
    return result;
  }
  if (kind < 33) {
    result.text = renamed_statement();
    return result;
  }
  std::vector<Type> columns;
  const bool is_union = random_.chance(12);
  result.text = single(columns, is_union, result.is_ordered);
  if (is_union) {
    relationships_left_ = 3;
    result.text += random_.chance(50) ? "\nUNION ALL\n" : "\nUNION\n";
    bool ignored = false;
    result.text += single(columns, true, ignored);
  }
  return result;
}

}  // namespace liaison::property
