// Merge: for each row in turn the matches of its pattern, or the pattern created. A row sees what
// the rows before it created.
#include "exec/operators/factories.h"
#include "exec/operators/update_sink.h"
#include "exec/pattern_creator.h"
#include "exec/set_executor.h"

namespace liaison::query {
namespace {

class MergeSink final : public UpdateSink {
 public:
  MergeSink(const Merge& op, PlanPtr match, const RowLayout& in, const RowLayout& out)
      : merge_(*op.merge), match_(std::move(match)), in_(in), out_(out), carry_(in, out) {
    // ON CREATE and ON MATCH see the row with everything the pattern names.
    extended_ = in;
    for (VariableId variable : match_->output.variables()) extended_.add(variable);
    carry_extended_ = Carry(in, extended_);
  }

 private:
  void apply(Frame& frame, std::vector<DataChunk>& chunks) const override {
    PatternCreator creator(merge_.pattern, in_);
    SetExecutor on_create(merge_.on_create, extended_);
    SetExecutor on_match(merge_.on_match, extended_);
    std::vector<DataChunk> results;
    DataChunk gathered(out_.column_count());
    auto flush = [&] {
      if (!gathered.empty()) results.push_back(std::move(gathered));
      gathered = DataChunk(out_.column_count());
    };
    for (const DataChunk& chunk : chunks) {
      for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
        frame.context.check_cancelled();
        const DataChunk one = chunk.select(std::span(&row, 1));
        creator.prepare(frame.context, one);
        creator.check_no_nulls(0);
        const DataChunk argument = make_argument(*match_, one, in_);
        // All matches are read before any of them is changed.
        std::vector<DataChunk> found;
        PlanRun run(*match_, frame.context, argument);
        DataChunk matches;
        while (run.next(matches)) found.push_back(extend(one, matches));
        if (found.empty()) {
          found.push_back(create(frame, creator, one));
          on_create.apply(frame.context, found.back());
        } else {
          for (const DataChunk& rows : found) on_match.apply(frame.context, rows);
        }
        for (const DataChunk& rows : found) append(rows, gathered);
        if (gathered.row_count() >= frame.context.chunk_rows()) flush();
      }
    }
    flush();
    chunks = std::move(results);
  }

  DataChunk extend(const DataChunk& one, const DataChunk& matches) const {
    DataChunk rows;
    const std::vector<std::uint32_t> first(matches.row_count(), 0);
    carry_extended_.select(one, first, rows);
    for (std::size_t i = 0; i < match_->output.variables().size(); ++i) {
      const VariableId variable = match_->output.variables()[i];
      if (!in_.contains(variable)) rows.column(*extended_.column_of(variable)) = matches.column(i);
    }
    return rows;
  }

  DataChunk create(Frame& frame, const PatternCreator& creator, const DataChunk& one) const {
    std::map<VariableId, Value> created;
    creator.create(frame.context, one, 0, created);
    DataChunk row;
    carry_extended_.copy(one, row);
    for (const auto& [variable, value] : created) {
      if (in_.contains(variable)) continue;
      if (const auto column = extended_.column_of(variable)) row.column(*column).append(value);
    }
    return row;
  }

  void append(const DataChunk& rows, DataChunk& out) const {
    for (std::size_t i = 0; i < out_.variables().size(); ++i) {
      const ColumnVector& column = rows.column(*extended_.column_of(out_.variables()[i]));
      if (out.column(i).size() == 0) out.column(i).reset(column.type());
      for (std::size_t row = 0; row < rows.row_count(); ++row) {
        out.column(i).append_from(column, row);
      }
    }
    out.set_row_count(out.row_count() + rows.row_count());
  }

  const BoundMerge& merge_;
  PlanPtr match_;
  RowLayout in_;
  RowLayout out_;
  RowLayout extended_;
  Carry carry_;
  Carry carry_extended_;
};

}  // namespace

SinkPtr make_merge(const Merge& op, PlanPtr match, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<MergeSink>(op, std::move(match), in, out);
}

}  // namespace liaison::query
