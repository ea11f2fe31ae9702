#include "exec/subquery_runner.h"

#include <algorithm>

#include "exec/pipeline.h"
#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

class BulkSubqueryRunner final : public SubqueryRunner {
 public:
  explicit BulkSubqueryRunner(ExecutionContext& context) : context_(context) {}

  void run(const BoundSubquery& subquery, const DataChunk& outer, const RowLayout& layout,
           ColumnVector& out) override {
    const auto found = context_.plan().subqueries.find(subquery.query.get());
    LIAISON_CHECK(found != context_.plan().subqueries.end());
    const PhysicalSubquery& planned = found->second;
    switch (planned.kind) {
      case SubqueryKind::Exists:
        exists(planned, outer, layout, out);
        return;
      case SubqueryKind::Count:
        count(planned, outer, layout, out);
        return;
      case SubqueryKind::Collect:
        collect(planned, outer, layout, out);
        return;
    }
  }

 private:
  // Calls fn(row number, chunk, row in chunk) for every match.
  template <class Fn>
  void for_each_match(const PhysicalSubquery& planned, const DataChunk& argument, Fn fn) {
    const std::size_t row_column = *planned.plan->output.column_of(planned.row_number);
    PlanRun run(*planned.plan, context_, argument);
    DataChunk chunk;
    while (run.next(chunk)) {
      for (std::size_t i = 0; i < chunk.row_count(); ++i) {
        if (!fn(static_cast<std::size_t>(integer_at(chunk.column(row_column), i)), chunk, i))
          return;
      }
    }
  }

  // Asks a few rows at first and more as long as that is cheap: one row with very many matches
  // costs a chunk of them, not all.
  void exists(const PhysicalSubquery& planned, const DataChunk& outer, const RowLayout& layout,
              ColumnVector& out) {
    const DataChunk argument = make_argument(*planned.plan, outer, layout);
    std::vector<std::uint8_t> found(outer.row_count(), 0);
    std::size_t begin = 0;
    std::size_t batch = 1;
    while (begin < outer.row_count()) {
      const std::size_t end = std::min(begin + batch, outer.row_count());
      std::vector<std::uint32_t> rows;
      for (std::size_t i = begin; i < end; ++i) rows.push_back(static_cast<std::uint32_t>(i));
      const DataChunk part = argument.select(rows);
      std::size_t left = rows.size();
      std::size_t matches = 0;
      for_each_match(planned, part, [&](std::size_t row, const DataChunk&, std::size_t) {
        ++matches;
        if (!found[begin + row]) {
          found[begin + row] = 1;
          --left;
        }
        return left > 0;
      });
      begin = end;
      batch = matches > 8 * rows.size() + 64 ? std::max<std::size_t>(1, batch / 4) : batch * 4;
    }
    out.reset(VectorType::Boolean);
    for (std::uint8_t value : found) out.append_boolean(value != 0);
  }

  void count(const PhysicalSubquery& planned, const DataChunk& outer, const RowLayout& layout,
             ColumnVector& out) {
    const DataChunk argument = make_argument(*planned.plan, outer, layout);
    std::vector<std::int64_t> counts(outer.row_count(), 0);
    for_each_match(planned, argument, [&](std::size_t row, const DataChunk&, std::size_t) {
      ++counts[row];
      return true;
    });
    out.reset(VectorType::Integer);
    for (std::int64_t value : counts) out.append_integer(value);
  }

  void collect(const PhysicalSubquery& planned, const DataChunk& outer, const RowLayout& layout,
               ColumnVector& out) {
    const DataChunk argument = make_argument(*planned.plan, outer, layout);
    const std::size_t column = *planned.plan->output.column_of(planned.output);
    std::vector<ValueList> lists(outer.row_count());
    MemoryCharge charge(context_.memory());
    for_each_match(planned, argument, [&](std::size_t row, const DataChunk& chunk, std::size_t i) {
      lists[row].push_back(chunk.column(column).get(i));
      charge.add(memory_of(lists[row].back()));
      return true;
    });
    out.reset(VectorType::Tagged);
    for (ValueList& list : lists) out.append(Value(std::move(list)));
  }

  ExecutionContext& context_;
};

}  // namespace

std::unique_ptr<SubqueryRunner> make_subquery_runner(ExecutionContext& context) {
  return std::make_unique<BulkSubqueryRunner>(context);
}

}  // namespace liaison::query
