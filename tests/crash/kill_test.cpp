// Kills a writing process at random moments and looks at what is left. The child runs two to four
// clients; transaction i of client c makes a step node (c, i), a relationship from the step before
// and one to a shared hub, and moves a counter of the client and one of the hub. It writes (c, i)
// to a pipe once commit() has returned. After SIGKILL the parent opens the folder again and wants:
// every acknowledged step there (else lost), every step whole, no gap, counters and degrees in
// agreement, a clean check (else torn), and a commit accepted at once (else an open failure).
//
//   crash_kill_test [--rounds N] [--seed S]
// Prints one line, RELIABILITY kill seed=.. rounds=.. acked=.. lost=.. torn=.. open_failures=..,
// and exits with 1 unless the last three are 0 and something was acknowledged.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "liaison/engine/check.h"
#include "liaison/engine/database.h"
#include "liaison/engine/error.h"
#include "support/seed.h"
#include "support/temporary_directory.h"

using namespace liaison;

namespace {

constexpr int kAckPipe = 3;  // descriptor in the child
constexpr int kRoundsPerFolder = 20;

struct Ack {
  std::uint64_t client;
  std::uint64_t step;
};

Value property(const GraphReader& reader, EntityKind kind, std::uint64_t id, PropertyKeyId key) {
  ColumnVector column;
  reader.gather(kind, {&id, 1}, key, column);
  return column.get(0);
}

std::vector<NodeId> nodes_of(const GraphReader& reader, const char* label) {
  std::vector<NodeId> nodes;
  if (const auto token = reader.catalog().label(label)) {
    const auto scan = reader.scan_label(*token);
    while (scan->next(2048, nodes) > 0) {
    }
  }
  return nodes;
}

// ---- the child

// What a client needs to know of the graph; tokens are found again after every opening.
struct Names {
  explicit Names(GraphWriter& w)
      : step(w.label("Step")),
        client(w.label("Client")),
        hub(w.label("Hub")),
        next(w.relationship_type("NEXT")),
        at(w.relationship_type("AT")),
        client_key(w.property_key("client")),
        number(w.property_key("number")),
        text(w.property_key("text")) {}
  LabelId step, client, hub;
  RelationshipTypeId next, at;
  PropertyKeyId client_key, number, text;
};

struct Client {
  NodeId node;
  NodeId last_step;  // 0: none yet
};

// Makes hub, clients and an index at the first opening; finds them later.
std::map<std::uint64_t, Client> prepare(Database& db, std::uint64_t clients, NodeId& hub) {
  std::map<std::uint64_t, Client> found;
  auto tx = db.begin(TransactionMode::Write);
  const Names names(tx.writer());
  const auto hubs = nodes_of(tx.reader(), "Hub");
  if (hubs.empty()) {
    const PropertyEntry zero{names.number, 0};
    hub = tx.writer().create_node({&names.hub, 1}, {&zero, 1});
    IndexDefinition index;
    index.token = names.step.value;
    index.keys = {names.client_key, names.number};
    tx.writer().create_index(index);
  } else {
    hub = hubs.front();
  }
  for (const NodeId node : nodes_of(tx.reader(), "Client")) {
    const auto id = property(tx.reader(), EntityKind::Node, node.value, names.client_key);
    found[static_cast<std::uint64_t>(id.as_integer())].node = node;
  }
  for (const NodeId node : nodes_of(tx.reader(), "Step")) {
    const auto id = property(tx.reader(), EntityKind::Node, node.value, names.client_key);
    const auto number = property(tx.reader(), EntityKind::Node, node.value, names.number);
    Client& client = found[static_cast<std::uint64_t>(id.as_integer())];
    const auto last = property(tx.reader(), EntityKind::Node, client.node.value, names.number);
    if (number.as_integer() == last.as_integer()) client.last_step = node;
  }
  for (std::uint64_t c = 0; c < clients; ++c) {
    if (found.contains(c)) continue;
    const PropertyEntry properties[] = {{names.client_key, static_cast<std::int64_t>(c)},
                                        {names.number, 0}};
    found[c].node = tx.writer().create_node({&names.client, 1}, properties);
  }
  tx.commit();
  return found;
}

// One transaction of a client; false on a conflict.
bool step(Database& db, std::uint64_t c, Client& client, NodeId hub, std::mt19937_64& random,
          Ack& ack) {
  static constexpr std::size_t kTextSizes[] = {1, 1, 100, 100, 5000};
  auto tx = db.begin(random() % 4 == 0 ? TransactionMode::Optimistic : TransactionMode::Write);
  GraphWriter& w = tx.writer();
  const Names names(w);
  const std::int64_t number =
      property(tx.reader(), EntityKind::Node, client.node.value, names.number).as_integer() + 1;
  const std::int64_t total =
      property(tx.reader(), EntityKind::Node, hub.value, names.number).as_integer() + 1;
  const PropertyEntry properties[] = {
      {names.client_key, static_cast<std::int64_t>(c)},
      {names.number, number},
      {names.text, std::string(kTextSizes[random() % std::size(kTextSizes)], 'x')}};
  const NodeId node = w.create_node({&names.step, 1}, properties);
  const PropertyEntry order{names.number, number};
  w.create_relationship(names.next, number == 1 ? client.node : client.last_step, node,
                        {&order, 1});
  w.create_relationship(names.at, node, hub, {});
  w.set_property(EntityKind::Node, client.node.value, names.number, number);
  w.set_property(EntityKind::Node, hub.value, names.number, total);
  try {
    tx.commit();
  } catch (const ConflictError&) {
    return false;
  }
  client.last_step = node;
  ack = {c, static_cast<std::uint64_t>(number)};
  return true;
}

int run_child(const std::string& folder, std::uint64_t seed) {
  const auto db = Database::open(folder);
  const std::uint64_t client_count = 2 + seed % 3;
  NodeId hub;
  auto clients = prepare(*db, client_count, hub);
  std::vector<std::jthread> threads;
  for (std::uint64_t c = 0; c < client_count; ++c) {
    threads.emplace_back([&, c] {
      std::mt19937_64 random(seed + c);
      for (;;) {
        Ack ack{};
        if (!step(*db, c, clients[c], hub, random, ack)) continue;
        if (::write(kAckPipe, &ack, sizeof ack) != sizeof ack) ::_exit(3);
      }
    });
  }
  threads.clear();
  return 0;
}

// ---- the parent

struct Totals {
  std::uint64_t acked = 0;
  std::uint64_t lost = 0;
  std::uint64_t torn = 0;
  std::uint64_t open_failures = 0;
};

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
  std::vector<Ack> kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    reader_.join();
    ::close(read_end_);
    if (!WIFSIGNALED(status)) {
      throw std::runtime_error("the writing process ended by itself with status " +
                               std::to_string(WEXITSTATUS(status)));
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
      for (; used + sizeof(Ack) <= filled; used += sizeof(Ack)) {
        Ack ack{};
        std::memcpy(&ack, buffer + used, sizeof ack);
        acks_.push_back(ack);
      }
      std::memmove(buffer, buffer + used, filled - used);
      filled -= used;
    }
  }
  pid_t process_ = -1;
  int read_end_ = -1;
  std::vector<Ack> acks_;
  std::jthread reader_;
};

// What the folder must contain, as far as it was acknowledged: the highest step of each client.
using Ledger = std::map<std::uint64_t, std::uint64_t>;

void report(const std::string& text) {
  std::fprintf(stderr, "kill test: %s\n", text.c_str());
}

// Looks at an opened database; adds to totals what is wrong.
void verify(Database& db, const Ledger& ledger, Totals& totals) {
  const auto torn = [&](const std::string& text) {
    ++totals.torn;
    report("torn: " + text);
  };
  auto tx = db.begin(TransactionMode::Read);
  const GraphReader& reader = tx.reader();
  const auto client_key = reader.catalog().property_key("client");
  const auto number_key = reader.catalog().property_key("number");
  const auto next = reader.catalog().relationship_type("NEXT");
  const auto at = reader.catalog().relationship_type("AT");
  if (!client_key || !number_key) {
    // Killed before the first commit: right only if nothing was acknowledged.
    for (const auto& [client, step] : ledger) totals.lost += step;
    return;
  }
  std::map<std::uint64_t, NodeId> client_nodes;
  std::map<std::uint64_t, std::map<std::uint64_t, NodeId>> steps;
  const auto number_of = [&](NodeId node, PropertyKeyId key) {
    return static_cast<std::uint64_t>(
        property(reader, EntityKind::Node, node.value, key).as_integer());
  };
  for (const NodeId node : nodes_of(reader, "Client")) {
    client_nodes[number_of(node, *client_key)] = node;
  }
  std::uint64_t total = 0;
  const std::vector<NodeId> step_nodes = nodes_of(reader, "Step");
  std::vector<std::uint64_t> ids;
  for (const NodeId node : step_nodes) ids.push_back(node.value);
  ColumnVector client_column;
  ColumnVector number_column;
  reader.gather(EntityKind::Node, ids, *client_key, client_column);
  reader.gather(EntityKind::Node, ids, *number_key, number_column);
  for (std::size_t i = 0; i < step_nodes.size(); ++i) {
    auto& list = steps[static_cast<std::uint64_t>(client_column.get(i).as_integer())];
    if (!list.emplace(number_column.get(i).as_integer(), step_nodes[i]).second) {
      torn("a step is there twice");
    }
    ++total;
  }
  for (const auto& [client, step] : ledger) {
    const std::uint64_t last = steps[client].empty() ? 0 : steps[client].rbegin()->first;
    if (last < step) {
      totals.lost += step - last;
      report("lost: client " + std::to_string(client) + " was told " + std::to_string(step) +
             " and has " + std::to_string(last));
    }
  }
  const auto hubs = nodes_of(reader, "Hub");
  if (hubs.size() != 1) {
    torn(std::to_string(hubs.size()) + " hubs");
    return;
  }
  for (const auto& [client, list] : steps) {
    if (list.empty()) continue;
    const auto node = client_nodes.find(client);
    if (node == client_nodes.end()) {
      torn("steps without their client");
      continue;
    }
    if (list.size() != list.rbegin()->first) torn("a gap in the steps of a client");
    if (number_of(node->second, *number_key) != list.rbegin()->first) torn("counter of a client");
    // Each step's relationships, by both twins.
    std::vector<NodeId> nodes;
    std::vector<NodeId> before{node->second};
    for (const auto& [number, step] : list) nodes.push_back(step);
    before.insert(before.end(), nodes.begin(), nodes.end() - 1);
    ExpandResult in;
    ExpandResult out;
    reader.expand(nodes, {&*next, 1}, Direction::Incoming, in);
    reader.expand(nodes, {&*at, 1}, Direction::Outgoing, out);
    if (in.neighbour != before) torn("relationships between steps");
    if (out.neighbour != std::vector<NodeId>(nodes.size(), hubs[0])) torn("steps and their hub");
  }
  if (number_of(hubs[0], *number_key) != total) torn("counter of the hub");
  if (total > 0) {
    std::vector<std::uint64_t> degree;
    reader.degree(hubs, {&*at, 1}, Direction::Incoming, degree);
    if (degree[0] != total) torn("degree of the hub");
  }
  tx.rollback();
  const CheckReport checked = check(db);
  for (const std::string& problem : checked.problems) torn(problem);
}

void accept_commit(Database& db) {
  auto tx = db.begin(TransactionMode::Write);
  const LabelId probe = tx.writer().label("Probe");
  const NodeId node = tx.writer().create_node({&probe, 1}, {});
  tx.commit();
  auto after = db.begin(TransactionMode::Read);
  std::vector<std::uint8_t> exists;
  after.reader().nodes_exist({&node, 1}, exists);
  if (exists[0] == 0) throw std::runtime_error("a commit after recovery cannot be read");
}

void run_round(const std::string& folder, std::uint64_t seed, Ledger& ledger, Totals& totals) {
  std::mt19937_64 random(seed);
  Child child(folder, seed);
  std::this_thread::sleep_for(std::chrono::microseconds(5000 + random() % 295000));
  for (const Ack& ack : child.kill()) {
    ledger[ack.client] = std::max(ledger[ack.client], ack.step);
    ++totals.acked;
  }
  try {
    const auto db = Database::open(folder);
    verify(*db, ledger, totals);
    accept_commit(*db);
  } catch (const std::exception& error) {
    ++totals.open_failures;
    report(std::string("cannot go on: ") + error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t rounds = 20;
  std::uint64_t seed = test::random_seed();
  std::string child_folder;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    if (option == "--rounds") rounds = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--seed") seed = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--child") child_folder = argv[i + 1];
  }
  try {
    if (!child_folder.empty()) return run_child(child_folder, seed);
    Totals totals;
    std::unique_ptr<test::TemporaryDirectory> directory;
    Ledger ledger;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      if (round % kRoundsPerFolder == 0) {
        directory = std::make_unique<test::TemporaryDirectory>();
        ledger.clear();
      }
      run_round(directory->file("db"), seed + round, ledger, totals);
    }
    std::printf(
        "RELIABILITY kill seed=%llu rounds=%llu acked=%llu lost=%llu torn=%llu "
        "open_failures=%llu\n",
        static_cast<unsigned long long>(seed), static_cast<unsigned long long>(rounds),
        static_cast<unsigned long long>(totals.acked), static_cast<unsigned long long>(totals.lost),
        static_cast<unsigned long long>(totals.torn),
        static_cast<unsigned long long>(totals.open_failures));
    const bool passed =
        totals.acked > 0 && totals.lost == 0 && totals.torn == 0 && totals.open_failures == 0;
    return passed ? 0 : 1;
  } catch (const std::exception& error) {
    report(error.what());
    return 1;
  }
}
