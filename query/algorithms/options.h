// Reading the option map of a procedure, as in CALL algo.<name>({...}): known keys only, each
// checked, with the nearest known key named when one is misspelt. The keys of the projection are
// common to all. Thread-safety: an OptionReader belongs to one call.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/query/procedure.h"
#include "liaison/query/projection.h"

namespace liaison::query {

class OptionReader {
 public:
  // *Requires* a map or null; `procedure` is named in messages. *Throws* QueryError for others.
  OptionReader(const Value& options, std::string_view procedure);

  double number(std::string_view key, double fallback, double min, double max);
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                       std::int64_t max);
  std::string text(std::string_view key, std::string_view fallback);
  std::vector<std::string> names(std::string_view key);
  bool flag(std::string_view key, bool fallback);
  ValueMap map(std::string_view key);  // empty when not given

  // nodeLabels, relationshipTypes, orientation ('NATURAL', 'REVERSE', 'UNDIRECTED'),
  // weightProperty.
  ProjectionOptions projection(Orientation fallback, const CancellationToken* cancellation);

  // *Throws* QueryError when a key was given that nothing asked for. Call last.
  void finish() const;

 private:
  const Value* take(std::string_view key);
  [[noreturn]] void fail(const std::string& message) const;

  Value options_;
  std::string procedure_;
  std::vector<std::string> known_;
};

// The expression that an option gives as text, over one variable. *Throws* QueryError with what is
// wrong with it.
std::unique_ptr<VariableExpression> expression_option(const ProcedureContext& context,
                                                      std::string_view procedure,
                                                      std::string_view key, std::string_view text,
                                                      std::string_view variable,
                                                      const StaticType& type);

// Makes the projection, with its errors in the language's terms.
GraphProjection make_projection(const ProcedureContext& context, const ProjectionOptions& options,
                                std::string_view procedure);

// The rows (node, score) that algorithms yield which give each node a number.
std::vector<ProcedureResult> score_results();
// *Requires* a score per vertex.
void emit_scores(const GraphProjection& projection, std::span<const double> scores,
                 const ProcedureSink& sink);

// {options :: MAP = {}}: the one argument of every algorithm.
std::vector<ProcedureArgument> algorithm_arguments();

}  // namespace liaison::query
