// Adding, withdrawing and listing evidence.
#include <string>

#include "liaison/engine/text.h"
#include "procedures/families.h"

namespace liaison::query {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed", message);
}

EntityKind kind_of(const Value& entity, const char* procedure) {
  if (entity.is_node()) return EntityKind::Node;
  if (entity.is_relationship()) return EntityKind::Relationship;
  fail(std::string(procedure) + ": evidence belongs to nodes and relationships.");
}

std::uint64_t id_of(const Value& entity) {
  return entity.is_node() ? entity.node_id().value : entity.relationship_id().value;
}

void run_add(const ProcedureContext& context, std::span<const Value> a, const ProcedureSink& sink) {
  const EntityKind kind = kind_of(a[0], "evidence.add");
  if (!a[1].is_node()) fail("evidence.add: the document is a node with the property `text`.");
  const double confidence = a[4].is_number() ? a[4].as_number() : 0;
  if (!(confidence > 0 && confidence <= 1)) {
    fail("evidence.add: the confidence is a number above 0 and up to 1.");
  }
  EvidenceRecord record;
  record.document = a[1].node_id();
  record.quote = a[2].as_string();
  record.start = a[3].as_integer();
  record.end = record.start + static_cast<std::int64_t>(text::length(record.quote));
  record.rule = a[5].as_string();
  record.confidence = confidence;
  record.asserted_at_ms = context.transaction_time_ns / 1'000'000;
  try {
    const Value row[] = {
        static_cast<std::int64_t>(context.writer->add_evidence(kind, id_of(a[0]), record))};
    sink(row);
  } catch (const InputError& error) {
    fail(std::string("evidence.add: ") + error.what());
  }
}

void run_withdraw(const ProcedureContext& context, std::span<const Value> a,
                  const ProcedureSink& sink) {
  if (!a[0].is_node()) fail("evidence.withdraw: the document is a node.");
  const WithdrawalReport report = context.writer->withdraw_document(a[0].node_id());
  const Value row[] = {
      static_cast<std::int64_t>(report.records), static_cast<std::int64_t>(report.relationships),
      static_cast<std::int64_t>(report.nodes), static_cast<std::int64_t>(report.properties)};
  sink(row);
}

void run_of(const ProcedureContext& context, std::span<const Value> a, const ProcedureSink& sink) {
  if (!a[0].is_node()) fail("evidence.of: the document is a node.");
  for (const EvidenceEntry& entry : context.graph->cited_by(a[0].node_id())) {
    const Value entity = entry.kind == EntityKind::Node
                             ? Value::node(NodeId(entry.entity))
                             : Value::relationship(RelationshipId(entry.entity));
    const Value row[] = {entity,           entry.record.quote, entry.record.start,
                         entry.record.end, entry.record.rule,  entry.record.confidence};
    sink(row);
  }
}

ProcedureArgument required(const char* name, StaticType type) {
  return {.name = name, .type = std::move(type), .nullable = false, .default_value = std::nullopt};
}

}  // namespace

std::vector<ProcedureSpec> evidence_procedures() {
  const StaticType node = StaticType::of(ValueKind::Node);
  const StaticType entity = node.union_with(StaticType::of(ValueKind::Relationship));
  const StaticType string = StaticType::of(ValueKind::String);
  const StaticType integer = StaticType::of(ValueKind::Integer);
  const StaticType floating = StaticType::of(ValueKind::Float);
  return {
      {.name = "evidence.add",
       .mode = ProcedureMode::Write,
       .arguments =
           {required("entity", entity),
            required("document", node),
            required("quote", string),
            required("start", integer),
            {.name = "confidence",
             .type = StaticType::number(),
             .nullable = false,
             .default_value = Value(1.0)},
            {.name = "rule", .type = string, .nullable = false, .default_value = Value("user")}},
       .results = {{"n", integer}},
       .doc = "Records that a document says a node or relationship. The quote must stand in the "
              "document's `text` from character `start` on.",
       .example = "MATCH (:A)-[r]->(), (d:Document) CALL evidence.add(r, d, 'met', 5) YIELD n "
                  "RETURN n",
       .run = run_add},
      {.name = "evidence.withdraw",
       .mode = ProcedureMode::Write,
       .arguments = {required("document", node)},
       .results = {{"records", integer},
                   {"relationships", integer},
                   {"nodes", integer},
                   {"properties", integer}},
       .doc = "Takes back all a document says: its records, the extracted relationships and nodes "
              "that nothing else supports, and the property values that only it gave.",
       .example = "MATCH (d:Document) CALL evidence.withdraw(d) YIELD records RETURN records",
       .run = run_withdraw},
      {.name = "evidence.of",
       .mode = ProcedureMode::Read,
       .arguments = {required("document", node)},
       .results = {{"entity", entity},
                   {"quote", string},
                   {"start", integer},
                   {"end", integer},
                   {"rule", string},
                   {"confidence", floating}},
       .doc = "Everything a document says, with the words it says it in.",
       .example = "MATCH (d:Document) CALL evidence.of(d) YIELD entity, quote RETURN count(quote)",
       .run = run_of},
  };
}

}  // namespace liaison::query
