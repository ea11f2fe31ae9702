// T3: kills a writing process at random moments and looks at what is left (what: ledger_graph.h).
// The child runs two to eight clients and writes (c, i) to a pipe once commit() has returned. It is
// killed after 5 ms to 1 s; every fourth one in its first 30 ms, while it opens and recovers. Pages
// fold in the background all the while, and in every third process bulk loads and indexes made in
// bulk come between. The parent opens the folder again, without any help, and
// commits at once.
//
//   crash_kill_test [--rounds N] [--rounds-min N] [--seed S]
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "ledger_graph.h"
#include "reliability.h"
#include "support/seed.h"
#include "support/temporary_directory.h"

using namespace liaison;

namespace {

constexpr int kAckPipe = 3;  // descriptor in the child
constexpr std::uint64_t kRoundsPerFolder = 12;

// Whether the process of a round loads files, too.
bool loads(std::uint64_t seed) {
  return seed % 3 == 1;
}

int run_child(const std::string& folder, std::uint64_t seed) {
  const auto db = Database::open(folder);
  const std::uint64_t client_count = 2 + seed % 7;
  test::LedgerWriter writer(*db, client_count);
  std::vector<std::jthread> threads;
  if (loads(seed)) {
    threads.emplace_back([&] {
      test::LedgerLoader loader(*db, std::filesystem::path(folder).parent_path().string());
      for (;;) {
        const test::Ack ack = loader.step();
        if (::write(kAckPipe, &ack, sizeof ack) != sizeof ack) ::_exit(3);
      }
    });
  }
  for (std::uint64_t c = 0; c < client_count; ++c) {
    threads.emplace_back([&, c] {
      std::mt19937_64 random(seed + c);
      for (;;) {
        const auto ack = writer.step(c, random);
        if (ack && ::write(kAckPipe, &*ack, sizeof *ack) != sizeof *ack) ::_exit(3);
      }
    });
  }
  threads.clear();
  return 0;
}

class Child {
 public:
  Child(const std::string& folder, std::uint64_t seed) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const std::string seed_text = std::to_string(seed);
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      if (ends[1] != kAckPipe) {
        ::dup2(ends[1], kAckPipe);
        ::close(ends[1]);
      }
      ::execl("/proc/self/exe", "crash_kill_test", "--child", folder.c_str(), "--seed",
              seed_text.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    read_end_ = ends[0];
    if (process_ < 0) throw std::runtime_error("no process");
    reader_ = std::jthread([this] { read_acks(); });
  }
  // Kills the child and returns what it had acknowledged. Throws when it had ended on its own.
  std::vector<test::Ack> kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    reader_.join();
    ::close(read_end_);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
      throw std::runtime_error("the writing process ended by itself, wait status " +
                               std::to_string(status));
    }
    return std::move(acks_);
  }

 private:
  // Reads all the time, so that the child never waits for room in the pipe.
  void read_acks() {
    char buffer[4096];
    std::size_t filled = 0;
    for (;;) {
      const ssize_t got = ::read(read_end_, buffer + filled, sizeof buffer - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return;
      filled += static_cast<std::size_t>(got);
      std::size_t used = 0;
      for (; used + sizeof(test::Ack) <= filled; used += sizeof(test::Ack)) {
        test::Ack ack{};
        std::memcpy(&ack, buffer + used, sizeof ack);
        acks_.push_back(ack);
      }
      std::memmove(buffer, buffer + used, filled - used);
      filled -= used;
    }
  }
  pid_t process_ = -1;
  int read_end_ = -1;
  std::vector<test::Ack> acks_;
  std::jthread reader_;
};

struct Totals {
  std::uint64_t acked = 0;
  std::uint64_t loads = 0;
  std::uint64_t lost = 0;
  std::uint64_t torn = 0;
  std::uint64_t open_failures = 0;
  std::vector<std::uint64_t> recovery_ms;
};

void report(const std::string& text) {
  std::fprintf(stderr, "T3: %s\n", text.c_str());
}

void run_round(const std::string& folder, std::uint64_t seed, test::Ledger& ledger,
               Totals& totals) {
  std::mt19937_64 random(seed);
  const std::uint64_t wait_us = seed % 4 == 0 ? random() % 30'000
                                : loads(seed) ? 50'000 + random() % 950'000
                                              : 5'000 + random() % 495'000;
  Child child(folder, seed);
  std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
  for (const test::Ack& ack : child.kill()) {
    ledger[ack.client] = std::max(ledger[ack.client], ack.step);
    ++totals.acked;
    if (ack.client == test::kLoaderClient) ++totals.loads;
  }
  try {
    const auto from = std::chrono::steady_clock::now();
    const auto db = Database::open(folder);
    totals.recovery_ms.push_back(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                       std::chrono::steady_clock::now() - from)
                                       .count()));
    test::accept_commit(*db);
    const test::LedgerFindings findings = test::verify_ledger(*db, ledger);
    totals.lost += findings.lost;
    totals.torn += findings.torn.size();
    for (const std::string& text : findings.torn) report("torn: " + text);
    if (findings.lost > 0)
      report(std::to_string(findings.lost) + " lost, seed of the round " + std::to_string(seed));
  } catch (const std::exception& error) {
    ++totals.open_failures;
    report(std::string("cannot go on: ") + error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rounds = test::number_option(argc, argv, "rounds", 20);
  const std::uint64_t rounds_min = test::number_option(argc, argv, "rounds-min", 60);
  const std::uint64_t seed = test::number_option(argc, argv, "seed", test::random_seed());
  try {
    if (argc > 2 && std::string(argv[1]) == "--child") return run_child(argv[2], seed);
    Totals totals;
    std::unique_ptr<test::TemporaryDirectory> directory;
    test::Ledger ledger;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      // A folder in which something is wrong would go on to be wrong.
      const bool failed = totals.lost + totals.torn + totals.open_failures > 0;
      if (failed) break;
      if (round % kRoundsPerFolder == 0) {
        directory = std::make_unique<test::TemporaryDirectory>();
        ledger.clear();
      }
      run_round(directory->file("db"), seed + round, ledger, totals);
    }
    test::ReliabilityLine line("T3", seed);
    line.add_fault("lost", totals.lost);
    line.add_fault("torn", totals.torn);
    line.add_fault("open_failures", totals.open_failures);
    line.add_work("rounds", totals.recovery_ms.size() + totals.open_failures, rounds_min);
    line.add_work("acked", totals.acked, 10 * rounds_min);
    line.add_work("loads", totals.loads, rounds_min / 50);
    line.add("recovery_p99_ms", test::percentile(totals.recovery_ms, 0.99));
    return line.finish();
  } catch (const std::exception& error) {
    report(error.what());
    return 1;
  }
}
