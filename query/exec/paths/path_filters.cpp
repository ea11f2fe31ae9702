// RestrictPath keeps paths that go through no node twice. SelectPaths keeps so many of the paths
// between the same two nodes, the shortest first.
#include <algorithm>
#include <map>
#include <tuple>

#include "exec/operators/factories.h"
#include "exec/paths/path_count.h"
#include "exec/row_store.h"

namespace liaison::query {
namespace {

bool repeats_node(const PathData& path, bool may_close) {
  std::vector<std::uint64_t> ids;
  for (const Value& node : path.nodes) ids.push_back(node.node_id().value);
  if (may_close && ids.size() > 1 && ids.front() == ids.back()) ids.pop_back();
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) != ids.end();
}

class RestrictPathOperator final : public StreamOperator {
 public:
  RestrictPathOperator(const RestrictPath& op, const RowLayout& in, const RowLayout& out)
      : may_close_(op.may_close), path_column_(*in.column_of(op.path)), carry_(in, out) {}

  bool process(Frame&, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < in.row_count(); ++row) {
      const Value path = in.column(path_column_).get(row);
      if (path.is_path() && !repeats_node(path.as_path(), may_close_)) rows.push_back(row);
    }
    carry_.select(in, rows, out);
    return false;
  }

 private:
  bool may_close_;
  std::size_t path_column_;
  Carry carry_;
};

// What is known of the paths between two nodes while rows come in: how many of each length.
struct Ends {
  std::map<std::size_t, std::uint64_t> counts;
  std::uint64_t total = 0;
  std::uint64_t handed_out = 0;
};
using EndsKey = std::tuple<std::int64_t, std::uint64_t, std::uint64_t>;  // outer row, from, to

struct SelectState final : OperatorState {
  SelectState(MemoryBudget& budget, std::uint64_t wanted)
      : count(wanted), rows(budget), charge(budget) {}
  std::uint64_t count;  // paths or groups that are kept
  RowStore rows;
  MemoryCharge charge;  // of what is kept beside the rows
  struct Candidate {
    RowReference row;
    Ends* ends;
    std::int64_t outer_row;
    std::size_t length;
  };
  std::map<EndsKey, Ends> ends;
  std::vector<Candidate> candidates;
  std::vector<RowReference> kept;
  std::size_t offset = 0;
};

class SelectPathsSink final : public Sink {
 public:
  SelectPathsSink(const SelectPaths& op, const RowLayout& in, const RowLayout& out)
      : op_(op),
        path_column_(*in.column_of(op.path)),
        partition_column_(*in.column_of(op.partition)) {
    for (VariableId variable : out.variables()) columns_.push_back(*in.column_of(variable));
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<SelectState>(frame.context.memory(),
                                         op_.selector == PathSelector::AllShortest
                                             ? 1
                                             : path_count(frame.context.eval(), op_.count));
  }

  void consume(Frame& frame, OperatorState& base, DataChunk chunk) const override {
    auto& state = static_cast<SelectState&>(base);
    frame.context.check_cancelled();
    const auto chunk_index = static_cast<std::uint32_t>(state.rows.chunks().size());
    std::vector<std::uint32_t> wanted;
    for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
      const Value value = chunk.column(path_column_).get(row);
      if (!value.is_path()) continue;
      const PathData& path = value.as_path();
      const std::int64_t outer_row = integer_at(chunk.column(partition_column_), row);
      const auto [place, is_new] = state.ends.try_emplace(EndsKey{
          outer_row, path.nodes.front().node_id().value, path.nodes.back().node_id().value});
      Ends& ends = place->second;
      const std::size_t length = path.relationships.size();
      if (is_new) state.charge.add(sizeof(Ends) + sizeof(EndsKey) + 64);
      if (is_beaten(ends, length, state.count)) continue;
      ++ends.counts[length];
      ++ends.total;
      const auto at = static_cast<std::uint32_t>(wanted.size());
      wanted.push_back(row);
      state.candidates.push_back({{chunk_index, at}, &ends, outer_row, length});
    }
    state.charge.add(wanted.size() * sizeof(SelectState::Candidate));
    if (!wanted.empty()) state.rows.add(chunk.select(wanted));
  }

  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<SelectState&>(base);
    frame.context.check_cancelled();
    std::stable_sort(state.candidates.begin(), state.candidates.end(),
                     [](const auto& a, const auto& b) {
                       return std::tie(a.outer_row, a.length) < std::tie(b.outer_row, b.length);
                     });
    for (const SelectState::Candidate& candidate : state.candidates) {
      if (is_by_length()) {
        const auto& counts = candidate.ends->counts;
        const auto groups_before = static_cast<std::uint64_t>(
            std::distance(counts.begin(), counts.find(candidate.length)));
        if (groups_before >= state.count) continue;
      } else if (candidate.ends->handed_out >= state.count) {
        continue;
      }
      ++candidate.ends->handed_out;
      state.kept.push_back(candidate.row);
    }
  }

  bool produce(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<SelectState&>(base);
    if (state.offset == state.kept.size()) return false;
    const std::size_t end = std::min(state.offset + frame.context.chunk_rows(), state.kept.size());
    state.rows.gather(std::span(state.kept).subspan(state.offset, end - state.offset), columns_,
                      out);
    state.offset = end;
    return true;
  }

 private:
  // All paths of the shortest lengths, as against a number of paths.
  bool is_by_length() const {
    return op_.selector == PathSelector::AllShortest ||
           op_.selector == PathSelector::ShortestGroups;
  }

  // Whether enough paths have come already that are better than one of this length.
  bool is_beaten(const Ends& ends, std::size_t length, std::uint64_t wanted) const {
    if (op_.selector == PathSelector::Any) return ends.total >= wanted;
    std::uint64_t better = 0;
    for (const auto& [known, count] : ends.counts) {
      if (is_by_length() ? known >= length : known > length) break;
      better += is_by_length() ? 1 : count;
    }
    return better >= wanted;
  }

  const SelectPaths& op_;
  std::size_t path_column_;
  std::size_t partition_column_;
  std::vector<std::size_t> columns_;
};

}  // namespace

StreamPtr make_restrict_path(const RestrictPath& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<RestrictPathOperator>(op, in, out);
}
SinkPtr make_select_paths(const SelectPaths& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<SelectPathsSink>(op, in, out);
}

}  // namespace liaison::query
