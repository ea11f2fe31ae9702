#include "output/progress_line.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace liaison::cli {
namespace {

std::string time_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 100) return std::to_string(whole) + " s";
  char text[32];
  std::snprintf(text, sizeof text, "%llu min %02u s", static_cast<unsigned long long>(whole / 60),
                static_cast<unsigned>(whole % 60));
  return text;
}

}  // namespace

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string size_text(std::uint64_t bytes) {
  char text[32];
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::snprintf(text, sizeof text, megabytes < 10 ? "%.1f MB" : "%.0f MB", megabytes);
  return text;
}

void ProgressLine::show(const State& state) {
  const Clock::time_point now = Clock::now();
  if (state.phase != phase_) {
    end_line();
    phase_ = state.phase;
    phase_began_ = now;
    shown_ = now;
    if (on_terminal_) draw(state, 0);
    return;
  }
  const auto pause = on_terminal_ ? std::chrono::milliseconds(100) : std::chrono::seconds(5);
  if (now - shown_ < pause) return;
  shown_ = now;
  draw(state, std::chrono::duration<double>(now - phase_began_).count());
}

void ProgressLine::end_line() {
  if (on_terminal_ && is_drawn_) out_ << "\r\x1b[K" << std::flush;
  is_drawn_ = false;
}

void ProgressLine::draw(const State& state, double seconds) {
  const double part =
      state.total == 0
          ? 1
          : std::clamp(static_cast<double>(state.done) / static_cast<double>(state.total), 0.0,
                       1.0);
  std::string line = std::string(state.phase) + " ";
  if (on_terminal_) {
    constexpr int kBarColumns = 24;
    const int full = static_cast<int>(std::lround(part * kBarColumns));
    line += "[" + std::string(static_cast<std::size_t>(full), '#') +
            std::string(static_cast<std::size_t>(kBarColumns - full), '.') + "] ";
  }
  line += std::to_string(static_cast<int>(100 * part)) + " %  " + with_separators(state.count) +
          " " + state.things;
  if (seconds > 0.2) {
    line +=
        "  " +
        with_separators(static_cast<std::uint64_t>(static_cast<double>(state.count) / seconds)) +
        "/s";
    if (state.is_bytes) {
      line += "  " +
              size_text(static_cast<std::uint64_t>(static_cast<double>(state.done) / seconds)) +
              "/s";
    }
    if (part > 0.01 && part < 1) {
      line += "  " + time_text(seconds * (1 - part) / part) + " left";
    }
  }
  if (on_terminal_) {
    out_ << "\r\x1b[K" << line << std::flush;
    is_drawn_ = true;
  } else {
    out_ << "liaison: " << line << "\n" << std::flush;
  }
}

}  // namespace liaison::cli
