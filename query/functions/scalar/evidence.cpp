// Evidence in the language: which documents say a thing, and how sure that makes it.
#include <algorithm>

#include "functions/families.h"
#include "functions/support.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

std::vector<EvidenceEntry> records_of(const FunctionContext& context, const Value& entity,
                                      std::string_view function) {
  if (!entity.is_node() && !entity.is_relationship()) {
    throw_bad_argument(function, entity, "a node or a relationship");
  }
  check_alive(context, entity);
  return context.graph->evidence(entity_kind_of(entity), entity_id_of(entity));
}

DateTime instant(std::int64_t milliseconds) {
  DateTime at;
  at.epoch_seconds = milliseconds / 1000;
  std::int64_t rest = milliseconds % 1000;
  if (rest < 0) {
    rest += 1000;
    --at.epoch_seconds;
  }
  at.nanosecond = static_cast<std::int32_t>(rest * 1'000'000);
  return at;
}

Value record_map(const EvidenceRecord& record) {
  return ValueMap{{"document", Value::node(record.document)},
                  {"quote", record.quote},
                  {"start", record.start},
                  {"end", record.end},
                  {"rule", record.rule},
                  {"confidence", record.confidence},
                  {"assertedAt", instant(record.asserted_at_ms)},
                  {"properties", record.properties}};
}

// Surest first; of equals, the one asserted first.
Value evidence_list(std::vector<EvidenceEntry> entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    if (a.record.confidence != b.record.confidence) {
      return a.record.confidence > b.record.confidence;
    }
    return a.record.asserted_at_ms < b.record.asserted_at_ms;
  });
  ValueList list;
  for (const EvidenceEntry& entry : entries) list.push_back(record_map(entry.record));
  return list;
}

Value evidence_kernel(const FunctionContext& context, Arguments a) {
  return evidence_list(records_of(context, a[0], "evidence"));
}

Value support_kernel(const FunctionContext& context, Arguments a) {
  return static_cast<std::int64_t>(support_of(records_of(context, a[0], "support")).documents);
}

Value confidence_kernel(const FunctionContext& context, Arguments a) {
  const auto entries = records_of(context, a[0], "confidence");
  return entries.empty() ? Value() : Value(support_of(entries).confidence);
}

Value proof_kernel(const FunctionContext& context, Arguments a) {
  if (!a[0].is_path()) throw_bad_argument("proof", a[0], "a path");
  const PathData& path = a[0].as_path();
  ValueList hops;
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    hops.push_back(
        ValueMap{{"from", path.nodes[i]},
                 {"relationship", path.relationships[i]},
                 {"to", path.nodes[i + 1]},
                 {"evidence", evidence_list(records_of(context, path.relationships[i], "proof"))}});
  }
  return hops;
}

Value weakest_kernel(const FunctionContext& context, Arguments a) {
  if (!a[0].is_path()) throw_bad_argument("weakest", a[0], "a path");
  Value weakest;
  for (const Value& relationship : a[0].as_path().relationships) {
    const double confidence = support_of(records_of(context, relationship, "weakest")).confidence;
    if (weakest.is_null() || confidence < weakest.as_float()) weakest = confidence;
  }
  return weakest;
}

}  // namespace

std::span<const FunctionSpec> evidence_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    FunctionRows r("Evidence");
    const FunctionArgument entity{"entity", type_entity()};
    const FunctionArgument path{"path", type_path()};
    r.add("evidence", {entity}, StaticType::list_of(type_map()), evidence_kernel,
          "The records that say a node or relationship, surest first: maps of document, quote, "
          "start, end, rule, confidence, assertedAt and properties.",
          "evidence(null)", "null");
    r.add("support", {entity}, type_integer(), support_kernel,
          "How many independent documents say a node or relationship. Documents whose texts are "
          "copies of each other, or nearly, count once.",
          "support(null)", "null");
    r.add("confidence", {entity}, type_float(), confidence_kernel,
          "How sure the independent documents make it: 1 minus the chance that all of them are "
          "wrong. Null without evidence.",
          "confidence(null)", "null");
    r.add("proof", {path}, StaticType::list_of(type_map()), proof_kernel,
          "For each hop of a path a map of from, relationship, to and its evidence.", "proof(null)",
          "null");
    r.add("weakest", {path}, type_float(), weakest_kernel,
          "The lowest confidence among the relationships of a path; null for a path without any.",
          "weakest(null)", "null");
    return r.take();
  }();
  return rows;
}

}  // namespace liaison::query
