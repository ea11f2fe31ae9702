// T6: flips, zeroes, garbles or cuts one place in one file of a store, opens it, reads every row
// and checks it. Allowed is: refused with an error, an error while reading, or every row as it was.
// Other or fewer rows without an error are silent, and a program that ends is a crash; both must
// be 0. One store was closed, one was killed with most of its rows still in the log.
//
// Each try runs in a process of its own. The process of the test itself never opens a store, so
// that it may fork.
//
//   crash_bit_rot_test [--flips N] [--flips-min N] [--seed S]
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger_graph.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "reliability.h"
#include "support/seed.h"
#include "support/temporary_directory.h"

using namespace liaison;

namespace {

namespace fs = std::filesystem;

enum Outcome : int { kRefused = 10, kDetected, kHealed, kFoundByCheck, kSilent, kBroken };

// Runs `work` in a process of its own; its exit status, or -1 when a signal ended it.
int in_process(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    int status = kBroken;
    try {
      status = work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "T6: %s\n", error.what());
    }
    ::_exit(status);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) throw std::runtime_error("no process");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

DatabaseOptions options() {
  DatabaseOptions result;
  // Small, so that there are several table files and levels.
  result.write_buffer_bytes = std::size_t{1} << 20;
  result.block_cache_bytes = std::size_t{8} << 20;
  return result;
}

void write_steps(Database& db, std::mt19937_64& random, int count) {
  for (int i = 0; i < count;) {
    // A hub for each hundred, so that no list grows long.
    test::LedgerWriter writer(db, 3);
    for (int end = std::min(count, i + 100); i < end; ++i) {
      writer.step(static_cast<std::uint64_t>(i) % 3, random, 3000);
    }
  }
}

void write_number(const std::string& path, std::uint64_t number) {
  std::ofstream(path) << number;
}
std::uint64_t read_number(const std::string& path) {
  std::uint64_t number = 0;
  std::ifstream(path) >> number;
  return number;
}

// Makes folder/closed and folder/killed, and a file with the fingerprint of each. Ends the process.
int make_stores(const std::string& folder, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::string closed = folder + "/closed";
  for (int part = 0; part < 3; ++part) {
    const auto db = Database::open(closed, options());
    write_steps(*db, random, 300);
    write_number(folder + "/closed.sum", test::fingerprint(*db));
  }
  fs::copy(closed, folder + "/killed");
  const auto db = Database::open(folder + "/killed", options());
  write_steps(*db, random, 300);
  write_number(folder + "/killed.sum", test::fingerprint(*db));
  // Without closing it. A copy of its folder would not do: files come and go in the background.
  ::_exit(0);
}

std::string kind_of(const std::string& name) {
  if (name.ends_with(".log")) return "log";
  if (name.ends_with(".sst")) return "sst";
  if (name.starts_with("MANIFEST")) return "manifest";
  return name == "CURRENT" || name == "WATERMARK" || name == "IDENTITY" ? name : std::string();
}

// Damages one place of a file and says how.
std::string damage(const std::string& path, std::mt19937_64& random) {
  const std::uint64_t size = fs::file_size(path);
  // Often near the end: there lie the index, the filter and the newest records. A log has zeros
  // written ahead at its end; what counts is before them.
  std::string bytes(size, '\0');
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  std::uint64_t used = size;
  while (used > 1 && bytes[used - 1] == '\0') --used;
  const std::uint64_t at = random() % 3 == 0
                               ? used - 1 - random() % std::min<std::uint64_t>(used, 4000)
                               : random() % used;
  const auto put = [&](const std::string& text) {
    file.seekp(static_cast<std::streamoff>(at));
    file.write(text.data(),
               static_cast<std::streamsize>(std::min<std::uint64_t>(text.size(), size - at)));
  };
  const std::string where = " at " + std::to_string(at) + " of " + std::to_string(size);
  switch (random() % 4) {
    case 0:
      put(std::string(1, static_cast<char>(bytes[at] ^ (1 << random() % 8))));
      return "bit flipped" + where;
    case 1:
      put(std::string(std::size_t{1} << random() % 13, '\0'));
      return "zeroed" + where;
    case 2: {
      std::string garbage(1 + random() % 64, '\0');
      for (char& byte : garbage) byte = static_cast<char>(random());
      put(garbage);
      return "garbled" + where;
    }
    default:
      file.close();
      fs::resize_file(path, at);
      return "cut" + where;
  }
}

int try_store(const std::string& folder, std::uint64_t expected) {
  std::unique_ptr<Database> db;
  try {
    db = Database::open(folder, options());
  } catch (const Error& error) {
    return kRefused;
  }
  std::uint64_t found = 0;
  try {
    found = test::fingerprint(*db);
  } catch (const Error& error) {
    return kDetected;
  }
  if (found != expected) return kSilent;
  return check(*db).clean() ? kHealed : kFoundByCheck;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t flips = test::number_option(argc, argv, "flips", 60);
  const std::uint64_t flips_min = test::number_option(argc, argv, "flips-min", 500);
  const std::uint64_t seed = test::number_option(argc, argv, "seed", test::random_seed());
  try {
    std::mt19937_64 random(seed);
    const test::TemporaryDirectory directory;
    const std::string& base = directory.path();
    if (in_process([&] { return make_stores(base, seed); }) != 0) {
      throw std::runtime_error("the stores could not be made");
    }
    std::map<int, std::uint64_t> outcomes;
    std::map<std::string, std::uint64_t> kinds;
    std::uint64_t flip = 0;
    // Enough to see what is wrong.
    for (; flip < flips && outcomes[kSilent] + outcomes[kBroken] + outcomes[-1] < 5; ++flip) {
      const std::string store = flip % 3 == 0 ? "closed" : "killed";
      const std::string folder = base + "/try";
      fs::remove_all(folder);
      fs::copy(base + "/" + store, folder);
      // Every kind of file gets its turn, and each file of a kind the same chance.
      std::map<std::string, std::vector<std::string>> files;
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!kind_of(name).empty() && entry.file_size() > 0) files[kind_of(name)].push_back(name);
      }
      // Logs and tables hold the rows: they get half of the tries. The other half goes to the kind
      // that was tried least.
      std::string kind = random() % 2 == 0 ? (random() % 2 == 0 ? "log" : "sst") : "";
      if (!files.contains(kind)) {
        kind = std::min_element(files.begin(), files.end(), [&](const auto& a, const auto& b) {
                 return kinds[a.first] < kinds[b.first];
               })->first;
      }
      const std::vector<std::string>& names = files[kind];
      const std::string name = names[random() % names.size()];
      const std::string what = damage(folder + "/" + name, random);
      ++kinds[kind];
      const std::uint64_t expected = read_number(base + "/" + store + ".sum");
      const int outcome = in_process([&] { return try_store(folder, expected); });
      ++outcomes[outcome];
      if (outcome == kSilent || outcome == kBroken || outcome == -1) {
        std::fprintf(stderr, "T6: %s, %s store: %s %s\n", outcome == kSilent ? "silent" : "crashed",
                     store.c_str(), name.c_str(), what.c_str());
      }
    }
    test::ReliabilityLine line("T6", seed);
    line.add_fault("silent", outcomes[kSilent]);
    line.add_fault("crashes", outcomes[kBroken] + outcomes[-1]);
    line.add_work("flips", flip, flips_min);
    line.add_work("kinds", kinds.size(), 6);
    line.add("refused", outcomes[kRefused]);
    line.add("detected", outcomes[kDetected] + outcomes[kFoundByCheck]);
    line.add("healed", outcomes[kHealed]);
    return line.finish();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "T6: %s\n", error.what());
    return 1;
  }
}
