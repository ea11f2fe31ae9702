// Finding nodes by name as people write it: with or without diacritics, in either tone style.
#include <algorithm>
#include <unordered_set>

#include "procedures/families.h"

namespace liaison::query {
namespace {

constexpr std::int64_t kHitsMax = 10'000;

const char* match_name(NameMatch match) {
  switch (match) {
    case NameMatch::Exact:
      return "exact";
    case NameMatch::ToneNormalised:
      return "tone";
    case NameMatch::Folded:
      return "folded";
  }
  return "folded";
}

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed", message);
}

// Hits of all name indexes together, best first, each node once.
template <class Lookup>
void emit_hits(const ProcedureContext& context, std::int64_t limit, const ProcedureSink& sink,
               Lookup lookup) {
  std::vector<NameHit> hits;
  bool any_index = false;
  for (const IndexDefinition& index : context.graph->catalog().indexes()) {
    if (index.kind != IndexKind::Name) continue;
    any_index = true;
    lookup(index.id, hits);
  }
  if (!any_index) {
    fail(
        "There is no name index; CREATE NAMES INDEX FOR (n:Label) ON EACH [n.name, n.aliases] "
        "makes one, and loading articles does.");
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const NameHit& a, const NameHit& b) { return a.match < b.match; });
  std::unordered_set<NodeId> seen;
  std::int64_t count = 0;
  for (const NameHit& hit : hits) {
    if (count == limit) return;
    if (!seen.insert(hit.node).second) continue;
    const Value row[] = {Value::node(hit.node), match_name(hit.match)};
    sink(row);
    ++count;
  }
}

std::int64_t limit_of(const Value& value, const char* procedure) {
  if (value.is_integer() && value.as_integer() >= 0 && value.as_integer() <= kHitsMax) {
    return value.as_integer();
  }
  fail(std::string(procedure) + ": the limit is an integer from 0 to " + std::to_string(kHitsMax) +
       ".");
}

void run_find(const ProcedureContext& context, std::span<const Value> arguments,
              const ProcedureSink& sink) {
  if (!arguments[0].is_string()) fail("names.find: the name is a STRING.");
  emit_hits(context, limit_of(arguments[1], "names.find"), sink,
            [&](IndexId index, std::vector<NameHit>& hits) {
              context.graph->find_name(index, arguments[0].as_string(), hits);
            });
}

void run_complete(const ProcedureContext& context, std::span<const Value> arguments,
                  const ProcedureSink& sink) {
  if (!arguments[0].is_string()) fail("names.complete: the prefix is a STRING.");
  const std::int64_t limit = limit_of(arguments[1], "names.complete");
  emit_hits(context, limit, sink, [&](IndexId index, std::vector<NameHit>& hits) {
    context.graph->find_name_prefix(index, arguments[0].as_string(),
                                    static_cast<std::size_t>(limit), hits);
  });
}

ProcedureArgument text_argument(const char* name) {
  return {.name = name,
          .type = StaticType::of(ValueKind::String),
          .nullable = false,
          .default_value = std::nullopt};
}

ProcedureArgument limit_argument(std::int64_t fallback) {
  return {.name = "limit",
          .type = StaticType::of(ValueKind::Integer),
          .nullable = false,
          .default_value = Value(fallback)};
}

}  // namespace

std::vector<ProcedureSpec> name_procedures() {
  const std::vector<ProcedureResult> results = {{"node", StaticType::of(ValueKind::Node)},
                                                {"level", StaticType::of(ValueKind::String)}};
  return {
      {.name = "names.find",
       .mode = ProcedureMode::Read,
       .arguments = {text_argument("name"), limit_argument(100)},
       .results = results,
       .doc = "Nodes of this name or alias: exact hits first, then those that differ in the place "
              "of tone marks, then those that differ in diacritics or case. `level` is 'exact', "
              "'tone' or 'folded'.",
       .example = "CALL names.find('bo cong an') YIELD node, level RETURN node.name, level",
       .run = run_find},
      {.name = "names.complete",
       .mode = ProcedureMode::Read,
       .arguments = {text_argument("prefix"), limit_argument(20)},
       .results = results,
       .doc = "Nodes of which a name or alias starts with the text, diacritics and case aside.",
       .example = "CALL names.complete('bo cong') YIELD node RETURN node.name",
       .run = run_complete},
  };
}

}  // namespace liaison::query
