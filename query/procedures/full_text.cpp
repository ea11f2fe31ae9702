// Full-text search and waiting for indexes, by the names users of openCypher databases know.
#include <algorithm>

#include "liaison/engine/full_text.h"
#include "procedures/families.h"

namespace liaison::query {
namespace {

const StaticType kString = StaticType::of(ValueKind::String);

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed", message);
}

const IndexDefinition& index_named(const ProcedureContext& context, std::string_view name) {
  for (const IndexDefinition& index : context.graph->catalog().indexes()) {
    if (index.name == name) return index;
  }
  fail("There is no index called `" + std::string(name) + "`; SHOW INDEXES lists them.");
}

struct SearchOptions {
  std::size_t skip = 0;
  std::size_t limit = static_cast<std::size_t>(-1);
  std::string analyzer;
};

SearchOptions options_of(const Value& map) {
  SearchOptions options;
  if (map.is_null()) return options;
  if (!map.is_map()) fail("The options of a full-text search are a map.");
  for (const auto& [key, value] : map.as_map()) {
    if (key == "skip" || key == "limit") {
      if (!value.is_integer() || value.as_integer() < 0) {
        fail("Option `" + key + "` is an integer from 0 on.");
      }
      (key == "skip" ? options.skip : options.limit) = static_cast<std::size_t>(value.as_integer());
    } else if (key == "analyzer") {
      if (!value.is_string()) fail("Option `analyzer` is the name of an analyzer.");
      options.analyzer = value.as_string();
    } else {
      fail("There is no option `" + key + "`; there are skip, limit and analyzer.");
    }
  }
  return options;
}

template <EntityKind kind>
void run_query(const ProcedureContext& context, std::span<const Value> arguments,
               const ProcedureSink& sink) {
  if (!arguments[0].is_string() || !arguments[1].is_string()) {
    fail("A full-text search takes the name of an index and a query, both STRINGs.");
  }
  const IndexDefinition& index = index_named(context, arguments[0].as_string());
  if (index.kind != IndexKind::FullText) {
    fail("`" + index.name +
         "` is not a full-text index; CREATE FULLTEXT INDEX name FOR (n:Label) ON EACH [n.text] "
         "makes one.");
  }
  if (index.entity != kind) {
    fail(kind == EntityKind::Node
             ? "`" + index.name +
                   "` is over relationships: call db.index.fulltext."
                   "queryRelationships."
             : "`" + index.name + "` is over nodes: call db.index.fulltext.queryNodes.");
  }
  const SearchOptions options = options_of(arguments[2]);
  std::vector<ScoredEntity> hits;
  try {
    context.graph->search_text(index.id, arguments[1].as_string(), options.analyzer, hits);
  } catch (const UsageError& error) {
    fail(error.what());
  }
  const std::size_t begin = std::min(options.skip, hits.size());
  const std::size_t end = begin + std::min(options.limit, hits.size() - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const Value row[] = {kind == EntityKind::Node
                             ? Value::node(NodeId(hits[i].entity))
                             : Value::relationship(RelationshipId(hits[i].entity)),
                         hits[i].score};
    sink(row);
  }
}

void run_analyzers(const ProcedureContext&, std::span<const Value>, const ProcedureSink& sink) {
  for (const AnalyzerInfo& analyzer : full_text_analyzers()) {
    const Value row[] = {std::string(analyzer.name), std::string(analyzer.description),
                         Value(ValueList{})};
    sink(row);
  }
}

// Indexes are built in the statement that declares them and follow each change within it: there is
// nothing to wait for.
void run_nothing(const ProcedureContext&, std::span<const Value>, const ProcedureSink&) {}

void run_await_index(const ProcedureContext& context, std::span<const Value> arguments,
                     const ProcedureSink&) {
  if (!arguments[0].is_string()) fail("db.awaitIndex: the name of an index is a STRING.");
  index_named(context, arguments[0].as_string());
}

ProcedureArgument argument(const char* name, const StaticType& type) {
  return {.name = name, .type = type, .nullable = false, .default_value = std::nullopt};
}

ProcedureArgument timeout_argument() {
  return {.name = "timeOutSeconds",
          .type = StaticType::of(ValueKind::Integer),
          .nullable = false,
          .default_value = Value(std::int64_t{300})};
}

ProcedureArgument options_argument() {
  return {.name = "options",
          .type = StaticType::of(ValueKind::Map),
          .nullable = true,
          .default_value = Value(ValueMap{})};
}

}  // namespace

std::vector<ProcedureSpec> full_text_procedures() {
  const StaticType score = StaticType::of(ValueKind::Float);
  return {
      {.name = "db.index.fulltext.queryNodes",
       .mode = ProcedureMode::Read,
       .arguments = {argument("indexName", kString), argument("queryString", kString),
                     options_argument()},
       .results = {{"node", StaticType::of(ValueKind::Node)}, {"score", score}},
       .doc = "Nodes that a full-text query finds, best first (BM25). Options: `skip`, `limit`, "
              "`analyzer`.",
       .example = "CALL db.index.fulltext.queryNodes('articles', '\"bo cong an\" +quang') "
                  "YIELD node, score RETURN node.title, score",
       .run = run_query<EntityKind::Node>},
      {.name = "db.index.fulltext.queryRelationships",
       .mode = ProcedureMode::Read,
       .arguments = {argument("indexName", kString), argument("queryString", kString),
                     options_argument()},
       .results = {{"relationship", StaticType::of(ValueKind::Relationship)}, {"score", score}},
       .doc = "Relationships that a full-text query finds, best first (BM25). Options: `skip`, "
              "`limit`, `analyzer`.",
       .example = "CALL db.index.fulltext.queryRelationships('notes', 'agree*') "
                  "YIELD relationship, score RETURN relationship, score",
       .run = run_query<EntityKind::Relationship>},
      {.name = "db.index.fulltext.listAvailableAnalyzers",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"analyzer", kString},
                   {"description", kString},
                   {"stopwords", StaticType::list_of(kString)}},
       .doc = "What a full-text index can be told to make words with.",
       .example = "CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer RETURN analyzer",
       .run = run_analyzers},
      {.name = "db.index.fulltext.awaitEventuallyConsistentIndexRefresh",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {},
       .doc = "Does nothing: full-text indexes follow each change at once.",
       .example = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
       .run = run_nothing},
      {.name = "db.awaitIndexes",
       .mode = ProcedureMode::Read,
       .arguments = {timeout_argument()},
       .results = {},
       .doc = "Does nothing: an index is complete when the statement that declares it returns.",
       .example = "CALL db.awaitIndexes()",
       .run = run_nothing},
      {.name = "db.awaitIndex",
       .mode = ProcedureMode::Read,
       .arguments = {argument("indexName", kString), timeout_argument()},
       .results = {},
       .doc = "The same for one index, of which there has to be one.",
       .example = "CALL db.awaitIndex('by_name')",
       .run = run_await_index},
  };
}

}  // namespace liaison::query
