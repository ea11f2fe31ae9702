// How far a long command is: a bar that is drawn over itself on a terminal, a line every few
// seconds elsewhere, with rate and time left. Thread-safety: needs external locking.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace liaison::cli {

// "12,345"
std::string with_separators(std::uint64_t number);
// "3.2 MB"
std::string size_text(std::uint64_t bytes);

class ProgressLine {
 public:
  struct State {
    const char* phase;  // what is being done, a literal
    std::uint64_t done;
    std::uint64_t total;    // in units of its own, as `done`
    std::uint64_t count;    // of `things`
    const char* things;     // what is counted: "rows"
    bool is_bytes = false;  // `done` and `total` are bytes: their rate is shown too
  };

  ProgressLine(std::ostream& out, bool on_terminal) : out_(out), on_terminal_(on_terminal) {}

  void show(const State& state);
  // Removes the bar, so that something else can be printed.
  void end_line();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const State& state, double seconds);

  std::ostream& out_;
  const bool on_terminal_;
  const char* phase_ = nullptr;
  Clock::time_point phase_began_;
  Clock::time_point shown_;
  bool is_drawn_ = false;
};

}  // namespace liaison::cli
