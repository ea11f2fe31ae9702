// One pipeline run by several threads. Its front (the source and the operators that cannot be
// shared) gives one chunk after the other, a morsel, to whichever thread is free; that thread takes
// it through the rest with states of its own, into a sink state of its own. At the end the sink
// states are put together. The thread that asks works as any other.
//
// Morsels are numbered, so that sinks can restore the order one thread would have seen. When a
// morsel fails, those before it are finished, and the error of the first one is the statement's:
// the same that one thread would have met.
// Thread-safety: run() from one thread. Lifetime: what it refers to outlives it; threads that are
// called and come too late touch nothing of it.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <vector>

#include "exec/pipeline.h"

namespace liaison::query {

// How many rows a morsel should have when so many took so long, and the whole run has taken `all`
// by now: enough that it is worth handing out, and few enough that all threads end together.
std::size_t morsel_rows_at(std::size_t row_count, std::chrono::steady_clock::duration time,
                           std::chrono::steady_clock::duration all);

class ParallelRun {
 public:
  struct Parts {
    const Pipeline* pipeline;
    OperatorState* source_state;
    Chain* front;
    ExecutionContext* front_context;  // for the front; lives as long as its states
    std::span<const StreamOperator* const> shared;
    std::vector<OperatorState*> shared_states;  // of the calling thread
    OperatorState* sink_state;                  // likewise
    std::uint32_t first_morsel;                 // those before it were taken already
    bool is_flushed;                            // the front has nothing more but what it holds back
    std::size_t morsel_rows;  // larger chunks of the front are cut; to begin with, as pace changes
  };
  ParallelRun(Frame& frame, Parts parts);
  ~ParallelRun();

  // Takes every row left into the sink, which is then ready for finish(). *Throws* what any thread
  // threw.
  void run();

 private:
  struct Worker;
  struct Control;
  // A morsel that is done, for the size of those to come.
  struct Done {
    std::size_t rows = 0;
    std::chrono::steady_clock::duration time{};
  };
  bool next_morsel(const Done& done, DataChunk& out, std::uint32_t& number);
  void cut_morsel(DataChunk& out);
  // Works until there is nothing left to take.
  void work(Frame& frame, std::span<OperatorState* const> states, OperatorState& sink_state);
  void call_others();
  void help();  // on another thread
  void note_error(std::uint32_t morsel) noexcept;
  void wait_for_others() noexcept;

  Frame& frame_;
  Parts parts_;
  std::shared_ptr<Control> control_;
};

}  // namespace liaison::query
