#include "exec/parallel_run.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <numeric>
#include <optional>

#include "liaison/engine/database.h"
#include "liaison/engine/worker_pool.h"

namespace liaison::query {

// What one more thread works with. Members are destroyed from the last to the first.
struct ParallelRun::Worker {
  explicit Worker(Frame& main)
      : context(ExecutionContext::for_thread(main.context)), frame{*context, main.argument} {}
  std::unique_ptr<ExecutionContext> context;
  Frame frame;
  std::vector<std::unique_ptr<OperatorState>> states;
  std::unique_ptr<OperatorState> sink_state;
};

// Shared with the threads that were called, who may come when the run is long over.
struct ParallelRun::Control {
  std::mutex mutex;
  std::condition_variable idle;
  bool closed = false;  // who comes now goes away again
  std::size_t active = 0;
  std::vector<std::unique_ptr<Worker>> workers;
  std::exception_ptr error;
  std::uint32_t error_morsel = 0;

  // Guards the front.
  std::mutex front_mutex;
  std::optional<Frame> front;
  std::uint32_t next_morsel = 0;
  bool is_flushed = false;
  bool exhausted = false;
  DataChunk rest;  // of a chunk that is being cut, from `cut` on
  std::size_t cut = 0;
  std::size_t morsel_rows = 0;
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
};

namespace {

OperatorState no_state;

}  // namespace

std::size_t morsel_rows_at(std::size_t row_count, std::chrono::steady_clock::duration time,
                           std::chrono::steady_clock::duration all) {
  using Seconds = std::chrono::duration<double>;
  // A run that has taken long will hardly end at once.
  const double wanted = std::clamp(Seconds(all).count() / 20, 300e-6, 3e-3);
  const double rows =
      static_cast<double>(row_count) * wanted / std::max(1e-9, Seconds(time).count());
  return static_cast<std::size_t>(std::clamp(rows, 8.0, static_cast<double>(kChunkCapacity)));
}

ParallelRun::ParallelRun(Frame& frame, Parts parts)
    : frame_(frame), parts_(std::move(parts)), control_(std::make_shared<Control>()) {
  control_->front.emplace(Frame{*parts_.front_context, frame.argument});
  control_->next_morsel = parts_.first_morsel;
  control_->morsel_rows = parts_.morsel_rows;
  control_->is_flushed = parts_.is_flushed;
  parts_.front->move_to(*control_->front);
}

ParallelRun::~ParallelRun() {
  wait_for_others();
  control_->workers.clear();
}

void ParallelRun::run() {
  for (std::size_t i = 0; i < parts_.shared.size(); ++i) {
    parts_.shared[i]->prepare_parallel(frame_, *parts_.shared_states[i]);
  }
  call_others();
  work(frame_, parts_.shared_states, *parts_.sink_state);
  wait_for_others();
  frame_.context.absorb(*parts_.front_context);
  for (const auto& worker : control_->workers) frame_.context.absorb(*worker->context);
  if (control_->error) std::rethrow_exception(control_->error);
  for (const auto& worker : control_->workers) {
    if (worker->sink_state) {
      parts_.pipeline->sink->combine(frame_, *parts_.sink_state, *worker->sink_state);
    }
  }
  frame_.morsel = 0;
}

bool ParallelRun::next_morsel(const Done& done, DataChunk& out, std::uint32_t& number) {
  Control& control = *control_;
  const std::lock_guard lock(control.front_mutex);
  if (done.rows > 0) {
    // Operators find their pace, or are held up: one morsel says little.
    const std::size_t rows =
        morsel_rows_at(done.rows, done.time, std::chrono::steady_clock::now() - control.begin);
    control.morsel_rows = std::max<std::size_t>(1, (3 * control.morsel_rows + rows) / 4);
  }
  Frame& frame = *control.front;
  if (control.cut < control.rest.row_count()) {
    number = control.next_morsel++;
    cut_morsel(out);
    return true;
  }
  while (!control.exhausted) {
    number = control.next_morsel;
    try {
      if (parts_.front->next(out)) {
        ++control.next_morsel;
        if (out.row_count() > control.morsel_rows) {
          control.rest = std::move(out);
          control.cut = 0;
          cut_morsel(out);
        }
        return true;
      }
      DataChunk chunk;
      frame.context.check_cancelled();
      bool more = !parts_.front->is_finished();
      if (more) {
        const ProfileScope scope(frame.context, *parts_.pipeline->source, &chunk);
        more = parts_.pipeline->source->produce(frame, *parts_.source_state, chunk);
      }
      if (!more) {
        // The operators in front may hold rows back, once.
        control.exhausted = control.is_flushed;
        control.is_flushed = true;
        parts_.front->flush();
      } else if (!chunk.empty()) {
        parts_.front->feed(std::move(chunk));
      }
    } catch (...) {
      control.exhausted = true;
      throw;
    }
  }
  return false;
}

// Rows of one morsel off the chunk that is being cut.
void ParallelRun::cut_morsel(DataChunk& out) {
  Control& control = *control_;
  const std::size_t end = std::min(control.cut + control.morsel_rows, control.rest.row_count());
  std::vector<std::uint32_t> rows(end - control.cut);
  std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(control.cut));
  out = control.rest.select(rows);
  control.cut = end;
}

void ParallelRun::work(Frame& frame, std::span<OperatorState* const> states,
                       OperatorState& sink_state) {
  const Sink& sink = *parts_.pipeline->sink;
  std::uint32_t morsel = 0;
  try {
    Chain chain(frame, parts_.shared, {states.begin(), states.end()});
    const auto drain = [&] {
      DataChunk chunk;
      while (chain.next(chunk)) {
        const ProfileScope scope(frame.context, sink, nullptr);
        sink.consume(frame, sink_state, std::move(chunk));
        chunk = DataChunk();
      }
    };
    DataChunk chunk;
    Done done;
    while (next_morsel(done, chunk, morsel)) {
      const auto begin = std::chrono::steady_clock::now();
      done.rows = chunk.row_count();
      frame.morsel = morsel;
      chain.feed(std::move(chunk));
      chunk = DataChunk();
      drain();
      // What is held back belongs to this morsel: its place in the order must not get lost.
      chain.flush();
      drain();
      done.time = std::chrono::steady_clock::now() - begin;
    }
  } catch (...) {
    note_error(morsel);
  }
}

void ParallelRun::call_others() {
  const ExecutionSettings& settings = frame_.context.settings();
  WorkerPool& pool = settings.database->workers();
  for (std::size_t i = 1; i < settings.threads; ++i) {
    pool.submit(
        [this, control = control_] {
          {
            const std::lock_guard lock(control->mutex);
            if (control->closed) return;
            ++control->active;
          }
          help();
          const std::lock_guard lock(control->mutex);
          --control->active;
          control->idle.notify_all();
        },
        settings.threads - 1);
  }
}

void ParallelRun::help() {
  Worker* worker = nullptr;
  try {
    auto made = std::make_unique<Worker>(frame_);
    worker = made.get();
    const std::lock_guard lock(control_->mutex);
    control_->workers.push_back(std::move(made));
  } catch (...) {
    return;  // the others can do without
  }
  try {
    std::vector<OperatorState*> states;
    for (std::size_t i = 0; i < parts_.shared.size(); ++i) {
      worker->states.push_back(
          parts_.shared[i]->make_local(worker->frame, *parts_.shared_states[i]));
      states.push_back(worker->states.back() ? worker->states.back().get() : &no_state);
    }
    worker->sink_state = parts_.pipeline->sink->make_state(worker->frame);
    work(worker->frame, states, *worker->sink_state);
  } catch (...) {
    note_error(0);
  }
}

// Keeps the error of the earliest morsel and lets nobody take a new one.
void ParallelRun::note_error(std::uint32_t morsel) noexcept {
  {
    const std::lock_guard lock(control_->front_mutex);
    control_->exhausted = true;
    control_->cut = control_->rest.row_count();
  }
  const std::lock_guard lock(control_->mutex);
  if (control_->error && control_->error_morsel <= morsel) return;
  control_->error = std::current_exception();
  control_->error_morsel = morsel;
}

void ParallelRun::wait_for_others() noexcept {
  std::unique_lock lock(control_->mutex);
  control_->closed = true;
  control_->idle.wait(lock, [this] { return control_->active == 0; });
}

}  // namespace liaison::query
