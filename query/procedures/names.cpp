// Finding nodes by name as people write it: with or without diacritics, in either tone style.
#include <algorithm>
#include <unordered_set>

#include "liaison/engine/text.h"
#include "procedures/families.h"

namespace liaison::query {
namespace {

constexpr std::int64_t kHitsMax = 10'000;
constexpr std::int64_t kFindLimit = 100;

const char* match_name(NameMatch match) {
  switch (match) {
    case NameMatch::Exact:
      return "exact";
    case NameMatch::ToneNormalised:
      return "tone";
    case NameMatch::Folded:
      return "folded";
    case NameMatch::Initials:
      return "initials";
    case NameMatch::OneEdit:
      return "edit";
  }
  return "folded";
}

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed", message);
}

// How sure a hit is: only the order of these matters.
double match_score(NameMatch match) {
  switch (match) {
    case NameMatch::Exact:
      return 1;
    case NameMatch::ToneNormalised:
      return 0.9;
    case NameMatch::Folded:
      return 0.8;
    case NameMatch::Initials:
      return 0.6;
    case NameMatch::OneEdit:
      return 0.5;
  }
  return 0.5;
}

struct FoundName {
  NodeId node;
  NameMatch match;
  IndexId index;
};

struct NameOptions {
  std::int64_t limit = 0;
  std::vector<LabelId> labels;  // empty: any
  bool has_labels = false;      // labels were asked for, known ones or not
};

// Nodes that carry one of the labels.
void keep_labelled(const ProcedureContext& context, const NameOptions& options,
                   std::vector<FoundName>& found) {
  if (!options.has_labels) return;
  std::vector<NodeId> nodes;
  for (const FoundName& hit : found) nodes.push_back(hit.node);
  std::vector<std::vector<LabelId>> labels;
  context.graph->labels(nodes, labels);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool wanted =
        std::any_of(options.labels.begin(), options.labels.end(), [&](LabelId label) {
          return std::binary_search(labels[i].begin(), labels[i].end(), label);
        });
    if (wanted) found[kept++] = found[i];
  }
  found.resize(kept);
}

// Which of the node's indexed names `fits`; null when it has gone since.
template <class Fits>
Value name_of(const ProcedureContext& context, const FoundName& hit, Fits fits) {
  for (const IndexDefinition& index : context.graph->catalog().indexes()) {
    if (index.id != hit.index) continue;
    for (const PropertyKeyId key : index.keys) {
      ColumnVector column;
      context.graph->gather(EntityKind::Node, {&hit.node.value, 1}, key, column);
      const Value value = column.get(0);
      if (value.is_string() && fits(value.as_string())) return value;
      if (!value.is_list()) continue;
      for (const Value& name : value.as_list()) {
        if (name.is_string() && fits(name.as_string())) return name;
      }
    }
  }
  return Value();
}

// Hits of all name indexes together, best first, each node once. `lookup` is asked for the hits of
// an index; `fits` whether a name is one that it would find on a level.
template <class Lookup, class Fits>
std::int64_t emit_hits(const ProcedureContext& context, const NameOptions& options,
                       const ProcedureSink& sink, Lookup lookup, Fits fits) {
  std::vector<FoundName> found;
  bool any_index = false;
  for (const IndexDefinition& index : context.graph->catalog().indexes()) {
    if (index.kind != IndexKind::Name) continue;
    any_index = true;
    std::vector<NameHit> hits;
    lookup(index.id, hits);
    for (const NameHit& hit : hits) found.push_back({hit.node, hit.match, index.id});
  }
  if (!any_index) {
    fail(
        "There is no name index; CREATE NAMES INDEX FOR (n:Label) ON EACH [n.name, n.aliases] "
        "makes one, and loading articles does.");
  }
  keep_labelled(context, options, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundName& a, const FoundName& b) { return a.match < b.match; });
  std::unordered_set<NodeId> seen;
  std::int64_t count = 0;
  for (const FoundName& hit : found) {
    if (count == options.limit) break;
    if (!seen.insert(hit.node).second) continue;
    const Value name = name_of(
        context, hit, [&](std::string_view candidate) { return fits(hit.match, candidate); });
    const Value row[] = {Value::node(hit.node), match_name(hit.match), name,
                         match_score(hit.match)};
    sink(row);
    ++count;
  }
  return count;
}

std::int64_t limit_of(const Value& value, const char* procedure) {
  if (value.is_integer() && value.as_integer() >= 0 && value.as_integer() <= kHitsMax) {
    return value.as_integer();
  }
  fail(std::string(procedure) + ": the limit is an integer from 0 to " + std::to_string(kHitsMax) +
       ".");
}

// The number of rows alone, or {limit, labels}.
NameOptions options_of(const Value& value) {
  NameOptions options;
  options.limit = kFindLimit;
  if (!value.is_map()) {
    options.limit = limit_of(value, "names.find");
    return options;
  }
  for (const auto& [key, setting] : value.as_map()) {
    if (key == "limit") {
      options.limit = limit_of(setting, "names.find");
    } else if (key != "labels") {
      fail("names.find: there is no option `" + key + "`; there are limit and labels.");
    }
  }
  return options;
}

void read_labels(const ProcedureContext& context, const Value& value, NameOptions& options) {
  const Value* labels = value.is_map() ? value.find("labels") : nullptr;
  if (labels == nullptr || labels->is_null()) return;
  if (!labels->is_list()) fail("names.find: `labels` is a list of the names of labels.");
  options.has_labels = true;
  for (const Value& label : labels->as_list()) {
    if (!label.is_string()) fail("names.find: `labels` is a list of the names of labels.");
    if (const auto known = context.graph->catalog().label(label.as_string())) {
      options.labels.push_back(*known);
    }
  }
}

// The name's key at the level of a match.
std::string key_of(NameMatch match, std::string_view name) {
  return text::name_key(name, match == NameMatch::Exact            ? text::NameLevel::Exact
                              : match == NameMatch::ToneNormalised ? text::NameLevel::Tone
                                                                   : text::NameLevel::Folded);
}

bool has_initials(std::string_view name, std::string_view asked) {
  const std::vector<std::string> keys = text::initials(name);
  return std::find(keys.begin(), keys.end(), text::initials_key(asked)) != keys.end();
}

// A name with a letter wrong is looked for only where none is right.
void run_find(const ProcedureContext& context, std::span<const Value> arguments,
              const ProcedureSink& sink) {
  if (!arguments[0].is_string()) fail("names.find: the name is a STRING.");
  const std::string_view asked = arguments[0].as_string();
  NameOptions options = options_of(arguments[1]);
  read_labels(context, arguments[1], options);
  const std::int64_t right = emit_hits(
      context, options, sink,
      [&](IndexId index, std::vector<NameHit>& hits) {
        context.graph->find_name(index, asked, hits);
      },
      [&](NameMatch match, std::string_view name) {
        return match == NameMatch::Initials ? has_initials(name, asked)
                                            : key_of(match, name) == key_of(match, asked);
      });
  if (right > 0 || options.limit == 0) return;
  const std::string folded = key_of(NameMatch::Folded, asked);
  emit_hits(
      context, options, sink,
      [&](IndexId index, std::vector<NameHit>& hits) {
        context.graph->find_name_near(index, asked, hits);
      },
      [&](NameMatch match, std::string_view name) {
        return text::is_one_edit_apart(key_of(match, name), folded);
      });
}

void run_complete(const ProcedureContext& context, std::span<const Value> arguments,
                  const ProcedureSink& sink) {
  if (!arguments[0].is_string()) fail("names.complete: the prefix is a STRING.");
  NameOptions options;
  options.limit = limit_of(arguments[1], "names.complete");
  const std::string start = key_of(NameMatch::Folded, arguments[0].as_string());
  emit_hits(
      context, options, sink,
      [&](IndexId index, std::vector<NameHit>& hits) {
        context.graph->find_name_prefix(index, arguments[0].as_string(),
                                        static_cast<std::size_t>(options.limit), hits);
      },
      [&](NameMatch match, std::string_view name) {
        return key_of(match, name).starts_with(start);
      });
}

ProcedureArgument text_argument(const char* name) {
  return {.name = name,
          .type = StaticType::of(ValueKind::String),
          .nullable = false,
          .default_value = std::nullopt};
}

ProcedureArgument options_argument() {
  return {.name = "options",
          .type = StaticType::any(),
          .nullable = false,
          .default_value = Value(kFindLimit)};
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
                                                {"level", StaticType::of(ValueKind::String)},
                                                {"name", StaticType::of(ValueKind::String)},
                                                {"score", StaticType::of(ValueKind::Float)}};
  return {
      {.name = "names.find",
       .mode = ProcedureMode::Read,
       .arguments = {text_argument("name"), options_argument()},
       .results = results,
       .doc = "Nodes of this name or alias: exact hits first, then those that differ in the place "
              "of tone marks, then those that differ in diacritics or case, then names of at least "
              "3 words of which the text is the initials; where there is none, names of at least 5 "
              "letters of which one is wrong. `level` is 'exact', 'tone', 'folded', 'initials' or "
              "'edit', `name` the name that was found, `score` falls with the level. "
              "The second argument is the most rows to give, or a map of `limit` and `labels`.",
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
