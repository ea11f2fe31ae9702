// T4: a store on a disk that loses power (power_cut_disk.h) at random operations, while two to five
// clients write, pages fold and memory tables are flushed and compacted, every other time with bulk
// loads and indexes made in bulk between; also while it opens, recovers and closes. Each cut is a
// round: the store must open by itself from what is left, have everything that was acknowledged
// before the cut (ledger_graph.h), and commit at once. The watermark may be a second behind, and
// not at all after a close.
//
//   crash_power_cut_test [--rounds N] [--rounds-min N] [--seed S]
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include "database_impl.h"
#include "ledger_graph.h"
#include "liaison/engine/error.h"
#include "power_cut_disk.h"
#include "reliability.h"
#include "support/seed.h"
#include "support/temporary_directory.h"
#include "txn/watermark.h"

using namespace liaison;

namespace {

constexpr std::size_t kCutsPerRun = 12;
constexpr std::size_t kTextBytesMax = 5000;
// With a clock this much faster than life, "once a second" happens in every run.
constexpr int kClockFactor = 10;

class FastClock final : public engine::Clock {
 public:
  std::chrono::nanoseconds monotonic() const override {
    return kClockFactor * engine::system_clock().monotonic();
  }
  std::chrono::microseconds utc() const override { return engine::system_clock().utc(); }
};

const FastClock& fast_clock() {
  static const FastClock clock;
  return clock;
}

// What the clients were told so far.
class Acks {
 public:
  // `began`: when the client began the step, which is before its commit was recorded.
  void add(const test::Ack& ack, std::chrono::nanoseconds began) {
    const std::lock_guard lock(mutex_);
    ledger_[ack.client] = std::max(ledger_[ack.client], ack.step);
    times_.push_back({fast_clock().monotonic(), ack.commit});
    last_began_ = std::max(last_began_, began);
    ++count_;
  }
  struct State {
    test::Ledger ledger;
    std::uint64_t count = 0;
    // What the watermark must have reached: acknowledged one of its seconds before the beginning of
    // a step whose commit was recorded. (The time of that step's own answer says nothing: the
    // client may have waited for the processor.)
    CommitNumber watermark_min = 0;
  };
  State state() {
    const std::lock_guard lock(mutex_);
    State state{ledger_, count_, 0};
    const auto old = last_began_ - engine::WatermarkFile::kSyncInterval;
    for (const auto& [time, commit] : times_) {
      if (time <= old) state.watermark_min = std::max(state.watermark_min, commit);
    }
    return state;
  }

 private:
  std::mutex mutex_;
  test::Ledger ledger_;
  std::vector<std::pair<std::chrono::nanoseconds, CommitNumber>> times_;
  std::chrono::nanoseconds last_began_{};
  std::uint64_t count_ = 0;
};

struct Cut {
  test::DiskImage image;
  Acks::State acks;
};

struct Totals {
  std::uint64_t rounds = 0;
  std::uint64_t acked = 0;
  std::uint64_t loads = 0;
  std::uint64_t lost = 0;
  std::uint64_t torn = 0;
  std::uint64_t gaps = 0;  // watermarks that are too old
  std::uint64_t open_failures = 0;
  std::uint64_t dropped_bytes = 0;
  bool failed() const { return lost + torn + gaps + open_failures > 0; }
};

void report(const std::string& text) {
  std::fprintf(stderr, "T4: %s\n", text.c_str());
}

std::unique_ptr<Database> open_on(test::PowerCutDisk& disk, const std::string& folder) {
  DatabaseOptions options;
  options.block_cache_bytes = std::size_t{8} << 20;
  options.write_buffer_bytes = std::size_t{2} << 20;
  engine::DatabaseEnvironment environment;
  environment.clock = &fast_clock();
  environment.files = &disk.files();
  environment.env = disk.env();
  const engine::EnvironmentScope scope(environment);
  return Database::open(folder, options);
}

// Opens the folder on a disk, writes for a while, closes. Returns what cuts on the way left.
std::vector<Cut> run_store(const std::string& folder, const test::Ledger& before,
                           std::uint64_t seed, Totals& totals) {
  std::mt19937_64 random(seed);
  // Never destroyed: a store that failed is never closed and goes on using it.
  auto* disk = new test::PowerCutDisk(folder, seed);
  Acks acks;
  for (const auto& [client, step] : before) acks.add({client, step, 0}, {});
  const std::uint64_t acked_before = before.size();
  std::vector<Cut> cuts;
  std::function<void()> hook = [&] {
    const Acks::State state = acks.state();
    cuts.push_back({disk->cut(), state});
    if (cuts.size() < kCutsPerRun) disk->at_operation(1 + random() % 900, hook);
  };
  // The first while it opens.
  disk->at_operation(1 + random() % 60, hook);
  {
    const auto db = open_on(*disk, folder);
    const std::uint64_t client_count = 2 + seed % 4;
    test::LedgerWriter writer(*db, client_count);
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(700);
    std::vector<std::jthread> threads;
    for (std::uint64_t c = 0; c < client_count; ++c) {
      threads.emplace_back([&, c] {
        std::mt19937_64 own(seed + c);
        while (std::chrono::steady_clock::now() < end) {
          const auto began = fast_clock().monotonic();
          if (const auto ack = writer.step(c, own, kTextBytesMax)) acks.add(*ack, began);
        }
      });
    }
    if (seed % 2 == 0) {
      threads.emplace_back([&] {
        test::LedgerLoader loader(*db, std::filesystem::path(folder).parent_path().string());
        while (std::chrono::steady_clock::now() < end) {
          const auto began = fast_clock().monotonic();
          acks.add(loader.step(), began);
          ++totals.loads;
        }
      });
    }
    threads.clear();
    // And one while it closes.
    disk->at_operation(1 + random() % 20, hook);
  }
  disk->at_operation(0, {});
  totals.acked += acks.state().count - acked_before;
  return cuts;
}

CommitNumber watermark_of(const std::string& folder) {
  const auto file = engine::WatermarkFile::open(folder + "/" + engine::kWatermarkFileName,
                                                engine::system_clock());
  return file == nullptr ? 0 : file->commit();
}

// Opens what a cut left. Returns what it holds, for a next run on it.
test::Ledger verify(const std::string& folder, const Cut& cut, Totals& totals) {
  ++totals.rounds;
  totals.dropped_bytes += cut.image.dropped_bytes;
  cut.image.write_to(folder);
  try {
    if (watermark_of(folder) < cut.acks.watermark_min) {
      ++totals.gaps;
      report("the watermark is more than a second old");
    }
    const auto db = Database::open(folder);
    test::accept_commit(*db);
    test::LedgerFindings findings = test::verify_ledger(*db, cut.acks.ledger);
    totals.lost += findings.lost;
    totals.torn += findings.torn.size();
    for (const std::string& text : findings.torn) report("torn: " + text);
    if (findings.lost > 0) report(std::to_string(findings.lost) + " lost");
    return std::move(findings.found);
  } catch (const std::exception& error) {
    ++totals.open_failures;
    report(std::string("cannot go on: ") + error.what());
  }
  return {};
}

// After a close nothing may be missing, whatever happens to the power.
void verify_closed(const std::string& folder, Totals& totals) {
  ++totals.rounds;
  test::PowerCutDisk* disk = new test::PowerCutDisk(folder, totals.rounds);
  CommitNumber last = 0;
  {
    const auto db = open_on(*disk, folder);
    test::accept_commit(*db);
    test::accept_commit(*db);
    last = db->published_commit();
  }
  const std::string left = folder + ".closed";
  const test::DiskImage image = disk->cut();
  image.write_to(left);
  try {
    if (watermark_of(left) != last) {
      ++totals.gaps;
      report("the watermark of a closed store is old");
    }
    if (Database::open(left)->published_commit() != last) ++totals.lost;
  } catch (const std::exception& error) {
    ++totals.open_failures;
    report(std::string("a closed store cannot be opened: ") + error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rounds = test::number_option(argc, argv, "rounds", 40);
  const std::uint64_t rounds_min = test::number_option(argc, argv, "rounds-min", 300);
  const std::uint64_t seed = test::number_option(argc, argv, "seed", test::random_seed());
  try {
    Totals totals;
    std::mt19937_64 random(seed);
    auto directory = std::make_unique<test::TemporaryDirectory>();
    std::string folder = directory->file("db");
    test::Ledger before;
    std::uint64_t run = 0;
    while (totals.rounds < rounds && !totals.failed()) {
      const std::vector<Cut> cuts = run_store(folder, before, seed + run, totals);
      // One of the survivors is where the next run begins.
      const std::size_t chosen = cuts.empty() ? 0 : random() % cuts.size();
      auto next = std::make_unique<test::TemporaryDirectory>();
      for (std::size_t i = 0; i < cuts.size() && !totals.failed(); ++i) {
        const std::string where = i == chosen ? next->file("db") : next->file("cut");
        test::Ledger found = verify(where, cuts[i], totals);
        if (i == chosen) before = std::move(found);
        if (i != chosen) std::filesystem::remove_all(where);
      }
      if (totals.failed()) break;
      if (run % 4 == 0) verify_closed(folder, totals);
      directory = std::move(next);
      folder = directory->file("db");
      if (++run % 4 == 0) {
        std::filesystem::remove_all(folder);
        before.clear();
      }
    }
    test::ReliabilityLine line("T4", seed);
    line.add_fault("lost", totals.lost);
    line.add_fault("torn", totals.torn);
    line.add_fault("gaps", totals.gaps);
    line.add_fault("open_failures", totals.open_failures);
    line.add_work("rounds", totals.rounds, rounds_min);
    line.add_work("acked", totals.acked, rounds_min);
    line.add_work("loads", totals.loads, rounds_min / 40);
    line.add_work("dropped_kB", totals.dropped_bytes / 1000, 1);
    return line.finish();
  } catch (const std::exception& error) {
    report(error.what());
    return 1;
  }
}
