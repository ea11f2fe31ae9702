// Adding, withdrawing, listing and reviewing evidence.
#include <algorithm>
#include <string>

#include "algorithms/options.h"
#include "liaison/engine/text.h"
#include "procedures/families.h"

namespace liaison::query {
namespace {

constexpr std::int64_t kReviewLimit = 100;
constexpr std::int64_t kReviewLimitMax = 1'000'000;

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed", message);
}

std::string found_text(const Value& value) {
  return std::string("; found ") + kind_name(value.kind()) + ".";
}

EntityKind kind_of(const Value& entity, const char* procedure) {
  if (entity.is_node()) return EntityKind::Node;
  if (entity.is_relationship()) return EntityKind::Relationship;
  fail(std::string(procedure) + ": evidence belongs to a node or a relationship" +
       found_text(entity));
}

std::uint64_t id_of(const Value& entity) {
  return entity.is_node() ? entity.node_id().value : entity.relationship_id().value;
}

Value entity_value(EntityKind kind, std::uint64_t entity) {
  return kind == EntityKind::Node ? Value::node(NodeId(entity))
                                  : Value::relationship(RelationshipId(entity));
}

NodeId document_of(const Value& document, const char* procedure) {
  if (document.is_node()) return document.node_id();
  fail(std::string(procedure) + ": the document is a node with the property `text`" +
       found_text(document));
}

// ---- evidence.add

// Where the quote stands first in the document, in code points.
std::int64_t place_of(const ProcedureContext& context, NodeId document, std::string_view quote) {
  ColumnVector column;
  if (const auto key = context.graph->catalog().property_key("text")) {
    context.graph->gather(EntityKind::Node, {&document.value, 1}, *key, column);
    const Value body = column.get(0);
    if (body.is_string()) {
      const std::size_t at = body.as_string().find(quote);
      if (at == std::string_view::npos) {
        fail("evidence.add: the document's text does not have the quote '" + std::string(quote) +
             "'; it has to stand there to the letter.");
      }
      return static_cast<std::int64_t>(text::length(body.as_string().substr(0, at)));
    }
  }
  fail("evidence.add: the document has no string property `text` to quote from.");
}

void run_add(const ProcedureContext& context, std::span<const Value> a, const ProcedureSink& sink) {
  const EntityKind kind = kind_of(a[0], "evidence.add");
  EvidenceRecord record;
  record.document = document_of(a[1], "evidence.add");
  if (!a[2].is_string() || a[2].as_string().empty()) {
    fail("evidence.add: the quote is a STRING with something in it" + found_text(a[2]));
  }
  if (!a[3].is_null() && !a[3].is_integer()) {
    fail(
        "evidence.add: the start is the INTEGER place of the quote's first character in the "
        "document's `text`, from 0 on, or null to look for it" +
        found_text(a[3]));
  }
  const double confidence = a[4].is_number() ? a[4].as_number() : 0;
  if (!(confidence > 0 && confidence <= 1)) {
    fail("evidence.add: the confidence is a number above 0 and up to 1.");
  }
  record.quote = a[2].as_string();
  record.start =
      a[3].is_null() ? place_of(context, record.document, record.quote) : a[3].as_integer();
  record.end = record.start + static_cast<std::int64_t>(text::length(record.quote));
  record.rule = a[5].as_string();
  record.confidence = confidence;
  record.asserted_at_ms = context.transaction_time_ns / 1'000'000;
  OptionReader options(a[6], "evidence.add");
  record.properties = options.map("properties");
  const bool is_extracted = options.flag("extracted", false);
  options.finish();
  try {
    const std::uint32_t n = context.writer->add_evidence(kind, id_of(a[0]), record);
    if (is_extracted) context.writer->mark_extracted(kind, id_of(a[0]));
    const Value row[] = {static_cast<std::int64_t>(n)};
    sink(row);
  } catch (const InputError& error) {
    fail(std::string("evidence.add: ") + error.what());
  } catch (const UsageError& error) {  // an entity that is gone, a value that cannot be stored
    fail(std::string("evidence.add: ") + error.what());
  }
}

// ---- evidence.withdraw, evidence.of

void run_withdraw(const ProcedureContext& context, std::span<const Value> a,
                  const ProcedureSink& sink) {
  const NodeId document = document_of(a[0], "evidence.withdraw");
  OptionReader options(a[1], "evidence.withdraw");
  const bool is_dry = options.flag("dryRun", false);
  options.finish();
  const WithdrawalReport report = is_dry ? context.writer->preview_withdrawal(document)
                                         : context.writer->withdraw_document(document);
  const Value row[] = {
      static_cast<std::int64_t>(report.records), static_cast<std::int64_t>(report.relationships),
      static_cast<std::int64_t>(report.nodes), static_cast<std::int64_t>(report.properties)};
  sink(row);
}

void run_of(const ProcedureContext& context, std::span<const Value> a, const ProcedureSink& sink) {
  for (const EvidenceEntry& entry : context.graph->cited_by(document_of(a[0], "evidence.of"))) {
    const Value row[] = {entity_value(entry.kind, entry.entity),
                         entry.record.quote,
                         entry.record.start,
                         entry.record.end,
                         entry.record.rule,
                         entry.record.confidence};
    sink(row);
  }
}

// ---- evidence.review

// What evidence.review keeps besides support and confidence.
struct ReviewFilter {
  bool has_kind = false;
  EntityKind kind = EntityKind::Node;
  bool has_labels = false;
  std::vector<LabelId> labels;
  bool has_types = false;
  std::vector<RelationshipTypeId> types;
};

ReviewFilter filter_of(const ProcedureContext& context, OptionReader& options) {
  ReviewFilter filter;
  const Catalog& catalog = context.graph->catalog();
  const std::string kind = options.text("entities", "");
  if (kind == "NODE" || kind == "RELATIONSHIP") {
    filter.has_kind = true;
    filter.kind = kind == "NODE" ? EntityKind::Node : EntityKind::Relationship;
  } else if (!kind.empty()) {
    fail("evidence.review: `entities` is 'NODE' or 'RELATIONSHIP'; found '" + kind + "'.");
  }
  const std::vector<std::string> labels = options.names("labels");
  const std::vector<std::string> types = options.names("types");
  filter.has_labels = !labels.empty();
  filter.has_types = !types.empty();
  for (const std::string& name : labels) {
    if (const auto label = catalog.label(name)) filter.labels.push_back(*label);
  }
  for (const std::string& name : types) {
    if (const auto type = catalog.relationship_type(name)) filter.types.push_back(*type);
  }
  return filter;
}

bool is_wanted(const ProcedureContext& context, const ReviewFilter& filter, EntityKind kind,
               std::uint64_t entity) {
  if (filter.has_kind && filter.kind != kind) return false;
  if (!filter.has_labels && !filter.has_types) return true;
  if (kind == EntityKind::Node) {
    if (!filter.has_labels) return false;
    const NodeId node(entity);
    std::vector<std::uint8_t> has;
    return std::any_of(filter.labels.begin(), filter.labels.end(), [&](LabelId label) {
      context.graph->has_label({&node, 1}, label, has);
      return has.front() != 0;
    });
  }
  if (!filter.has_types) return false;
  const RelationshipId relationship(entity);
  std::vector<std::optional<RelationshipEnds>> ends;
  context.graph->relationship_ends({&relationship, 1}, ends);
  return ends.front() && std::find(filter.types.begin(), filter.types.end(), ends.front()->type) !=
                             filter.types.end();
}

void run_review(const ProcedureContext& context, std::span<const Value> a,
                const ProcedureSink& sink) {
  OptionReader options(a[0], "evidence.review");
  EvidenceReview review;
  review.support_max =
      static_cast<std::uint32_t>(options.integer("maxSupport", 1, 1, std::int64_t{1} << 31));
  review.confidence_max = options.number("maxConfidence", 1, 0, 1);
  const std::int64_t limit = options.integer("limit", kReviewLimit, 0, kReviewLimitMax);
  const ReviewFilter filter = filter_of(context, options);
  options.finish();
  if (limit == 0) return;
  std::int64_t count = 0;
  std::uint64_t visited = 0;
  context.graph->review_evidence(
      review, [&](EntityKind kind, std::uint64_t entity, const Support& support,
                  const std::vector<EvidenceEntry>& records) {
        if (context.cancellation && ++visited % 256 == 0) context.cancellation->check();
        if (!is_wanted(context, filter, kind, entity)) return true;
        const auto surest = std::max_element(records.begin(), records.end(),
                                             [](const EvidenceEntry& x, const EvidenceEntry& y) {
                                               return x.record.confidence < y.record.confidence;
                                             });
        const Value row[] = {entity_value(kind, entity), std::int64_t{support.documents},
                             support.confidence, surest->record.quote,
                             Value::node(surest->record.document)};
        sink(row);
        return ++count < limit;
      });
}

// ---- rows

ProcedureArgument required(const char* name, StaticType type) {
  return {.name = name, .type = std::move(type), .nullable = false, .default_value = std::nullopt};
}

ProcedureArgument options_argument() {
  return {.name = "options",
          .type = StaticType::of(ValueKind::Map),
          .nullable = true,
          .default_value = Value(ValueMap{})};
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
            {.name = "start", .type = integer, .nullable = true, .default_value = Value()},
            {.name = "confidence",
             .type = StaticType::number(),
             .nullable = false,
             .default_value = Value(1.0)},
            {.name = "rule", .type = string, .nullable = false, .default_value = Value("user")},
            options_argument()},
       .results = {{"n", integer}},
       .doc = "Records that a document says a node or relationship. The quote must stand in the "
              "document's `text` from character `start` on; without a start it is looked for. "
              "Options: properties (a map of what the document says of the entity: it gives the "
              "values, and takes them along when it is withdrawn), extracted (true: the entity "
              "goes with its last record).",
       .example = "MATCH (:A)-[r]->(), (d:Document) CALL evidence.add(r, d, 'met', 5) YIELD n "
                  "RETURN n",
       .run = run_add},
      {.name = "evidence.withdraw",
       .mode = ProcedureMode::Write,
       .arguments = {required("document", node), options_argument()},
       .results = {{"records", integer},
                   {"relationships", integer},
                   {"nodes", integer},
                   {"properties", integer}},
       .doc = "Takes back all a document says: its records, the extracted relationships and nodes "
              "that nothing else supports, and the property values that only it gave. Option: "
              "dryRun (true: says what would go, and changes nothing).",
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
       .doc = "Everything a document says, with the words it says it in. Reads an index.",
       .example = "MATCH (d:Document) CALL evidence.of(d) YIELD entity, quote RETURN count(quote)",
       .run = run_of},
      {.name = "evidence.review",
       .mode = ProcedureMode::Read,
       .arguments = {options_argument()},
       .results = {{"entity", entity},
                   {"support", integer},
                   {"confidence", floating},
                   {"quote", string},
                   {"document", node}},
       .doc = "Nodes and relationships that few or unsure documents say, those with the least "
              "support first, with the surest quote. Options: maxSupport (1), maxConfidence (1.0), "
              "entities ('NODE' or 'RELATIONSHIP'), labels, types, limit (100). Reads an index and "
              "nothing that has more support.",
       .example = "CALL evidence.review({maxConfidence: 0.6, types: ['MET']}) YIELD entity, quote "
                  "RETURN type(entity), quote",
       .run = run_review},
  };
}

}  // namespace liaison::query
