// What the binder makes of statements, and what it refuses beyond the conformance scenarios.
#include "bind/binder.h"

#include <doctest/doctest.h>

#include "parse/parser.h"
#include "unit/query/bind/bound_text.h"

using namespace liaison;
using namespace liaison::query;

namespace {

BoundStatement bound(const std::string& text) {
  return bind(parse(text), BinderEnvironment{});
}

const BoundQuery& query_of(const BoundStatement& statement) {
  return std::get<BoundQuery>(statement.body);
}

template <class Clause>
const Clause& clause(const BoundStatement& statement, std::size_t index, std::size_t arm = 0) {
  return std::get<Clause>(query_of(statement).arms[arm].clauses[index].node);
}

// The detail of the error, or "" when the statement binds; `message` has its text.
std::string refusal(const std::string& text, std::string* message = nullptr) {
  try {
    bound(text);
  } catch (const QueryError& error) {
    CHECK(error.phase() == ErrorPhase::CompileTime);
    CHECK(error.span().has_value());
    if (message != nullptr) *message = error.what();
    return error.detail();
  }
  return "";
}

// The last clause's only item.
std::string returned(const std::string& text) {
  const BoundStatement statement = bound(text);
  const auto& projection =
      std::get<BoundProjection>(query_of(statement).arms.front().clauses.back().node);
  return BoundText(statement.variables).expression(projection.items.front().expression);
}

}  // namespace

TEST_CASE("an aggregating projection is split into keys, aggregates and items over both") {
  const BoundStatement statement =
      bound("MATCH (n) RETURN n.x AS x, count(*) + 1 AS c, n.x + sum(n.y) + count(*) AS s");
  const auto& p = clause<BoundProjection>(statement, 1);
  const BoundText text(statement.variables);
  CHECK(p.has_aggregation);
  CHECK(text.assignments(p.keys) == "x#1=n#0.x");
  CHECK(text.assignments(p.aggregates) == "#2=count(), #3=sum(n#0.y)");
  CHECK(text.assignments(p.items) == "x#4=x#1, c#5=(#2 + 1), s#6=((x#1 + #3) + #2)");
  CHECK(query_of(statement).columns.size() == 3);
  CHECK(query_of(statement).arms[0].outputs == std::vector<VariableId>{4, 5, 6});
}

TEST_CASE("a grouping key that is a variable serves its properties, any other only as a whole") {
  CHECK(refusal("MATCH (n) RETURN n, n.x + count(*)").empty());
  CHECK(refusal("MATCH (n) RETURN n.x, n.y + count(*)") == "AmbiguousAggregationExpression");
  CHECK(refusal("MATCH (n) RETURN n.x + 1, n.x + 1 + count(*)") ==
        "AmbiguousAggregationExpression");
  CHECK(refusal("MATCH (n)--(m) RETURN n, COUNT { (m)-->() } + count(*)") ==
        "AmbiguousAggregationExpression");
  CHECK(refusal("MATCH (n)--(m) RETURN n, COUNT { (n)-->() } + count(*)").empty());
}

TEST_CASE("ORDER BY refers to projected expressions, then to projected names, then to old ones") {
  const BoundStatement plain = bound("MATCH (n) WITH n.a AS b, n ORDER BY n.a, b, n.c RETURN b");
  CHECK(BoundText(plain.variables)
            .expression(clause<BoundProjection>(plain, 1).order_by[0].expression) == "b#1");
  CHECK(BoundText(plain.variables)
            .expression(clause<BoundProjection>(plain, 1).order_by[1].expression) == "b#1");
  CHECK(BoundText(plain.variables)
            .expression(clause<BoundProjection>(plain, 1).order_by[2].expression) == "n#2.c");

  const BoundStatement shadowed = bound("MATCH (n) RETURN n.a AS n ORDER BY n.a, n, n + 1");
  const auto& items = clause<BoundProjection>(shadowed, 1).order_by;
  CHECK(BoundText(shadowed.variables).expression(items[0].expression) == "n#1");
  CHECK(BoundText(shadowed.variables).expression(items[1].expression) == "n#1");
  CHECK(BoundText(shadowed.variables).expression(items[2].expression) == "(n#1 + 1)");

  CHECK(refusal("MATCH (n) RETURN DISTINCT n.a ORDER BY n.b") == "UndefinedVariable");
  CHECK(refusal("MATCH (n) RETURN DISTINCT n.a ORDER BY n.a * 2").empty());
  CHECK(refusal("MATCH (n) RETURN DISTINCT n AS m ORDER BY n.b").empty());
  CHECK(refusal("MATCH (n) RETURN n.a, count(*) ORDER BY n.b") == "UndefinedVariable");
  CHECK(refusal("MATCH (n) RETURN n.a ORDER BY max(n.b)") == "InvalidAggregation");
  CHECK(refusal("MATCH (n) RETURN n.a, count(*) ORDER BY max(1)") == "InvalidAggregation");
  CHECK(refusal("MATCH (n) WITH n.a AS a ORDER BY max(n.b) RETURN a") == "InvalidAggregation");
}

TEST_CASE("WHERE after WITH sees old variables, unless DISTINCT or aggregation took them away") {
  CHECK(refusal("MATCH (n) WITH n.a AS a WHERE n.b > 1 RETURN a").empty());
  CHECK(refusal("MATCH (n) WITH DISTINCT n.a AS a WHERE n.b > 1 RETURN a") == "UndefinedVariable");
  CHECK(refusal("MATCH (n) WITH n.a AS a, count(*) AS c WHERE c > 1 RETURN a").empty());
  CHECK(refusal("MATCH (n) WITH n.a AS a, count(*) AS c WHERE count(*) > 1 RETURN a") ==
        "InvalidAggregation");
  CHECK(refusal("MATCH (n) WITH n.a AS a RETURN n") == "UndefinedVariable");
}

TEST_CASE("nodes that share a variable are one, and labels of both places hold") {
  const BoundStatement statement = bound("MATCH (a:A)-[r:R]->(b), (b)<-[:S]-(a:B {x: 1}) RETURN a");
  const auto& match = clause<BoundMatch>(statement, 0);
  REQUIRE(match.pattern.nodes.size() == 2);
  REQUIRE(match.pattern.relationships.size() == 2);
  const BoundText text(statement.variables);
  CHECK(text.labels(*match.pattern.nodes[0].labels) == "and(A,B)");
  CHECK(match.pattern.relationships[1].left == 1);
  CHECK(match.pattern.relationships[1].right == 0);
  CHECK(match.pattern.relationships[1].direction == Direction::Incoming);
  CHECK_FALSE(match.pattern.nodes[0].is_bound);
  CHECK(text.list(match.predicates) == "(a#0.x = 1)");
  const BoundStatement second = bound("MATCH (a) MATCH (a)-->(b) RETURN b");
  CHECK(clause<BoundMatch>(second, 1).pattern.nodes[0].is_bound);
  CHECK_FALSE(clause<BoundMatch>(second, 1).pattern.nodes[1].is_bound);
}

TEST_CASE("a relationship of variable length carries its bounds and tests on each element") {
  const BoundStatement statement =
      bound("MATCH p = (a)-[r:R {x: 1}]->{2,5}(b) WHERE a.y = 2 AND b.y = 3 RETURN r, p");
  const auto& match = clause<BoundMatch>(statement, 0);
  const PatternRelationship& step = match.pattern.relationships.front();
  CHECK(step.variable_length);
  CHECK(step.length_min == 2);
  CHECK(step.length_max == std::optional<std::uint64_t>(5));
  CHECK(step.element_predicates.size() == 1);
  CHECK(match.predicates.size() == 2);
  CHECK(match.pattern.paths.front().has_variable);
  CHECK(statement.variables[step.variable].type.is_exactly(ValueKind::List));

  const BoundStatement star = bound("MATCH (a)-[*..3]->(b) RETURN b");
  CHECK(clause<BoundMatch>(star, 0).pattern.relationships[0].length_min == 1);
  CHECK(clause<BoundMatch>(star, 0).pattern.relationships[0].length_max ==
        std::optional<std::uint64_t>(3));
  const BoundStatement exact = bound("MATCH (a)-[*2]->(b) RETURN b");
  CHECK(clause<BoundMatch>(exact, 0).pattern.relationships[0].length_min == 2);
  CHECK(clause<BoundMatch>(exact, 0).pattern.relationships[0].length_max ==
        std::optional<std::uint64_t>(2));
  const BoundStatement inner = bound("MATCH (a)-[r:R WHERE r.x > 1]->+(b) RETURN b");
  const auto& element = clause<BoundMatch>(inner, 0).pattern.relationships[0];
  CHECK(BoundText(inner.variables).list(element.element_predicates) ==
        "(#" + std::to_string(element.element_variable) + ".x > 1)");
  const BoundStatement group = bound("MATCH (a) (()-[:R]->()){1,3} (b) RETURN b");
  CHECK(clause<BoundMatch>(group, 0).pattern.relationships[0].variable_length);
  CHECK(clause<BoundMatch>(group, 0).pattern.nodes.size() == 2);
  const BoundStatement named = bound("MATCH (a) ((x)-[:R]->(y)){1,3} (b) RETURN x");
  const auto& repeated = clause<BoundMatch>(named, 0).pattern.relationships[0];
  REQUIRE(repeated.group);
  CHECK(repeated.group->collected.size() == 2);
  CHECK(repeated.group->pattern.nodes[0].is_bound);
  CHECK(refusal("MATCH (a) ((x)-[:R]->+(y)){1,3} (b) RETURN b") == "UnexpectedSyntax");
  CHECK(refusal("MATCH (a) ((x)-[:R]->(y) WHERE x = a){1,3} (b) RETURN b") == "UndefinedVariable");
}

TEST_CASE("shortest path forms become selectors") {
  const auto selector = [](const std::string& text) {
    const BoundStatement statement = bound(text);
    const auto& step = clause<BoundMatch>(statement, 0).pattern.relationships[0];
    CHECK(step.variable_length);
    return std::pair(step.selector, step.selector_count.number);
  };
  using S = PathSelector;
  CHECK(selector("MATCH p = shortestPath((a)-[*]->(b)) RETURN p") ==
        std::pair(S::AnyShortest, std::uint64_t{1}));
  CHECK(selector("MATCH p = allShortestPaths((a)-[*]->(b)) RETURN p") ==
        std::pair(S::AllShortest, std::uint64_t{1}));
  CHECK(selector("MATCH p = SHORTEST 3 (a)-[:R]->+(b) RETURN p") ==
        std::pair(S::ShortestK, std::uint64_t{3}));
  CHECK(selector("MATCH p = SHORTEST 2 GROUPS (a)-[:R]->+(b) RETURN p") ==
        std::pair(S::ShortestGroups, std::uint64_t{2}));
  CHECK(selector("MATCH p = ANY SHORTEST (a)-[:R]->(b) RETURN p") ==
        std::pair(S::AnyShortest, std::uint64_t{1}));
  CHECK(selector("MATCH p = ALL SHORTEST (a)-[:R]->*(b) RETURN p") ==
        std::pair(S::AllShortest, std::uint64_t{1}));
  const BoundStatement several = bound("MATCH p = SHORTEST 2 (a)-[:R]->+(b)-[:S]->(c) RETURN p");
  const auto& selection = clause<BoundMatch>(several, 0).pattern.selection;
  REQUIRE(selection);
  CHECK(selection->selector == S::ShortestK);
  CHECK(selection->count.number == 2);
  // Beside other patterns it is a match of its own, after theirs.
  const BoundStatement beside =
      bound("MATCH SHORTEST 1 (a)-[:R]->+(b)-[:S]->(c), (c)-->(d) RETURN d");
  CHECK(!clause<BoundMatch>(beside, 0).pattern.selection);
  CHECK(clause<BoundMatch>(beside, 1).pattern.selection);
  CHECK(returned("MATCH (a), (b) RETURN shortestPath((a)-[*]->(b))") ==
        "collect{imports a#0 b#1}[0]");
}

TEST_CASE("subqueries name the outer variables that they use, through every level") {
  CHECK(returned("MATCH (n), (m) RETURN EXISTS { (n)-->(x) WHERE x.a = m.a }") ==
        "exists{imports n#0 m#1}");
  CHECK(returned("MATCH (n) RETURN COUNT { MATCH (x) WHERE EXISTS { (x)-->(n) } RETURN x }") ==
        "count{imports n#0}");
  CHECK(returned("MATCH (n) RETURN [(n)-->(x) | x.a]") == "collect{imports n#0}");
  CHECK(returned("MATCH (n) RETURN [y IN [1] WHERE EXISTS { (n {a: y}) } | y]") ==
        "[y#1 in [1] where exists{imports n#0 y#1} | y#1]");
  CHECK(refusal("MATCH (n) RETURN COLLECT { MATCH (x) RETURN x, n }") ==
        "InvalidClauseComposition");
  CHECK(refusal("MATCH (n) WHERE (n)-->(x) RETURN n") == "UndefinedVariable");
  CHECK(refusal("MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WITH m AS n RETURN n } RETURN n") ==
        "VariableAlreadyBound");
  CHECK(refusal("MATCH (n) WHERE EXISTS { MATCH (m) WITH m WHERE m.a = n.a RETURN m } RETURN n")
            .empty());
}

TEST_CASE(
    "CALL with a scope clause sees what it names, CALL with a leading WITH what that imports") {
  const BoundStatement scoped =
      bound("MATCH (a), (b) CALL (a) { MATCH (a)-->(x) RETURN count(x) AS c } RETURN b, c");
  const auto& call = clause<BoundSubqueryCall>(scoped, 1);
  CHECK(call.query->imports == std::vector<VariableId>{0});
  CHECK_FALSE(call.is_unit);
  CHECK(refusal("MATCH (a), (b) CALL (a) { MATCH (b)-->(x) RETURN x.y AS c } RETURN c").empty());
  CHECK(refusal("MATCH (a), (b) CALL (a) { RETURN b.x AS c } RETURN c") == "UndefinedVariable");
  CHECK(refusal("MATCH (a), (b) CALL { RETURN a.x AS c } RETURN c") == "UndefinedVariable");
  CHECK(refusal("MATCH (a) CALL { WITH a RETURN a.x AS c } RETURN c").empty());
  CHECK(refusal("MATCH (a), (b) CALL { WITH a MATCH (x) RETURN b.x AS c } RETURN c") ==
        "UndefinedVariable");
  CHECK(refusal("MATCH (a) CALL (*) { RETURN a.x AS c } RETURN c").empty());
  CHECK(refusal("MATCH (a) CALL (a) { RETURN 1 AS a } RETURN a") == "VariableAlreadyBound");
  const BoundStatement unit = bound("MATCH (a) CALL (a) { SET a.x = 1 } RETURN a");
  CHECK(clause<BoundSubqueryCall>(unit, 1).is_unit);
  CHECK(query_of(unit).writes);
  CHECK_FALSE(query_of(scoped).writes);
}

TEST_CASE("UNION matches columns by name and gives them variables of their own") {
  const BoundStatement statement = bound("RETURN 1 AS a, 2 AS b UNION ALL RETURN 3 AS b, 4 AS a");
  const BoundQuery& query = query_of(statement);
  REQUIRE(query.arms.size() == 2);
  CHECK_FALSE(query.union_distinct);
  const BoundText text(statement.variables);
  CHECK(text.variable(query.arms[1].outputs[0]) == "a#3");
  CHECK(text.variable(query.arms[1].outputs[1]) == "b#2");
  CHECK(query.columns[0].variable == 4);
}

TEST_CASE("comparison chains and CASE subjects are evaluated once") {
  CHECK(returned("WITH 1 AS x RETURN 0 < x < 3") == "((0 < x#0) and (x#0 < 3))");
  CHECK(returned("RETURN 0 < rand() < 3") ==
        "[#0 in [rand()] where - | ((0 < #0) and (#0 < 3))][0]");
  CHECK(returned("WITH 1 AS x RETURN CASE x WHEN 1 THEN 'a' ELSE 'b' END") ==
        "case x#0 when 1 then 'a' else 'b'");
  CHECK(returned("WITH 1 AS x RETURN CASE x WHEN > 3 THEN 'a' WHEN 1, 2 THEN 'b' END") ==
        "[#1 in [x#0] where - | case - when (#1 > 3) then 'a' when ((#1 = 1) or (#1 = 2)) then "
        "'b' else -][0]");
  CHECK(returned("MATCH (n) RETURN n {.a, .*, b: 1, n}") == "{a: n#0.a, *: n#0, b: 1, n: n#0}?n#0");
}

TEST_CASE("CREATE is cut where one part reads what another creates") {
  const BoundStatement cut = bound("CREATE (a {x: 1}), (b), (c {x: a.x})");
  REQUIRE(query_of(cut).arms[0].clauses.size() == 2);
  CHECK(clause<BoundCreate>(cut, 0).pattern.nodes.size() == 2);
  const BoundStatement whole = bound("CREATE (a {x: 1}), (a)-[:R]->(b), (c)");
  CHECK(query_of(whole).arms[0].clauses.size() == 1);
  CHECK(clause<BoundCreate>(whole, 0).pattern.nodes.size() == 3);
  CHECK(refusal("CREATE (a {x: a.y})") == "UndefinedVariable");
  CHECK(refusal("CREATE (n:A|B)") != "");
}

TEST_CASE("MERGE keeps labels and properties as predicates too") {
  const BoundStatement statement =
      bound("MERGE (a:A {x: 1})-[r:R {y: $y}]->(b) ON CREATE SET a.z = 1 ON MATCH SET r += {q: 2}");
  const auto& merge = clause<BoundMerge>(statement, 0);
  CHECK(BoundText(statement.variables).list(merge.predicates) ==
        "(a#0.x = 1), (r#1.y = $y), a#0:A");
  CHECK(merge.on_create.size() == 1);
  CHECK(merge.on_match.front().kind == BoundSetItem::Kind::MergeProperties);
  CHECK(merge.pattern.relationships.front().properties.size() == 1);
  CHECK(statement.parameters == std::vector<std::string>{"y"});
}

TEST_CASE("wrong names come with the one that was probably meant") {
  std::string message;
  CHECK(refusal("MATCH (name) RETURN nmae", &message) == "UndefinedVariable");
  CHECK(message == "Variable `nmae` not defined; did you mean `name`?");
  CHECK(refusal("RETURN colect(1)", &message) == "UnknownFunction");
  CHECK(message.find("did you mean `collect`") != std::string::npos);
  CHECK(refusal("MATCH (a), (b) MERGE (a)-[KNOWS]->(b)", &message) == "NoSingleRelationshipType");
  CHECK(message.find("`[:KNOWS]`") != std::string::npos);
  CHECK(refusal("RETURN xyz", &message) == "UndefinedVariable");
  CHECK(message == "Variable `xyz` not defined");
}

TEST_CASE("types known from the text are checked, unknown ones are left to the run") {
  CHECK(refusal("RETURN 1 AND true") == "InvalidArgumentType");
  CHECK(refusal("WITH 1 AS x RETURN x.y") == "InvalidArgumentType");
  CHECK(refusal("RETURN [1] IN 3") == "InvalidArgumentType");
  CHECK(refusal("RETURN size(1)") == "InvalidArgumentType");
  CHECK(refusal("MATCH (n) WITH collect(n) AS l UNWIND l AS m MATCH ()-[m]-() RETURN m") ==
        "VariableTypeConflict");
  CHECK(refusal("MATCH (n) RETURN n + [n], [n] + n, n.a AND n.b, NOT n.c, -n.d").empty());
  CHECK(refusal("RETURN null + 1, null AND true, [1] + null, null[0], null.x").empty());
  CHECK(refusal("RETURN 'a' + 1, 1 + 'a', [1] + 'a', 'a' + [1]").empty());
  CHECK(refusal("RETURN true + 1") == "InvalidArgumentType");
  CHECK(refusal("RETURN date() - duration('P1D'), duration('P1D') * 2").empty());
  CHECK(refusal("UNWIND [1, 2] AS x RETURN x STARTS WITH 'a', x = 'b', x < 'c'").empty());
  CHECK(refusal("MATCH p = (n)-->() SET p.x = 1") == "InvalidArgumentType");
  CHECK(refusal("MATCH ()-[r]->() SET r:A") == "InvalidArgumentType");
  CHECK(refusal("MATCH (n) SET n = 1") == "InvalidArgumentType");
}

TEST_CASE("row counts see no rows") {
  CHECK(refusal("MATCH (n) RETURN n LIMIT n.x") == "NonConstantExpression");
  CHECK(refusal("RETURN 1 AS x LIMIT size([x IN [1, 2] WHERE x > 1])").empty());
  CHECK(refusal("RETURN 1 AS x LIMIT 1.5") == "InvalidArgumentType");
  CHECK(refusal("RETURN 1 AS x LIMIT -1") == "NegativeIntegerArgument");
  CHECK(refusal("RETURN 1 AS x LIMIT $n").empty());
  CHECK(refusal("RETURN 1 AS x LIMIT count(*)") == "InvalidAggregation");
}

TEST_CASE("schema commands keep kind, names and options") {
  const BoundStatement index = bound("CREATE INDEX i IF NOT EXISTS FOR (p:P) ON (p.a, p.b)");
  const auto& command = std::get<BoundSchemaCommand>(index.body);
  CHECK(command.kind == BoundSchemaCommand::Kind::CreateIndex);
  CHECK(command.name == "i");
  CHECK(command.if_not_exists);
  CHECK(command.token_name == "P");
  CHECK(command.keys == std::vector<std::string>{"a", "b"});
  const BoundStatement unique = bound("CREATE CONSTRAINT c FOR (p:P) REQUIRE p.id IS UNIQUE");
  CHECK(std::get<BoundSchemaCommand>(unique.body).constraint_kind == 1);
  CHECK(std::get<BoundSchemaCommand>(bound("DROP INDEX i IF EXISTS").body).if_exists);
  CHECK(refusal("SHOW INDEXES") == "");
}

TEST_CASE("long conditions stay shallow") {
  std::string text = "MATCH (n) WHERE n.x = 0";
  for (int i = 1; i < 5000; ++i) text += " OR n.x = " + std::to_string(i);
  const BoundStatement statement = bound(text + " RETURN n");
  std::size_t depth = 0;
  const BoundExpression* node = clause<BoundMatch>(statement, 0).predicates.front().get();
  while (const auto* binary = std::get_if<BoundBinary>(&node->node)) {
    node = binary->left.get();
    ++depth;
  }
  CHECK(depth < 20);
}

TEST_CASE("FOREACH keeps its variables to itself and writes only") {
  const BoundStatement statement = bound(
      "MATCH p = (a)-[*]->(b) FOREACH (n IN nodes(p) | SET n.seen = true CREATE (n)-[:T]->(m))");
  CHECK(clause<BoundForeach>(statement, 1).clauses.size() == 2);
  CHECK(refusal("WITH [1] AS l FOREACH (x IN l | CREATE (y {v: x})) RETURN y") ==
        "UndefinedVariable");
  CHECK(refusal("WITH [1] AS l FOREACH (l IN l | CREATE ())") == "VariableAlreadyBound");
}
