// How the reliability tests report: one line that is kept per commit, so that figures can be
// compared, RELIABILITY <id> <pass|FAIL> seed=<n> k=v ... A run that did less than its minimum of
// work fails: it has shown nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace liaison::test {

class ReliabilityLine {
 public:
  ReliabilityLine(std::string id, std::uint64_t seed) : id_(std::move(id)), seed_(seed) {}

  void add(const std::string& name, std::uint64_t value) {
    text_ += " " + name + "=" + std::to_string(value);
  }
  // A figure that has to be 0.
  void add_fault(const std::string& name, std::uint64_t value) {
    add(name, value);
    if (value != 0) failed_ = true;
  }
  // A figure that has to reach `minimum`.
  void add_work(const std::string& name, std::uint64_t value, std::uint64_t minimum) {
    add(name, value);
    if (value < minimum) {
      failed_ = true;
      std::fprintf(stderr, "%s: %s=%llu is below %llu, so nothing was shown\n", id_.c_str(),
                   name.c_str(), static_cast<unsigned long long>(value),
                   static_cast<unsigned long long>(minimum));
    }
  }
  // Prints the line and returns the exit status.
  int finish() const {
    std::printf("RELIABILITY %s %s seed=%llu%s\n", id_.c_str(), failed_ ? "FAIL" : "pass",
                static_cast<unsigned long long>(seed_), text_.c_str());
    std::fflush(stdout);
    return failed_ ? 1 : 0;
  }

 private:
  std::string id_;
  std::uint64_t seed_;
  std::string text_;
  bool failed_ = false;
};

// The value below which `share` of the samples lie; 0 of none.
inline std::uint64_t percentile(std::vector<std::uint64_t> samples, double share) {
  if (samples.empty()) return 0;
  std::sort(samples.begin(), samples.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(samples.size()));
  return samples[std::min(at, samples.size() - 1)];
}

// The number after `--name` among the arguments.
inline std::uint64_t number_option(int argc, char** argv, const std::string& name,
                                   std::uint64_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i) {
    if ("--" + name == argv[i]) return std::strtoull(argv[i + 1], nullptr, 10);
  }
  return otherwise;
}

}  // namespace liaison::test
