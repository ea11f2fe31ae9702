// The words that mean something to the parser. None is reserved for good: each is also a name
// wherever the grammar leaves no doubt, so the lexer marks a word and the parser decides.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace liaison::query {

// clang-format off
#define LIAISON_KEYWORDS(X) \
  X(Acyclic, "ACYCLIC") X(All, "ALL") X(AllShortestPaths, "ALLSHORTESTPATHS") X(And, "AND") X(Any, "ANY") \
  X(As, "AS") X(Asc, "ASC") X(Ascending, "ASCENDING") X(By, "BY") X(Call, "CALL") X(Case, "CASE") \
  X(Collect, "COLLECT") X(Concurrent, "CONCURRENT") X(Constraint, "CONSTRAINT") X(Contains, "CONTAINS") \
  X(Count, "COUNT") X(Create, "CREATE") X(Csv, "CSV") X(Cypher, "CYPHER") X(Delete, "DELETE") X(Desc, "DESC") \
  X(Descending, "DESCENDING") X(Detach, "DETACH") X(Different, "DIFFERENT") X(Distinct, "DISTINCT") X(Drop, "DROP") \
  X(Each, "EACH") X(Else, "ELSE") X(End, "END") X(Ends, "ENDS") X(Error, "ERROR") X(Exists, "EXISTS") \
  X(Explain, "EXPLAIN") X(False, "FALSE") X(FieldTerminator, "FIELDTERMINATOR") X(Filter, "FILTER") \
  X(Finish, "FINISH") X(For, "FOR") X(Foreach, "FOREACH") X(From, "FROM") X(Group, "GROUP") X(Groups, "GROUPS") \
  X(Headers, "HEADERS") X(If, "IF") X(In, "IN") X(Index, "INDEX") X(Insert, "INSERT") X(Is, "IS") X(Join, "JOIN") \
  X(Let, "LET") X(Limit, "LIMIT") X(Load, "LOAD") X(Match, "MATCH") X(Merge, "MERGE") X(Next, "NEXT") \
  X(Nodetach, "NODETACH") X(None, "NONE") X(Normalized, "NORMALIZED") X(Not, "NOT") X(Null, "NULL") X(Of, "OF") \
  X(Offset, "OFFSET") X(On, "ON") X(Optional, "OPTIONAL") X(Options, "OPTIONS") X(Or, "OR") X(Order, "ORDER") \
  X(Path, "PATH") X(Paths, "PATHS") X(Profile, "PROFILE") X(Reduce, "REDUCE") X(Remove, "REMOVE") \
  X(Repeatable, "REPEATABLE") X(Replace, "REPLACE") X(Report, "REPORT") X(Require, "REQUIRE") X(Return, "RETURN") \
  X(Row, "ROW") X(Rows, "ROWS") X(Scan, "SCAN") X(Set, "SET") X(Shortest, "SHORTEST") \
  X(ShortestPath, "SHORTESTPATH") X(Show, "SHOW") X(Simple, "SIMPLE") X(Single, "SINGLE") X(Skip, "SKIP") \
  X(Starts, "STARTS") X(Status, "STATUS") X(Terminate, "TERMINATE") X(Then, "THEN") X(Trail, "TRAIL") \
  X(Transactions, "TRANSACTIONS") X(True, "TRUE") X(Typed, "TYPED") X(Union, "UNION") X(Unwind, "UNWIND") \
  X(Use, "USE") X(Using, "USING") X(Walk, "WALK") X(When, "WHEN") X(Where, "WHERE") X(With, "WITH") X(Xor, "XOR") \
  X(Yield, "YIELD")
// clang-format on

enum class Keyword : std::uint8_t {
  Unknown,  // a word that is no keyword
#define LIAISON_KEYWORD(name, text) name,
  LIAISON_KEYWORDS(LIAISON_KEYWORD)
#undef LIAISON_KEYWORD
};

// The keyword spelt by `word` in any case, else Keyword::Unknown.
Keyword find_keyword(std::string_view word);

// The upper-case spelling. Requires: not Unknown.
std::string_view keyword_text(Keyword keyword);

// ASCII case-insensitive equality; `upper` must be in upper case.
bool equals_word(std::string_view word, std::string_view upper);

}  // namespace liaison::query
