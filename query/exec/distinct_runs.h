// Rows that come run by run of one node and are a group each (Aggregation::DistinctRuns), told from
// those that may have to be put together with others: a thread that takes a share of the rows may
// get the end of a run and leave its beginning to another one, so the first and the last run of a
// share are not whole.
// Thread-safety: needs external locking; threads have one each.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

class DistinctRuns {
 public:
  // What becomes of rows of a share.
  using Take = std::function<void(std::uint32_t morsel, DataChunk rows)>;

  // `column`: that of the node. `whole` gets rows of runs that are complete, `cut` all others.
  DistinctRuns(std::size_t column, Take whole, Take cut)
      : column_(column), whole_(std::move(whole)), cut_(std::move(cut)) {}

  void add(std::uint32_t morsel, DataChunk chunk);
  // After the last row: nothing is held back any more.
  void finish();

 private:
  // The run at hand is over; the next one begins inside the share.
  void end_run();

  std::size_t column_;
  Take whole_, cut_;
  std::uint32_t morsel_ = 0;
  bool is_first_ = true;  // the run at hand is the first one of its share
  std::uint64_t node_ = 0;
  std::vector<DataChunk> run_;  // rows of the run at hand
};

}  // namespace liaison::query
