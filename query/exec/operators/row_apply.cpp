#include "exec/operators/row_apply.h"

namespace liaison::query {

RowApply::RowApply(const Apply& op, PlanPtr inner, const RowLayout& in, const RowLayout& out)
    : op_(op), inner_(std::move(inner)), in_(in), carry_outer_(in, out) {
  for (std::size_t to = 0; to < out.variables().size(); ++to) {
    const VariableId variable = out.variables()[to];
    if (!in.contains(variable)) {
      inner_columns_.push_back({*inner_->output.column_of(variable), to});
    }
  }
}

bool RowApply::step(ExecutionContext& context, RowApplyProgress& progress, const DataChunk& in,
                    DataChunk& out) const {
  const auto row = static_cast<std::uint32_t>(progress.row);
  if (!progress.run) {
    progress.argument = make_argument(*inner_, in.select(std::span(&row, 1)), in_);
    progress.run = std::make_unique<PlanRun>(*inner_, context, progress.argument);
    progress.had_match = false;
  }
  DataChunk matches;
  if (op_.is_unit) {
    while (progress.run->next(matches)) {
    }
    carry_outer_.select(in, std::span(&row, 1), out);
  } else if (progress.run->next(matches)) {
    progress.had_match = true;
    const std::vector<std::uint32_t> rows(matches.row_count(), row);
    carry_outer_.select(in, rows, out);
    for (const auto& [from, to] : inner_columns_) out.column(to) = matches.column(from);
    return true;
  } else if (op_.optional && !progress.had_match) {
    carry_outer_.select(in, std::span(&row, 1), out);
    for (const auto& [from, to] : inner_columns_) out.column(to).append_null();
  }
  progress.run.reset();
  ++progress.row;
  return false;
}

}  // namespace liaison::query
