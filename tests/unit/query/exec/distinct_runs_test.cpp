#include "exec/distinct_runs.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

using namespace liaison;
using namespace liaison::query;

namespace {

using Row = std::pair<std::uint64_t, std::int64_t>;  // node, number of the row

DataChunk chunk_of(const std::vector<Row>& rows) {
  DataChunk chunk;
  chunk.columns().resize(2);
  std::uint64_t* nodes = chunk.column(0).write_ids(VectorType::Node, rows.size());
  std::int64_t* numbers = chunk.column(1).write_integers(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    nodes[i] = rows[i].first;
    numbers[i] = rows[i].second;
  }
  chunk.set_row_count(rows.size());
  return chunk;
}

struct Taken {
  std::map<std::uint32_t, std::vector<Row>> whole, cut;  // by share

  DistinctRuns runs(std::size_t rows_max = SIZE_MAX) {
    return {0, rows_max, into(whole), into(cut)};
  }
  SoleRun sole_run(std::optional<std::size_t> column = 0) {
    return {column, into(whole), into(cut)};
  }

 private:
  static TakeRows into(std::map<std::uint32_t, std::vector<Row>>& to) {
    return [&to](std::uint32_t morsel, const DataChunk& rows) {
      for (std::size_t i = 0; i < rows.row_count(); ++i) {
        const Value node = rows.column(0).get(i);
        to[morsel].emplace_back(node.is_null() ? 0 : node.node_id().value,
                                rows.column(1).integers()[i]);
      }
    };
  }
};

}  // namespace

TEST_CASE("the first and the last run of a share may be cut, those between are whole") {
  Taken taken;
  DistinctRuns runs = taken.runs();
  runs.add(0, chunk_of({{1, 0}, {1, 1}, {2, 2}, {3, 3}}));
  runs.add(0, chunk_of({{3, 4}, {4, 5}}));
  runs.add(0, chunk_of({{4, 6}}));
  runs.add(2, chunk_of({{9, 7}}));
  runs.finish(true);
  CHECK(taken.whole[0] == std::vector<Row>{{2, 2}, {3, 3}, {3, 4}});
  CHECK(taken.cut[0] == std::vector<Row>{{1, 0}, {1, 1}, {4, 5}, {4, 6}});
  CHECK(taken.cut[2] == std::vector<Row>{{9, 7}});
  CHECK(taken.whole.count(2) == 0);
}

TEST_CASE("rows whose node is not of the plain form end a share: what touches them may be cut") {
  Taken taken;
  DistinctRuns runs = taken.runs();
  runs.add(0, chunk_of({{1, 0}, {2, 1}, {3, 2}}));
  DataChunk tagged;
  tagged.columns().resize(2);
  tagged.column(0).append_null();
  tagged.column(1).write_integers(1)[0] = 3;
  tagged.set_row_count(1);
  runs.add(0, std::move(tagged));
  runs.add(0, chunk_of({{3, 4}, {4, 5}, {5, 6}}));
  runs.finish(true);
  CHECK(taken.whole[0] == std::vector<Row>{{2, 1}, {4, 5}});
  CHECK(taken.cut[0] == std::vector<Row>{{1, 0}, {3, 2}, {0, 3}, {3, 4}, {5, 6}});
}

TEST_CASE("a run of more rows than may be held is cut, the one after it may be") {
  Taken taken;
  DistinctRuns runs = taken.runs(3);
  runs.add(0, chunk_of({{1, 0}, {2, 1}, {2, 2}, {2, 3}, {3, 4}, {3, 5}}));
  runs.add(0, chunk_of({{3, 6}}));
  CHECK(runs.held_bytes() > 0);
  CHECK(taken.whole[0] == std::vector<Row>{{2, 1}, {2, 2}, {2, 3}});
  runs.add(0, chunk_of({{3, 7}, {3, 8}}));
  CHECK(runs.held_bytes() == 0);
  runs.add(0, chunk_of({{3, 9}, {4, 10}, {5, 11}}));
  runs.finish(true);
  CHECK(taken.whole[0] == std::vector<Row>{{2, 1}, {2, 2}, {2, 3}, {4, 10}});
  CHECK(taken.cut[0] ==
        std::vector<Row>{{1, 0}, {3, 4}, {3, 5}, {3, 6}, {3, 7}, {3, 8}, {3, 9}, {5, 11}});
}

TEST_CASE("however rows are cut into chunks and shares, none is lost and no cut run is whole") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    std::vector<Row> rows;
    for (std::uint64_t node = 1; node < 20; ++node) {
      for (std::size_t i = random() % 5 + 1; i > 0; --i) {
        rows.emplace_back(node, static_cast<std::int64_t>(rows.size()));
      }
    }
    Taken taken;
    DistinctRuns runs = taken.runs(round % 2 == 0 ? SIZE_MAX : random() % 6);
    std::map<std::uint64_t, std::uint32_t> share_of;  // of a node's rows, if it is one
    std::map<std::uint64_t, bool> is_cut;
    std::uint32_t share = 0;
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t end = std::min(rows.size(), begin + random() % 7 + 1);
      if (random() % 4 == 0) ++share;
      for (std::size_t i = begin; i < end; ++i) {
        const auto [at, is_new] = share_of.emplace(rows[i].first, share);
        if (!is_new && at->second != share) is_cut[rows[i].first] = true;
      }
      runs.add(share, chunk_of({rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                rows.begin() + static_cast<std::ptrdiff_t>(end)}));
      begin = end;
    }
    runs.finish(true);
    std::map<std::int64_t, std::uint64_t> found;
    std::map<std::uint64_t, bool> in_cut;
    for (const auto& [number, part] : taken.cut) {
      for (const auto& [node, row] : part) {
        found[row] = node;
        in_cut[node] = true;
      }
    }
    for (const auto& [number, part] : taken.whole) {
      for (const auto& [node, row] : part) {
        CHECK(found.emplace(row, node).second);
        CHECK_FALSE(is_cut[node]);
        CHECK_FALSE(in_cut[node]);  // a run goes one way
      }
    }
    REQUIRE(found.size() == rows.size());
    for (const auto& [node, row] : rows) CHECK(found[row] == node);
  }
}

TEST_CASE("rows of one run and one share are whole as long as nobody else has rows") {
  for (const bool is_alone : {true, false}) {
    Taken taken;
    auto runs = taken.sole_run();
    runs.add(1, chunk_of({{7, 0}, {7, 1}}));
    runs.add(1, chunk_of({}));
    runs.add(1, chunk_of({{7, 2}}));
    CHECK(taken.whole.empty());
    CHECK(taken.cut.empty());
    runs.finish(is_alone);
    CHECK((is_alone ? taken.whole : taken.cut)[1] == std::vector<Row>{{7, 0}, {7, 1}, {7, 2}});
    CHECK((is_alone ? taken.cut : taken.whole).empty());
  }
}

TEST_CASE("a second run or share ends a sole one, in the order of rows") {
  Taken other_node;
  auto by_node = other_node.sole_run();
  by_node.add(0, chunk_of({{7, 0}}));
  by_node.add(0, chunk_of({{7, 1}, {8, 2}}));
  by_node.add(0, chunk_of({{7, 3}}));
  by_node.finish(true);
  CHECK(other_node.whole.empty());
  CHECK(other_node.cut[0] == std::vector<Row>{{7, 0}, {7, 1}, {8, 2}, {7, 3}});

  Taken other_share;
  auto by_share = other_share.sole_run();
  by_share.add(0, chunk_of({{7, 0}}));
  by_share.add(1, chunk_of({{7, 1}}));
  by_share.finish(true);
  CHECK(other_share.whole.empty());
  CHECK(other_share.cut.size() == 2);

  Taken any_node;
  auto without = any_node.sole_run(std::nullopt);
  without.add(0, chunk_of({{7, 0}, {8, 1}}));
  without.finish(true);
  CHECK(any_node.whole[0] == std::vector<Row>{{7, 0}, {8, 1}});
}
