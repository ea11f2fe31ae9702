// The expressions of random queries.
#include "property/graph_model.h"
#include "property/query_generator.h"

namespace liaison::property {

const Variable* QueryGenerator::variable(const Scope& scope, Type type) {
  std::vector<const Variable*> found;
  for (const Variable& candidate : scope) {
    if (candidate.type == type) found.push_back(&candidate);
  }
  return found.empty() ? nullptr : random_.pick(found);
}

const Variable* QueryGenerator::entity(const Scope& scope) {
  const Variable* node = variable(scope, Type::Node);
  const Variable* relationship = variable(scope, Type::Relationship);
  return !node || (relationship && random_.chance(30)) ? relationship : node;
}

std::string QueryGenerator::subquery_pattern(const Scope& scope) {
  std::vector<PatternVariable> inner = pattern_scope(scope);
  PatternGenerator generator{random_, next_name_};
  return "MATCH " + text_of(generator.pattern(inner, 2, 0, random_.chance(40)));
}

std::string QueryGenerator::integer(const Scope& scope, int depth) {
  const int choice = random_.below(depth > 0 ? 17 : 5);
  const auto number = [&] { return integer(scope, depth - 1); };
  switch (choice) {
    case 0:
    case 1:
    case 2:
      if (const Variable* found = entity(scope)) {
        return found->name + (random_.chance(70) ? ".i" : ".id");
      }
      return std::to_string(random_.between(-1, 4));
    case 3:
      if (const Variable* found = variable(scope, Type::Integer)) return found->name;
      return std::to_string(random_.between(-1, 4));
    case 4:
      return random_.chance(8) ? "null" : std::to_string(random_.between(-1, 4));
    case 5:
      return "(" + number() + " + " + number() + ")";
    case 6:
      return "(" + number() + " - " + number() + ")";
    case 7:
      return "(" + number() + " * " + number() + ")";
    case 8:
      return "(" + number() + " % " + std::to_string(random_.between(2, 5)) + ")";
    case 9:
      return "coalesce(" + number() + ", " + number() + ")";
    case 10:
      return "CASE WHEN " + boolean(scope, depth - 1) + " THEN " + number() +
             (random_.chance(70) ? " ELSE " + number() : "") + " END";
    case 11:
      return "size(" + integer_list(scope, depth - 1) + ")";
    case 12:
      if (const Variable* path = variable(scope, Type::Path)) return "length(" + path->name + ")";
      if (const Variable* bag = variable(scope, Type::Bag)) return "size(" + bag->name + ")";
      return "abs(" + number() + ")";
    case 13:
      if (const Variable* list = variable(scope, Type::RelationshipList)) {
        return "size([e IN " + list->name + " WHERE e.i > " + number() + "])";
      }
      return "-(" + number() + ")";
    case 14:
      return "COUNT { " + subquery_pattern(scope) + " }";
    case 15: {
      const std::string name = fresh("x");
      return "reduce(s = 0, " + name + " IN " + integer_list(scope, depth - 1) + " | s + " + name +
             ")";
    }
    default:
      return integer_list(scope, depth - 1) + "[" + std::to_string(random_.between(-2, 2)) + "]";
  }
}

std::string QueryGenerator::string(const Scope& scope, int depth) {
  switch (random_.below(depth > 0 ? 9 : 4)) {
    case 0:
    case 1:
      if (const Variable* found = entity(scope)) return found->name + ".s";
      return "'a'";
    case 2:
      if (const Variable* found = variable(scope, Type::String)) return found->name;
      return "'b'";
    case 3:
      return literal_text(random_literal(random_, "s"));
    case 4:
      return "(" + string(scope, depth - 1) + " + " + string(scope, depth - 1) + ")";
    case 5:
      return "toUpper(" + string(scope, depth - 1) + ")";
    case 6:
      return "toString(" + integer(scope, depth - 1) + ")";
    case 7:
      if (const Variable* found = variable(scope, Type::Relationship)) {
        return "type(" + found->name + ")";
      }
      return "left(" + string(scope, depth - 1) + ", 1)";
    default:
      return "CASE " + integer(scope, depth - 1) + " WHEN 1 THEN 'one' WHEN " +
             integer(scope, depth - 1) + " THEN " + string(scope, depth - 1) + " END";
  }
}

std::string QueryGenerator::integer_list(const Scope& scope, int depth) {
  if (depth <= 0 || random_.chance(25)) {
    std::vector<std::string> parts;
    for (int i = random_.below(4); i > 0; --i) {
      parts.push_back(random_.chance(12) ? "null" : std::to_string(random_.between(-1, 4)));
    }
    return "[" + joined(parts) + "]";
  }
  switch (random_.below(6)) {
    case 0:
      return "range(" + std::to_string(random_.between(-1, 2)) + ", " +
             std::to_string(random_.between(0, 4)) + ")";
    case 1: {
      const std::string name = fresh("x");
      Scope inner = scope;
      inner.push_back({name, Type::Integer});
      return "[" + name + " IN " + integer_list(scope, depth - 1) +
             (random_.chance(50) ? " WHERE " + boolean(inner, depth - 1) : "") + " | " +
             integer(inner, depth - 1) + "]";
    }
    case 2:
      return "(" + integer_list(scope, depth - 1) + " + " + integer_list(scope, depth - 1) + ")";
    case 3:
      return "tail(" + integer_list(scope, depth - 1) + ")";
    case 4:
      return integer_list(scope, depth - 1) + "[" + std::to_string(random_.between(-2, 1)) + ".." +
             std::to_string(random_.between(-1, 3)) + "]";
    default:
      if (const Variable* found = variable(scope, Type::IntegerList)) return found->name;
      return "[" + integer(scope, depth - 1) + ", " + integer(scope, depth - 1) + "]";
  }
}

std::string QueryGenerator::any(const Scope& scope, int depth) {
  switch (random_.below(6)) {
    case 0:
      if (const Variable* found = variable(scope, Type::Any)) return found->name;
      return literal_text(random_literal(random_, "m"));
    case 1:
      if (const Variable* found = entity(scope)) {
        return found->name + "." + random_.pick<std::string>({"m", "f", "b"});
      }
      return "null";
    case 2:
      return "{k: " + integer(scope, depth - 1) + ", l: " + string(scope, depth - 1) + "}." +
             random_.pick<std::string>({"k", "l", "none"});
    case 3:
      return string(scope, depth - 1);
    case 4:
      return "(" + boolean(scope, depth - 1) + ")";
    default:
      return integer(scope, depth - 1);
  }
}

std::string QueryGenerator::boolean(const Scope& scope, int depth) {
  const auto part = [&] { return "(" + boolean(scope, depth - 1) + ")"; };
  switch (random_.below(depth > 0 ? 18 : 6)) {
    case 0:
    case 1:
      return integer(scope, depth - 1) +
             random_.pick<std::string>({" < ", " <= ", " > ", " >= ", " = ", " <> "}) +
             integer(scope, depth - 1);
    case 2:
      return any(scope, depth - 1) + random_.pick<std::string>({" < ", " = ", " <> ", " >= "}) +
             any(scope, depth - 1);
    case 3:
      return string(scope, depth - 1) +
             random_.pick<std::string>({" STARTS WITH ", " CONTAINS ", " ENDS WITH "}) +
             string(scope, depth - 1);
    case 4:
      if (const Variable* node = variable(scope, Type::Node)) {
        return node->name + ":" + random_.pick(kLabels);
      }
      return random_.pick<std::string>({"true", "false", "null"});
    case 5:
      return any(scope, depth - 1) + (random_.chance(50) ? " IS NULL" : " IS NOT NULL");
    case 6:
    case 7:
    case 8:
      return part() + " AND " + part();
    case 9:
    case 10:
      return part() + " OR " + part();
    case 11:
      return part() + " XOR " + part();
    case 12:
    case 13:
      return "NOT " + part();
    case 14:
      return integer(scope, depth - 1) + " IN " + integer_list(scope, depth - 1);
    case 15:
      return "EXISTS { " + subquery_pattern(scope) + " }";
    case 16: {
      const std::string name = fresh("x");
      Scope inner = scope;
      inner.push_back({name, Type::Integer});
      return random_.pick<std::string>({"all(", "any(", "none(", "single("}) + name + " IN " +
             integer_list(scope, depth - 1) + " WHERE " + boolean(inner, depth - 1) + ")";
    }
    default:
      if (const Variable* found = entity(scope)) {
        const Variable* other = variable(scope, found->type);
        return found->name + (random_.chance(50) ? " = " : " <> ") + other->name;
      }
      return "1 < null";
  }
}

std::string QueryGenerator::expression(const Scope& scope, Type type, int depth) {
  switch (type) {
    case Type::Integer:
      return integer(scope, depth);
    case Type::String:
      return string(scope, depth);
    case Type::Boolean:
      return boolean(scope, depth);
    case Type::IntegerList:
      return integer_list(scope, depth);
    case Type::Any:
      return any(scope, depth);
    default:
      break;
  }
  const Variable* found = variable(scope, type);
  return found ? found->name : "null";
}

std::string QueryGenerator::aggregate(const Scope& scope, Type& type) {
  type = Type::Integer;
  const std::string distinct = random_.chance(35) ? "DISTINCT " : "";
  switch (random_.below(9)) {
    case 0:
    case 1:
      return "count(*)";
    case 2:
      if (const Variable* found = entity(scope)) return "count(" + distinct + found->name + ")";
      return "count(" + distinct + integer(scope, 1) + ")";
    case 3:
      return "count(" + distinct + any(scope, 1) + ")";
    case 4:
      return "sum(" + distinct + integer(scope, 1) + ")" + (random_.chance(30) ? " + 1" : "");
    case 5:
      type = Type::Any;
      return "min(" + any(scope, 1) + ")";
    case 6:
      type = Type::Any;
      return "max(" + any(scope, 1) + ")";
    case 7:
      type = Type::Any;
      return "avg(" + integer(scope, 1) + ")";
    default:
      type = Type::Bag;
      return "collect(" + distinct + any(scope, 1) + ")";
  }
}

}  // namespace liaison::property
