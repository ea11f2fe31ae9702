#include "parse/parser.h"

#include <doctest/doctest.h>

#include <string>

#include "ast/printer.h"

using namespace liaison;
using namespace liaison::query;

namespace {

std::string tree(const std::string& text) {
  const ast::Statement statement = parse(text);
  return ast::print(std::get<ast::Query>(statement.node));
}

// The tree of one expression; conditions too, as it stands in a WHERE.
std::string expression(const std::string& text) {
  const ast::Statement statement = parse("WITH 1 AS one WHERE " + text + " RETURN 1");
  const auto& query = std::get<ast::Query>(statement.node);
  return ast::print(*std::get<ast::With>(query.parts[0].clauses[0].node).where);
}

struct Fault {
  std::string detail;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
};

Fault fault(const std::string& text, const ParseLimits& limits = {}) {
  try {
    parse(text, limits);
  } catch (const QueryError& error) {
    CHECK(error.kind() == "SyntaxError");
    CHECK(error.phase() == ErrorPhase::CompileTime);
    return {error.detail(), error.span() ? error.span()->line : 0,
            error.span() ? error.span()->column : 0, error.what()};
  }
  return {};
}

std::string repeat(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("operators bind as openCypher says") {
  CHECK(expression("a OR b XOR c AND NOT d") == "(or a (xor b (and c (not d))))");
  CHECK(expression("a OR b OR c") == "(or a b c)");
  CHECK(expression("a AND b OR c AND d") == "(or (and a b) (and c d))");
  CHECK(expression("(a AND b) AND c") == "(and (and a b) c)");
  CHECK(expression("false = true IS NULL") == "(compare false = (is-null true))");
  CHECK(expression("NOT false IS NOT NULL") == "(not (is-not-null false))");
  CHECK(expression("[1]+2 IN [3]+4") == "(in (+ (list 1) 2) (+ (list 3) 4))");
  CHECK(expression("a = b IN c") == "(compare a = (in b c))");
  CHECK(expression("1 < x <= 3") == "(compare 1 < x <= 3)");
  CHECK(expression("4 * 2 + 3 * 2") == "(+ (* 4 2) (* 3 2))");
  CHECK(expression("4 - 3 - 2") == "(- (- 4 3) 2)");
  CHECK(expression("4 ^ 3 ^ 2") == "(^ (^ 4 3) 2)");
  CHECK(expression("-3 ^ 2") == "(^ -3 2)");
  CHECK(expression("- -x") == "(neg (neg x))");
  CHECK(expression("-x.y[0]") == "(neg ([] (. x y) 0))");
  CHECK(expression("a + [1, 2][0]") == "(+ a ([] (list 1 2) 0))");
  CHECK(expression("a STARTS WITH 'x' OR b") == "(or (starts-with a 'x') b)");
  CHECK(expression("a =~ 'x' = b") == "(compare (=~ a 'x') = b)");
  CHECK(expression("'a' || 'b' + c") == "(+ (|| 'a' 'b') c)");
  CHECK(expression("x[1..] = x[..2] ") == "(compare ([..] x 1 _) = ([..] x _ 2))");
}

TEST_CASE("the smallest integer is a literal, one less is none") {
  CHECK(expression("-9223372036854775808") == "-9223372036854775808");
  CHECK(fault("RETURN -9223372036854775809").detail == "IntegerOverflow");
  CHECK(fault("RETURN 9223372036854775808").detail == "IntegerOverflow");
  CHECK(fault("RETURN -(9223372036854775808)").detail == "IntegerOverflow");
  CHECK(fault("RETURN 1 - 9223372036854775808").detail == "IntegerOverflow");
}

TEST_CASE("a parenthesis is a pattern only when an arrow follows it") {
  CHECK(expression("(a)-->(b)") == "(pattern (a)-[]->(b))");
  CHECK(expression("((a)-->(b))") == "(pattern (a)-[]->(b))");
  CHECK(expression("NOT (a)<-[:R]-() AND c") == "(and (not (pattern (a)<-[:R]-())) c)");
  CHECK(expression("(a)-[r]-(b)") == "(pattern (a)-[r]-(b))");
  CHECK(expression("(a)") == "a");
  CHECK(expression("(a:X)") == "(is a :X)");
  CHECK(expression("(a) - (b)") == "(- a b)");
  CHECK(expression("(a) - [1][0]") == "(- a ([] (list 1) 0))");
  CHECK(expression("(a)<-(b)") == "(compare a < (neg b))");
  CHECK(expression("(a)<-1") == "(compare a < -1)");
  CHECK(expression("exists((a)-->())") == "(pattern (a)-[]->())");
}

TEST_CASE("a pattern by itself stands only where a condition does") {
  CHECK(fault("MATCH (n) SET n.p = head(nodes(head((n)-[:R]->()))).foo").detail ==
        "UnexpectedSyntax");
  CHECK(fault("MATCH (n) RETURN (n)-->()").detail == "UnexpectedSyntax");
  CHECK(expression("all(x IN l WHERE (x)-->())") == "(all x l (pattern (x)-[]->()))");
}

TEST_CASE("brackets hold lists and comprehensions") {
  CHECK(expression("[x IN l]") == "(each x l)");
  CHECK(expression("[x IN l, 2]") == "(list (in x l) 2)");
  CHECK(expression("[x IN [1, 2] WHERE x > 1 | x]") ==
        "(each x (list 1 2) (where (compare x > 1)) (give x))");
  CHECK(expression("[x IN l WHERE x:A | x]") == "(each x l (where (is x :A)) (give x))");
  CHECK(expression("[x IN l WHERE x:(A|B) | x]") == "(each x l (where (is x :(| A B))) (give x))");
  CHECK(expression("[p = (a)-->(b) WHERE b.x | p]") ==
        "(each-path p = (a)-[]->(b) (where (. b x)) (give p))");
  CHECK(expression("[(a)-->(b) | b.x]") == "(each-path (a)-[]->(b) (give (. b x)))");
}

TEST_CASE("calls, subqueries and CASE keep their parts") {
  CHECK(expression("count(*) + count(DISTINCT a.b) + x.y.z(1, 2)") ==
        "(+ (+ (count *) (count distinct (. a b))) (x.y.z 1 2))");
  CHECK(expression("reduce(s = 0, x IN l | s + x)") == "(reduce s 0 x l (+ s x))");
  CHECK(expression("CASE WHEN a THEN 1 ELSE 2 END") == "(case _ (when a 1) (else 2))");
  CHECK(expression("CASE x WHEN > 3, IS NULL, 7 THEN 1 END") ==
        "(case x (when (compare subject > 3) (is-null subject) 7 1))");
  CHECK(expression("EXISTS { (a)-->(b) WHERE b.x }") ==
        "(exists (match (a)-[]->(b) (where (. b x))))");
  CHECK(expression("COUNT { MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a }") ==
        "(count (match (a)) (return a) union (match (b)) (return (as b a)))");
  CHECK(expression("trim(LEADING 'x' FROM s)") == "(ltrim s 'x')");
  CHECK(expression("n {.*, .a, b, c: 1}") == "(project n .* .a b c:1)");
  CHECK(expression("x IS NOT :: LIST<INTEGER | FLOAT NOT NULL> NOT NULL") ==
        "(is-not-type x LIST<INTEGER|FLOAT!>!)");
  CHECK(expression("n IS NOT A|B") == "(is n :(! (| A B)))");
}

TEST_CASE("keywords are names where the grammar leaves no doubt") {
  CHECK(tree("MATCH (match:Where {return: 1})-[order:SET]->(where) RETURN where.limit AS end") ==
        "(match (match:Where (map return:1))-[order:SET]->(where)) (return (as (. where limit) "
        "end))");
  CHECK(tree("WITH 1 AS order, 2 AS count RETURN order, count") ==
        "(with (as 1 order) (as 2 count)) (return order count)");
}

TEST_CASE("modern path patterns") {
  CHECK(tree("MATCH (a:S) ((x)-[:L WHERE x.o]->(y) WHERE x.p){2,5} (b) RETURN a") ==
        "(match (a:S)((x)-[:L where (. x o)]->(y) where (. x p)){2..5}(b)) (return a)");
  CHECK(tree("MATCH p = SHORTEST 2 GROUPS (a)-->+(b), ANY (a)-->*(b) RETURN p") ==
        "(match p = shortest-groups 2 (a)-[]->{1..}(b) any (a)-[]->{0..}(b)) (return p)");
  CHECK(tree("MATCH REPEATABLE ELEMENTS p = ALL SHORTEST TRAIL (a)-->{1,4}(b) RETURN p") ==
        "(match repeatable p = all-shortest trail (a)-[]->{1..4}(b)) (return p)");
  CHECK(tree("MATCH (n:(A|B)&!C), (m:%), ()-[:A|:B*..3]-(:$any($l)) RETURN n") ==
        "(match (n:(& (| A B) (! C))) (m:%) ()-[:(| A B)*..3]-(:($any $l))) (return n)");
  CHECK(tree("MATCH p = allShortestPaths((a)-[*]-(b)) RETURN p") ==
        "(match p = allShortestPaths (a)-[*..]-(b)) (return p)");
}

TEST_CASE("short forms become the clauses they stand for") {
  CHECK(tree("RETURN 1 AS x NEXT LET y = x + 1 FILTER y > 1 FOR z IN [y] RETURN z") ==
        "(with (as 1 x)) (with * (as (+ x 1) y)) (with * (where (compare y > 1))) (unwind (list y) "
        "z) (return z)");
  CHECK(tree("INSERT (:A {x: 1}) FINISH") == "(create (:A (map x:1))) (finish)");
  CHECK(tree("MATCH (n) RETURN n ORDER BY n.x DESC OFFSET 10 LIMIT 5") ==
        "(match (n)) (return n (desc (. n x)) (skip 10) (limit 5))");
}

TEST_CASE("columns are named by their source text, character by character") {
  const ast::Statement statement = parse("RETURN  a . b+  1 , (x), `y z`, 1 AS one");
  const auto& query = std::get<ast::Query>(statement.node);
  const auto& items = std::get<ast::Return>(query.parts[0].clauses[0].node).projection.items;
  REQUIRE(items.size() == 4);
  CHECK(items[0].column_name() == "a . b+  1");
  CHECK(items[1].column_name() == "(x)");
  CHECK(items[2].column_name() == "y z");
  CHECK(items[3].column_name() == "one");
}

TEST_CASE("prefixes, hints and schema commands") {
  const ast::Statement explained =
      parse("CYPHER 25 EXPLAIN MATCH (n) USING INDEX n:A(x) RETURN n;");
  CHECK(explained.explain == ast::ExplainMode::Explain);
  CHECK(explained.version == "25");
  const auto index = std::get<ast::CreateIndex>(
      parse("CREATE FULLTEXT INDEX i IF NOT EXISTS FOR (n:A|B) ON EACH [n.x, n.y]").node);
  CHECK(index.kind == ast::IndexKind::FullText);
  CHECK(index.if_not_exists);
  CHECK(index.labels.size() == 2);
  CHECK(index.keys[1].text == "y");
  const auto constraint = std::get<ast::CreateConstraint>(
      parse("CREATE CONSTRAINT FOR ()-[r:T]-() REQUIRE (r.x, r.y) IS RELATIONSHIP KEY").node);
  CHECK(constraint.kind == ast::ConstraintKind::Key);
  CHECK(constraint.entity == ast::EntityKind::Relationship);
  CHECK(std::get<ast::DropIndex>(parse("DROP INDEX i IF EXISTS").node).if_exists);
  const auto show =
      std::get<ast::Show>(parse("SHOW RANGE INDEXES YIELD name AS n WHERE n = 'a'").node);
  CHECK(show.subject == ast::ShowSubject::Indexes);
  CHECK(show.filter == "RANGE");
  CHECK(show.yield[0].alias->text == "n");
}

TEST_CASE("errors say what, where and what to do") {
  const Fault typo = fault("MATCH (n)\n  RETRUN n");
  CHECK(typo.detail == "UnexpectedSyntax");
  CHECK(typo.line == 2);
  CHECK(typo.column == 3);
  CHECK(typo.message == "Unexpected `RETRUN`; did you mean `RETURN`?");
  CHECK(fault("MATCH (n) WHERE n.x = 1 ADN n.y RETURN n").message ==
        "Unexpected `ADN`; did you mean `AND`?");
  CHECK(fault("RETURN [[1]").message ==
        "The query ends here, but `,` or `]` was expected. The `[` at line 1, column 8 is never "
        "closed.");
  CHECK(fault("MATCH (é) WHERE RETURN é").column == 17);
  CHECK(fault("").detail == "UnexpectedSyntax");
  CHECK(fault("RETURN 1; RETURN 2").detail == "UnexpectedSyntax");
  CHECK(fault("RETURN 42 \xE2\x80\x94 41").detail == "InvalidUnicodeCharacter");
  CHECK(fault("RETURN {1B2c3e67: 1}").detail == "UnexpectedSyntax");
  CHECK(fault("RETURN 1B2c3e67").detail == "InvalidNumberLiteral");
}

TEST_CASE("clauses that cannot stand together are refused") {
  CHECK(fault("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a").detail ==
        "InvalidClauseComposition");
  CHECK(fault("RETURN 1 RETURN 2").detail == "InvalidClauseComposition");
  CHECK(fault("MATCH (n)").detail == "InvalidClauseComposition");
  CHECK(fault("MATCH (n) WHERE EXISTS { MATCH (n) SET n.x = 1 } RETURN n").detail ==
        "InvalidClauseComposition");
  CHECK(fault("MATCH (n) WHERE EXISTS { CALL { CREATE (:A) } RETURN 1 } RETURN n").detail ==
        "InvalidClauseComposition");
  CHECK(fault("FOREACH (x IN [1] | MATCH (n))").detail == "InvalidClauseComposition");
  CHECK(fault("WITH 1 + 1 RETURN 1").detail == "NoExpressionAlias");
  CHECK(fault("CALL a.b() YIELD * RETURN 1").detail == "UnexpectedSyntax");
  CHECK(fault("CALL a.b YIELD x RETURN x").detail == "InvalidArgumentPassingMode");
  CHECK(fault("CALL a.b").detail.empty());
}

TEST_CASE("patterns that cannot be are refused") {
  CHECK(fault("MATCH (a)-[:L..]->(c) RETURN c").detail == "InvalidRelationshipPattern");
  CHECK(fault("MATCH (a)-[:L*-2]->(c) RETURN c").detail == "InvalidRelationshipPattern");
  CHECK(fault("MATCH (n $p) RETURN n").detail == "InvalidParameterUse");
  CHECK(fault("MATCH ()-[r:F $p]->() RETURN r").detail == "InvalidParameterUse");
  CHECK(fault("CREATE (n $p)").detail.empty());
  CHECK(fault("CREATE ()-->()").detail == "NoSingleRelationshipType");
  CHECK(fault("MERGE (a)-[:A|:B]->(b)").detail == "NoSingleRelationshipType");
  CHECK(fault("CREATE ()-[:A*2]->()").detail == "CreatingVarLength");
  CHECK(fault("CREATE ()-[:A]-()").detail == "RequiresDirectedRelationship");
  CHECK(fault("MERGE ()-[:A]-()").detail.empty());
}

TEST_CASE("depth and size end in an error, never in a crash") {
  for (const char* open : {"(", "[", "{a: ", "NOT (", "CASE WHEN ", "f(", "[x IN ",
                           "EXISTS { RETURN ", "$", "all(x IN "}) {
    CAPTURE(open);
    CHECK_FALSE(fault("RETURN " + repeat(open, 100'000)).detail.empty());
  }
  CHECK(fault("RETURN " + repeat("[", 300) + repeat("]", 300)).detail == "LimitExceeded");
  CHECK(fault("RETURN " + repeat("[", 250) + repeat("]", 250)).detail.empty());
  CHECK(fault("MATCH (n:" + repeat("!", 100'000) + "A) RETURN n").detail == "LimitExceeded");
  CHECK(fault("MATCH (n:" + repeat("(", 100'000) + "A) RETURN n").detail == "LimitExceeded");
  CHECK(fault("MATCH " + repeat("(", 100'000) + " RETURN 1").detail == "LimitExceeded");
  CHECK(fault(repeat("CALL { ", 100'000) + "RETURN 1").detail == "LimitExceeded");
  CHECK(fault("RETURN 1" + repeat(" + 1", 100'000)).detail == "LimitExceeded");
  CHECK(fault("RETURN a" + repeat(".b", 100'000)).detail == "LimitExceeded");
  CHECK(fault("RETURN " + repeat("NOT ", 100'000) + "a").detail == "LimitExceeded");
  CHECK(fault("RETURN " + repeat("-", 100'000) + "a").detail == "LimitExceeded");
  CHECK(fault("RETURN a" + repeat(" IS NULL", 100'000)).detail == "LimitExceeded");
  CHECK(fault("RETURN [" + repeat("1,", 200'000) + "1]").detail == "LimitExceeded");
  CHECK(fault("RETURN '" + repeat("x", 2 << 20) + "'").detail == "LimitExceeded");
  CHECK(fault("RETURN 1" + repeat(" + 1", 900)).detail.empty());
  CHECK(fault("RETURN a" + repeat(" OR a", 40'000)).detail.empty());
  ParseLimits wide;
  wide.nodes_max = 1'000'000;
  wide.text_bytes_max = 10 << 20;
  CHECK(fault("RETURN 1 AS a" + repeat(" UNION RETURN 1 AS a", 50'000), wide).detail.empty());
}

// Subqueries inside each other, each under a long chain: the height of all together is bounded.
TEST_CASE("height adds up through subqueries") {
  std::string text = "1";
  for (int i = 0; i < 50; ++i) {
    text = "COUNT { WITH " + text + repeat(" + x", 30) + " AS a RETURN a }";
  }
  CHECK(fault("RETURN " + text).detail == "LimitExceeded");
}
