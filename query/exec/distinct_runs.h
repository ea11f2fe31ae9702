// Rows that come run by run of one node (Aggregation::Runs): those of complete runs told from those
// whose groups may have to be put together with others.
// DistinctRuns: a thread that takes a share of the rows may get the end of a run and leave its
// beginning to another one, so the first and the last run of a share are not whole.
// SoleRun: rows are groups as long as they are all of one run, and in one share.
// Thread-safety: needs external locking; threads have one each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// What becomes of rows of a share.
using TakeRows = std::function<void(std::uint32_t morsel, DataChunk rows)>;

class RunSplitter {
 public:
  virtual ~RunSplitter() = default;
  virtual void add(std::uint32_t morsel, DataChunk chunk) = 0;
  // After the last row of this thread: nothing is held back any more. is_alone: no other thread
  // has had rows.
  virtual void finish(bool is_alone) = 0;
  // Bytes of the rows held back.
  std::size_t held_bytes() const { return held_bytes_; }

 protected:
  bool holds_rows() const { return !held_.empty(); }
  std::size_t held_row_count() const { return held_rows_; }
  void hold(DataChunk rows);
  void let_go(std::uint32_t morsel, const TakeRows& take);

 private:
  std::vector<DataChunk> held_;  // rows of the run at hand
  std::size_t held_rows_ = 0;
  std::size_t held_bytes_ = 0;
};

class DistinctRuns final : public RunSplitter {
 public:
  // `column`: that of the node. `whole` gets rows of runs that are complete, `cut` all others. A
  // run of more than rows_max rows is not held back, but cut.
  DistinctRuns(std::size_t column, std::size_t rows_max, TakeRows whole, TakeRows cut)
      : column_(column), rows_max_(rows_max), whole_(std::move(whole)), cut_(std::move(cut)) {}

  void add(std::uint32_t morsel, DataChunk chunk) override;
  void finish(bool is_alone) override;

 private:
  void add_to_run(DataChunk rows);
  void end_share();
  // The run at hand is over; the next one begins inside the share.
  void end_run();

  std::size_t column_;
  std::size_t rows_max_;
  TakeRows whole_, cut_;
  std::uint32_t morsel_ = 0;
  bool is_first_ = true;  // the run at hand is the first one of its share
  std::uint64_t node_ = 0;
};

class SoleRun final : public RunSplitter {
 public:
  // `column`: that of the node; nullopt: all rows of a share are one run.
  SoleRun(std::optional<std::size_t> column, TakeRows whole, TakeRows cut)
      : column_(column), whole_(std::move(whole)), cut_(std::move(cut)) {}

  void add(std::uint32_t morsel, DataChunk chunk) override;
  void finish(bool is_alone) override;

 private:
  bool is_of_run(std::uint32_t morsel, const DataChunk& chunk);

  std::optional<std::size_t> column_;
  TakeRows whole_, cut_;
  std::uint32_t morsel_ = 0;
  std::uint64_t node_ = 0;
  bool is_over_ = false;  // there were rows of another run
};

}  // namespace liaison::query
