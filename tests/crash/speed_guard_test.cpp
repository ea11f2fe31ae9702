// T16: what a durable commit costs beside the floor it cannot go below, measured in turns in one
// run, as machines differ and are noisy: a raw append + fdatasync of 200 bytes to a growing file,
// the same over bytes that are there, one client that commits single nodes, and 16 of them.
// Medians of the rounds; the ratios are what is guarded.
//
//   crash_speed_guard_test [--rounds N] [--single-min PERCENT] [--sixteen-min PERCENT]
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "liaison/engine/database.h"
#include "liaison/engine/error.h"
#include "reliability.h"
#include "support/temporary_directory.h"

using namespace liaison;

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kTurn{600};
const std::string kRecord(200, 'x');

// How often a second `work` can be done.
std::uint64_t rate_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  std::uint64_t count = 0;
  for (; Clock::now() - start < kTurn; ++count) work();
  const std::chrono::duration<double> took = Clock::now() - start;
  return static_cast<std::uint64_t>(static_cast<double>(count) / took.count());
}

class RawFile {
 public:
  RawFile(const std::string& path, std::size_t filled) {
    descriptor_ = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    const std::string zeros(filled, '\0');
    if (descriptor_ < 0 || ::pwrite(descriptor_, zeros.data(), filled, 0) < 0 ||
        ::fsync(descriptor_) != 0) {
      throw std::runtime_error("cannot write " + path);
    }
  }
  ~RawFile() { ::close(descriptor_); }
  void write_and_sync() {
    if (::pwrite(descriptor_, kRecord.data(), kRecord.size(), at_) < 0 ||
        ::fdatasync(descriptor_) != 0) {
      throw std::runtime_error("cannot write");
    }
    at_ += static_cast<off_t>(kRecord.size());
  }

 private:
  int descriptor_;
  off_t at_ = 0;
};

class Inserts {
 public:
  explicit Inserts(const std::string& folder) : database_(Database::open(folder)) {}
  void insert() {
    auto tx = database_->begin(TransactionMode::Write);
    const LabelId label = tx.writer().label("Event");
    const PropertyEntry number{tx.writer().property_key("n"), ++number_};
    tx.writer().create_node({&label, 1}, {&number, 1});
    tx.commit();
  }
  std::uint64_t rate(int clients) {
    if (clients == 1) return rate_of([&] { insert(); });
    std::atomic<std::uint64_t> total{0};
    {
      std::vector<std::jthread> threads;
      for (int c = 0; c < clients; ++c) {
        threads.emplace_back([&] { total += rate_of([&] { insert(); }); });
      }
    }
    return total;
  }

 private:
  std::unique_ptr<Database> database_;
  std::atomic<std::int64_t> number_{0};
};

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rounds = test::number_option(argc, argv, "rounds", 5);
  // A commit that syncs twice comes to half. On a slow disk only that tells of syncs that are not
  // shared: file systems put those of several threads together.
  const std::uint64_t single_min = test::number_option(argc, argv, "single-min", 55);
  const std::uint64_t sixteen_min = test::number_option(argc, argv, "sixteen-min", 150);
  try {
    const test::TemporaryDirectory folder;
    RawFile append(folder.file("append"), 0);
    RawFile overwrite(folder.file("overwrite"), std::size_t{64} << 20);
    Inserts inserts(folder.file("db"));
    std::vector<std::uint64_t> appended, overwritten, single, sixteen, single_share, sixteen_share;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      appended.push_back(rate_of([&] { append.write_and_sync(); }));
      single.push_back(inserts.rate(1));
      overwritten.push_back(rate_of([&] { overwrite.write_and_sync(); }));
      sixteen.push_back(inserts.rate(16));
      single_share.push_back(100 * single.back() / std::max<std::uint64_t>(1, appended.back()));
      sixteen_share.push_back(100 * sixteen.back() / std::max<std::uint64_t>(1, single.back()));
    }
    test::ReliabilityLine line("T16", 0);
    line.add("append_per_s", test::percentile(appended, 0.5));
    line.add("overwrite_per_s", test::percentile(overwritten, 0.5));
    line.add("commits_1_per_s", test::percentile(single, 0.5));
    line.add("commits_16_per_s", test::percentile(sixteen, 0.5));
    line.add_work("single_to_append_percent", test::percentile(single_share, 0.5), single_min);
    line.add_work("sixteen_to_single_percent", test::percentile(sixteen_share, 0.5), sixteen_min);
    return line.finish();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "T16: %s\n", error.what());
    return 1;
  }
}
