#include "algorithms/options.h"

#include <algorithm>

namespace liaison::query {

OptionReader::OptionReader(const Value& options, std::string_view procedure)
    : options_(options.is_null() ? Value(ValueMap{}) : options), procedure_(procedure) {
  if (!options_.is_map())
    fail(std::string("its options are a MAP; found ") + kind_name(options_.kind()));
}

void OptionReader::fail(const std::string& message) const {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed",
                   procedure_ + ": " + message + ".");
}

const Value* OptionReader::take(std::string_view key) {
  known_.emplace_back(key);
  const Value* found = options_.find(key);
  return found && found->is_null() ? nullptr : found;
}

double OptionReader::number(std::string_view key, double fallback, double min, double max) {
  const Value* found = take(key);
  if (!found) return fallback;
  if (!found->is_number() || !(found->as_number() >= min && found->as_number() <= max)) {
    fail("`" + std::string(key) + "` is a number from " + std::to_string(min) + " to " +
         std::to_string(max));
  }
  return found->as_number();
}

std::int64_t OptionReader::integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                                   std::int64_t max) {
  const Value* found = take(key);
  if (!found) return fallback;
  if (!found->is_integer() || found->as_integer() < min || found->as_integer() > max) {
    fail("`" + std::string(key) + "` is an integer from " + std::to_string(min) + " to " +
         std::to_string(max));
  }
  return found->as_integer();
}

std::string OptionReader::text(std::string_view key, std::string_view fallback) {
  const Value* found = take(key);
  if (!found) return std::string(fallback);
  if (!found->is_string()) fail("`" + std::string(key) + "` is a STRING");
  return std::string(found->as_string());
}

std::vector<std::string> OptionReader::names(std::string_view key) {
  const Value* found = take(key);
  if (!found) return {};
  if (found->is_string()) return {std::string(found->as_string())};
  std::vector<std::string> names;
  if (!found->is_list()) fail("`" + std::string(key) + "` is a LIST of STRINGs");
  for (const Value& name : found->as_list()) {
    if (!name.is_string()) fail("`" + std::string(key) + "` is a LIST of STRINGs");
    names.emplace_back(name.as_string());
  }
  return names;
}

bool OptionReader::flag(std::string_view key, bool fallback) {
  const Value* found = take(key);
  if (!found) return fallback;
  if (!found->is_boolean()) fail("`" + std::string(key) + "` is true or false");
  return found->as_boolean();
}

ValueMap OptionReader::map(std::string_view key) {
  const Value* found = take(key);
  if (!found) return {};
  if (!found->is_map()) fail("`" + std::string(key) + "` is a MAP");
  return found->as_map();
}

ProjectionOptions OptionReader::projection(Orientation fallback,
                                           const CancellationToken* cancellation) {
  ProjectionOptions options;
  options.node_labels = names("nodeLabels");
  options.relationship_types = names("relationshipTypes");
  options.weight_property = text("weightProperty", "");
  options.cancellation = cancellation;
  const std::string orientation = text("orientation", "");
  if (orientation.empty()) {
    options.orientation = fallback;
  } else if (orientation == "NATURAL") {
    options.orientation = Orientation::Natural;
  } else if (orientation == "REVERSE") {
    options.orientation = Orientation::Reverse;
  } else if (orientation == "UNDIRECTED") {
    options.orientation = Orientation::Undirected;
  } else {
    fail("`orientation` is 'NATURAL', 'REVERSE' or 'UNDIRECTED'");
  }
  return options;
}

void OptionReader::finish() const {
  for (const auto& [key, value] : options_.as_map()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::string list;
    for (const std::string& name : known_) list += (list.empty() ? "`" : ", `") + name + "`";
    fail("there is no option `" + key + "`; it takes " + list);
  }
}

std::unique_ptr<VariableExpression> expression_option(const ProcedureContext& context,
                                                      std::string_view procedure,
                                                      std::string_view key, std::string_view text,
                                                      std::string_view variable,
                                                      const StaticType& type) {
  const auto fail = [&](const std::string& message) {
    throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed",
                     std::string(procedure) + ": `" + std::string(key) + "` " + message);
  };
  if (context.session == nullptr) fail("needs a session to run in.");
  try {
    return context.session->expression(text, variable, type, context);
  } catch (const QueryError& error) {
    fail("is an expression over `" + std::string(variable) + "`: " + error.what());
    throw;
  }
}

GraphProjection make_projection(const ProcedureContext& context, const ProjectionOptions& options,
                                std::string_view procedure) {
  try {
    return GraphProjection(*context.graph, options);
  } catch (const UsageError& error) {
    throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed",
                     std::string(procedure) + ": " + error.what());
  }
}

std::vector<ProcedureResult> score_results() {
  return {{"node", StaticType::of(ValueKind::Node)}, {"score", StaticType::of(ValueKind::Float)}};
}

void emit_scores(const GraphProjection& projection, std::span<const double> scores,
                 const ProcedureSink& sink) {
  for (GraphProjection::Vertex v = 0; v < scores.size(); ++v) {
    const Value row[] = {Value::node(projection.node(v)), scores[v]};
    sink(row);
  }
}

std::vector<ProcedureArgument> algorithm_arguments() {
  return {{.name = "options",
           .type = StaticType::of(ValueKind::Map),
           .nullable = true,
           .default_value = Value(ValueMap{})}};
}

}  // namespace liaison::query
